"""What a worker does with a task, whatever comes of it."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from adapters.tasks import jobs
from adapters.tasks.engine import words_of
from adapters.tasks.jobs import MakeJobs, SendJobs
from bot.domain import ChannelKey, Matter, Sending
from bot.errors import NothingToPlay, StoreUnavailable
from tests.adapters.tasks.conftest import Figures

if TYPE_CHECKING:
    from collections.abc import Callable

NOW = datetime(2026, 3, 14, 9, tzinfo=UTC)
SENDING = Sending(Matter.POST, ChannelKey("slack:T1", "C1"), date(2026, 3, 14))
WORDS = words_of(SENDING)


@dataclass
class Scripted:
    """A sender that answers as it is told, and a schedule that notes what is planned."""

    answers: list[Any]
    planned: list[tuple[Sending, datetime]] = field(default_factory=list)
    asked: int = 0
    away: bool = False

    async def send(self, sending: Sending) -> float:
        assert sending == SENDING
        self.asked += 1
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return float(answer)

    async def plan(self, sending: Sending, at: datetime) -> None:
        if self.away:
            raise StoreUnavailable("The store is away.")
        self.planned.append((sending, at))


@pytest.fixture(autouse=True)
def naps(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Nobody sleeps here; what was slept is noted."""
    slept: list[float] = []

    async def nap(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr(jobs.asyncio, "sleep", nap)
    return slept


async def sent(*answers: Any, away: bool = False) -> tuple[Scripted, Figures]:
    scripted, figures = Scripted(list(answers), away=away), Figures()
    await SendJobs(scripted, scripted, lambda: NOW, figures).send(*WORDS)  # type: ignore[arg-type]
    return scripted, figures


async def test_what_is_settled_is_not_planned_again() -> None:
    scripted, figures = await sent(0)
    assert (scripted.asked, scripted.planned, figures.tasks) == (1, [], [("send", "done")])


async def test_a_short_wait_is_waited_here(naps: list[float]) -> None:
    scripted, _ = await sent(0.2, 0.1, 0)
    assert (scripted.asked, scripted.planned, naps) == (3, [], [0.2, 0.1])


async def test_a_long_wait_is_left_to_the_clock(naps: list[float]) -> None:
    scripted, _ = await sent(0.2, 30)
    assert scripted.planned == [(SENDING, NOW + timedelta(seconds=30))]
    assert naps == [0.2]


async def test_many_short_waits_make_room_for_others() -> None:
    scripted, _ = await sent(*[0.2] * 50)
    assert scripted.asked < 15
    assert scripted.planned == [(SENDING, NOW + timedelta(seconds=0.2))]


async def test_a_store_that_is_away_leaves_it_due_after_a_pause(naps: list[float]) -> None:
    scripted, figures = await sent(StoreUnavailable("away"))
    assert (scripted.planned, naps) == ([], [jobs.STORE_SECONDS])
    assert (figures.errors, figures.tasks) == (1, [("send", "store")])


async def test_a_fault_is_told_with_the_name_and_put_off(caplog: pytest.LogCaptureFixture) -> None:
    scripted, figures = await sent(KeyError("nothing anybody thought of"))
    assert scripted.planned == [(SENDING, NOW + timedelta(seconds=60))]
    assert figures.tasks == [("send", "fault")]
    assert "post:slack:T1:C1:2026-03-14" in caplog.text
    assert "KeyError" in caplog.text


async def test_a_fault_while_the_store_is_away_ends_the_task_all_the_same(naps: list[float]) -> None:
    scripted, _ = await sent(KeyError("a fault"), away=True)
    assert (scripted.planned, naps) == ([], [jobs.STORE_SECONDS])


@pytest.mark.parametrize("words", [(), ("post",), ("no matter", "c", "d", "2026-03-14", "0"), (*WORDS, "more")])
async def test_words_that_mean_nothing_end_the_task(words: tuple[str, ...], caplog: pytest.LogCaptureFixture) -> None:
    scripted, figures = Scripted([]), Figures()
    await SendJobs(scripted, scripted, lambda: NOW, figures).send(*words)  # type: ignore[arg-type]
    assert (scripted.asked, figures.tasks) == (0, [("send", "fault")])
    assert "ValueError" in caplog.text


async def test_a_worker_that_is_ended_ends_the_task() -> None:
    scripted, figures = Scripted([asyncio.CancelledError()]), Figures()
    with pytest.raises(asyncio.CancelledError):
        await SendJobs(_Cancelled(scripted), scripted, lambda: NOW, figures).send(*WORDS)  # type: ignore[arg-type]
    assert not scripted.planned


@dataclass
class _Cancelled:
    scripted: Scripted

    async def send(self, _: Sending) -> float:
        raise asyncio.CancelledError


@dataclass
class Maker:
    """Notes what it is asked for."""

    error: Exception | None = None
    asked: list[tuple[Any, ...]] = field(default_factory=list)

    async def make(self, deck: str, day: date, *, quick: bool = False) -> None:
        self._note("make", deck, day, quick)

    async def look_again(self, deck: str, day: date) -> None:
        self._note("look_again", deck, day)

    async def tidy(self, day: date) -> None:
        self._note("tidy", day)

    def _note(self, *words: Any) -> None:
        self.asked.append(words)
        if self.error:
            raise self.error


@pytest.mark.parametrize(
    ("task", "words", "asked"),
    [
        ("make", ("default", "2026-03-14", ""), ("make", "default", date(2026, 3, 14), False)),
        ("make", ("default", "2026-03-14", "quick"), ("make", "default", date(2026, 3, 14), True)),
        ("look_again", ("own", "2026-03-14"), ("look_again", "own", date(2026, 3, 14))),
        ("tidy", ("2026-03-14",), ("tidy", date(2026, 3, 14))),
    ],
)
@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (None, "done"),
        (NothingToPlay("no news"), "failed"),
        (StoreUnavailable("away"), "store"),
        (RuntimeError("a fault"), "fault"),
    ],
)
async def test_the_maker_is_asked_and_no_error_leaves_the_task(
    task: str, words: tuple[str, ...], asked: tuple[Any, ...], error: Exception | None, outcome: str
) -> None:
    maker, figures = Maker(error), Figures()
    job: Callable[..., Any] = MakeJobs(maker, figures).jobs()[task]
    await job(*words)
    assert maker.asked == [asked]
    assert figures.tasks == [(task, outcome)]


@pytest.mark.parametrize(
    ("error", "last"), [(None, "edition=own:2026-03-14 is there"), (NothingToPlay("x"), "failed: x")]
)
async def test_an_edition_that_takes_minutes_is_told_when_it_begins_and_when_it_is_there(
    caplog: pytest.LogCaptureFixture, error: Exception | None, last: str
) -> None:
    caplog.set_level(logging.INFO)
    await MakeJobs(Maker(error), Figures()).make("own", "2026-03-14", "")
    assert caplog.messages[0] == "making edition=own:2026-03-14"
    assert caplog.messages[-1].endswith(last)

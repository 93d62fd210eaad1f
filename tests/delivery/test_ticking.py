"""The clock at work, and what is counted."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from bot.delivery.ticking import FAULT_SECONDS, PREPARE_SECONDS, Ticking
from bot.delivery.watching import Watched
from bot.domain import Channel, ChannelKey, Delivery, Matter, Schedule, Sending, Stage
from bot.errors import StoreUnavailable
from tests.adapters.store.samples import DAY

NINE = datetime(2026, 3, 14, 9, tzinfo=UTC)
CHANNEL = Channel(ChannelKey("slack:T1", "C1"), Schedule(time(9)))
POST = Sending(Matter.POST, CHANNEL.key, DAY)


@dataclass
class Figures:
    dues: list[int] = field(default_factory=list)
    missings: list[int] = field(default_factory=list)
    settlings: list[tuple[str, float | None]] = field(default_factory=list)
    errors: int = 0

    def settled(self, delivery: Delivery, late: float | None = None) -> None:
        self.settlings.append((delivery.stage.value, late))

    def due(self, count: int) -> None:
        self.dues.append(count)

    def missing(self, count: int) -> None:
        self.missings.append(count)

    def task(self, name: str, outcome: str, seconds: float) -> None:
        raise AssertionError(name, outcome, seconds)

    def store_error(self) -> None:
        self.errors += 1


@dataclass
class Scripted:
    """A clock that does as it is told."""

    answers: list[Any]
    prepared: int = 0

    async def tick(self) -> int:
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return int(answer)

    async def prepare(self) -> int:
        self.prepared += 1
        return 1


async def test_it_prepares_now_and_then_and_counts() -> None:
    moment, clock, figures = [0.0], Scripted([3, 0, 5]), Figures()
    ticking = Ticking(clock, figures, ticks=lambda: moment[0])  # type: ignore[arg-type]
    assert 0.5 <= await ticking.once() <= 1
    moment[0] = PREPARE_SECONDS / 2
    await ticking.once()
    assert clock.prepared == 1
    moment[0] = PREPARE_SECONDS
    await ticking.once()
    assert (clock.prepared, figures.dues, figures.missings) == (2, [3, 0, 5], [1, 1])


async def test_a_store_that_is_away_is_told_once_and_waited_for(caplog: pytest.LogCaptureFixture) -> None:
    away, figures = StoreUnavailable("The store is away."), Figures()
    ticking = Ticking(Scripted([away, away, 2]), figures)  # type: ignore[arg-type]
    await ticking.once()
    await ticking.once()
    assert ticking.trouble == "The store is away."
    assert caplog.text.count("the clock waits") == 1
    await ticking.once()
    assert (ticking.trouble, figures.errors, figures.dues) == ("", 2, [2])


async def test_a_fault_does_not_stop_the_clock(caplog: pytest.LogCaptureFixture) -> None:
    ticking = Ticking(Scripted([KeyError("a fault"), 1]), Figures())  # type: ignore[arg-type]
    assert await ticking.once() == FAULT_SECONDS
    assert "a fault" in caplog.text
    await ticking.once()


async def test_it_stops_at_once() -> None:
    stop = asyncio.Event()
    running = asyncio.create_task(Ticking(Scripted([0] * 9), Figures(), seconds=60).run(stop))  # type: ignore[arg-type]
    await asyncio.sleep(0.05)
    stop.set()
    await asyncio.wait_for(running, 20)


@dataclass
class Errand:
    told: list[Delivery] = field(default_factory=list)

    async def settled(self, delivery: Delivery, channel: Channel) -> None:
        assert channel.key == CHANNEL.key
        self.told.append(delivery)


@pytest.mark.parametrize(
    ("delivery", "channel", "counted"),
    [
        (Delivery(POST, Stage.SENT, at=NINE + timedelta(seconds=4)), CHANNEL, [("sent", 4.0)]),
        (Delivery(POST, Stage.EXCUSED, at=NINE), CHANNEL, [("excused", None)]),
        (Delivery(POST, Stage.SENT, at=NINE - timedelta(hours=1)), CHANNEL, []),
        (Delivery(Sending(Matter.REVEAL, CHANNEL.key, DAY), Stage.SENT, at=NINE), CHANNEL, [("sent", None)]),
        (
            Delivery(POST, Stage.SENT, at=NINE),
            Channel(CHANNEL.key, CHANNEL.schedule, asked_for=DAY),
            [("sent", None)],
        ),
    ],
    ids=["late", "excused", "told again", "reveal", "asked for"],
)
async def test_what_becomes_of_a_sending_is_counted_once(
    delivery: Delivery, channel: Channel, counted: list[tuple[str, float | None]]
) -> None:
    errand, figures = Errand(), Figures()
    watched = Watched(errand, figures, lambda: NINE + timedelta(seconds=5))  # type: ignore[arg-type]
    await watched.settled(delivery, channel)
    assert figures.settlings == counted
    assert errand.told == [delivery]

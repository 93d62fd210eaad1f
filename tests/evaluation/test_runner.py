"""Every entrant gets the same cases; what is made is kept at once, and what fails is noted beside it."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count
from typing import TYPE_CHECKING

import pytest

from bot.bootstrap import screen
from bot.domain import Usage
from bot.errors import ModelClosed, ModelUnavailable, ReplyError, RiddleError, SettingsError
from bot.evaluation import expense
from bot.evaluation.cases import digest_of
from bot.evaluation.generation import Measurement
from bot.evaluation.journal import Journal, Plan, read
from bot.evaluation.measures import Measures
from bot.evaluation.report.markdown import markdown
from bot.evaluation.report.page import page
from bot.evaluation.runner import ALL, FAILED, MISSING, WALL, WAVE, Runner
from bot.evaluation.scoring import results_of
from bot.evaluation.telling import show
from bot.riddles.craft.complete import REPLACED
from bot.riddles.making import Way
from bot.riddles.pipelines.ask import Reply
from bot.riddles.unread import LIMIT, reading
from tests.evaluation.values import TEXT, a_candidate, a_case, an_entrant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from bot.domain import Candidate, Form, Story
    from bot.evaluation.case import Case
    from bot.evaluation.entrant import Entrant
    from bot.evaluation.generation import Generation

FEW, ZERO = an_entrant("few_shot"), an_entrant("zero_shot", 2)
CASES = tuple(a_case(number, f"{TEXT} It was lit {number} times.") for number in range(1, 12))
LEAKY = a_candidate("Who is Oda Brenning?")
READ = Usage(1, 200, 40, 2.0, 0.001)


@dataclass
class Scripted:
    """A pipeline whose replies are told by a function of the case."""

    reply: Callable[[str, int], Candidate | Exception]
    mend: Callable[[Candidate, Sequence[str]], Candidate | None] = lambda _, __: None
    name: str = "few_shot"
    model: str = "scripted"
    spent: Usage = field(default_factory=Usage)
    asked: list[tuple[str, int, int]] = field(default_factory=list)

    async def candidates(self, story: Story, n: int, seed: int, forms: Sequence[Form] = ()) -> list[Candidate]:
        self.asked.append((story.lead.id, n, seed))
        assert len(forms) == 1
        await asyncio.sleep(0)
        said = self.reply(story.lead.id, n)
        if not isinstance(said, (ModelUnavailable, ModelClosed)):
            self.spent += READ
        if isinstance(said, Exception):
            raise said
        return [replace(said, usage=READ)]

    async def repair(self, story: Story, candidate: Candidate, reasons: Sequence[str], seed: int) -> Candidate | None:
        del story, seed
        self.spent += READ
        made = self.mend(candidate, reasons)
        return replace(made, usage=READ) if made else None


@dataclass
class Troupe:
    """Where the entrants of a test come from."""

    pipelines: dict[str, Scripted | RiddleError]
    repairs: int = 0
    released: int = 0
    made_ready: int = 0

    def way(self, entrant: Entrant) -> Way:
        found = self.pipelines[entrant.key]
        if isinstance(found, RiddleError):
            raise found
        return Way(found, repairs=self.repairs)

    async def ready(self) -> None:
        self.made_ready += 1

    def release(self) -> None:
        self.released += 1

    def peak(self) -> float | None:
        return 512.0


def good(_: str, __: int) -> Candidate:
    return a_candidate()


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    plan = Plan("one", "1.0", datetime(2026, 11, 23, tzinfo=UTC), (FEW, ZERO), (0,), 1, digest_of(CASES))
    with Journal.begun(tmp_path / "one", plan, CASES) as made:
        yield made


async def test_every_entrant_gets_every_case_with_the_same_seed(journal: Journal) -> None:
    few, zero = Scripted(good), Scripted(good)
    troupe = Troupe({FEW.key: few, ZERO.key: zero})
    said: list[str] = []
    await Runner(journal, troupe, say=said.append, monotonic=count(0.0, 2.0).__next__).run()
    assert len(few.asked) == len({seed for _, _, seed in few.asked}) == len(CASES)
    assert few.asked == zero.asked
    assert len(journal.record.generations) == journal.record.wanted == 2 * len(CASES)
    assert troupe.made_ready == troupe.released == 2
    assert any(f"{WAVE} of {len(CASES)} riddles, " in one and "left" in one for one in said)
    kept = read(journal.folder)
    assert {one.of[0]: one.value for one in kept.measurements if one.name == "peak_memory"} == {
        FEW.key: 512.0,
        ZERO.key: 512.0,
    }
    assert all(one.usage == READ and one.seconds > 0 for one in kept.generations)


async def test_what_is_there_is_not_asked_for_again(journal: Journal) -> None:
    first = Troupe({FEW.key: Scripted(good), ZERO.key: SettingsError("There is no such model.")})
    await Runner(journal, first).run()
    few, zero = Scripted(good), Scripted(good)
    second = Troupe({FEW.key: few, ZERO.key: zero})
    await Runner(journal, second).run()
    assert (len(few.asked), len(zero.asked), second.released) == (0, len(CASES), 1)
    assert len(journal.record.generations) == 2 * len(CASES)


async def test_one_model_that_fails_stops_no_other(journal: Journal) -> None:
    zero = Scripted(good)
    await Runner(journal, Troupe({FEW.key: SettingsError("There is no such model."), ZERO.key: zero})).run()
    assert len(zero.asked) == len(CASES)
    (failed,) = [one for one in journal.record.measurements if one.name == FAILED]
    assert (failed.of[0], failed.detail) == (FEW.key, "There is no such model.")


async def test_a_model_that_cannot_be_reached_is_not_asked_all_day(journal: Journal) -> None:
    few = Scripted(lambda *_: ModelClosed("The key is refused."))
    await Runner(journal, Troupe({FEW.key: few, ZERO.key: Scripted(good)})).run()
    assert len(few.asked) == WAVE
    assert {one.entrant for one in journal.record.generations} == {ZERO.key}


async def test_a_request_that_failed_is_missing_and_comes_with_the_next_try(journal: Journal) -> None:
    def flaky(case: str, _: int) -> Candidate | Exception:
        return ModelUnavailable("It did not answer.") if case == CASES[2].id else a_candidate()

    await Runner(journal, Troupe({FEW.key: Scripted(flaky), ZERO.key: Scripted(good)})).run()
    assert len(journal.record.generations) == 2 * len(CASES) - 1
    again = Scripted(good)
    await Runner(journal, Troupe({FEW.key: again})).run()
    assert [case for case, _, _ in again.asked] == [CASES[2].id]


async def test_a_reply_that_cannot_be_read_counts_with_its_reason_and_its_tokens(journal: Journal) -> None:
    def half(case: str, _: int) -> Candidate | Exception:
        return ReplyError("It has no answer.") if case in {CASES[0].id, CASES[9].id} else a_candidate()

    await Runner(journal, Troupe({FEW.key: Scripted(half), ZERO.key: Scripted(good)})).run()
    unread = [one for one in journal.record.generations if one.first is None]
    assert [one.case for one in unread] == [CASES[0].id, CASES[9].id]
    assert all(one.error == "It has no answer." and one.usage.tokens == READ.tokens for one in unread)


async def test_replies_that_cannot_be_read_are_kept_with_the_draw_they_are_of(journal: Journal) -> None:
    def unread(text: str) -> None:
        with suppress(ReplyError), reading(Reply(text, READ)):
            raise ReplyError("It has no answer.")

    def draw(_: str, __: int) -> Candidate:
        for text in ("one", "two", "more " * LIMIT):
            unread(text)
        return LEAKY

    plan, some = replace(journal.plan, entrants=(FEW,), articles=digest_of(CASES[:1]), draws=3), CASES[:1]
    with Journal.begun(journal.folder.parent / "two", plan, some) as short:
        await Runner(short, Troupe({FEW.key: Scripted(draw, lambda *_: unread("mended"))}, repairs=1)).run()
    first, *others = read(short.folder).generations
    assert (first.first is None, first.unread) == (False, ("mended",))
    assert [one.unread for one in others] == [("one",), ("two", ("more " * LIMIT)[:LIMIT])]


async def test_a_riddle_that_fails_a_check_goes_back_as_in_a_brew(journal: Journal) -> None:
    told: list[Sequence[str]] = []

    def mend(_: Candidate, reasons: Sequence[str]) -> Candidate:
        told.append(reasons)
        return replace(LEAKY, question=f"Who is it, Oda Brenning? {len(told)}")

    troupe = Troupe({FEW.key: Scripted(lambda *_: LEAKY, mend)}, repairs=2)
    some = CASES[:1]
    plan = replace(journal.plan, name="two", entrants=(FEW,), articles=digest_of(some))
    with Journal.begun(journal.folder.parent / "two", plan, some) as short:
        await Runner(short, troupe).run()
        (one,) = short.record.generations
    assert len(told) == 2
    assert any(reason.startswith("leak:") for reason in told[0])
    assert one.first is not None
    assert one.first.question == LEAKY.question
    assert one.last is not None
    assert one.last.question == "Who is it, Oda Brenning? 2"
    assert one.usage.tokens == 3 * READ.tokens


async def test_a_model_that_is_gone_when_a_riddle_goes_back_says_nothing_of_the_riddle(journal: Journal) -> None:
    def gone(_: Candidate, __: Sequence[str]) -> Candidate:
        raise ModelUnavailable("It did not answer.")

    some = CASES[:2]
    plan = replace(journal.plan, name="two", entrants=(FEW,), articles=digest_of(some))
    with Journal.begun(journal.folder.parent / "two", plan, some) as short:
        await Runner(short, Troupe({FEW.key: Scripted(lambda *_: LEAKY, gone)}, repairs=1)).run()
        assert short.record.generations == ()
        await Runner(short, Troupe({FEW.key: Scripted(lambda *_: LEAKY, lambda *_: a_candidate())}, repairs=1)).run()
        assert len(short.record.generations) == short.record.wanted


async def test_several_draws_come_together_and_each_is_kept(journal: Journal) -> None:
    plan = replace(journal.plan, name="two", entrants=(FEW,), draws=3, seeds=(0, 5))
    few = Scripted(good)
    with Journal.begun(journal.folder.parent / "two", plan, CASES) as more:
        await Runner(more, Troupe({FEW.key: few})).run()
        record = more.record
    assert {n for _, n, _ in few.asked} == {3}
    assert len(record.generations) == record.wanted == len(CASES) * 2 * 3
    assert sum(one.usage.tokens for one in record.generations) == few.spent.tokens
    walls = [one for one in record.measurements if one.name == WALL]
    assert len(walls) == record.wanted


async def test_a_full_disk_ends_the_run_with_its_sentence(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: Generation) -> None:
        raise RiddleError("The disk is full.")

    monkeypatch.setattr(journal, "add", full)
    troupe = Troupe({FEW.key: Scripted(good), ZERO.key: Scripted(good)})
    with pytest.raises(RiddleError, match="The disk is full"):
        await Runner(journal, troupe).run()
    assert troupe.released == 1


class Words(Measures):
    """Measures every riddle by a word list, for a cent each."""

    def __init__(self) -> None:
        super().__init__(())
        self.asked: list[tuple[str, str, int, int]] = []

    @property
    def spent(self) -> dict[str, Usage]:
        asked = len(self.asked)
        return {"judge words": Usage(asked, 10 * asked, asked, cost=asked / 100)}

    async def of(
        self,
        generation: Generation,
        case: Case,
        others: Sequence[Case] = (),
        said: frozenset[tuple[str, str]] = frozenset(),
    ) -> list[Measurement]:
        assert case.id == generation.case
        assert len(others) == len(CASES)
        if ("toxic", "words") in said:
            return []
        self.asked.append(generation.key)
        return [Measurement("toxic", generation.key, 0.0, "words")]

    async def of_entrant(
        self, entrant: Entrant, cases: Sequence[Case], said: frozenset[tuple[str, str]] = frozenset()
    ) -> list[Measurement]:
        del said
        return [Measurement("held_loss", (entrant.key, cases[0].id, 0, 0), 7.0, "itself")]

    def missing(self, entrant: Entrant) -> dict[str, str]:
        return {"relevant": f"Nobody judges {entrant.pipeline}."}


async def test_riddles_are_measured_once_they_are_made_and_only_once(journal: Journal) -> None:
    troupe = Troupe({FEW.key: Scripted(good), ZERO.key: Scripted(good)})
    first, second = Words(), Words()
    await Runner(journal, troupe, first).run()
    await Runner(journal, troupe, second).run()
    assert (len(first.asked), len(second.asked)) == (2 * len(CASES), 0)
    assert expense.spent(journal.record.measurements) == {"judge words": Usage(22, 220, 22, cost=0.22)}
    said = {(one.name, one.of[0], one.by, one.detail) for one in journal.record.measurements if one.name == MISSING}
    assert (MISSING, FEW.key, "relevant", "Nobody judges few_shot.") in said


async def test_what_judges_took_is_added_up_and_told_with_the_day_of_the_prices(
    journal: Journal, capsys: pytest.CaptureFixture[str]
) -> None:
    troupe = Troupe({FEW.key: Scripted(good), ZERO.key: Scripted(good)})
    for seed in (0, 1):  # the second time as if another had come to the run
        journal.measurements = {key: one for key, one in journal.measurements.items() if one.name != "toxic"}
        await Runner(journal, troupe, Words(), prices=f"2026-0{seed + 1}-01").run()
    results = results_of(read(journal.folder), made_at=journal.plan.started, version="1.0", machine="")
    assert results.spent == {"judge words": Usage(44, 440, 44, cost=0.44)}
    assert results.prices == ("2026-01-01", "2026-02-01")
    told = "Costs are reckoned by the vendors' prices of 2026-01-01 and 2026-02-01."
    taken = "judge words: 44 calls, 440 tokens read, 44 written, 0.4400 US dollars."
    for text in (page(results), markdown(results)):
        assert told in text.replace("&#x27;", "'")
        assert taken in text
    show(results, screen(plain=True), plain=True, as_json=True)
    rest = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (rest["prices"], rest["spent"]["judge words"]["cost"]) == (list(results.prices), 0.44)


async def test_only_what_costs_something_is_told_with_the_day_of_the_prices(
    journal: Journal, capsys: pytest.CaptureFixture[str]
) -> None:
    troupe = Troupe({FEW.key: Scripted(good), ZERO.key: Scripted(good)})
    for day in ("2026-01-01", "2026-09-09"):  # the second time nothing is asked
        await Runner(journal, troupe, prices=day).run()
    assert expense.days(read(journal.folder).measurements) == ("2026-01-01",)
    for one in tuple(journal.generations.values()):
        if one.entrant == ZERO.key:
            journal.add(replace(one, usage=replace(one.usage, cost=0.0)))
    results = results_of(read(journal.folder), made_at=journal.plan.started, version="1.0", machine="")
    show(results, screen(plain=True), plain=True, as_json=True)
    few, zero = map(json.loads, capsys.readouterr().out.splitlines()[:2])
    assert (few["prices"], zero["prices"]) == (["2026-01-01"], [])


@pytest.mark.parametrize(
    ("usage", "told"),
    [(Usage(3), True), (Usage(3, 10, cost=0.0), True), (Usage(3, cost=0.0), False), (Usage(), False)],
)
def test_who_may_have_read_anything_is_told_of_also_where_nobody_counted(usage: Usage, *, told: bool) -> None:
    assert bool(expense.more({}, {"judge one": usage}, "2026-01-01")) is told


class Stopped(Words):
    """Is stopped before the first riddle is measured, when the judges were tried."""

    async def of(self, generation: Generation, *_: object) -> list[Measurement]:
        self.asked.append(generation.key)
        raise asyncio.CancelledError


async def test_what_was_taken_is_kept_where_the_measuring_is_stopped(journal: Journal) -> None:
    troupe, stopped = Troupe({FEW.key: Scripted(good), ZERO.key: Scripted(good)}), Stopped()
    with pytest.raises(asyncio.CancelledError):
        await Runner(journal, troupe, stopped).run()
    assert expense.spent(read(journal.folder).measurements) == stopped.spent
    assert stopped.spent["judge words"].calls > 0


async def test_what_was_read_in_part_is_not_crowded_out_by_hints_that_were_replaced(journal: Journal) -> None:
    leaky = ("It says Oda Brenning.", "She is one of a kind.", "The initials are O.B.")
    read_in_part = replace(a_candidate(), hints=leaky, note="It was given 90 of 900 words.")
    await Runner(journal, Troupe({FEW.key: Scripted(lambda *_: read_in_part), ZERO.key: Scripted(good)})).run()
    results = results_of(read(journal.folder), made_at=journal.plan.started, version="1.0", machine="")
    assert any(REPLACED in one.riddle.note for one in results.standings[0].samples if one.riddle)
    assert f"{FEW.key}: It was given 90 of 900 words. ({len(CASES)} of {len(CASES)} riddles)" in results.notes


class Lost(Words):
    """Measures nothing: its model cannot be loaded."""

    async def of(self, *_: object) -> list[Measurement]:
        raise SettingsError("No weights are there.")


async def test_what_stops_the_measuring_is_noted_until_it_is_mended(journal: Journal) -> None:
    troupe = Troupe({FEW.key: Scripted(good), ZERO.key: Scripted(good)})
    for measures, detail in ((Lost(), "No weights are there."), (Words(), "")):
        await Runner(journal, troupe, measures).run()
        assert {one.detail for one in journal.record.measurements if one.by == ALL} == {detail}

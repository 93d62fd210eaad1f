"""Has every entrant write riddles of the same cases; each one is kept the moment it is there."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, Protocol
from zlib import crc32

from bot.domain import Usage
from bot.errors import ModelError, ReplyError, RequestRefused, RiddleError, SettingsError
from bot.evaluation import expense
from bot.evaluation.examining import examined, get_ready
from bot.evaluation.generation import Generation, Measurement
from bot.evaluation.marks import UNDECIDED
from bot.evaluation.pace import Pace
from bot.riddles import unread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from bot.domain import Candidate
    from bot.evaluation.case import Case
    from bot.evaluation.entrant import Entrant
    from bot.evaluation.journal import Journal
    from bot.evaluation.measures import Measures
    from bot.riddles.making import Way

WAVE: Final = 8
"""Riddles that are asked for at a time: as many as one batch of a local model takes."""

IN_VAIN: Final = 3
"""Waves in which a model could not be reached before no more is asked of it."""

FAILED: Final = "failed"
"""The name under which it is kept why an entrant could not go on."""

MISSING: Final = "missing"
"""The name under which it is kept why a metric is not measured of an entrant; `by` is the metric."""

ALL: Final = "What models and word lists say"
"""What is noted as missing where to measure could not be gone on with."""

AT_ONCE: Final = 4
"""Riddles that are measured at a time; a judge is asked four times of each."""

NOTHING: Final = frozenset[tuple[str, str]]()

WALL: Final = "wall"
"""The name under which a riddle's share of the time of its wave is kept."""


class Cast(Protocol):
    """Where the entrants come from; one model is loaded at a time."""

    def way(self, entrant: Entrant) -> Way:
        """How an entrant is asked; raises `RiddleError` where it cannot be."""

    async def ready(self) -> None:
        """Load the model that is asked next, where it runs here: no riddle's time is to hold that."""

    def release(self) -> None:
        """Let go of the model that is loaded, if any."""

    def peak(self) -> float | None:
        """Megabytes that were used at most since the model was asked for; None where it runs elsewhere."""


@dataclass(frozen=True, slots=True)
class Ask:
    """All draws of one case with one seed: they are asked for together, as in a brew."""

    case: Case
    seed: int


@dataclass(slots=True)
class _Told:
    """What came of an ask; `repaired` and `unmended` are by the riddle's place among those that were read."""

    ask: Ask
    seconds: float = 0.0
    read: list[Candidate] = field(default_factory=list)
    repaired: dict[int, Candidate] = field(default_factory=dict)
    error: str = ""
    unread: int = 0
    """Replies whose tokens nobody counted: those that could not be read."""
    lost: list[str] = field(default_factory=list)
    """What replies said that could not be read as riddles."""
    unmended: dict[int, list[str]] = field(default_factory=dict)
    """What replies said that could not be read as repairs."""

    def lost_in(self, draw: int, draws: int) -> tuple[str, ...]:
        """What could not be read of a draw: a reply of each that has no riddle; what is left is told with the last."""
        begin = max(0, draw - len(self.read))
        end = None if draw == draws - 1 else begin + (draw >= len(self.read))
        return *self.lost[begin:end], *self.unmended.get(draw, ())


@dataclass(frozen=True, slots=True)
class Runner:
    """Goes through the entrants of a run, one after the other; what is there already is not asked for again.

    `prices` is the day of the prices that costs are reckoned by; nothing where nobody is paid.
    """

    journal: Journal
    cast: Cast
    measures: Measures | None = None
    say: Callable[[str], None] = lambda _: None
    monotonic: Callable[[], float] = time.monotonic
    prices: str = ""

    async def run(self) -> None:
        """Make what is missing, then measure it. An entrant that fails is noted, and the next one has its turn."""
        for entrant in self.journal.plan.entrants:
            asks = self._missing(entrant)
            if not asks:
                continue
            try:
                await self._made(entrant, asks)
            except RiddleError as error:
                if not isinstance(error, ModelError) and error.exit_code == 1:
                    raise  # the disk, not the model
                self._note(entrant, FAILED, 1.0, detail=str(error))
                self.say(f"{entrant.key}: {error}")
            finally:
                self.cast.release()
        await self._measured()

    def _missing(self, entrant: Entrant) -> list[Ask]:
        plan, there = self.journal.plan, self.journal.generations
        return [
            Ask(case, seed)
            for seed in plan.seeds
            for case in self.journal.cases
            if any((entrant.key, case.id, seed, draw) not in there for draw in range(plan.draws))
        ]

    # --- writing --------------------------------------------------------------------------------------------------

    async def _made(self, entrant: Entrant, asks: Sequence[Ask]) -> None:
        self.say(f"{entrant.key}: getting ready")
        way = self.cast.way(entrant)
        await self.cast.ready()
        if way.repairs:
            await asyncio.to_thread(get_ready, asks[0].case.story)
        pace, in_vain = Pace(entrant.key, len(asks) * self.journal.plan.draws, self.monotonic), 0
        for at in range(0, len(asks), WAVE):
            self.say(pace.line())
            wave = asks[at : at + WAVE]
            failed = await self._wave(entrant, way, wave)
            pace.done(len(wave) * self.journal.plan.draws)
            in_vain = in_vain + 1 if len(failed) == len(wave) else 0
            if failed:
                self._note(entrant, FAILED, float(len(failed)), detail=failed[0])
            if in_vain == IN_VAIN or (failed and at == 0 and len(failed) == len(wave)):
                self.say(f"{entrant.key}: {failed[0]}")
                return
        if (peak := self.cast.peak()) is not None:
            self._note(entrant, "peak_memory", peak)
        self.say(pace.line())

    async def _wave(self, entrant: Entrant, way: Way, wave: Sequence[Ask]) -> list[str]:
        """Make the riddles of some cases at once; why those that could not be asked for were not."""
        before, begun = way.pipeline.spent, self.monotonic()
        outcomes = await asyncio.gather(*(self._one(entrant, way, ask) for ask in wave))
        told = [one for one in outcomes if isinstance(one, _Told)]
        share = (self.monotonic() - begun) / len(wave)
        self._keep_unread(entrant, told, way.pipeline.spent.since(before))
        self.journal.measured(
            Measurement(WALL, (entrant.key, one.ask.case.id, one.ask.seed, draw), share / self.journal.plan.draws)
            for one in told
            for draw in range(self.journal.plan.draws)
        )
        return [one for one in outcomes if isinstance(one, str)]

    async def _one(self, entrant: Entrant, way: Way, ask: Ask) -> _Told | str:
        """All draws of a case, kept where all could be read; else what came of them, or why nothing was asked."""
        told, begun = _Told(ask), self.monotonic()
        try:
            with unread.listening() as told.lost:
                told.read = await way.pipeline.candidates(
                    ask.case.story, self.journal.plan.draws, seed_of(ask), (ask.case.form,)
                )
            for place, candidate in enumerate(told.read):
                await self._repair(way, told, place, candidate)
        except (ReplyError, RequestRefused) as error:
            told.error = str(error)
        except ModelError as error:
            return str(error)
        told.unread += self.journal.plan.draws - len(told.read)
        told.seconds = self.monotonic() - begun
        if not told.unread:
            self._keep(entrant, told)
        return told

    async def _repair(self, way: Way, told: _Told, place: int, candidate: Candidate) -> None:
        """Give a riddle back with what the checks said, as a brew does, until it passes or enough was tried.

        Where the model cannot be reached the riddle is not there yet: that says nothing of how good it is.
        """
        story, latest = told.ask.case.story, candidate
        for attempt in range(way.repairs):
            reasons = (await asyncio.to_thread(examined, latest, story)).reasons
            if not reasons:
                return
            with unread.listening() as lost:
                try:
                    mended = await way.pipeline.repair(story, latest, reasons, seed_of(told.ask) + attempt + 1)
                except (ReplyError, RequestRefused):
                    mended = None
            told.unmended.setdefault(place, []).extend(lost)
            if mended is None:
                told.unread += 1
                return
            spent = told.repaired[place].usage if place in told.repaired else Usage()
            told.repaired[place] = replace(mended, usage=spent + mended.usage)
            latest = mended

    # --- keeping --------------------------------------------------------------------------------------------------

    def _keep(self, entrant: Entrant, told: _Told, more: Usage | None = None) -> None:
        """Keep the draws of a case; `more` is what was used besides the riddles that could be read."""
        draws = self.journal.plan.draws
        for draw in range(draws):
            first = told.read[draw] if draw < len(told.read) else None
            repaired = told.repaired.get(draw)
            usage = (first.usage if first else Usage()) + (repaired.usage if repaired else Usage())
            error = "" if first else told.error or "The reply could not be read as a riddle."
            if draw == draws - 1 and more is not None:
                usage += more
            if (expense.PRICES, expense.OF_RUN, self.prices) not in self.journal.measurements:
                self.journal.measured(expense.priced(self.prices, usage))
            self.journal.add(
                Generation(
                    entrant.key,
                    told.ask.case.id,
                    told.ask.seed,
                    draw,
                    first,
                    repaired,
                    error,
                    usage,
                    told.seconds,
                    usage.first,
                    told.lost_in(draw, draws),
                )
            )

    def _keep_unread(self, entrant: Entrant, told: Sequence[_Told], spent: Usage) -> None:
        """Keep what had replies that could not be read: whatever was used beyond the others is shared among these."""
        unread = [one for one in told if one.unread]
        if not unread:
            return
        counted = sum((one.usage for all_ in told for one in (*all_.read, *all_.repaired.values())), Usage())
        left = spent.since(counted)
        for at, one in enumerate(unread):
            self._keep(entrant, one, _part(left, at, len(unread)))

    def _note(self, entrant: Entrant, name: str, value: float, by: str = "", detail: str = "") -> None:
        self.journal.measured([Measurement(name, of_entrant(entrant), value, by, detail)])

    # --- measuring ------------------------------------------------------------------------------------------------

    async def _measured(self) -> None:
        """Have what is there measured by models and word lists; what was measured before is not asked again."""
        if self.measures is None:
            return
        failed, before = "", expense.spent(self.journal.measurements.values())
        try:
            await self._measured_riddles(self.measures, before)
            for entrant in self.journal.plan.entrants:
                await self._measured_entrant(self.measures, entrant)
        except (ModelError, SettingsError) as error:
            failed = str(error)
            self.say(f"Not all could be measured: {failed}")
        finally:  # also of what is stopped half-way
            self.journal.measured(expense.more(before, self.measures.spent, self.prices))
        for entrant in self.journal.plan.entrants:
            if failed or (MISSING, of_entrant(entrant), ALL) in self.journal.measurements:
                self._note(entrant, MISSING, 0.0, ALL, failed)

    async def _measured_riddles(self, measures: Measures, before: Mapping[str, Usage]) -> None:
        todo = [one for one in self.journal.generations.values() if one.last is not None]
        cases, pace = {case.id: case for case in self.journal.cases}, Pace("measuring", len(todo), self.monotonic)
        said = self._said()
        for at in range(0, len(todo), AT_ONCE):
            some = todo[at : at + AT_ONCE]
            self.say(pace.line())
            found = await asyncio.gather(
                *(measures.of(one, cases[one.case], self.journal.cases, said.get(one.key, NOTHING)) for one in some)
            )
            told = [one for some in found for one in some]
            self.journal.measured([*told, *expense.more(before, measures.spent, self.prices)] if told else ())
            pace.done(len(some))

    async def _measured_entrant(self, measures: Measures, entrant: Entrant) -> None:
        self.say(f"{entrant.key}: measuring the model")
        said = self._said().get(of_entrant(entrant), NOTHING)
        self.journal.measured(await measures.of_entrant(entrant, self.journal.cases, said))
        for metric, reason in measures.missing(entrant).items():
            self._note(entrant, MISSING, 0.0, metric, reason)

    def _said(self) -> dict[tuple[str, str, int, int], frozenset[tuple[str, str]]]:
        """What was measured so far, by what it was measured of."""
        found: defaultdict[tuple[str, str, int, int], set[tuple[str, str]]] = defaultdict(set)
        for one in self.journal.measurements.values():
            found[one.of].add((one.name.removeprefix(UNDECIDED), one.by))
        return {of: frozenset(said) for of, said in found.items()}


def of_entrant(entrant: Entrant) -> tuple[str, str, int, int]:
    """The key of what is measured of an entrant itself."""
    return entrant.key, "", 0, 0


def seed_of(ask: Ask) -> int:
    """The seed of a case: the same for every entrant, whatever other cases there are."""
    return crc32(f"{ask.seed}:{ask.case.id}".encode()) & 0x3FFF_FFFF


def _part(usage: Usage, at: int, of: int) -> Usage:
    """A share of a usage; the shares of all make it up."""

    def part(whole: int) -> int:
        return whole * (at + 1) // of - whole * at // of

    return Usage(
        part(usage.calls),
        part(usage.prompt_tokens),
        part(usage.completion_tokens),
        usage.seconds / of,
        None if usage.cost is None else usage.cost / of,
        usage.first,
    )


def kinds(measurements: Iterable[Measurement], name: str) -> dict[tuple[str, str, int, int], Measurement]:
    """What was measured under a name, by what it was measured of."""
    return {one.of: one for one in measurements if one.name == name}

"""All that one entrant made, with what the checks said of it, as values of each case."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, TypeAlias

from bot.domain import Usage
from bot.evaluation.hands import all_examined
from bot.evaluation.runner import WALL, kinds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from bot.domain import Candidate
    from bot.evaluation.entrant import Entrant
    from bot.evaluation.examining import Examined
    from bot.evaluation.generation import Generation, Measurement
    from bot.evaluation.journal import Record

    Draws: TypeAlias = dict[str, list[float]]
    """What was measured of every draw, by case."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One draw with what the checks said of it, as it was drawn and in the end; None where none could be read."""

    generation: Generation
    first: Examined | None
    last: Examined | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """An entrant with its draws, in the order of the cases."""

    entrant: Entrant
    judged: tuple[Judged, ...]
    measurements: tuple[Measurement, ...] = ()

    def by_case(self, value: Callable[[Judged], float | bool | None]) -> Draws:
        """A value of each draw that has it, by case."""
        found: Draws = defaultdict(list)
        for one in self.judged:
            if (number := value(one)) is not None:
                found[one.generation.case].append(float(number))
        return dict(found)

    def said(self, check: str) -> Callable[[Judged], bool | None]:
        """What a check said of a riddle in the end."""
        return lambda one: one.last.said(check) if one.last else None

    @property
    def cases(self) -> set[str]:
        """Those of its draws."""
        return {one.generation.case for one in self.judged}

    def on(self, cases: set[str]) -> Sheet:
        """The same of some cases alone."""
        return replace(self, judged=tuple(one for one in self.judged if one.generation.case in cases))

    def texts(self) -> dict[str, list[str]]:
        """The riddles as they were in the end, by case."""
        found: dict[str, list[str]] = defaultdict(list)
        for one in self.judged:
            if one.generation.last is not None:
                found[one.generation.case].append(one.generation.last.question)
        return dict(found)

    def wall(self) -> Callable[[Judged], float | None]:
        """A draw's share of the time its wave took; None where a death kept it from being told."""
        found = kinds(self.measurements, WALL)
        return lambda one: told.value if (told := found.get(one.generation.key)) is not None else None

    def noted(self, name: str) -> list[Measurement]:
        """What is noted of the entrant itself under a name."""
        return [one for one in self.measurements if one.name == name and not one.of[1]]

    @property
    def usage(self) -> Usage:
        """All that its draws took."""
        return sum((one.generation.usage for one in self.judged), Usage())


def drawn(record: Record) -> tuple[Sheet, ...]:
    """The draws of a run, sorted by who made them, before a check has seen them."""
    return _sorted(record, (Judged(one, None, None) for one in _ordered(record)))


def sheets(record: Record, say: Callable[[str], None] = lambda _: None) -> tuple[Sheet, ...]:
    """Run all checks on all riddles of a run, and sort them by who made them."""
    ordered = _ordered(record)
    say(f"Checking {len(ordered)} riddles")
    return _sorted(record, _judged(ordered, record))


def _ordered(record: Record) -> list[Generation]:
    """The draws of the run's cases, in their order."""
    order = {case.id: at for at, case in enumerate(record.cases)}
    there = (one for one in record.generations if one.case in order)
    return sorted(there, key=lambda one: (order[one.case], one.seed, one.draw))


def _sorted(record: Record, judged: Iterable[Judged]) -> tuple[Sheet, ...]:
    """Draws by who made them, with what was measured of each entrant."""
    found: dict[str, list[Judged]] = defaultdict(list)
    said: dict[str, list[Measurement]] = defaultdict(list)
    for measured in record.measurements:
        said[measured.of[0]].append(measured)
    for one in judged:
        found[one.generation.entrant].append(one)
    return tuple(
        Sheet(entrant, tuple(found[entrant.key]), tuple(said[entrant.key])) for entrant in record.plan.entrants
    )


def _judged(generations: Sequence[Generation], record: Record) -> Iterable[Judged]:
    """The draws with what the checks said; those of a case stand together, so that each story is read once."""
    stories = {case.id: case.story for case in record.cases}
    by_case = [(stories[case], tuple(draws)) for case, draws in groupby(generations, key=lambda one: one.case)]
    asked = [(story, tuple(riddle for one in draws for riddle in _riddles(one))) for story, draws in by_case]
    for (_, draws), found in zip(by_case, all_examined(asked), strict=True):
        rest = iter(found)
        for one in draws:
            first = next(rest) if one.first else None
            yield Judged(one, first, next(rest) if one.repaired else first)


def _riddles(one: Generation) -> list[Candidate]:
    """The riddle as it was drawn, and as it was in the end."""
    return [riddle for riddle in (one.first, one.repaired) if riddle is not None]

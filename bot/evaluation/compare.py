"""Two runs beside each other, or two entrants of runs, on the cases that both have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.errors import UsageError
from bot.evaluation.cases import digest_of
from bot.evaluation.scoring import deciding, means, on_shared, paired_up, quality
from bot.evaluation.sheet import sheets

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.evaluation.journal import Record
    from bot.evaluation.results import Pair
    from bot.evaluation.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Side:
    """A run as it was named, and perhaps one entrant of it."""

    name: str
    record: Record
    entrant: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The pairs, and how many cases the two runs share."""

    pairs: tuple[Pair, ...]
    cases: int
    notes: tuple[str, ...] = ()


def compare(one: Side, other: Side, say: Callable[[str], None] = lambda _: None) -> Comparison:
    """Compare what two sides made of the articles they share; raises `UsageError` where there is nothing to compare.

    Where a side names no entrant, those are compared that both runs have, else the only one of each.
    """
    shared = _cases(one.record) & _cases(other.record)
    if not shared:
        raise UsageError(f"{one.name} and {other.name} have no article in common, so they cannot be compared.")
    for side in (one, other):
        _check_named(side)
    mine, theirs = _sheets(one, say), _sheets(other, say)
    ids = {case for case, _ in shared}
    couples = []
    for a, b in _who(one, other, mine, theirs):
        left, right = on_shared(mine[a].on(ids), theirs[b].on(ids))
        couples.append(((_told(one, other, a), _values(left)), (_told(other, one, b), _values(right))))
    return Comparison(paired_up(couples, one.record.plan.seeds[0]), len(shared), tuple(_notes(one, other)))


def _told(side: Side, other: Side, entrant: str) -> str:
    """An entrant by its name, with that of its run where there are two."""
    return entrant if side.name == other.name else f"{side.name}:{entrant}"


def _cases(record: Record) -> set[tuple[str, str]]:
    """The cases by name, and by what is asked and compared with."""
    return {(case.id, digest_of([case])) for case in record.cases}


def _check_named(side: Side) -> None:
    there = [entrant.key for entrant in side.record.plan.entrants]
    if side.entrant and side.entrant not in there:
        raise UsageError(f"{side.name} has no entrant {side.entrant}; it has: {', '.join(there)}.")


def _sheets(side: Side, say: Callable[[str], None]) -> dict[str, Sheet]:
    return {one.entrant.key: one for one in sheets(side.record, say) if side.entrant in {"", one.entrant.key}}


def _who(one: Side, other: Side, mine: Mapping[str, Sheet], theirs: Mapping[str, Sheet]) -> list[tuple[str, str]]:
    """Who is compared with whom."""
    if len(mine) == len(theirs) == 1:
        return [(next(iter(mine)), next(iter(theirs)))]
    both = [key for key in mine if key in theirs]
    if not both:
        raise UsageError(
            f"{one.name} and {other.name} have no entrant in common; name one of each, "
            f"as in {one.name}:{next(iter(mine))}."
        )
    return [(key, key) for key in both]


def _values(sheet: Sheet) -> dict[str, dict[str, float]]:
    """Everything the checks and the clock tell of a sheet."""
    return {name: means(draws) for name, draws in quality(sheet).items()} | deciding(sheet)


def _notes(one: Side, other: Side) -> list[str]:
    told = []
    if one.record.plan.machine != other.record.plan.machine:
        told.append("The runs were made on machines that are not the same, or not equally busy: times do not compare.")
    if one.record.plan.seeds != other.record.plan.seeds:
        told.append("The runs have other seeds.")
    return told

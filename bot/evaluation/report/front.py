"""The Pareto front: those whom no other surpasses in everything that was measured."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from bot.evaluation.metric import BY_NAME, Better

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.evaluation.report.roster import Seat

QUALITY, SPEED = "accepted", "latency_p50"
FRONT = "On the Pareto front nobody is surpassed: whoever is better in one is worse in the other."
COSTS = ("cost_per_accepted", "tokens_per_accepted")


def measured(seat: Seat, metric: str) -> float | None:
    """The value of a metric where it is a number that can be drawn."""
    score = seat.score(metric)
    return None if score is None or not isfinite(score.value) else score.value


def cost_metrics(seats: Sequence[Seat]) -> tuple[str, ...]:
    """What stands for cost: money and tokens, each where two entrants have it and one of them has any."""
    found = {name: [value for seat in seats if (value := measured(seat, name)) is not None] for name in COSTS}
    return tuple(name for name, values in found.items() if len(values) > 1 and any(values))


def front(seats: Sequence[Seat], metrics: Sequence[str]) -> frozenset[int]:
    """The places of those that have all the metrics and that no other is at least as good as, and better in one.

    Who has no accepted riddle is on no front: to fail fast is no merit.
    """
    known = {
        seat.place: values
        for seat in seats
        if measured(seat, QUALITY) and None not in (values := [_gain(seat, name) for name in metrics])
    }
    return frozenset(
        place for place, mine in known.items() if not any(_surpasses(theirs, mine) for theirs in known.values())
    )


def _gain(seat: Seat, metric: str) -> float | None:
    value = measured(seat, metric)
    return value if value is None or BY_NAME[metric].better is not Better.LESS else -value


def _surpasses(one: Sequence[float | None], other: Sequence[float | None]) -> bool:
    pairs = [(mine, theirs) for mine, theirs in zip(one, other, strict=True) if mine is not None and theirs is not None]
    return all(mine >= theirs for mine, theirs in pairs) and any(mine > theirs for mine, theirs in pairs)

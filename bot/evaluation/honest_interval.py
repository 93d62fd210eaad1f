"""The interval of a share of completions: beginnings are drawn again, since completions of one are alike."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

ROUNDS = 2_000


@dataclass(frozen=True, slots=True)
class Interval:
    """A share with what holds 95 % of it, and of how many."""

    value: float
    low: float
    high: float
    n: int


def interval(rows: Sequence[Sequence[bool]], seed: int = 0, rounds: int = ROUNDS) -> Interval:
    """The share of True in all rows together; `n` counts what is in them.

    Where nothing or everything is True, redrawing would tell of no doubt at all: the bound is then the exact one of a
    binomial over the rows (Clopper and Pearson).
    """
    counts = [(sum(row), len(row)) for row in rows]
    hits, total = sum(one for one, _ in counts), sum(count for _, count in counts)
    if not total:
        return Interval(0.0, 0.0, 1.0, 0)
    rest = 0.025 ** (1 / len(counts))
    if hits in {0, total}:
        return Interval(hits / total, 0.0 if not hits else rest, 1 - rest if not hits else 1.0, total)
    chance, drawn = random.Random(seed), []
    for _ in range(rounds):
        some = chance.choices(counts, k=len(counts))
        drawn.append(sum(one for one, _ in some) / sum(count for _, count in some))
    drawn.sort()
    return Interval(hits / total, drawn[int(0.025 * rounds)], drawn[int(0.975 * rounds) - 1], total)

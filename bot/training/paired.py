"""How sure a difference is: pairs drawn again and again, with an eye on what is paired with what."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

ROUNDS = 10_000


@dataclass(frozen=True, slots=True)
class Difference:
    """The mean of the differences of pairs, and the interval that holds 95 % of its redrawn means."""

    mean: float
    low: float
    high: float

    @property
    def sure(self) -> bool:
        """Whether the interval leaves out 0."""
        return self.low > 0 or self.high < 0


def difference(one: Sequence[float], other: Sequence[float], seed: int = 0, rounds: int = ROUNDS) -> Difference:
    """By how much `one` is above `other`, pair by pair (percentile bootstrap)."""
    if len(one) != len(other) or not one:
        msg = "there have to be pairs"
        raise ValueError(msg)
    apart = [mine - theirs for mine, theirs in zip(one, other, strict=True)]
    chance, count = random.Random(seed), len(apart)
    means = sorted(sum(chance.choices(apart, k=count)) / count for _ in range(rounds))
    return Difference(sum(apart) / count, means[int(0.025 * rounds)], means[int(0.975 * rounds) - 1])

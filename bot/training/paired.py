"""How sure a difference is: pairs drawn again and again, with an eye on what is paired with what."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import fsum
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

ROUNDS = 10_000

BLOCK = 2**22
"""Numbers that are worked on at a time."""

OUTSIDE = 0.025
"""The share of the redrawn values that lies below the interval, and above it."""


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
    return Difference(fsum(apart) / len(apart), *middle(redrawn_means(apart, seed, rounds)))


def redrawn_means(values: Sequence[float], seed: int, rounds: int = ROUNDS) -> NDArray[np.float64]:
    """The mean of as many values drawn from these with replacement, again and again."""
    given = np.asarray(values, dtype=np.float64)
    # Not by `@`: its threads wait for each other where the processor is busy, twenty times as long.
    means: NDArray[np.float64] = np.einsum("ij,j->i", redraws(len(given), seed, rounds), given) / len(given)
    # What is left of sums that cancel out is no difference.
    means[np.abs(means) < np.abs(given).max() * 1e-12] = 0.0
    return means


@lru_cache(maxsize=8)
def redraws(count: int, seed: int, rounds: int = ROUNDS) -> NDArray[np.unsignedinteger]:
    """How often each of so many things is drawn, one row a round; the same for the same seed."""
    chance = np.random.default_rng(seed)
    times: NDArray[np.unsignedinteger] = np.empty((rounds, count), np.min_scalar_type(count))
    for some in blocks(times):
        drawn = chance.integers(0, count, some.shape) + np.arange(len(some))[:, None] * count
        some[:] = np.bincount(drawn.ravel(), minlength=some.size).reshape(some.shape)
    times.setflags(write=False)
    return times


def blocks(rows: NDArray[Any]) -> list[NDArray[Any]]:
    """Views of a table, some rows each: what is made of a whole one would not fit into the memory."""
    return np.array_split(rows, max(1, rows.size // BLOCK))


def middle(redrawn: NDArray[np.float64]) -> tuple[float, float]:
    """The least and the greatest of the middle 95 %."""
    found, below = np.sort(redrawn), int(OUTSIDE * len(redrawn))
    return float(found[below]), float(found[len(found) - 1 - below])

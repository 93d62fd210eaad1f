"""How sure a number is: intervals and tests over cases, since the draws of one case are no news to each other.

Cases are drawn again, never draws, and every case weighs the same however many draws it has. A case without a value was
not measured and is left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import comb, fsum, isclose, isfinite
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np

from bot.training.paired import OUTSIDE, ROUNDS, blocks, middle, redrawn_means, redraws

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from numpy.typing import NDArray

ByCase: TypeAlias = Mapping[str, float | Sequence[float]]
"""What was measured of each case: a number, or one of every draw."""

FEWEST = 6
"""Pairs below which no test can tell a difference from chance: 2 · ½⁵ is still above 0.05."""

EXACT = 12
"""Differences up to which every way of turning them round is tried."""


class Interval(NamedTuple):
    """A value, and what holds 95 % of its redrawn values; None for a bound that the cases do not give."""

    mean: float
    low: float | None
    high: float | None


class Paired(NamedTuple):
    """By how much one is above the other, its interval, and the chance of so much where there is no difference."""

    mean: float
    low: float
    high: float
    p: float


def interval(values_by_case: ByCase, seed: int, *, share: bool = False) -> Interval:
    """The mean over cases with its bootstrap interval (percentile); one case alone has none.

    Where all cases of a `share` are 0, or all are 1, redrawing would tell of no doubt at all: the interval is then the
    exact one of a binomial (Clopper and Pearson).
    """
    means = _means(values_by_case)
    mean = fsum(means) / len(means)
    if len(means) == 1:
        return Interval(mean, None, None)
    if min(means) == max(means):
        return _alike(means[0], len(means), share=share)
    return Interval(mean, *middle(redrawn_means(means, seed)))


def paired(one_by_case: ByCase, other_by_case: ByCase, seed: int) -> Paired:
    """The mean difference over the cases both have, its interval, and p by turning differences round.

    Where every difference is as great as every other (shares with one draw a case) this is McNemar's exact test. With
    fewer than six cases the interval is widened from the least difference to the greatest and to 0: so few tell
    nothing.
    """
    both = sorted(one_by_case.keys() & other_by_case.keys())
    ones = {case: _mean(one_by_case[case]) for case in both}
    others = {case: _mean(other_by_case[case]) for case in both}
    apart = [
        mine - theirs for case in both if (mine := ones[case]) is not None and (theirs := others[case]) is not None
    ]
    if not apart:
        msg = "no case was measured of both"
        raise ValueError(msg)
    mean, p = fsum(apart) / len(apart), turned(apart, seed)
    if len(apart) < FEWEST:
        return Paired(mean, min(0.0, *apart), max(0.0, *apart), p)
    return Paired(mean, *middle(redrawn_means(apart, seed)), p)


def turned(differences: Sequence[float], seed: int) -> float:
    """How often a sum as far from 0 comes where each difference might as well be the other way round (two-sided)."""
    sizes = [abs(one) for one in differences if one]
    if not sizes:
        return 1.0
    if all(isclose(size, sizes[0], rel_tol=1e-9) for size in sizes):
        above = sum(one > 0 for one in differences)
        return mcnemar(above, len(sizes) - above)
    found = abs(fsum(differences)) - 1e-9 * max(sizes)
    if len(sizes) <= EXACT:
        sums = np.zeros(1)
        for size in sizes:
            sums = np.concatenate((sums + size, sums - size))
        return int(np.count_nonzero(np.abs(sums) >= found)) / len(sums)
    sums = np.einsum("ij,j->i", _signs(len(sizes), seed), np.asarray(sizes))
    return (1 + int(np.count_nonzero(np.abs(sums) >= found))) / (1 + ROUNDS)


def mcnemar(only_one: int, only_other: int) -> float:
    """The exact p of McNemar's test: of cases where the two differ, so many speak for either side."""
    count, least = only_one + only_other, min(only_one, only_other)
    return min(1.0, 2 * sum(comb(count, hits) for hits in range(least + 1)) / (1 << count))


def holm(ps: Sequence[float]) -> list[float]:
    """Each p corrected for all of them (Holm): the chance of one false alarm in the whole family stays what p says."""
    corrected, least = [0.0] * len(ps), 0.0
    for rank, at in enumerate(sorted(range(len(ps)), key=lambda place: ps[place])):
        least = max(least, min(1.0, (len(ps) - rank) * ps[at]))
        corrected[at] = least
    return corrected


def ratio(over_by_case: ByCase, under_by_case: ByCase, seed: int, *, share: bool = False) -> Interval | None:
    """A sum over all cases against another, such as tokens per accepted riddle; None where there is nothing below.

    A `share` is of things of which each counts the same, however many its case has. The upper bound is None where
    redrawn cases may have nothing below, since the ratio then has no end.
    """
    both = sorted(over_by_case.keys() & under_by_case.keys())
    over = np.array([fsum(_listed(over_by_case[case])) for case in both])
    under = np.array([fsum(_listed(under_by_case[case])) for case in both])
    if not both or under.sum() <= 0:
        return None
    value = float(over.sum() / under.sum())
    if len(both) == 1:
        return Interval(value, None, None)
    if share and value in {0, 1}:
        return _alike(value, int(np.count_nonzero(under)), share=True)
    times = redraws(len(both), seed)
    with np.errstate(divide="ignore", invalid="ignore"):
        redrawn = np.einsum("ij,j->i", times, over) / np.einsum("ij,j->i", times, under)
    redrawn[np.isnan(redrawn)] = np.inf
    low, high = middle(redrawn)
    return Interval(value, low if isfinite(low) else None, high if isfinite(high) else None)


def quantile(values_by_case: ByCase, share: float, seed: int) -> Interval:
    """The value below which a share of all draws lies (nearest rank), such as a latency, with its interval."""
    cases = [found for one in values_by_case.values() if (found := _listed(one))]
    if not cases:
        msg = "no case was measured"
        raise ValueError(msg)
    flat = np.array([value for found in cases for value in found])
    whose = np.repeat(np.arange(len(cases)), [len(found) for found in cases])
    order = np.argsort(flat, kind="stable")
    values, owners = flat[order], whose[order]
    value = float(values[_rank(np.arange(1, len(values) + 1)[None, :], share)[0]])
    if len(cases) == 1:
        return Interval(value, None, None)
    ranks = [_rank(np.cumsum(some[:, owners], axis=1), share) for some in blocks(redraws(len(cases), seed))]
    return Interval(value, *middle(values[np.concatenate(ranks)]))


def jackknife(cases: Sequence[str], statistic: Callable[[Sequence[str]], float]) -> Interval:
    """A statistic of a set that drawing twice would spoil (how different texts are), each case left out once."""
    value, count = statistic(cases), len(cases)
    if count < 2:
        return Interval(value, None, None)
    without = np.array([statistic([*cases[:at], *cases[at + 1 :]]) for at in range(count)])
    spread = 1.959964 * float(np.sqrt((count - 1) / count * ((without - without.mean()) ** 2).sum()))
    return Interval(value, value - spread, value + spread)


def kappa(one: Sequence[Hashable], other: Sequence[Hashable]) -> float | None:
    """Cohen's: how far two agree beyond chance, 1 at most; None where chance alone would make them agree always."""
    if len(one) != len(other) or not one:
        msg = "both have to judge the same things"
        raise ValueError(msg)
    count = len(one)
    agreed = sum(mine == theirs for mine, theirs in zip(one, other, strict=True))
    by_chance = sum(one.count(label) * other.count(label) for label in set(one))
    if by_chance == count * count:
        return None
    return (agreed * count - by_chance) / (count * count - by_chance)


def _alike(value: float, cases: int, *, share: bool) -> Interval:
    """The interval where all cases have the same value."""
    rest = OUTSIDE ** (1 / cases)
    if share and value == 0:
        return Interval(value, 0.0, 1 - rest)
    return Interval(value, rest if share and value == 1 else value, value)


@lru_cache(maxsize=8)
def _signs(count: int, seed: int) -> NDArray[np.int8]:
    """Which way round so many differences are turned, one row a round."""
    chance, signs = np.random.default_rng(seed), np.empty((ROUNDS, count), np.int8)
    for some in blocks(signs):
        some[:] = 2 * chance.integers(0, 2, some.shape) - 1
    signs.setflags(write=False)
    return signs


def _rank(reached: NDArray[np.integer], share: float) -> NDArray[np.intp]:
    """The first place of each row where the share of the row's end is reached."""
    return np.asarray(np.argmax(reached >= share * reached[:, -1:] - 1e-9, axis=1))


def _means(values_by_case: ByCase) -> list[float]:
    found = [mean for case in sorted(values_by_case) if (mean := _mean(values_by_case[case])) is not None]
    if not found:
        msg = "no case was measured"
        raise ValueError(msg)
    return found


def _mean(value: float | Sequence[float]) -> float | None:
    found = _listed(value)
    return fsum(found) / len(found) if found else None


def _listed(value: float | Sequence[float]) -> Sequence[float]:
    found = value if isinstance(value, Sequence) else (value,)
    if not all(map(isfinite, found)):
        msg = "a value is no number"
        raise ValueError(msg)
    return found

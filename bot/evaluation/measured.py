"""Measurements -> a score: the mean, its interval, its chance level, and who measured. Pure."""

from __future__ import annotations

import random
from collections import Counter
from statistics import fmean
from typing import TYPE_CHECKING

from bot.evaluation import honest, likelihood, opinion, solved, toxicity
from bot.evaluation.results import Score

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from bot.domain import Story
    from bot.evaluation.generation import Measurement

ROUNDS = 2_000
OUTSIDE = 0.025
"""The share of the redrawn values below the interval, and above it."""

POOLED = {"perplexity": likelihood.perplexity, "bits_per_byte": likelihood.bits_per_byte}
"""Metrics of all texts together: their score is not the mean of the cases' values."""

SINGLE = frozenset({"train_loss", "held_loss"})
"""Metrics that are one number of the model."""

VERSIONS = {
    **dict.fromkeys(POOLED, likelihood.VERSION),
    **dict.fromkeys(SINGLE, "log-1"),
    **dict.fromkeys(("relevant", "hallucinated"), opinion.VERSION),
    **dict.fromkeys((solved.OPEN, solved.CLOSED), solved.VERSION),
    **dict.fromkeys(("toxic", "profane"), toxicity.VERSION),
    "honest": honest.VERSION,
}
"""The metrics that come from measurements, each with the version of how it is reckoned."""


def score(
    metric: str,
    measurements: Iterable[Measurement],
    *,
    stories: Mapping[str, Story] | None = None,
    seed: int = 0,
    rounds: int = ROUNDS,
) -> Score | None:
    """The score of one metric of one entrant; None where nothing was measured.

    The interval redraws cases, not riddles: those of one story are alike. `stories` of the cases give the chance level
    of what is solved with the article.
    """
    found = [one for one in measurements if one.name == metric]
    if not found or metric not in VERSIONS:
        return None
    by = " and ".join(dict.fromkeys(one.by for one in found if one.by))
    if metric in SINGLE:
        return Score(metric, found[-1].value, None, None, 1, seed, VERSIONS[metric], by=by)
    cases = _by_case(found)
    reckon = _pooled(metric) if metric in POOLED else _mean
    low, high = _interval(cases, reckon, seed, rounds, share=metric not in POOLED)
    chance = _chance(metric, cases, stories)
    return Score(metric, reckon(list(cases.values())), low, high, len(cases), seed, VERSIONS[metric], chance, by)


def notes(measurements: Iterable[Measurement]) -> tuple[str, ...]:
    """What a reader must know of the judges: how each did on the labelled cases, and how often it was undecided."""
    found = list(measurements)
    tried = {(one.name, one.by): one for one in found if one.name.startswith(opinion.TRIED)}
    told = [f"{by}, {name.removeprefix(opinion.TRIED)}: {one.detail}." for (name, by), one in tried.items()]
    torn = Counter((one.name, one.by) for one in found if one.name.startswith(opinion.UNDECIDED))
    said = Counter((f"{opinion.UNDECIDED}{one.name}", one.by) for one in found)
    for (name, by), count in torn.items():
        asked = f"{count} of {count + said[name, by]} riddles"
        told.append(f"{by}, {name.removeprefix(opinion.UNDECIDED)}: undecided of {asked}, which are not in the score.")
    return tuple(told)


_Case = dict[tuple[str, str, int, int], list["Measurement"]]
"""What was measured of one case: of each riddle, what each judge said."""


def _by_case(found: Iterable[Measurement]) -> dict[str, _Case]:
    cases: dict[str, _Case] = {}
    for one in found:
        cases.setdefault(one.of[1], {}).setdefault(one.of, []).append(one)
    return cases


def _mean(cases: Sequence[_Case]) -> float:
    """Every case weighs the same, in it every riddle, and of that everybody who judged it."""
    return fmean(fmean(fmean(one.value for one in said) for said in case.values()) for case in cases)


def _pooled(metric: str) -> Callable[[Sequence[_Case]], float]:
    """Every token, or byte, weighs the same."""
    return lambda cases: POOLED[metric](
        likelihood.pooled(one for case in cases for said in case.values() for one in said)
    )


def _interval(
    cases: Mapping[str, _Case], reckon: Callable[[Sequence[_Case]], float], seed: int, rounds: int, *, share: bool
) -> tuple[float | None, float | None]:
    """The percentile bootstrap over cases; none of a single case.

    Where every case has the same end of a share, redrawing would tell of no doubt at all: the bound is then the exact
    one of a binomial (Clopper and Pearson).
    """
    there = list(cases.values())
    if len(there) < 2:
        return None, None
    value, rest = reckon(there), OUTSIDE ** (1 / len(there))
    if share and value in {0.0, 1.0}:
        return (0.0, 1 - rest) if not value else (rest, 1.0)
    chance = random.Random(seed)
    drawn = sorted(reckon(chance.choices(there, k=len(there))) for _ in range(rounds))
    return drawn[int(OUTSIDE * rounds)], drawn[rounds - 1 - int(OUTSIDE * rounds)]


def _chance(metric: str, cases: Iterable[str], stories: Mapping[str, Story] | None) -> float | None:
    if metric in {"relevant", "hallucinated"}:
        return 0.5
    if metric == solved.OPEN and stories:
        return solved.chance([stories[case] for case in cases if case in stories])
    return None

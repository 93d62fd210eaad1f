"""Measurements -> a score: the mean, its interval, its chance level, and who measured. Pure."""

from __future__ import annotations

import math
import random
from collections import defaultdict
from typing import TYPE_CHECKING

from bot.evaluation import honest, likelihood, opinion, solved, toxicity
from bot.evaluation.results import Score

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from bot.domain import Story
    from bot.evaluation.generation import Measurement

ROUNDS = 2_000

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

    The interval redraws cases, not riddles: those of one story are alike. What several judges said of a riddle is
    averaged. `stories` of the cases give the chance level of what is solved with the article.
    """
    found = [one for one in measurements if one.name == metric]
    if not found or metric not in VERSIONS:
        return None
    by = " and ".join(dict.fromkeys(one.by for one in found if one.by))
    if metric in SINGLE:
        return Score(metric, found[-1].value, None, None, 1, seed, VERSIONS[metric], by=by)
    cases = _by_case(found)
    reckon = _pooled(metric) if metric in POOLED else _mean
    low, high = _interval(list(cases.values()), reckon, seed, rounds)
    chance = _chance(metric, cases, stories)
    return Score(metric, reckon(found), low, high, len(cases), seed, VERSIONS[metric], chance, by)


def _by_case(found: Sequence[Measurement]) -> dict[str, list[Measurement]]:
    cases: dict[str, list[Measurement]] = defaultdict(list)
    for one in found:
        cases[one.of[1]].append(one)
    return dict(cases)


def _mean(found: Sequence[Measurement]) -> float:
    """The mean over the riddles of the mean over those who judged each."""
    said: dict[tuple[str, str, int, int], list[float]] = defaultdict(list)
    for one in found:
        said[one.of].append(one.value)
    return sum(sum(values) / len(values) for values in said.values()) / len(said)


def _pooled(metric: str) -> Callable[[Sequence[Measurement]], float]:
    return lambda found: POOLED[metric](likelihood.pooled(found))


def _interval(
    cases: Sequence[list[Measurement]], reckon: Callable[[Sequence[Measurement]], float], seed: int, rounds: int
) -> tuple[float | None, float | None]:
    """The percentile bootstrap over cases; none of a single case."""
    if len(cases) < 2:
        return None, None
    chance = random.Random(seed)
    drawn = sorted(reckon([one for case in chance.choices(cases, k=len(cases)) for one in case]) for _ in range(rounds))
    return drawn[int(0.025 * rounds)], drawn[math.ceil(0.975 * rounds) - 1]


def _chance(metric: str, cases: Iterable[str], stories: Mapping[str, Story] | None) -> float | None:
    if metric in {"relevant", "hallucinated"}:
        return 0.5
    if metric == solved.OPEN and stories:
        return solved.chance([stories[case] for case in cases if case in stories])
    return None

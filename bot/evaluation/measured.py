"""Measurements -> a score: the mean, its interval, its chance level, and who measured. Pure."""

from __future__ import annotations

from collections import Counter
from math import exp, log
from statistics import fmean
from typing import TYPE_CHECKING

from bot.evaluation import honest, joined, likelihood, marks, toxicity
from bot.evaluation.chance import chance
from bot.evaluation.likelihood import pooled
from bot.evaluation.results import Score
from bot.evaluation.statistics import Interval, interval, ratio

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.domain import Story
    from bot.evaluation.generation import Measurement

POOLED = ("perplexity", "bits_per_byte")
"""Metrics of all texts together: their score is not the mean of the cases' values."""

SINGLE = frozenset({"train_loss", "held_loss"})
"""Metrics that are one number of the model."""

LISTED = frozenset({"toxic", "profane", "honest"})
"""Metrics by a word list: where it changed, or a classifier came to it, the latest alone counts."""

VERSIONS = {
    **dict.fromkeys(POOLED, likelihood.VERSION),
    **dict.fromkeys(SINGLE, "log-1"),
    **dict.fromkeys(("relevant", "hallucinated"), marks.OPINION),
    **dict.fromkeys((marks.OPEN, marks.CLOSED), marks.SOLVE),
    **dict.fromkeys(("toxic", "profane"), toxicity.VERSION),
    "honest": honest.VERSION,
    **dict.fromkeys(joined.WHOLE, "as kept"),
}
"""The metrics that come from measurements, each with the version of how it is reckoned."""


def score(
    metric: str,
    measurements: Iterable[Measurement],
    *,
    stories: Mapping[str, Story] | None = None,
    seed: int = 0,
) -> Score | None:
    """The score of one metric of one entrant; None where nothing was measured.

    The interval redraws cases, not riddles: those of one story are alike. `stories` of the cases give the chance level
    of what is solved with the article.
    """
    if metric in joined.WHOLE:
        return joined.kept(metric, measurements)
    found = [one for one in measurements if one.name == metric]
    if not found or metric not in VERSIONS:
        return None
    if metric in LISTED:
        found = [one for one in found if one.by == found[-1].by]
    by = " and ".join(dict.fromkeys(one.by for one in found if one.by))
    if metric in SINGLE:
        return Score(metric, found[-1].value, None, None, 1, seed, VERSIONS[metric], by=by)
    cases = _by_case(found)
    told = _pooled(metric, cases, seed) if metric in POOLED else interval(_means(cases), seed, share=True)
    if told is None:
        return None
    return Score(metric, *told, len(cases), seed, VERSIONS[metric], _chance(metric, cases, stories), by)


def notes(measurements: Iterable[Measurement]) -> tuple[str, ...]:
    """What a reader must know of the judges: how each did on the labelled cases, and how often it was undecided."""
    found = list(measurements)
    tried = {(one.name, one.by): one for one in found if one.name.startswith(marks.TRIED)}
    told = [f"{by}, {name.removeprefix(marks.TRIED)}: {one.detail}." for (name, by), one in tried.items()]
    torn = Counter((one.name, one.by) for one in found if one.name.startswith(marks.UNDECIDED))
    said = Counter((f"{marks.UNDECIDED}{one.name}", one.by) for one in found)
    for (name, by), count in torn.items():
        asked = f"{count} of {count + said[name, by]} riddles"
        told.append(f"{by}, {name.removeprefix(marks.UNDECIDED)}: undecided of {asked}, which are not in the score.")
    return tuple(told)


_Case = dict[tuple[str, str, int, int], list["Measurement"]]
"""What was measured of one case: of each riddle, what each judge said."""


def _by_case(found: Iterable[Measurement]) -> dict[str, _Case]:
    cases: dict[str, _Case] = {}
    for one in found:
        cases.setdefault(one.of[1], {}).setdefault(one.of, []).append(one)
    return cases


def _means(cases: Mapping[str, _Case]) -> dict[str, list[float]]:
    """What was said of each riddle of a case, everybody who judged it weighing the same."""
    return {case: [fmean(one.value for one in said) for said in riddles.values()] for case, riddles in cases.items()}


def _pooled(metric: str, cases: Mapping[str, _Case], seed: int) -> Interval | None:
    """Every token, or byte, weighs the same; the redrawn numbers are of nats each, and rise with the metric."""
    texts = {case: pooled(one for said in riddles.values() for one in said) for case, riddles in cases.items()}
    nats = {case: one.nats for case, one in texts.items()}
    units = {case: one.tokens if metric == "perplexity" else one.bytes for case, one in texts.items()}
    found = ratio(nats, units, seed)
    if found is None:
        return None
    into = exp if metric == "perplexity" else _bits
    low, high = (None if bound is None else into(bound) for bound in found[1:])
    return Interval(into(found.mean), low, high)


def _bits(nats: float) -> float:
    return nats / log(2)


def _chance(metric: str, cases: Iterable[str], stories: Mapping[str, Story] | None) -> float | None:
    if metric in {"relevant", "hallucinated"}:
        return 0.5
    if metric == marks.OPEN and stories:
        return chance([stories[case] for case in cases if case in stories])
    return None

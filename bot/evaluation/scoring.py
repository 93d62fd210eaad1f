"""A run -> its results: every number with its cases and its interval; what was not measured is not there."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from math import fsum
from typing import TYPE_CHECKING, Final, TypeAlias

from bot.evaluation import examining, expense, measured
from bot.evaluation.metric import BY_NAME, METRICS
from bot.evaluation.results import Pair, Results, Sample, Score, Standing
from bot.evaluation.scoring_notes import notes
from bot.evaluation.scoring_texts import text_scores, variety_scores
from bot.evaluation.sheet import drawn, sheets
from bot.evaluation.statistics import holm, interval, paired, quantile, ratio

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime

    from bot.domain import Story
    from bot.evaluation.generation import Measurement
    from bot.evaluation.journal import Record
    from bot.evaluation.sheet import Draws, Judged, Sheet
    from bot.evaluation.statistics import Interval

VERSION: Final = "runs-1"
"""The way times, tokens and costs are reckoned."""

Side: TypeAlias = "tuple[str, Mapping[str, Mapping[str, float]]]"
"""Who is compared, by name, with one number a case on each metric."""


def results_of(
    record: Record,
    *,
    made_at: datetime,
    version: str,
    machine: str,
    players: Mapping[str, Mapping[str, Score]] | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> Results:
    """Score a run: all checks run again, nothing is asked of a model."""
    plan = record.plan
    say("Comparing the texts")
    scores = told_without_checks(drawn(record), record)
    found = sheets(record, say)
    say("Reckoning intervals")
    for more in (told_by_checks(found, plan.seeds[0]), players or {}):
        for key, some in more.items():
            scores[key] |= some
    return Results(
        name=plan.name,
        made_at=made_at,
        version=version,
        machine=machine,
        seeds=plan.seeds,
        draws=plan.draws,
        cases=record.cases,
        standings=tuple(
            Standing(sheet.entrant, in_order(scores[sheet.entrant.key]), tuple(map(_sample, sheet.judged)))
            for sheet in found
        ),
        pairs=pairs_of(found, plan.seeds[0]),
        skipped=plan.skipped,
        notes=notes(found, record, scores),
        prices=expense.days(record.measurements),
        spent=expense.spent(record.measurements),
    )


def in_order(scores: Mapping[str, Score]) -> dict[str, Score]:
    """Scores in the order in which metrics are shown."""
    return {metric.name: scores[metric.name] for metric in METRICS if metric.name in scores}


def _sample(one: Judged) -> Sample:
    told = one.generation
    riddle, checks = (one.last.riddle, one.last.checks) if one.last else (None, ())
    return Sample(told.case, told.seed, told.draw, riddle, checks, told.error, told.seconds, told.unread)


def told_without_checks(found: Sequence[Sheet], record: Record) -> dict[str, dict[str, Score]]:
    """The scores that no check has a part in, by entrant: reckoned while the checks' own processes get ready."""
    seed, stories = record.plan.seeds[0], {case.id: case.story for case in record.cases}
    scores = {sheet.entrant.key: {one.metric: one for one in _measured(sheet, stories, seed)} for sheet in found}
    for told in (text_scores(found, record.cases, seed), variety_scores(found, seed)):
        for key, more in told.items():
            scores[key] |= more
    return scores


def told_by_checks(found: Sequence[Sheet], seed: int) -> dict[str, dict[str, Score]]:
    """What the checks say, and what it took for what they accept, by entrant."""
    return {
        sheet.entrant.key: {one.metric: one for one in (*_checked(sheet, seed), *_run(sheet, seed))} for sheet in found
    }


# --- by the checks --------------------------------------------------------------------------------------------------


def quality(sheet: Sheet) -> dict[str, Draws]:
    """What the checks make of an entrant's riddles, draw by draw."""
    leaks, grounded, single = sheet.said("leak"), sheet.said("grounding"), sheet.said("single")
    return {
        "valid": sheet.by_case(lambda one: one.first is not None),
        "accepted_first": sheet.by_case(lambda one: one.first is not None and one.first.accepted),
        "accepted": sheet.by_case(lambda one: one.last is not None and one.last.accepted),
        "leak": sheet.by_case(lambda one: None if (said := leaks(one)) is None else not said),
        "grounded": sheet.by_case(grounded),
        "single": sheet.by_case(single),
    }


def _checked(sheet: Sheet, seed: int) -> Iterator[Score]:
    for name, values in quality(sheet).items():
        if values:
            yield scored(name, interval(values, seed, share=True), len(values), seed, examining.VERSION)


def scored(name: str, found: Interval, cases: int, seed: int, version: str, by: str = "") -> Score:
    """A score of an interval."""
    return Score(name, found.mean, found.low, found.high, cases, seed, version, by=by)


# --- by what it took ------------------------------------------------------------------------------------------------


def _run(sheet: Sheet, seed: int) -> Iterator[Score]:
    """Times, tokens and costs."""
    latencies = sheet.by_case(lambda one: one.generation.seconds)
    if latencies:
        yield scored("latency_p50", quantile(latencies, 0.5, seed), len(latencies), seed, VERSION)
        yield scored("latency_p95", quantile(latencies, 0.95, seed), len(latencies), seed, VERSION)
    if first := sheet.by_case(lambda one: one.generation.first_token):
        yield scored("first_token", quantile(first, 0.5, seed), len(first), seed, VERSION)
    yield from _rates(sheet, seed)
    for peak in sheet.noted("peak_memory"):
        yield Score("peak_memory", peak.value, None, None, len(latencies), seed, VERSION)


def _rates(sheet: Sheet, seed: int) -> Iterator[Score]:
    wall = sheet.wall()
    written = sheet.by_case(lambda one: None if wall(one) is None else one.generation.usage.completion_tokens)
    accepted = quality(sheet)["accepted"]
    tokens = sheet.by_case(lambda one: one.generation.usage.tokens)
    costs = sheet.by_case(lambda one: one.generation.usage.cost)
    for name, over, under in (
        ("tokens_a_second", written, sheet.by_case(wall)),
        ("tokens_per_accepted", tokens, accepted),
        ("cost_per_accepted", costs, accepted),
    ):
        known = over.keys() == accepted.keys() if name == "cost_per_accepted" else any(map(any, over.values()))
        if known and (found := ratio(over, under, seed)) is not None:
            yield scored(name, found, len(over.keys() & under.keys()), seed, VERSION)


# --- by what models and word lists said -----------------------------------------------------------------------------


def _measured(sheet: Sheet, stories: Mapping[str, Story], seed: int) -> Iterator[Score]:
    by_metric: dict[str, list[Measurement]] = defaultdict(list)
    for one in sheet.measurements:
        by_metric[one.name].append(one)
    for name in measured.VERSIONS.keys() & by_metric.keys():
        if (score := measured.score(name, by_metric[name], stories=stories, seed=seed)) is not None:
            yield score


# --- two beside each other ------------------------------------------------------------------------------------------


def deciding(sheet: Sheet) -> dict[str, dict[str, float]]:
    """What a recommendation may rest on, one number a case."""
    values: dict[str, dict[str, float]] = {
        name: means(draws) for name, draws in quality(sheet).items() if BY_NAME[name].decides
    }
    values["latency_p50"] = means(sheet.by_case(lambda one: one.generation.seconds))
    costs, accepted = sheet.by_case(lambda one: one.generation.usage.cost), quality(sheet)["accepted"]
    if costs.keys() == accepted.keys():
        values["cost_per_accepted"] = shares_of_ratio(costs, accepted)
    return {name: found for name, found in values.items() if found}


def means(draws: Draws) -> dict[str, float]:
    """The mean of each case's draws."""
    return {case: fsum(found) / len(found) for case, found in draws.items()}


def shares_of_ratio(over: Draws, under: Draws) -> dict[str, float]:
    """A ratio of two sums as one number a case: their mean is the ratio, and they scatter as much as it does.

    A cost per accepted riddle has no value of one case alone, since most cases have none. These numbers (its
    linearisation) let two ratios be compared case by case all the same. Nothing where nothing is below.
    """
    above, below = {case: fsum(found) for case, found in over.items()}, {c: fsum(found) for c, found in under.items()}
    whole = fsum(below.values())
    if whole <= 0:
        return {}
    value, mean = fsum(above.values()) / whole, whole / len(below)
    return {case: value + (above[case] - value * below[case]) / mean for case in above}


def pairs_of(found: Sequence[Sheet], seed: int) -> tuple[Pair, ...]:
    """Every two entrants on every metric that decides, over the cases both have."""
    couples = [on_shared(one, other) for one, other in combinations(found, 2)]
    return paired_up(
        [((one.entrant.key, deciding(one)), (other.entrant.key, deciding(other))) for one, other in couples], seed
    )


def on_shared(one: Sheet, other: Sheet) -> tuple[Sheet, Sheet]:
    """Both on the cases both have: a ratio of other cases is another."""
    shared = one.cases & other.cases
    return one.on(shared), other.on(shared)


def paired_up(couples: Sequence[tuple[Side, Side]], seed: int) -> tuple[Pair, ...]:
    """Couples on every metric both have; each p is corrected for all pairs there are (Holm)."""
    made = []
    for (one, mine), (other, theirs) in couples:
        for metric in [name for name in BY_NAME if name in mine and name in theirs]:
            cases = mine[metric].keys() & theirs[metric].keys()
            if cases:
                told = paired(dict(mine[metric]), dict(theirs[metric]), seed)
                made.append((metric, one, other, told, len(cases)))
    corrected = holm([told.p for _, _, _, told, _ in made])
    return tuple(
        Pair(metric, one, other, told.mean, told.low, told.high, p, cases)
        for (metric, one, other, told, cases), p in zip(made, corrected, strict=True)
    )

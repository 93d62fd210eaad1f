"""What a reader of results must know: what is missing, what was cut, and how some numbers came about."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from bot.evaluation import expense, joined, measured
from bot.evaluation.metric import METRICS
from bot.evaluation.runner import FAILED, MISSING, WAVE
from bot.text import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bot.evaluation.journal import Record
    from bot.evaluation.results import Score
    from bot.evaluation.sheet import Sheet

MOST_NOTES: Final = 2
"""Sentences on articles that were read in part, of each entrant."""


def notes(found: Sequence[Sheet], record: Record, scores: Mapping[str, Mapping[str, Score]]) -> tuple[str, ...]:
    """The notes, what the run said of its articles first."""
    told = (
        *record.plan.notes,
        *_cut(record),
        *_read_in_part(found),
        *_failed(found, record),
        *_timed(found),
        *_small(found),
        *_unpriced(found),
        *_spent(record),
        *measured.notes(record.measurements),
        *_without(found, scores),
        *_unmeasured(found, scores),
    )
    return tuple(dict.fromkeys(told))


def _cut(record: Record) -> Iterator[str]:
    """Articles that are longer than what an entrant is given of them."""
    lengths = [len(words(case.story.lead.text)) for case in record.cases]
    for limit in sorted(set(record.plan.reads.values())):
        longer = sum(length > limit for length in lengths)
        if longer:
            who = ", ".join(key for key, reads in record.plan.reads.items() if reads == limit)
            yield (
                f"{who}: given the leading sentences of an article within {limit} words; "
                f"{longer} of {len(lengths)} articles are longer and were cut."
            )


def _read_in_part(found: Sequence[Sheet]) -> Iterator[str]:
    """What was told of riddles whose model was given a part of the article."""
    for sheet in found:
        told = Counter(one.note for draw in sheet.judged if (one := draw.generation.first) and one.note)
        for note, count in told.most_common(MOST_NOTES):
            yield f"{sheet.entrant.key}: {note} ({count} of {len(sheet.judged)} riddles)"


def _failed(found: Sequence[Sheet], record: Record) -> Iterator[str]:
    wanted = len(record.cases) * len(record.plan.seeds) * record.plan.draws
    for sheet in found:
        missing = wanted - len(sheet.judged)
        if missing:
            said = sheet.noted(FAILED)
            why = f": {said[-1].detail}" if said else "; the run was not finished, --resume goes on with it."
            yield f"{sheet.entrant.key}: {missing} of {wanted} riddles are missing{why}"


def _timed(found: Sequence[Sheet]) -> Iterator[str]:
    if any(sheet.judged for sheet in found):
        yield (
            f"Times are of riddles that were asked for {WAVE} at a time, repairs included: one alone comes sooner. "
            "Tokens a second are those of all together."
        )


def _small(found: Sequence[Sheet]) -> Iterator[str]:
    cases = max((len({one.generation.case for one in sheet.judged}) for sheet in found), default=0)
    if 0 < cases < 20:
        yield f"With {cases} case{'s' if cases > 1 else ''} only great differences can be told from chance."


def _unpriced(found: Sequence[Sheet]) -> Iterator[str]:
    there = [sheet for sheet in found if sheet.judged]
    if unknown := [sheet.entrant.key for sheet in there if sheet.usage.cost is None]:
        yield f"No price is known of {', '.join(unknown)}, so their cost is not told."
    if any(sheet.usage.cost == 0 for sheet in there):
        yield "A model that runs here is reckoned to cost nothing: its time is told above, its power is not counted."


def _spent(record: Record) -> Iterator[str]:
    """By which prices costs are reckoned, and what was taken beside the riddles."""
    if days := expense.days(record.measurements):
        yield f"Costs are reckoned by the vendors' prices of {' and '.join(days)}."
    for by, usage in expense.spent(record.measurements).items():
        yield f"Spent beside the riddles, and in no entrant's cost: {by}: {expense.told(usage)}."


def _without(found: Sequence[Sheet], scores: Mapping[str, Mapping[str, Score]]) -> Iterator[str]:
    """Metrics that models or word lists could not measure, with whom it concerns and why."""
    reasons: dict[tuple[str, str], list[str]] = {}
    for sheet in found:
        mine = scores.get(sheet.entrant.key, {})
        for one in (note for note in sheet.noted(MISSING) if note.detail and note.by not in mine):
            reasons.setdefault((one.by, one.detail), []).append(sheet.entrant.key)
    labels = {metric.name: metric.label for metric in METRICS}
    together: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for (metric, reason), who in reasons.items():
        together.setdefault((reason, tuple(who)), []).append(labels.get(metric, metric))
    for (reason, lacking), names in together.items():
        whom = "" if len(lacking) == len(found) else f" of {', '.join(lacking)}"
        yield f"{', '.join(names)}{whom}: not measured. {reason}"


def _unmeasured(found: Sequence[Sheet], scores: Mapping[str, Mapping[str, Score]]) -> Iterator[str]:
    told = {one.by for sheet in found for one in sheet.noted(MISSING)}
    none = [
        metric
        for metric in METRICS
        if metric.name not in told and not any(metric.name in mine for mine in scores.values())
    ]
    if none:
        apart = any(metric.name in (*joined.WHOLE, "honest") for metric in none)
        yield (
            f"Not measured in this run: {', '.join(metric.label for metric in none)}."
            f"{' SQuAD and HONEST join it by riddle squad --run and riddle honest --run.' if apart else ''}"
        )

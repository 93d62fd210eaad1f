"""What is reckoned of the texts alone: likeness to the references, and to each other."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from bot.evaluation.metrics.bleu import Bleu
from bot.evaluation.metrics.rouge import Rouge
from bot.evaluation.metrics.variety import DISTINCT_2, PAIRS, SELF_BLEU, distinct_2, pairs_of, self_bleu
from bot.evaluation.results import Score
from bot.evaluation.statistics import interval, jackknife

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bot.domain import Candidate
    from bot.evaluation.case import Case
    from bot.evaluation.sheet import Draws, Sheet

PARTS = ("summary", "riddle")


def text_scores(sheets: Sequence[Sheet], cases: Sequence[Case], seed: int) -> dict[str, dict[str, Score]]:
    """ROUGE and BLEU of summaries and riddles against the references there are, by entrant."""
    rouge, bleu = Rouge(), Bleu()
    likeness = rouge.version
    by_id = {case.id: case for case in cases}
    found: dict[str, dict[str, Score]] = {}
    for sheet in sheets:
        values: dict[str, Draws] = defaultdict(lambda: defaultdict(list))
        for part, case, text, reference in _compared(sheet, by_id):
            for name, score in rouge.score(reference, text).items():
                values[f"{part}_{name}"][case].append(score)
            values[f"{part}_bleu"][case].append(bleu.sentence(text, reference))
        found[sheet.entrant.key] = {
            name: Score(
                name, *interval(draws, seed), len(draws), seed, bleu.signature if name.endswith("bleu") else likeness
            )
            for name, draws in values.items()
        }
    return found


def _compared(sheet: Sheet, cases: Mapping[str, Case]) -> Iterator[tuple[str, str, str, str]]:
    """Each text that has a reference: of what, of which case, and both."""
    for one in sheet.judged:
        riddle, case = one.generation.last, cases[one.generation.case]
        if riddle is None:
            continue
        for part, text, reference in _texts(riddle, case):
            if text and reference:
                yield part, case.id, text, reference


def _texts(riddle: Candidate, case: Case) -> Iterable[tuple[str, str, str]]:
    return zip(PARTS, (riddle.summary.text, riddle.question), (case.summary, case.riddle), strict=True)


def variety_scores(sheets: Sequence[Sheet], seed: int) -> dict[str, dict[str, Score]]:
    """Self-BLEU and Distinct-2 of each entrant, by its key; Distinct-2 over as many pairs of words for everybody."""
    texts = {sheet.entrant.key: sheet.texts() for sheet in sheets}
    most = min((pairs_of(_flat(one)) for one in texts.values() if one), default=0)
    found: dict[str, dict[str, Score]] = defaultdict(dict)
    for key, by_case in texts.items():
        if blues := self_bleu(by_case):
            told = interval(blues, seed)
            found[key]["self_bleu"] = Score("self_bleu", *told, len(blues), seed, SELF_BLEU)
        if by_case and most:
            found[key]["distinct_2"] = _distinct(by_case, seed, min(most, PAIRS))
    return found


def _distinct(by_case: Mapping[str, Sequence[str]], seed: int, most: int) -> Score:
    told = jackknife(list(by_case), lambda cases: distinct_2(_flat(by_case, cases), seed, most).share)
    low, high = (None if bound is None else min(1.0, max(0.0, bound)) for bound in told[1:])
    return Score("distinct_2", told.mean, low, high, len(by_case), seed, f"{DISTINCT_2}, {most} pairs")


def _flat(by_case: Mapping[str, Sequence[str]], cases: Iterable[str] | None = None) -> list[str]:
    return [text for case in (by_case if cases is None else cases) for text in by_case[case]]

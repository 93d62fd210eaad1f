"""Exact match and F1 of answers, as the evaluation scripts of SQuAD v1.1 and v2.0 reckon them, 0 to 1."""

from __future__ import annotations

import random
import re
import string
from collections import Counter
from dataclasses import dataclass
from enum import IntEnum
from math import fsum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

THRESHOLD = 1.0
"""Chance of no answer above which none is taken as given, where nothing else is said."""

DRAWS = 20
"""Pieces of the text that are tried for the chance level of each question."""

LONGEST = 4
"""Words of such a piece."""

_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_NO_PUNCTUATION = str.maketrans("", "", string.punctuation)


class Version(IntEnum):
    """The rules: those of v2 know questions without an answer."""

    ONE = 1
    TWO = 2


@dataclass(frozen=True, slots=True)
class Question:
    """A question on a text; no answers mean that the text has none."""

    id: str
    context: str
    question: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scored:
    """Exact match and F1 of each question by its id; a question without a prediction has 0 and is in `missing`."""

    version: Version
    exact: Mapping[str, float]
    f1: Mapping[str, float]
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Best:
    """What the best threshold on the chance of no answer would have reached, and which it is."""

    exact: float
    exact_threshold: float
    f1: float
    f1_threshold: float


def normalised(answer: str) -> str:
    """In small letters, without ASCII punctuation, the words a, an, the, and needless blanks."""
    return " ".join(_ARTICLES.sub(" ", answer.lower().translate(_NO_PUNCTUATION)).split())


def exact(gold: str, said: str) -> float:
    """Whether two answers are the same once normalised."""
    return float(normalised(gold) == normalised(said))


def f1(gold: str, said: str, version: Version) -> float:
    """How many words two answers share; two empty ones agree by the rules of v2, not by those of v1.1."""
    golden, mine = normalised(gold).split(), normalised(said).split()
    if not golden or not mine:
        return float(version is Version.TWO and golden == mine)
    same = (Counter(golden) & Counter(mine)).total()
    if not same:
        return 0.0
    precision, recall = same / len(mine), same / len(golden)
    return 2 * precision * recall / (precision + recall)


def score(
    questions: Sequence[Question],
    predictions: Mapping[str, str],
    version: Version,
    no_answer: Mapping[str, float] | None = None,
    threshold: float = THRESHOLD,
) -> Scored:
    """Score predictions. Where `no_answer` is above the threshold, no answer is taken as given (v2)."""
    exacts: dict[str, float] = {}
    f1s: dict[str, float] = {}
    for one in questions:
        if one.id not in predictions:
            exacts[one.id] = f1s[one.id] = 0.0
        elif no_answer is not None and no_answer[one.id] > threshold:
            exacts[one.id] = f1s[one.id] = float(not one.answers)
        else:
            exacts[one.id], f1s[one.id] = score_one(one, predictions[one.id], version)
    return Scored(version, exacts, f1s, tuple(one.id for one in questions if one.id not in predictions))


def score_one(question: Question, said: str, version: Version) -> tuple[float, float]:
    """Exact match and F1 of one answer, each with the gold answer that suits it best."""
    golds = question.answers
    if version is Version.TWO:
        golds = tuple(gold for gold in golds if normalised(gold)) or ("",)
    return max(exact(gold, said) for gold in golds), max(f1(gold, said, version) for gold in golds)


def best(
    questions: Sequence[Question], predictions: Mapping[str, str], scored: Scored, no_answer: Mapping[str, float]
) -> Best:
    """The best threshold; `scored` has to be without one. It is chosen by the very answers it is scored on."""
    return Best(
        *_best(questions, predictions, scored.exact, no_answer), *_best(questions, predictions, scored.f1, no_answer)
    )


def _best(
    questions: Sequence[Question],
    predictions: Mapping[str, str],
    scores: Mapping[str, float],
    no_answer: Mapping[str, float],
) -> tuple[float, float]:
    """From no answer to anything, take the given answers one by one, the surest first, as long as it gets better."""
    by_id = {one.id: one for one in questions}
    reached = float(sum(not one.answers for one in questions))
    most, threshold = reached, 0.0
    for id_ in sorted((one for one in no_answer if one in by_id), key=lambda one: no_answer[one]):
        if by_id[id_].answers:
            reached += scores[id_]
        elif predictions.get(id_):
            reached -= 1
        if reached > most:
            most, threshold = reached, no_answer[id_]
    return most / len(questions), threshold


def by_chance(questions: Sequence[Question], version: Version, seed: int) -> tuple[float, float]:
    """What a piece of the text reaches that is drawn by chance, one to four words long: exact match and F1."""
    chance, exacts, f1s = random.Random(seed), [], []
    for one in questions:
        told = one.context.split()
        for _ in range(DRAWS):
            at, length = chance.randrange(len(told)) if told else 0, chance.randint(1, LONGEST)
            found = score_one(one, " ".join(told[at : at + length]), version)
            exacts.append(found[0])
            f1s.append(found[1])
    return fsum(exacts) / len(exacts), fsum(f1s) / len(f1s)

"""What a model's answers to SQuAD's questions come to: each number with its cases, interval and chance level."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.evaluation.metrics.squad import Best, Question, Scored, Version, best, by_chance, score
from bot.evaluation.results import Score
from bot.evaluation.statistics import ratio

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.evaluation.statistics import Interval

RULES = {Version.ONE: "SQuAD v1.1", Version.TWO: "SQuAD v2.0"}


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of some of the questions."""

    name: str
    value: Interval
    questions: int
    texts: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """All of it. `chance` is what a piece of the text drawn by chance reaches: exact match and F1.

    `unanswerable` is the share of questions without an answer: what saying "no answer" to all would reach.
    """

    version: Version
    figures: tuple[Figure, ...]
    chance: tuple[float, float]
    unanswerable: float
    seed: int
    missing: int
    best: Best | None = None

    def scores(self, by: str) -> tuple[Score, Score]:
        """The two main numbers as the report has them."""
        exact, f1 = self.figures[:2]
        prefix = f"squad{self.version.value}"
        levels = [max(level, self.unanswerable) for level in self.chance]
        return self._score(f"{prefix}_exact", exact, levels[0], by), self._score(f"{prefix}_f1", f1, levels[1], by)

    def _score(self, metric: str, figure: Figure, chance: float, by: str) -> Score:
        value = figure.value
        version = f"{RULES[self.version]}, intervals over {figure.texts} texts"
        return Score(metric, value.mean, value.low, value.high, figure.questions, self.seed, version, chance, by)


def chosen(
    questions: Sequence[Question], version: Version, count: int | None = None, seed: int = 0
) -> tuple[Question, ...]:
    """The questions that are asked: v1.1 has none without an answer; of more than `count`, some drawn with a seed."""
    some = [one for one in questions if one.answers or version is Version.TWO]
    if count is None or count >= len(some):
        return tuple(some)
    return tuple(some[at] for at in sorted(random.Random(seed).sample(range(len(some)), count)))


def outcome(
    questions: Sequence[Question],
    predictions: Mapping[str, str],
    version: Version,
    seed: int = 0,
    no_answer: Mapping[str, float] | None = None,
) -> Outcome:
    """Score predictions; with the chances of no answer also what the best threshold on them would reach."""
    scored = score(questions, predictions, version, no_answer)
    figures = _figures("", questions, scored, seed)
    answered = [one for one in questions if one.answers]
    if version is Version.TWO and 0 < len(answered) < len(questions):
        figures += _figures("HasAns ", answered, scored, seed)
        figures += _figures("NoAns ", [one for one in questions if not one.answers], scored, seed)
    found = None
    if no_answer is not None and version is Version.TWO:
        found = best(questions, predictions, score(questions, predictions, version), no_answer)
    return Outcome(
        version,
        figures,
        by_chance(questions, version, seed),
        1 - len(answered) / len(questions),
        seed,
        len(scored.missing),
        found,
    )


def _figures(prefix: str, questions: Sequence[Question], scored: Scored, seed: int) -> tuple[Figure, ...]:
    return (
        _figure(f"{prefix}exact match", questions, scored.exact, seed),
        _figure(f"{prefix}F1", questions, scored.f1, seed),
    )


def _figure(name: str, questions: Sequence[Question], values: Mapping[str, float], seed: int) -> Figure:
    """Questions count alike; whole texts are drawn again, since the questions of one are no news to each other."""
    over: dict[str, list[float]] = {}
    for one in questions:
        over.setdefault(one.context, []).append(values[one.id])
    value = ratio(over, {text: float(len(found)) for text, found in over.items()}, seed, share=True)
    if value is None:
        msg = "there are no questions"
        raise ValueError(msg)
    return Figure(name, value, len(questions), len(over))

"""Which of the candidates that passed is played."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain import Form
from bot.riddles.difficulty import estimate
from bot.riddles.release import released
from bot.text import fold, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.domain import Candidate, Check, Riddle, Story

CRAFT = "craft"
"""The pipeline's name of a riddle that was made without a model."""

TRUSTED = 4.0
"""Worth of a riddle by a model that writes well: it comes before any crafted one."""

CRAFT_SCALE = 10.0
"""Crafted riddles are scored by their maker at 30 times the chance of being fit to post: that makes 0 to 3 of it."""

SMALL = 0.9
"""Worth of a riddle by a model too small to be trusted: before a dull question, behind real craft."""

FORM_BONUS = {Form.SUMMARY: 0.4, Form.FIRST_PERSON: 0.2, Form.QUESTION: 0.0}


@dataclass(frozen=True, slots=True)
class Passed:
    """A candidate that passed its checks, with the story it was made from and its place in the day's ranking."""

    candidate: Candidate
    checks: tuple[Check, ...]
    story: Story
    rank: int
    worth: float


def worth(candidate: Candidate, *, trusted: bool) -> float:
    """How glad one is to post it; only differences matter."""
    if candidate.pipeline == CRAFT:
        return min(max(candidate.score / CRAFT_SCALE, 0.0), 3.0) + FORM_BONUS[candidate.form]
    return (TRUSTED if trusted else SMALL) + FORM_BONUS[candidate.form]


def needs_no_small_model(chosen: Sequence[Passed], count: int) -> bool:
    """Whether nothing that a small model could write would be taken instead of what is there."""
    best = SMALL + max(FORM_BONUS.values())
    return len(chosen) >= count and all(one.worth >= best for one in chosen)


def choose(passed: Iterable[Passed], count: int) -> list[Passed]:
    """Take the best `count`: one a story, no answer twice, and different openings where there is a choice."""
    left = sorted(passed, key=lambda one: (-one.worth, one.rank))
    chosen: list[Passed] = []
    while left and len(chosen) < count:
        best = max(left, key=lambda one: (one.worth - _sameness(one, chosen), -one.rank))
        chosen.append(best)
        left = [one for one in left if one.rank != best.rank and not _same_answer(one, best)]
    return chosen


def riddle(one: Passed) -> Riddle:
    """Make the riddle of a chosen candidate."""
    made = one.candidate
    return released(
        made,
        one.checks,
        difficulty=estimate(made),
        article=one.story.lead.ref,
        fallback=made.pipeline == CRAFT,
    )


def _sameness(one: Passed, chosen: Sequence[Passed]) -> float:
    same_form = sum(other.candidate.form is one.candidate.form for other in chosen)
    same_opening = sum(_opening(other) == _opening(one) for other in chosen)
    same_kind = sum(other.candidate.kind is one.candidate.kind for other in chosen)
    return 0.15 * min(same_form, 2) + 0.3 * min(same_opening, 2) + 0.25 * min(same_kind, 2)


def _opening(one: Passed) -> str:
    return fold(" ".join(words(one.candidate.question)[:2]))


def _same_answer(one: Passed, other: Passed) -> bool:
    names = {fold(name) for name in (one.candidate.answer, *one.candidate.aliases)}
    return bool(names & {fold(name) for name in (other.candidate.answer, *other.candidate.aliases)})

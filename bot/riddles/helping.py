"""As much help in the last hint as the players of a deck need: a ladder of four steps.

The first letter alone; the hint as it was made; every other letter beside it; two letters of three.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain import Outcome
from bot.riddles.checks import leak, shape
from bot.riddles.checks.context import Context
from bot.riddles.cues import LETTERS, SPARE, step_of

if TYPE_CHECKING:
    from bot.domain import Candidate
    from bot.riddles.difficulty import Chances

SHORTEST = 4
"""Letters of an answer from which every other one may be shown."""

NEAR = 0.1
"""How far off the aim a riddle stays as it was made."""

BLANK = "?"


def fitted(candidate: Candidate, chances: Chances) -> Candidate:
    """The riddle with as much help in its last hint as brings it next to the aim; as it was made where that is near."""
    if abs(chances.chance(candidate) - chances.aim) <= NEAR or step_of(candidate.hints):
        return candidate
    return min(ladder(candidate), key=lambda step: abs(chances.chance(step) - chances.aim))


def ladder(candidate: Candidate) -> tuple[Candidate, ...]:
    """The riddle as it was made, and with less and more help where that is fit."""
    if not candidate.hints:
        return (candidate,)
    last = candidate.hints[-1]
    hints = [f"{last} {begin} {shown}" for step, begin in LETTERS.items() if (shown := letters(candidate.answer, step))]
    first = next((char.upper()[:1] for char in candidate.answer if char.isalnum()), "")
    others = [replace(candidate, hints=(*candidate.hints[:-1], hint)) for hint in (f'{SPARE}{first}".', *hints)]
    return (candidate, *(other for other in others if _is_fit(other)))


def letters(answer: str, step: int) -> str:
    """The answer with every second (step 1) or third (step 2) letter of each word blanked.

    Nothing where it is too short to leave something to find.
    """
    if sum(char.isalnum() for char in answer) < SHORTEST + step - 1:
        return ""
    return " ".join(_blanked(word, step) for word in answer.split())


def _blanked(word: str, step: int) -> str:
    shown, place = "", 0
    for char in word:
        shown += BLANK if char.isalnum() and place % (step + 1) == step else char
        place += char.isalnum()
    return shown


def _is_fit(candidate: Candidate) -> bool:
    checks = (shape.check(candidate, Context()), leak.check(candidate, Context()))
    return all(check.outcome is Outcome.PASSED for check in checks)

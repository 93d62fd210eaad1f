"""As much help in the last hint as the players of a deck need: a ladder of six steps.

The length alone; the first letter alone; the hint as it was made; every other letter beside it; two letters of
three; three of four.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain import Outcome
from bot.riddles.checks import leak, shape
from bot.riddles.checks.context import Context
from bot.riddles.cues import BARE, LETTERS, SPARE, step_of

if TYPE_CHECKING:
    from bot.domain import Candidate
    from bot.riddles.difficulty import Chances

SHORTEST = 4
"""Letters of an answer from which every other one may be shown."""

NEAR = 0.06
"""How far off the aim a riddle stays as it was made."""

ENOUGH = 10
"""Tries that have to be known of before a hint is changed."""

BLANK = "?"


def fitted(candidate: Candidate, chances: Chances) -> Candidate:
    """The riddle with as much help in its last hint as brings it next to the aim.

    It stays as it was made where that is near, and where hardly anybody has played yet: no hint is changed on a guess.
    """
    if chances.heard < ENOUGH or abs(chances.chance(candidate) - chances.aim) <= NEAR or step_of(candidate.hints):
        return candidate
    nearest = sorted(ladder(candidate), key=lambda step: abs(chances.chance(step) - chances.aim))
    return next((step for step in nearest if step is candidate or _is_fit(step)), candidate)


def ladder(candidate: Candidate) -> tuple[Candidate, ...]:
    """The riddle as it was made, and with less and more help."""
    if not candidate.hints:
        return (candidate,)
    last = candidate.hints[-1]
    hints = [f"{last} {begin} {shown}" for step, begin in LETTERS.items() if (shown := letters(candidate.answer, step))]
    first = next((char.upper()[:1] for char in candidate.answer if char.isalnum()), "")
    length = sum(char.isalnum() for char in candidate.answer)
    others = (f"{BARE} {length}.", f'{SPARE}{first}".', *hints)
    return (candidate, *(replace(candidate, hints=(*candidate.hints[:-1], hint)) for hint in others))


def letters(answer: str, step: int) -> str:
    """The answer with every second (step 1), third (step 2) or fourth (step 3) letter of each word blanked.

    A word of two letters or more has a blank in any case; nothing where too little is left to find.
    """
    shown = " ".join(_blanked(word, step) for word in answer.split())
    enough = sum(char.isalnum() for char in answer) >= SHORTEST + step - 1
    return shown if enough and BLANK in shown.replace(BLANK, "", answer.count(BLANK)) else ""


def _blanked(word: str, step: int) -> str:
    places = [at for at, char in enumerate(word) if char.isalnum()]
    blank = places[step :: step + 1] or places[1:][-1:]
    return "".join(BLANK if at in blank else char for at, char in enumerate(word))


def _is_fit(candidate: Candidate) -> bool:
    """Whether the last hint may be shown; what else there is of the riddle is checked with all others."""
    alone = replace(candidate, question="", hints=("", "", candidate.hints[-1]))
    checks = (shape.check(candidate, Context()), leak.check(alone, Context()))
    return all(check.outcome is Outcome.PASSED for check in checks)

"""Points: what a riddle is worth, and what hints and wrong guesses take from it. The law is in docs/game.md."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain import Difficulty, Terms

if TYPE_CHECKING:
    from bot.domain import Customs, Round

WORTH = {Difficulty.EASY: 6, Difficulty.MEDIUM: 8, Difficulty.HARD: 10}
"""Points of a riddle that is solved without a hint and with at most two wrong guesses."""

LEAST = 1
"""Points of a riddle that is solved at all, while points are to be had."""


def terms(round_: Round, place: int, customs: Customs, *, scored: bool = True) -> Terms:
    """What a guess in a round is about."""
    return Terms(
        version=round_.version,
        number=round_.number,
        season=round_.season,
        worth=WORTH[round_.riddle(place).difficulty],
        limit=customs.guess_limit,
        pause=customs.pause,
        scored=scored and customs.scores and place not in round_.void,
        void=place in round_.void,
    )


def points(terms: Terms, hints: int, wrong: int) -> int:
    """Points for a solve after so many hints and wrong guesses; the store's step counts the same."""
    if not terms.scored:
        return 0
    lost = terms.hint_cost * hints + terms.wrong_cost * max(0, wrong - terms.free_wrong)
    return max(LEAST, terms.worth - lost)

"""How hard a riddle is thought to be, before anybody has played it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain import Difficulty, Form
from bot.text import words

if TYPE_CHECKING:
    from bot.domain import Candidate

FAMILIAR = 4.3
"""Zipf frequency (log10 of uses in a billion words) from which an answer is on everybody's tongue."""

OBSCURE = 3.0
"""Zipf frequency below which few have the answer on the tongue."""

MANY_CLUES = 30
"""Words from which a riddle gives a good deal away."""


def estimate(candidate: Candidate) -> Difficulty:
    """Guess the difficulty from how familiar the answer is, how veiled the form and how much is told."""
    from wordfreq import zipf_frequency  # noqa: PLC0415 - its tables take a moment to load

    familiarity = zipf_frequency(candidate.answer, "en")
    points = (familiarity < FAMILIAR) + (familiarity < OBSCURE) + (candidate.form is Form.SUMMARY)
    points -= len(words(candidate.question)) >= MANY_CLUES
    if points <= 0:
        return Difficulty.EASY
    return Difficulty.MEDIUM if points == 1 else Difficulty.HARD

"""Other names of the answer, without those that say more than it and so would forbid the riddle its own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.riddles.checks import leaks
from bot.text import fold, words

if TYPE_CHECKING:
    from collections.abc import Sequence


def spared(answer: str, aliases: Sequence[str], shown: Sequence[str]) -> tuple[str, ...]:
    """The names that may stay beside what is shown before the reveal.

    Models like to give "Trieste, Italy" or "tea leaves" as other names; then "Italy" and "leaves" would give the answer
    away. Such a name goes, where it is only the answer with more words, or a description in small letters. A name of
    its own ("Britain" for the United Kingdom) stays: a riddle that says it has leaked.
    """
    return tuple(alias for alias in aliases if not _is_loose(alias, answer) or not _speaks(alias, answer, shown))


def _is_loose(alias: str, answer: str) -> bool:
    said = words(fold(alias))
    more = set(words(fold(answer))) < set(said)
    return more or (len(said) > 1 and alias == alias.lower())


def _speaks(alias: str, answer: str, shown: Sequence[str]) -> bool:
    """Whether something shown has a word of this name that is none of the answer's."""
    return any(leaks(alias, (), text) and not leaks(answer, (), text) for text in shown)

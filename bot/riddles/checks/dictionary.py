"""Which words are ordinary ones, whatever names they stand in."""

from __future__ import annotations

from functools import lru_cache

from bot.riddles.checks.frequency import frequency
from bot.riddles.checks.stems import function_words
from bot.riddles.listed import LEMMAS, OTHER_LEMMAS, table

ORDINARY = 4.9
"""How common, as a Zipf value, a word is that tells nothing in small letters: "wall", not "lamp"."""


@lru_cache(maxsize=4_096)
def is_word(word: str) -> bool:
    """Whether a word of small letters is one of the language and no name or abbreviation."""
    return word in function_words() or any(table(name).rows(word) for name in (LEMMAS, OTHER_LEMMAS))


def is_ordinary(word: str) -> bool:
    """Whether a word is on everybody's lips and no name: "wall" and "red", not "london"."""
    return frequency(word) >= ORDINARY and is_word(word)


def is_verb_alone(word: str) -> bool:
    """Whether a word of small letters is a form of a verb and nothing else: "listened", not "rose" nor "fencing"."""
    rows = table(LEMMAS).rows(word)
    return bool(rows) and not word.endswith("ing") and all(row.startswith(f"{word},verb,") for row in rows)

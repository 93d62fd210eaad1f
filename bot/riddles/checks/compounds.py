"""The two words of which one is made: "lighthouse" of "light" and "house"."""

from __future__ import annotations

from functools import lru_cache

from bot.riddles.checks import lexicon
from bot.riddles.checks.dictionary import is_word
from bot.riddles.checks.frequency import frequency
from bot.riddles.checks.stems import function_words

MIN_WHOLE = 7
MIN_HALF = 3
COMMON = 3.6
"""How common either word is, as a Zipf value."""


@lru_cache(maxsize=1_024)
def halves(word: str) -> tuple[tuple[str, str], ...]:
    """Each way to part a folded word into two of the language."""
    if len(word) < MIN_WHOLE or not word.isalpha():
        return ()
    cuts = ((word[:cut], word[cut:]) for cut in range(MIN_HALF, len(word) - MIN_HALF + 1))
    return tuple(pair for pair in cuts if all(map(_is_half, pair)) and not _is_ending(pair[1]))


def _is_half(part: str) -> bool:
    return part not in function_words() and frequency(part) >= COMMON and is_word(part)


def _is_ending(part: str) -> bool:
    return part in (lexicon.suffixes() | lexicon.chance()) - {"man", "men", "woman", "women", "hood", "ship", "ward"}

"""Guesses that are refused for what they are: lists, negations, orders to the judge, hidden text. Pure."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.game.matching import Key

LONGEST_GUESS = 200
"""Characters of a guess; more is not read at all."""
MOST_WORDS = 12
"""Words of a guess that is not word for word an answer."""
MOST_INVISIBLE = 2
"""Characters without a shape that a guess may have: a copied text may bring one along."""

_DIRECTIONS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_JOINERS = frozenset("\u200d\ufe0f")
_LAYOUT = frozenset("\t\n\r")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3})")
_NEGATIONS = frozenset(
    "not no nope never neither nor without except isnt arent wasnt werent aint dont doesnt didnt cannot cant couldnt "
    "wouldnt wont nothing but wrong incorrect false hardly unlike excluding besides".split()
)
_SEPARATORS = frozenset(",;/|\n\r\t+")
_ALTERNATIVES = frozenset({"or", "and", "versus", "vs", "alternatively", "otherwise", "plus", "either", "both"})
_ORDERS = frozenset(
    "accept ignore disregard instructions instruction mark grade verdict correct judge system prompt points reveal "
    "answer right true score assistant override".split()
)


def unreadable(guess: str) -> str:
    """Why a guess is not read at all."""
    if len(guess) > LONGEST_GUESS:
        return f"too long: a guess has at most {LONGEST_GUESS} characters"
    if not guess.strip():
        return "empty: nothing was said"
    if guess.isascii() and guess.isprintable():
        return ""
    if not _DIRECTIONS.isdisjoint(guess):
        return "hidden: the text changes its own direction"
    kinds = [unicodedata.category(char) for char in guess if char not in _LAYOUT and char not in _JOINERS]
    if "Cc" in kinds:
        return "hidden: there are control characters in it"
    return "hidden: there are characters without a shape in it" if kinds.count("Cf") > MOST_INVISIBLE else ""


def evasive(said: Key, known: frozenset[str]) -> str:
    """Why a guess that is no name word for word gets nothing for what stands in it."""
    refused = turning(said, known)
    if refused.startswith(("too long", "negation", "list")) or not _listed(said):
        return refused
    return "list: one answer at a time"


def turning(said: Key, known: frozenset[str]) -> str:
    """Why a guess gets nothing for the words in it, wherever its commas are."""
    if len(said.words) > MOST_WORDS:
        return f"too long: a guess has at most {MOST_WORDS} words"
    own = [word for word in said.words if word not in known]
    if not _NEGATIONS.isdisjoint(own):
        return "negation: it says what it is not"
    if not _ALTERNATIVES.isdisjoint(own):
        return "list: one answer at a time"
    if not _ORDERS.isdisjoint(own):
        return "instruction: a guess is only the answer"
    return ""


def _listed(said: Key) -> bool:
    if said.text.isalpha():
        return False
    text = _THOUSANDS.sub("", said.text.strip())
    return not _SEPARATORS.isdisjoint(text)

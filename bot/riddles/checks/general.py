"""Whether a riddle says anything that not every thing of its kind could say of itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.riddles.checks import lexicon
from bot.riddles.checks.demonyms import kin, parts
from bot.riddles.checks.frequency import frequency
from bot.riddles.checks.names import names
from bot.riddles.checks.quantities import quantities
from bot.riddles.checks.stems import function_words, stem, tokens

if TYPE_CHECKING:
    from bot.riddles.checks.quantities import Quantity
    from bot.riddles.checks.source import Source

ENOUGH = 3.0
"""How much a riddle has to tell before one may hope that only one thing is meant."""

TELLING = 3.0
"""What a name, a number or a superlative tells."""

COMMON = 6.2
"""The frequency of a word that tells nothing, on the Zipf scale."""

UNREAD = 0.5
"""Share of what a word tells where the article does not have it: it veils, or it is true of all."""

_CLOSING = re.compile(
    r"(?:^|(?<=[.!?;,\n—-]))[^.!?\n;,—]{0,60}\b(?:am I|are we|is (?:it|this|he|she|that)|was it|my name|is missing)\b"
    r"[^.!?\n]{0,12}\?",
    re.IGNORECASE,
)
_SUPERLATIVE = re.compile(r"\b(?:only|sole|[a-z]{3,}est|most [a-z]+|first|last)\b", re.IGNORECASE)
_NO_SUPERLATIVE = frozenset(
    "west forest interest guest guests quest nest rest test contest harvest west protest".split()
)
_BOUND = re.compile(r"\b(?:more than|over|at least|less than|fewer than|under|up to)\s+$", re.IGNORECASE)
_NO_NUMBER = frozenset({"one", "once", "first", "last"})
_ASK = re.compile(
    r"\b(?:which|what|whose)\s+((?:[a-z-]+\s+){0,2}[a-z-]+)(?=\?|\s+(?:am|are|is|was|did|has|have|had|do|does)\b)",
    re.IGNORECASE,
)


def asked(question: str) -> frozenset[str]:
    """The words by which a riddle says what kind of thing it asks for: "Which town am I?"."""
    return frozenset(word for match in _ASK.finditer(question) for word in tokens(match[1]))


def body(question: str) -> str:
    """A riddle without the words it asks by."""
    return _CLOSING.sub(" ", question)


def tells(question: str, read: Source | None) -> float:
    """How much a riddle tells: rare words, names, numbers and superlatives, most where the article has them."""
    said = body(question)
    told = sum(TELLING for name in names(said) if not (parts(name.text) or (name.initial and len(name.words) == 1)))
    told += sum(_number(one, said, read) for one in quantities(said) if one.text.casefold() not in _NO_NUMBER)
    told += sum(TELLING for match in _SUPERLATIVE.finditer(said) if match.group().casefold() not in _NO_SUPERLATIVE)
    return told + sum(_weight(word, read) for word in set(tokens(said)) - asked(question))


def _number(number: Quantity, said: str, read: Source | None) -> float:
    """What a number tells; less where it is only a bound."""
    stands = read is None or any(n.value == number.value for one in read.sentences for n in one.numbers)
    bound = _BOUND.search(said[max(0, number.start - 20) : number.start])
    return TELLING * (UNREAD if bound or not stands else 1.0)


def _weight(word: str, read: Source | None) -> float:
    if word in function_words() or word in lexicon.class_nouns() or kin(word) or not word.isalpha():
        return 0.0
    share = 1.0 if read is None or stem(word) in read.stems else UNREAD
    return share * max(0.0, COMMON - frequency(word))

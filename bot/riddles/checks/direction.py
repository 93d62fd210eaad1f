"""Which way a thing goes: from one place or number to another, and for or against in a vote."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.riddles.checks.names import names
from bot.riddles.checks.stems import tokens

if TYPE_CHECKING:
    from bot.riddles.checks.source import Sentence, Source

    End = float | str
    Way = tuple[End, End]

_FROM = re.compile(r"\bfrom (?:the |an? )?$")
_TO = re.compile(r"\b(?:(?:in)?to|near|at) (?:the |an? )?$")
_BETWEEN = re.compile(r"(?: \w+)? to (?:the |an? )?|[-–]")
_VOTE = re.compile(r"\bvot(?:es?|ed|ing) (?:\w+ )?(?:in )?(for|favour of|favor of|against)\b", re.IGNORECASE)
_FOR_SO_LONG = re.compile(r"\bfor (?:\d+|the first|years|an?)\b")
REACH = 12
"""Characters before an end in which the word stands that says which end it is."""

MIN_SHARED = 2


def turned_round(claim: Sentence, read: Source) -> bool:
    """Whether the story has it only the other way round: "from B to A", "by 96 to 212", "voted against"."""
    told = {way for one in read.sentences for way in _ways(one)}
    if any(way not in told and way[::-1] in told for way in _ways(claim) if "lose" not in claim.stems):
        return True
    side = _side(claim)
    near = [one for one in read.sentences if side and len(claim.stems & one.stems) >= MIN_SHARED and _side(one)]
    return bool(near) and all(_is_against(side, one) for one in near)


@lru_cache(maxsize=4_096)
def _ways(sentence: Sentence) -> tuple[Way, ...]:
    """Each pair of what it comes from and what it comes to."""
    text = sentence.text
    ends: list[tuple[int, End]] = [(name.start, tokens(name.text)[-1]) for name in names(text) if tokens(name.text)]
    sources = [end for start, end in ends if _FROM.search(text[max(0, start - REACH) : start])]
    goals = [end for start, end in ends if _TO.search(text[max(0, start - REACH) : start])]
    between = [(one, other) for one, other in pairwise(sentence.numbers) if one.value != other.value]
    spans = [(one.value, other.value) for one, other in between if _BETWEEN.fullmatch(text[one.end : other.start])]
    return (*((one, other) for one in sources for other in goals if one != other), *spans)


def _side(sentence: Sentence) -> str:
    match = _VOTE.search(sentence.text)
    return ("against" if match[1].casefold() == "against" else "for") if match else ""


def _is_against(side: str, one: Sentence) -> bool:
    """Whether a sentence tells of the other side of a vote alone."""
    words = re.findall(r"[a-z]+", _FOR_SO_LONG.sub(" ", one.text.casefold()))
    return _side(one) != side and side not in words

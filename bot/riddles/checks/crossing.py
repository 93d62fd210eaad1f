"""Two things of one sentence whose other halves a claim has exchanged: "exports of coffee" for exports of timber."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.riddles.checks.binding import pieces
from bot.riddles.checks.names import MONTHS
from bot.riddles.checks.stems import function_words, stem
from bot.riddles.checks.verbs import is_past

if TYPE_CHECKING:
    from bot.riddles.checks.source import Sentence, Source

    Pair = tuple[str, str]

_OF = re.compile(r"\b([a-z]+) of (?:the |an? |his |her |its |their )?([a-z]+)\b", re.IGNORECASE)
_MONTH = "|".join(MONTHS)
_CALENDAR = re.compile(
    rf"\b(?P<day>\d{{1,2}}(?:st|nd|rd|th)? (?:of )?)?(?P<month>{_MONTH})\b(?P<after>,? \d{{1,4}})?", re.IGNORECASE
)
_PART = re.compile(r"[,;] | (?:and|but|while|whereas) ")
_SAID = frozenset({"say", "tell"})
CLAUSE = 2
"""Words of content in a clause that says one thing of one."""


def crossed(claim: Sentence, read: Source) -> str | None:
    """What a claim puts together that the story only has apart, each with another half."""
    said = _pairs(claim)
    for head, thing in said - read_pairs(read) if said else ():
        if _has_both_apart(head, thing, read):
            return f"{head} of {thing}"
    for piece in pieces(claim):
        if len(piece.stems) == 2 and not piece.numbers and _has_verb(piece) and _is_crossed(piece, read):
            return piece.text.strip()[:60]
    return None


def read_pairs(read: Source) -> frozenset[Pair]:
    """Every "one of the other" of a story."""
    return frozenset().union(*(_pairs(one) for one in read.sentences))


@lru_cache(maxsize=4_096)
def _pairs(sentence: Sentence) -> frozenset[Pair]:
    found = ((match[1].casefold(), match[2].casefold()) for match in _OF.finditer(sentence.text))
    return frozenset((stem(one), stem(other)) for one, other in found if function_words().isdisjoint({one, other}))


def _has_both_apart(head: str, thing: str, read: Source) -> bool:
    """Whether one sentence has the head of another thing, and this thing with another head."""
    return any(
        any(one == head and other != thing for one, other in told) and any(o == thing and h != head for h, o in told)
        for told in map(_pairs, read.sentences)
    )


def _has_verb(piece: Sentence) -> bool:
    """Whether one of two words is a verb in the past, and no "and" makes them a list."""
    return any(map(is_past, piece.words)) and {"and", "or"}.isdisjoint(piece.words)


def _is_crossed(piece: Sentence, read: Source) -> bool:
    """Whether a sentence says either half in a short clause of its own, and none says both together."""
    one, other = piece.stems
    short = [[part for part in _parts(sentence) if len(part) == CLAUSE] for sentence in read.sentences]
    if {one, other} & _SAID or any(piece.stems <= part for sentence in read.sentences for part in _parts(sentence)):
        return False
    return any(any(one in part for part in parts) and any(other in part for part in parts) for parts in short)


@lru_cache(maxsize=4_096)
def _parts(sentence: Sentence) -> tuple[frozenset[str], ...]:
    words = (
        [w for w in re.findall(r"[a-z]+", part.casefold()) if w not in function_words()]
        for part in _PART.split(sentence.text)
    )
    return tuple(frozenset(map(stem, part)) for part in words)


def wrong_day(claim: Sentence, read: Source) -> str | None:
    """A day or a year that a claim gives to a month, where the story gives that month another alone."""
    told = _days(read.text)
    for month, number in _days(claim.text):
        if (month, number) not in told and any(m == month and _is_like(n, number) for m, n in told):
            return f"{number} with {month.capitalize()}"
    return None


def _is_like(one: int, other: int) -> bool:
    return (one > 31) == (other > 31)


@lru_cache(maxsize=256)
def _days(text: str) -> frozenset[tuple[str, int]]:
    """Each month with the day or the year beside it."""
    found = set()
    for match in _CALENDAR.finditer(text):
        for beside in (match["day"], match["after"]):
            number = re.search(r"\d+", beside or "")
            if number:
                found.add((match["month"].casefold(), int(number.group())))
    return frozenset(found)

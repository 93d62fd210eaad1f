"""What an article tells of one name and what of another: who each piece of it speaks of."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.riddles.checks.binding import pieces
from bot.riddles.checks.source import take_apart
from bot.riddles.checks.stems import function_words, stem, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.riddles.checks.source import Sentence, Source

GOES_ON = frozenset("he she it they his her its their the both this that these there then here".split())
"""First words of a sentence that goes on about those named before it."""

ANSWER, RIVAL, BOTH = "answer", "rival", "both"
LEAD = 6
"""Words of a piece among which its subject is."""

MIN_LAST = 4
"""Letters from which the last word of a name stands for the whole."""


def mentions(own: Iterable[str], one: Sentence) -> bool:
    """Whether a sentence has a name, or the last word of it."""
    said = set(one.words)
    for name in own:
        words = [word for word in tokens(name) if word not in function_words()]
        if words and (set(words) <= said or (len(words[-1]) >= MIN_LAST and words[-1] in said)):
            return True
        if len(words) == 1 and name.islower() and stem(words[0]) in one.stems:
            return True
    return False


class Shares:
    """The stems told of the answer alone, and those told of a rival, alone or together with the answer.

    What is told of nobody by name is told of whom the article names more often, and of both where it joins them.
    """

    def __init__(self, read: Source, own: tuple[str, ...], rival: str) -> None:
        told: dict[str, set[str]] = {"": set(), ANSWER: set(), RIVAL: set(), BOTH: set()}
        weight = 0
        for named, piece in _attributed(read, own, rival):
            told[named] |= piece.stems
            weight += (named == ANSWER) - (named == RIVAL)
        told[ANSWER if weight > 0 else BOTH if told[BOTH] else ""] |= told[""]
        self.theirs = frozenset(told[RIVAL] | told[BOTH])
        self.mine = frozenset(told[ANSWER]) - self.theirs


def _attributed(read: Source, own: tuple[str, ...], rival: str) -> Iterator[tuple[str, Sentence]]:
    """Each piece of the article with whom it speaks of."""
    subject = ""
    for sentence in read.sentences:
        goes_on = sentence.words[:1] and sentence.words[0] in GOES_ON
        named = _opening(sentence, own, rival) or (subject if goes_on else "")
        first = named
        for clause in sentence.clauses:
            whole = _joins(own, rival, clause.text)
            for piece in (clause,) if whole else _parts(clause):
                here = BOTH if whole else _named(piece, own, rival)
                yield here or named, piece
                if here != RIVAL or _leads(rival, piece):
                    named = here or named
                first = first or named
        subject = first


def _opening(sentence: Sentence, own: Sequence[str], rival: str) -> str:
    """Whom a word or two before the first clause name: "Wales, on the other hand, have played"."""
    head = sentence.text.partition(sentence.clauses[0].text)[0]
    return _named(take_apart(head), own, rival) if head.strip() else ""


def _leads(rival: str, piece: Sentence) -> bool:
    """Whether a piece begins with a name: what follows then goes on about it."""
    return mentions((rival,), take_apart(" ".join(piece.text.split()[:LEAD])))


def _parts(clause: Sentence) -> list[Sentence]:
    return pieces(clause) if clause.clauses else [clause]


def _named(piece: Sentence, own: Sequence[str], rival: str) -> str:
    """Whom a piece names; of two that it does not join, what it says is the answer's."""
    if mentions(own, piece):
        return ANSWER
    return RIVAL if mentions((rival,), piece) else ""


def _joins(own: tuple[str, ...], rival: str, text: str) -> bool:
    """Whether a text joins both; the pattern is made only where both stand."""
    low = text.casefold()
    there = rival.casefold() in low and any(name.casefold() in low for name in _bare(own))
    return there and bool(_together(own, rival).search(text))


@lru_cache(maxsize=256)
def _bare(own: tuple[str, ...]) -> tuple[str, ...]:
    """The names without their articles."""
    return tuple(re.sub(r"^(?:the|an?) ", "", name, flags=re.IGNORECASE) for name in own if name)


@lru_cache(maxsize=256)
def _together(own: tuple[str, ...], rival: str) -> re.Pattern[str]:
    """A place where the article joins both: "the otter and the beaver", "X, Y and Z"."""
    mine = "|".join(map(re.escape, _bare(own)))
    link = r"s?\s*(?:,|&|\band\b|\bor\b|\bnor\b|\bv\b|\bversus\b|\bagainst\b|,\s*and\b)\s+(?:[a-z]+\s+){0,2}"
    theirs = re.escape(rival)
    return re.compile(rf"\b(?:(?:{mine}){link}{theirs}|{theirs}{link}(?:{mine}))\b(?!'s)", re.IGNORECASE)

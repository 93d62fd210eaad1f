"""ROUGE-L between a text and all that were kept: the decisions of the published filter, without its hours.

The published one (self-instruct, Alpaca) takes the longest common subsequence of words with each kept text in turn and
drops what scores over 0.7 with any. Most pairs cannot score so much, because too few of their words are the same:
those are never looked at. The rest are compared bit by bit (rapidfuzz), and scored by the same arithmetic.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from math import floor
from typing import TYPE_CHECKING, Final

from rapidfuzz.distance import LCSseq

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST: Final = 0.7
"""A score over this is too much; this itself is not."""

_SLACK: Final = 1e-9
"""Bounds are kept that much looser than the score, which is rounded."""

_OTHER: Final = re.compile(r"[^a-z0-9]+")
_FIRST_CODE: Final = 0x1_0000
"""Words are numbered as characters from here on, past those that stand for halves of others."""


@dataclass(frozen=True, slots=True)
class Like:
    """A kept text that is too much like another: its number in the order of keeping, and the score."""

    number: int
    score: float


def tokens(text: str) -> list[str]:
    """The words that ROUGE counts: letters and figures without accents, in small letters."""
    return _OTHER.sub(" ", text.lower()).split()


def f_measure(common: int, one: int, other: int) -> float:
    """The score of a common subsequence of two lengths, rounded as the published arithmetic rounds it."""
    if not (one and other and common):
        return 0.0
    precision, recall = common / other, common / one
    return 2 * precision * recall / (precision + recall)


class Kept:
    """The texts that were kept, and whether another is too much like one of them."""

    def __init__(self, most: float = MOST) -> None:
        self._most = most
        self._codes: dict[str, str] = {}
        self._texts: list[str] = []
        self._lengths: list[int] = []
        self._holders: defaultdict[str, list[int]] = defaultdict(list)
        """By word, and by how often it stands in a text: which texts have it so often."""

    def __len__(self) -> int:
        return len(self._texts)

    def keep(self, text: str) -> None:
        """Remember a text."""
        number, coded = len(self._texts), self._coded(text)
        self._texts.append(coded)
        self._lengths.append(len(coded))
        for piece in _pieces(coded):
            self._holders[piece].append(number)

    def like(self, text: str) -> Like | None:
        """The first kept text that scores too much with this one, or None."""
        coded = self._coded(text)
        for number in self._suspects(coded):
            other = self._texts[number]
            score = f_measure(LCSseq.similarity(coded, other), len(coded), len(other))
            if score > self._most:
                return Like(number, score)
        return None

    def _coded(self, text: str) -> str:
        """The words as one character each."""
        codes = self._codes
        return "".join([codes.setdefault(word, chr(_FIRST_CODE + len(codes))) for word in tokens(text)])

    def _suspects(self, coded: str) -> list[int]:
        """The kept texts that share words enough, in their order.

        A text has to share more than `least` words with one that scores too much. So one that has none of all but the
        commonest `least` words cannot; and only those rarer words are looked up.
        """
        length = len(coded)
        shortest = length * self._most / (2 - self._most)
        least = max(0, floor(self._most * (length + shortest) / 2 - _SLACK))
        pieces = sorted(_pieces(coded), key=lambda piece: len(self._holders.get(piece, ())), reverse=True)
        shared: Counter[int] = Counter()
        for piece in pieces[least:]:
            shared.update(self._holders.get(piece, ()))
        half, lengths = self._most / 2, self._lengths
        room = least - half * length + _SLACK
        return sorted([number for number, count in shared.items() if count + room > half * lengths[number]])


def _pieces(coded: str) -> Iterator[str]:
    """Each word of a text with how often it stood there by then: what two texts share is counted by these."""
    seen: Counter[str] = Counter()
    for char in coded:
        seen[char] += 1
        yield char if seen[char] == 1 else f"{char}{seen[char]}"

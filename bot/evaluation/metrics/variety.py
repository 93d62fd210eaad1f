"""How far riddles repeat each other: self-BLEU and Distinct-2, both of the words as they are looked up.

Both depend on how much there is to compare, so that entrants are only comparable over the same cases, and Distinct-2
over the same number of pairs: `pairs_of` tells how many there are.
"""

from __future__ import annotations

import math
import random
from collections import Counter, defaultdict
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from bot.riddles.variety import body_of
from bot.text import fold, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

ORDERS = 4
"""Words of the longest n-gram of BLEU."""

PAIRS = 2_000
"""Most pairs of words that are drawn for Distinct-2."""

SELF_BLEU = "BLEU-4, others as references, exp smoothing, effective order, folded words"
DISTINCT_2 = "share of different pairs among those drawn, folded words"

Gram: TypeAlias = tuple[str, ...]


class Distinct(NamedTuple):
    """The share of pairs that are different, and of how many pairs."""

    share: float
    pairs: int


class _Most:
    """Of one n-gram: who has the most of it, and the most that anybody else has."""

    __slots__ = ("first", "owner", "second")

    def __init__(self) -> None:
        self.first, self.second, self.owner = 0, 0, -1

    def add(self, owner: int, count: int) -> None:
        """Take notice of a text that has it so often; the texts of one owner come together."""
        if count > self.first:
            if owner != self.owner:
                self.second = self.first
            self.first, self.owner = count, owner
        elif owner != self.owner and count > self.second:
            self.second = count

    def beside(self, owner: int) -> int:
        """The most of it in one text that is not of this owner."""
        return self.second if owner == self.owner else self.first


@lru_cache(maxsize=4_096)
def cut(riddle: str) -> tuple[str, ...]:
    """The folded words of a riddle without its closing formula ("Which city am I?")."""
    return tuple(fold(word) for word in words(body_of(riddle)))


def self_bleu(riddles_by_case: Mapping[str, Sequence[str]]) -> dict[str, list[float]]:
    """BLEU-4 (0 to 1) of each riddle with the riddles of all other cases as its references, by case.

    Draws of the same case are left out of its references: they tell of the same story. Nothing where there is one case.
    """
    cut_by_case = {case: [cut(riddle) for riddle in riddles] for case, riddles in riddles_by_case.items()}
    return self_bleu_of(cut_by_case)


def self_bleu_of(texts_by_case: Mapping[str, Sequence[Sequence[str]]]) -> dict[str, list[float]]:
    """The same of texts that are cut into words; a text without a word has no value."""
    cases = {case: [text for text in texts if text] for case, texts in texts_by_case.items()}
    cases = {case: texts for case, texts in cases.items() if texts}
    if len(cases) < 2:
        return {}
    counted = {case: [_grams(text) for text in texts] for case, texts in cases.items()}
    most: defaultdict[Gram, _Most] = defaultdict(_Most)
    for owner, counts in enumerate(counted.values()):
        for count in counts:
            for gram, times in count.items():
                most[gram].add(owner, times)
    lengths = Counter(len(text) for texts in cases.values() for text in texts)
    return {
        case: [
            _bleu(len(text), count, {gram: most[gram].beside(owner) for gram in count}, lengths - own)
            for text, count in zip(texts, counted[case], strict=True)
        ]
        for owner, (case, texts) in enumerate(cases.items())
        for own in [Counter(map(len, texts))]
    }


def _grams(text: Sequence[str]) -> Counter[Gram]:
    return Counter(
        tuple(text[at : at + order]) for order in range(1, ORDERS + 1) for at in range(len(text) - order + 1)
    )


def _bleu(size: int, own: Mapping[Gram, int], beside: Mapping[Gram, int], lengths: Iterable[int]) -> float:
    """BLEU of a text by its n-grams, the most there are of each in a reference, and the references' lengths."""
    hits = [0] * (ORDERS + 1)
    for gram, times in own.items():
        hits[len(gram)] += min(times, beside[gram])
    if not any(hits):
        return 0.0
    logs, missing = [], 1.0
    for order in range(1, min(ORDERS, size) + 1):
        if not hits[order]:
            missing *= 2
        logs.append(math.log((hits[order] or 1 / missing) / (size - order + 1)))
    closest = min(lengths, key=lambda length: (abs(length - size), length))
    return math.exp(min(0.0, 1 - closest / size) + sum(logs) / len(logs))


def pairs_of(riddles: Iterable[str]) -> int:
    """How many pairs of neighbouring words there are."""
    return sum(max(0, len(cut(riddle)) - 1) for riddle in riddles)


def distinct_2(riddles: Iterable[str], seed: int, most: int = PAIRS) -> Distinct:
    """Of so many pairs of neighbouring words, drawn with a seed, the share that are different."""
    return distinct_2_of([cut(riddle) for riddle in riddles], seed, most)


def distinct_2_of(texts: Iterable[Sequence[str]], seed: int, most: int = PAIRS) -> Distinct:
    """The same of texts that are cut into words; 0 of 0 where there is no pair."""
    pairs = [pair for text in texts for pair in pairwise(text)]
    drawn = random.Random(seed).sample(pairs, min(most, len(pairs)))
    return Distinct(len(set(drawn)) / max(1, len(drawn)), len(drawn))

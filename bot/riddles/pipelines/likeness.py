"""Which examples go before an article: like it, unlike each other, within a budget of tokens. No model."""

from __future__ import annotations

import math
import random
from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from bot.text import fold, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.domain import Form
    from bot.riddles.pipelines.examples import Example

LIKENESS = 0.5
"""How much likeness to the article counts; the rest is how unlike an example is to those already chosen."""

CHANCE = 0.15
"""By how much the seed moves the likeness of an example: draws of one article see somewhat different ones."""

FLOOR = 0.02
"""Likeness that the seed alone may give, so that an article like none of them does not always see the same."""

RUN = 5
"""Words in a row that two texts share where one is taken from the other."""

SAME = 0.3
"""Share of such runs from which on two texts are the same article."""

_SHORTEST = 3


def chosen(
    examples: Sequence[Example],
    sizes: Sequence[int],
    text: str,
    article: str,
    budget: int,
    *,
    form: Form,
    seed: int,
    most: int,
) -> tuple[Example, ...]:
    """Up to `most` examples of a form within a budget of tokens, the most like the text last.

    They are chosen by maximal marginal relevance over weighted words. `sizes` are their tokens. An example made of the
    article itself is none; where there is none of the form, all forms are taken.
    """
    usable = [at for at, one in enumerate(examples) if not is_made_of(one, article)]
    wanted = [at for at in usable if examples[at].form == form] or usable
    weights, vectors = _weighed(tuple(examples))
    asked, drawn = weights.vector(text), random.Random(seed)
    likeness = {at: _moved(cosine(vectors[at], asked), drawn) for at in wanted}
    picked: list[int] = []
    while wanted and len(picked) < most:
        wanted = [at for at in wanted if sizes[at] <= budget]
        if not wanted:
            break
        best = max(wanted, key=lambda at: LIKENESS * likeness[at] - (1 - LIKENESS) * _nearest(vectors, at, picked))
        picked.append(best)
        wanted.remove(best)
        budget -= sizes[best]
    return tuple(examples[at] for at in sorted(picked, key=lambda at: likeness[at]))


def is_made_of(example: Example, article: str) -> bool:
    """Whether an example's article is this one, or much of one stands in the other."""
    one, other = _runs(example.article), _runs(article)
    least = min(len(one), len(other))
    return least > 0 and len(one & other) >= SAME * least


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each word tells: the rarer among the examples, the more."""

    rarity: Mapping[str, float]
    unknown: float

    def vector(self, text: str) -> dict[str, float]:
        """The weighted words of a text, of length 1."""
        counted = Counter(_content(text))
        raw = {word: (1 + math.log(count)) * self.rarity.get(word, self.unknown) for word, count in counted.items()}
        length = math.sqrt(sum(weight * weight for weight in raw.values()))
        return {word: weight / length for word, weight in raw.items()} if length else {}


def cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """How alike two weighted texts are, 0 to 1."""
    small, large = sorted((one, other), key=len)
    return sum(weight * large.get(word, 0.0) for word, weight in small.items())


@cache
def _weighed(examples: tuple[Example, ...]) -> tuple[Weights, tuple[Mapping[str, float], ...]]:
    """What each word tells among some examples, and the weighted words of each: they are the same for every article."""
    texts = [f"{one.article} {one.summary}" for one in examples]
    found = Counter(word for text in texts for word in set(_content(text)))
    rarity = {word: math.log((1 + len(examples)) / (1 + count)) for word, count in found.items()}
    weights = Weights(rarity, math.log(1 + len(examples)))
    return weights, tuple(weights.vector(text) for text in texts)


def _content(text: str) -> list[str]:
    return [word for word in map(fold, words(text)) if len(word) >= _SHORTEST]


def _moved(likeness: float, drawn: random.Random) -> float:
    return likeness * drawn.uniform(1 - CHANCE, 1 + CHANCE) + drawn.uniform(0, FLOOR)


def _nearest(vectors: Sequence[Mapping[str, float]], at: int, picked: Iterable[int]) -> float:
    return max((cosine(vectors[at], vectors[other]) for other in picked), default=0.0)


@lru_cache(maxsize=256)
def _runs(text: str) -> frozenset[tuple[str, ...]]:
    found = [fold(word) for word in words(text)]
    return frozenset(tuple(found[at : at + RUN]) for at in range(len(found) - RUN + 1))

"""A summary without a model: the sentences that carry most of what an article says, in their order."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from bot.text import fold, sentences, words

if TYPE_CHECKING:
    from collections.abc import Sequence

VERSION = "salient-1"
"""Changes whenever other sentences would be chosen."""

TITLE = 2.0
"""How many times more a word counts that stands in the title."""

LEAD = 0.5
"""By how much the first sentence counts for more than one at the end."""

SAID = 0.4
"""What is left of a word's weight once a chosen sentence has said it."""

_SHORTEST = 4
_LEANING = frozenset("he she it they this that these those his her its their but and also however then".split())


def salient(title: str, text: str, limit: int) -> str:
    """Whole sentences within `limit` words; the first one, cut at a word, where none is short enough.

    A sentence whose first word leans on the one before it is taken only after that one.
    """
    found = sentences(text)
    weights = _weights(title, found)
    taken: list[int] = []
    left = limit
    while True:
        fits = [at for at in range(len(found)) if at not in taken and len(words(found[at])) <= left]
        fits = [at for at in fits if not _leans(found[at]) or at - 1 in taken]
        if not fits:
            break
        best = max(fits, key=lambda at: _worth(found[at], weights) * (1 + LEAD * (1 - at / len(found))))
        if _worth(found[best], weights) <= 0:
            break
        taken.append(best)
        left -= len(words(found[best]))
        for word in set(_content(found[best])):
            weights[word] *= SAID
    chosen = " ".join(found[at] for at in sorted(taken))
    return chosen or " ".join(text.split()[:limit])


def _weights(title: str, found: Sequence[str]) -> dict[str, float]:
    """How much each word tells of the article: in how many sentences it stands, and whether the title has it."""
    counted = Counter(word for sentence in found for word in set(_content(sentence)))
    named = set(_content(title))
    return {word: count * (TITLE if word in named else 1.0) for word, count in counted.items()}


def _worth(sentence: str, weights: dict[str, float]) -> float:
    """The mean weight of a sentence's words: a long one is no better for being long."""
    content = _content(sentence)
    return sum(weights[word] for word in content) / len(content) if content else 0.0


def _content(text: str) -> list[str]:
    return [word for word in map(fold, words(text)) if len(word) >= _SHORTEST]


def _leans(sentence: str) -> bool:
    first = words(sentence)[:1]
    return bool(first) and first[0].casefold() in _LEANING

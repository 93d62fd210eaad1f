"""What an article is about, as weighted terms: names, numbers and rare words of its title and first sentences."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from bot.text import fold, sentences, straight, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain import Article

_FIRST_SENTENCES = 3
_FIRST_CHARACTERS = 900
_TITLE_WEIGHT = 1.5
_COMMON = 4.9
"""A word commoner than this (Zipf scale) tells nothing of an event unless it is a name."""
_NAME_BONUS = 1.4
_YEAR = re.compile(r"(?:19|20)\d\d")
_TAIL = re.compile(r"'s$|'$")


@dataclass(frozen=True, slots=True)
class Terms:
    """Weights of one article's terms, its names among them, and the length of the weights as a vector."""

    weights: dict[str, float]
    names: frozenset[str]
    norm: float


def terms_of(articles: Sequence[Article]) -> tuple[Terms, ...]:
    """Weigh the terms of many articles: rare in English and rare among them counts more."""
    raw = [_raw(article) for article in articles]
    spread = Counter(term for counted, _ in raw for term in counted)
    return tuple(_weighed(counted, names, spread, len(raw)) for counted, names in raw)


def likeness(one: Terms, other: Terms) -> float:
    """Cosine of two articles' terms, 0 to 1."""
    if not one.norm or not other.norm:
        return 0.0
    fewer, more = sorted((one.weights, other.weights), key=len)
    return math.fsum(weight * more.get(term, 0.0) for term, weight in fewer.items()) / (one.norm * other.norm)


def _raw(article: Article) -> tuple[dict[str, float], frozenset[str]]:
    counted: dict[str, float] = {}
    names: set[str] = set()
    parts = sentences(straight(article.text[:_FIRST_CHARACTERS]))[:_FIRST_SENTENCES]
    for part in parts:
        _collect(part, 1.0, counted, names, title=False)
    _collect(straight(article.title), _TITLE_WEIGHT, counted, names, title=True)
    return counted, frozenset(names)


def _collect(part: str, weight: float, counted: dict[str, float], names: set[str], *, title: bool) -> None:
    for place, word in enumerate(words(part)):
        plain = _TAIL.sub("", fold(word))
        if (worth := _worth(plain)) == 0.0:
            continue
        term = plain if plain[0].isdigit() else _stem(plain)
        if place and not title and word[0].isupper():
            names.add(term)
        counted[term] = max(counted.get(term, 0.0), worth * weight)


@cache
def _stemmer() -> Any:
    import snowballstemmer  # noqa: PLC0415 - only who chooses stories needs it

    return snowballstemmer.stemmer("english")


@cache
def _frequencies() -> dict[str, float]:
    from wordfreq import get_frequency_dict  # noqa: PLC0415 - reads its list on first use

    return {word: math.log10(share) + 9 for word, share in get_frequency_dict("en", wordlist="small").items()}


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    return str(_stemmer().stemWord(word))


def _worth(word: str) -> float:
    """How much a word tells: 0 for common ones and years, about 1 for a word met once in a million."""
    if word[0].isdigit():
        return 0.0 if len(word) < 2 or _YEAR.fullmatch(word) else 0.7
    if len(word) < 3:
        return 0.0
    zipf = _frequencies().get(word, 2.0)
    return 0.0 if zipf > _COMMON + 0.6 else max(0.1, (6.5 - max(zipf, 2.0)) / 3.5)


def _weighed(counted: dict[str, float], names: frozenset[str], spread: Counter[str], total: int) -> Terms:
    rarest = math.log(1 + total)
    weights = {
        term: worth
        * (_NAME_BONUS if term in names else 1.0)
        * (0.4 + 0.6 * math.log(1 + total / spread[term]) / rarest)
        for term, worth in counted.items()
    }
    return Terms(weights, names & counted.keys(), math.sqrt(math.fsum(weight**2 for weight in weights.values())))

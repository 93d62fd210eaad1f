"""The same article twice: the same address, or an outlet that gives the same or nearly the same words again."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING
from zlib import crc32

from bot.text import fold, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain import Article

_READ_WORDS = 220
_SHINGLE = 5
_ONE_IN = 4
_LEAST_SHINGLES = 6
_JACCARD = 0.6
_CONTAINED = 0.85
_MOST_PER_SHINGLE = 50
_OPENING = 12

Shingles = frozenset[tuple[str, ...]]


def duplicates(articles: Sequence[Article]) -> dict[int, tuple[int, str]]:
    """For each article that repeats another: the place of the one that is kept, and how they are alike.

    The better one is kept (longer text, then a date, then the earlier place); what is kept repeats nothing.
    """
    found: dict[int, tuple[int, str]] = {}
    order = sorted(range(len(articles)), key=lambda place: _merit(articles[place], place))
    kept_by_id: dict[str, int] = {}
    kept_by_text: dict[tuple[str, str], int] = {}
    near = _Near()
    hashes: dict[str, bool] = {}
    for place in order:
        article = articles[place]
        text = words(fold(article.text[: _READ_WORDS * 7]))[:_READ_WORDS]
        whole = article.outlet, " ".join(text) or fold(article.title)
        shingles = _shingles(text, hashes)
        if (kept := kept_by_id.get(article.id)) is not None:
            found[place] = kept, "It has the same address as"
        elif (kept := kept_by_text.get(whole)) is not None:
            found[place] = kept, "It has the same text as"
        elif (kept := near.like(article.outlet, text, shingles)) is not None:
            found[place] = kept, "It has nearly the same text as"
        else:
            kept_by_id[article.id] = kept_by_text[whole] = place
            near.add(place, article.outlet, text, shingles)
    return found


def _merit(article: Article, place: int) -> tuple[int, bool, int]:
    return -len(article.text), article.published_at is None, place


def _shingles(text: Sequence[str], hashes: dict[str, bool]) -> Shingles:
    """Runs of five words, taken only where a chosen word begins one: the same ones in every text and process."""
    chosen = set()
    for start in range(len(text) - _SHINGLE + 1):
        word = text[start]
        if word not in hashes:
            hashes[word] = crc32(word.encode()) % _ONE_IN == 0
        if hashes[word]:
            chosen.add(tuple(text[start : start + _SHINGLE]))
    return frozenset(chosen)


class _Near:
    """The kept articles of each outlet by their shingles."""

    def __init__(self) -> None:
        self._kept: dict[int, Shingles] = {}
        self._openings: dict[int, frozenset[str]] = {}
        self._places: dict[tuple[str, tuple[str, ...]], list[int]] = defaultdict(list)

    def add(self, place: int, outlet: str, text: Sequence[str], shingles: Shingles) -> None:
        self._kept[place] = shingles
        self._openings[place] = frozenset(text[:_OPENING])
        for shingle in shingles:
            if len(places := self._places[outlet, shingle]) < _MOST_PER_SHINGLE:
                places.append(place)

    def like(self, outlet: str, text: Sequence[str], shingles: Shingles) -> int | None:
        if len(shingles) < _LEAST_SHINGLES:
            return None
        shared = Counter(place for shingle in shingles for place in self._places.get((outlet, shingle), ()))
        opening = frozenset(text[:_OPENING])
        for place, common in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
            # An outlet ends its articles alike: only those that begin alike too are the same.
            if _opens_alike(opening, self._openings[place]) and _mostly(common, len(shingles), len(self._kept[place])):
                return place
        return None


def _opens_alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return 4 * len(one & other) >= 3 * min(len(one), len(other))


def _mostly(common: int, one: int, other: int) -> bool:
    """Whether two sets share most of all they hold, or the smaller lies nearly whole in the larger."""
    smaller = min(one, other)
    return common / (one + other - common) >= _JACCARD or (
        smaller >= _LEAST_SHINGLES and common / smaller >= _CONTAINED
    )

"""The field a story is from, by its topics or its commonest telling words, and the narrower world within it."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from bot.riddles.craft.lists import rows
from bot.text import fold, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain import Article

_ENOUGH = 3
_SHORT = 800
"""Characters of an item so short that fewer telling words will do."""

_AHEAD = 1.5
"""How clearly the first field must lead the second."""

_NARROW = 3
"""Times that words of a narrow world must stand in a story."""

_FAR_AHEAD = 2


def field_of(article: Article) -> str:
    """The field in words ("sport"), empty when neither topics nor words tell."""
    table = _table("fields")
    for topic in map(fold, article.topics):
        if topic in table or topic in table.values():
            return table.get(topic, topic)
    enough = _ENOUGH if len(article.text) > _SHORT else _ENOUGH - 1
    counted = Counter(table[word] for word in words(fold(article.text[:4_000])) if word in table)
    best = sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:2]
    clear = len(best) == 1 or (len(best) == 2 and best[0][1] >= _AHEAD * best[1][1])
    return best[0][0] if clear and best[0][1] >= enough else ""


def world_of(article: Article) -> str:
    """The narrow world of a story ("tennis", "wine and beer"), empty where no one leads by far."""
    found = Counter(_worlds_in(words(fold(f"{article.title}. {article.text[:4_000]}"))))
    best = found.most_common(2)
    if not best or best[0][1] < _NARROW or (len(best) == 2 and best[0][1] < _FAR_AHEAD * best[1][1]):
        return ""
    return best[0][0]


def field_told(question: str) -> bool:
    """Whether a riddle shows by itself what world it is from."""
    return bool(_worlds_in(words(fold(question))))


def _worlds_in(found: Sequence[str]) -> list[str]:
    """The world of each telling word."""
    table = _table("worlds")
    parts = [part for word in found for part in (word, *(word.split("-") if "-" in word else ()))]
    return [table[part.removesuffix("'s")] for part in parts if part.removesuffix("'s") in table]


@cache
def _table(name: str) -> dict[str, str]:
    """By telling word, the field or the world of its row."""
    return {word: told for told, listed in rows(name) for word in listed.split()}

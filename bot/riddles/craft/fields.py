"""The field a story is from, by its topics or its commonest telling words."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from bot.riddles.craft.lists import rows
from bot.text import fold, words

if TYPE_CHECKING:
    from bot.domain import Article

_ENOUGH = 3
_SHORT = 800
"""Characters of an item so short that fewer telling words will do."""

_AHEAD = 1.5
"""How clearly the first field must lead the second."""


def field_of(article: Article) -> str:
    """The field in words ("sport"), empty when neither topics nor words tell."""
    table = {word: field for field, listed in rows("fields") for word in listed.split()}
    for topic in map(fold, article.topics):
        if topic in table or topic in table.values():
            return table.get(topic, topic)
    enough = _ENOUGH if len(article.text) > _SHORT else _ENOUGH - 1
    counted = Counter(table[word] for word in words(fold(article.text[:4_000])) if word in table)
    best = sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:2]
    clear = len(best) == 1 or (len(best) == 2 and best[0][1] >= _AHEAD * best[1][1])
    return best[0][0] if clear and best[0][1] >= enough else ""

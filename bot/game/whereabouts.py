"""A place with the place it lies in: `Lisbon, Portugal`. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.game import knowledge
from bot.game.matching import same_words
from bot.game.slips import slipped

if TYPE_CHECKING:
    from bot.game.matching import Key
    from bot.game.sheet import Sheet

LISTING = (";", "/", "|", "+", "\n", " - ")
"""Signs that make a list of what stands around them."""
_LYING = frozenset({"in", "of", "at", "near", "on"})


def placed(said: Key, riddle: Sheet) -> bool:
    """`Lisbon, Portugal`, `Portugal in Europe`; a wrong country is another place."""
    if not riddle.lies_in or any(sign in said.text for sign in LISTING):
        return False
    for name in riddle.names:
        size = len(name.base)
        if not 0 < size < len(said.base) or not _may_lie(name, riddle):
            continue
        if _alike_or_slipped(said.base[:size], name.base) and _around(said.base[size:], riddle):
            return True
        if len(said.base) == size + 1 and said.base[1:] == name.base and _around(said.base[:1], riddle):
            return True
    return False


def _may_lie(name: Key, riddle: Sheet) -> bool:
    """Whether a name is one of a place; where the kind is not told, an alias alone may have the name of a town."""
    return riddle.kind is not None or any(" ".join(one.base) in knowledge.places() for one in (riddle.names[0], name))


def _alike_or_slipped(said: tuple[str, ...], name: tuple[str, ...]) -> bool:
    return same_words(said, name) or bool(slipped(said, name))


def _around(words: tuple[str, ...], riddle: Sheet) -> bool:
    """`in Paris, France`: every place that is named is one the answer lies in."""
    rest = tuple(word for word in words if word not in _LYING)
    lies, places = riddle.lies_in, knowledge.places()
    return any(
        lies & places.get(" ".join(rest[:at]), frozenset())
        and (at == len(rest) or lies & places.get(" ".join(rest[at:]), frozenset()))
        for at in range(1, len(rest) + 1)
    )

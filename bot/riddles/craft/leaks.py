"""A small guard of the crafter's own against texts that give their answer away.

The check of the same purpose stands above this one and decides; this keeps the crafter from proposing what it refuses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from bot.riddles.craft.lists import demonyms, known
from bot.text import fold, words

_SMALL = frozenset("the a an of and for in on at to de la le el von van der den di da inc ltd co plc fc".split())
_CUT = re.compile(r"[-.'&]")
_SIGNS = re.compile(r"[\W_]+")


@lru_cache(maxsize=4_096)
def pieces(text: str) -> tuple[str, ...]:
    """The folded words of a text, cut at hyphens, points and apostrophes too."""
    found: list[str] = []
    for word in words(fold(text)):
        parts = [part for part in _CUT.split(word) if part]
        found += parts if len(parts) == 1 else [*parts, "".join(parts)]
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Hidden:
    """What may not show of some names; `told` remembers of each word whether it shows one of theirs."""

    words: frozenset[str]
    whole: tuple[str, ...]
    related: frozenset[str]
    told: dict[str, bool] = field(default_factory=dict)

    def shown_by(self, word: str) -> bool:
        """Whether a word is one of the names', a form of one, or of their people."""
        found = self.told.get(word)
        if found is None:
            shows = any(word == one or (word not in _SMALL and _shows(word, one)) for one in self.words)
            found = self.told[word] = shows or word in self.related
        return found


@lru_cache(maxsize=128)
def _hidden(names: tuple[str, ...]) -> _Hidden:
    whole = tuple(plain for name in names if len(plain := _SIGNS.sub("", fold(name))) >= 5)
    return _Hidden(tokens_of(names), whole, _related(names))


def tokens_of(names: tuple[str, ...]) -> frozenset[str]:
    """The words that may not show: those of all names, and their stems' beginnings."""
    return frozenset(piece for name in names for piece in pieces(name) if piece not in _SMALL)


def leaks(text: str, names: tuple[str, ...]) -> bool:
    """Tell whether a text shows a word of the names, a form of one, their initials or their people."""
    hidden = _hidden(names)
    if any(map(hidden.shown_by, pieces(text))):
        return True
    joined = _SIGNS.sub("", fold(text)) if hidden.whole else ""
    return any(name in joined for name in hidden.whole)


def _shows(word: str, hidden: str) -> bool:
    if word == hidden:
        return True
    if len(hidden) < 3 or hidden.isdigit():
        return False
    stem = _stem(hidden)
    if len(stem) >= 4 and (word.startswith(stem) or (len(stem) >= 5 and stem in word)):
        return True
    if len(word) >= 5 and len(hidden) > len(word) and hidden.startswith(_stem(word)) and len(_stem(word)) >= 5:
        return True
    return _stem(word) == stem and len(stem) >= 3


def _stem(word: str) -> str:
    for ending in ("ies", "es", "s", "y", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def _related(names: tuple[str, ...]) -> frozenset[str]:
    found: set[str] = set()
    for name in names:
        key = fold(name)
        found.update(demonyms().get(key, ()))
        entry = known().get(key)
        if entry is not None:
            found.update(piece for other in (entry.name, *entry.others) for piece in pieces(other))
        parts = [part for part in pieces(name) if part not in _SMALL]
        lands = (land for land, people in demonyms().items() if not {*parts}.isdisjoint(people)) if parts else ()
        found.update(piece for land in lands for piece in pieces(land))
        if len(parts) > 1:
            found.add("".join(part[0] for part in parts))
    return frozenset(word for word in found if word not in _SMALL)

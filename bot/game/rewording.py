"""Other words for the same guess, with the riddle in view: glued words, short forms, where a thing comes from. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.domain import Kind
from bot.game import knowledge
from bot.game.matching import Key, same_word
from bot.game.numerals import is_number

if TYPE_CHECKING:
    from bot.game.sheet import Sheet

LEAST = 3
"""Letters of a word that is cut short."""
GLUED = 6
"""Letters of two words that are written as one."""
_CUT = re.compile(r"([^\W\d_]+)(?:\.|['’]([a-z]{1,2})(?![a-z]))(?=\W|$)", re.IGNORECASE)
_OWNED = re.compile(r"\s*(?:the\s+)?([^\W\d_]+)['’]s\s+(?=\S)", re.IGNORECASE)
_STOPS = frozenset(".'’")
_AS_SPOKEN = {"4": "for", "2": "to", "u": "you", "r": "are", "b": "be", "c": "see"}
"""Figures and letters that are written for words."""
_SIDES = frozenset("new north south east west saint great".split())
_SINGLE = {"l": "lake", "r": "river", "m": "mount", "i": "island", "c": "cape"}
_FROM = frozenset({"from", "of", "in"})


def reworded(said: Key, riddle: Sheet) -> Key | None:
    """The guess with words glued and parted as the names have them, and a short year in full; None where it is that."""
    words = said.base
    pairs, years, own = riddle.glued, riddle.years, riddle.words
    if len(words) == 1 and words[0] not in pairs:
        return None
    found: list[str] = []
    for word in words:
        if word in own:
            found.append(word)
        elif word in riddle.its_years:
            continue
        elif word in pairs:
            found += pairs[word]
        elif not found and word in riddle.shortened:
            found += riddle.shortened[word]
        elif found and _AS_SPOKEN.get(word) in own:
            found.append(_AS_SPOKEN[word])
        elif len(word) == 2 and word in years and found:
            found.append(years[word])
        elif found and len(found[-1]) + len(word) >= GLUED and found[-1] not in own and found[-1] + word in own:
            found[-1] += word
        else:
            found.append(word)
    return None if not found or tuple(found) == words else Key.of(tuple(found))


def cut_short(said: Key, riddle: Sheet) -> bool:
    """`Dom. Republic`, `Amnesty internat'l`: words with a full stop that are the beginning of the name's own."""
    if _STOPS.isdisjoint(said.text):
        return False
    cut = {found[1].lower(): found[2] or "" for found in _CUT.finditer(said.text)}
    if not cut:
        return False
    text = _CUT.sub(lambda found: f"{found[1]} ", said.text)
    words = Key(text.strip(" .?!")).tokens if len(text) > LEAST else ()
    return any(len(name.words) == len(words) > 1 and _is_cut(words, name.words, cut) for name in riddle.names) or (
        riddle.person and _initial(said, riddle)
    )


def _is_cut(said: tuple[str, ...], name: tuple[str, ...], cut: dict[str, str]) -> bool:
    kept = 0
    for word, own in zip(said, name, strict=True):
        if same_word(word, own):
            kept = max(kept, len(own))
        elif word not in cut or own in knowledge.apart() or not _begins(word, own, cut[word]):
            return False
    return kept > 1


def _begins(word: str, own: str, ending: str) -> bool:
    if len(word) == 1:
        return _SINGLE.get(word) == own or (own in _SIDES and own[0] == word)
    return len(word) >= LEAST and own.startswith(word) and own.endswith(ending)


def _initial(said: Key, riddle: Sheet) -> bool:
    """`T. Swift` where no other bearer of the name is known."""
    words, name = said.words, riddle.names[0].words
    return len(words) == 2 == len(name) and words == (name[0][:1], name[1]) and not riddle.apart


def relocated(said: Key, riddle: Sheet) -> bool:
    """`elephant from Africa` and `American space agency`, where a name has the people or another place."""
    if not riddle.signs or len(said.base) < 2 or riddle.person:
        return False
    row = tuple(map(knowledge.place_sign, _unowned(said)))
    at = next((at for at, word in enumerate(row) if word in _FROM), 0)
    if riddle.kind is Kind.WORK or (riddle.kind is Kind.ORGANISATION and at and said.base[at] != "of"):
        return False
    if 0 < at < len(row) - 1:
        row = (*row[at + 1 :], *row[:at])
        if row[0][0] != "@" or riddle.kind is Kind.PLACE:
            return False
    elif all(word[0] != "@" for word in row):
        return False
    return len(row) > 1 and any(_alike(row, own) for own in riddle.signs)


def _unowned(said: Key) -> tuple[str, ...]:
    """`Europe's space agency` without the s."""
    owner = _OWNED.match(said.text) if "'" in said.text or "’" in said.text else None
    return Key(f"{owner[1]} {said.text[owner.end() :]}").base if owner else said.base


def _alike(row: tuple[str, ...], own: tuple[str, ...]) -> bool:
    return len(row) == len(own) and all(
        one == two or (one[0] != "@" and same_word(one, two)) for one, two in zip(row, own, strict=True)
    )


def blended(said: Key, riddle: Sheet) -> bool:
    """`star wars the empire strikes back`: a name with words that a longer name of the same work has around it."""
    if riddle.kind is not Kind.WORK or len(said.words) < LEAST:
        return False
    words = set(said.base)
    return any(less < words <= more and not any(map(is_number, words - less)) for less, more in riddle.nested)

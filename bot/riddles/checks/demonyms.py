"""Places and the words for their people: France and French, Paris and Parisian."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from bot.riddles.checks.letters import latin


def key(name: str) -> str:
    """A name as the table knows it."""
    words = latin(name).casefold().replace(".", "").split()
    return " ".join(words[1:] if words[:1] == ["the"] and len(words) > 1 else words)


@cache
def _rows() -> tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]:
    """Each place: the letters of its flag, the keys of its names, and those of its people."""
    text = files("bot.riddles.checks").joinpath("demonyms.txt").read_text("utf-8")
    rows = (line.split("|") for line in text.splitlines() if line and not line.startswith("#"))
    return tuple((iso, _keys(names), _keys(people)) for iso, names, people in rows)


def _keys(listed: str) -> tuple[str, ...]:
    return tuple(key(word) for word in listed.split(",") if word.strip())


@cache
def _table() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for _, places, people in _rows():
        for word in (*places, *people):
            table.setdefault(word, set()).update(places, people)
    return {word: frozenset(others - {word}) for word, others in table.items()}


@cache
def _peoples() -> frozenset[str]:
    return frozenset(word for _, _, people in _rows() for word in people)


def is_people(name: str) -> bool:
    """Whether a word means people or things of a place, not the place."""
    return key(name) in _peoples()


@cache
def _flags() -> dict[str, str]:
    return {iso: places[0] for iso, places, _ in _rows() if iso}


def kin(name: str) -> frozenset[str]:
    """The other words for a place, its people and its language, as keys; nothing for a name that is no place."""
    return _table().get(key(name), frozenset())


def is_known(word: str) -> bool:
    """Whether a key is a place or a people of the table."""
    return word in _table()


def flag(iso: str) -> str | None:
    """The key of the country whose flag two regional letters make."""
    return _flags().get(iso.casefold())


@cache
def _inside() -> dict[str, frozenset[str]]:
    text = files("bot.riddles.checks").joinpath("places.txt").read_text("utf-8")
    table: dict[str, set[str]] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            whole, parts = line.split(":")
            table.setdefault(key(whole), set()).update(key(part) for part in parts.split(","))
    return {whole: frozenset(parts) for whole, parts in table.items()}


def parts(name: str, depth: int = 2) -> frozenset[str]:
    """The keys of the places inside a country or continent, and the words for their people."""
    found: set[str] = set()
    for whole in {key(name), *kin(name)} & _inside().keys():
        for part in _inside()[whole]:
            found |= {part, *kin(part)}
            found |= parts(part, depth - 1) if depth > 0 else frozenset()
    return frozenset(found)

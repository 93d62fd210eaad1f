"""The word lists that ship beside the code."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bot.domain import Kind
from bot.text import fold


@dataclass(frozen=True, slots=True)
class Entry:
    """A name known beforehand: its own spelling, what it is, and where it lies when it is a place."""

    name: str
    kind: Kind
    label: str
    region: str = ""
    demonyms: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Noun:
    """A common noun that says what a name stands for, and the word a question uses for it."""

    kind: Kind
    label: str


def _lines(name: str) -> list[str]:
    text = (files("bot.riddles.craft") / "data" / f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@cache
def word_set(name: str) -> frozenset[str]:
    """A list of single words."""
    return frozenset(word for line in _lines(name) for word in line.split())


@cache
def phrase_set(name: str) -> frozenset[str]:
    """A list of phrases parted by bars, folded."""
    return frozenset(fold(phrase.strip()) for line in _lines(name) for phrase in line.split("|"))


@cache
def rows(name: str) -> list[list[str]]:
    """A table: one row a line, its cells parted by bars."""
    return [[cell.strip() for cell in line.split("|")] for line in _lines(name)]


def _countries() -> list[Entry]:
    return [
        Entry(name, Kind.PLACE, "country", region, tuple(demonyms.split()), tuple(filter(None, others.split(";"))))
        for name, region, demonyms, others in rows("countries")
    ]


def _things() -> list[Entry]:
    return [
        Entry(name, Kind(kind), label, region, (), tuple(filter(None, others.split(";"))))
        for name, label, kind, region, others in rows("famous_things")
    ]


@cache
def known() -> dict[str, Entry]:
    """Every name known beforehand, by its folded spelling; the first entry of a spelling stands."""
    entries = _countries()
    entries += [Entry(name, Kind.PLACE, "city", country) for name, country in rows("cities")]
    entries += _things()
    entries += [Entry(name, Kind(kind), label) for name, label, kind in rows("famous_organisations")]
    entries += [Entry(name, Kind.PERSON, "") for row in rows("famous_people") for name in row]
    found: dict[str, Entry] = {}
    for entry in entries:
        for spelling in (entry.name, *entry.others):
            found.setdefault(fold(spelling), entry)
    return found


@cache
def demonyms() -> dict[str, tuple[str, ...]]:
    """The folded demonyms of each country, by its folded spelling."""
    return {key: tuple(map(fold, entry.demonyms)) for key, entry in known().items() if entry.demonyms}


@cache
def all_demonyms() -> frozenset[str]:
    """Every folded demonym."""
    return frozenset(word for words in demonyms().values() for word in words)


@cache
def nouns() -> dict[str, Noun]:
    """The common nouns that say what a name stands for."""
    found = {noun: Noun(Kind.PERSON, noun) for noun in word_set("person_nouns")}
    for noun, label, kind in rows("thing_nouns"):
        found.setdefault(noun, Noun(Kind(kind), label))
    for noun, label in rows("org_nouns"):
        found.setdefault(noun, Noun(Kind.ORGANISATION, label))
    return found


@cache
def animals() -> frozenset[str]:
    """Animals, in the singular; some of two words."""
    return word_set("animals") | frozenset(_lines("animal_pairs"))

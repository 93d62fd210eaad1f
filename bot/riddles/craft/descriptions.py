"""What we know beforehand of well-known names: facts that never change, from vague to close."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from bot.domain import Kind
from bot.riddles.craft.lists import known, rows
from bot.text import fold

if TYPE_CHECKING:
    from bot.riddles.craft.lists import Entry

_BETWEEN = frozenset({"Armenia", "Azerbaijan", "Cyprus", "Egypt", "Georgia", "Kazakhstan", "Russia", "Turkey"})
"""Countries that some count to one continent and some to another."""


def facts_of(answer: str, kind: Kind, question: str = "") -> tuple[str, ...]:
    """What is known of a name of this kind, the vaguest first; empty where it is not on the lists.

    A city's part of the world is no news to a question that names its country.
    """
    entry = known().get(fold(answer)) or known().get(fold(answer).removeprefix("the "))
    if entry is None or entry.kind is not kind:
        return ()
    first, second = _listed(kind, entry.label).get(fold(entry.name), ("", ""))
    told: tuple[str, ...]
    if kind is Kind.PERSON:
        told = (f"Look for {first}." if first else "", f"Think of {second}." if second else "")
    elif entry.label == "country":
        told = (_continent(entry), first, second)
    elif entry.label == "city":
        news = fold(entry.region).removeprefix("the ") not in fold(question)
        told = (_city(entry), second, first, f"It lies in {entry.region}.") if news else (first, second)
    else:
        told = (first, second)
    return tuple(dict.fromkeys(fact for fact in told if fact))


def _continent(entry: Entry) -> str:
    return "" if entry.name in _BETWEEN else f"Look for a country in {entry.region}."


def _city(entry: Entry) -> str:
    """The part of the world where a city lies."""
    country = known().get(fold(entry.region).removeprefix("the "))
    if country is None:
        return f"Look for a city in {entry.region}."
    return "" if country.name in _BETWEEN else f"Look for a city in {country.region}."


def _listed(kind: Kind, label: str) -> dict[str, tuple[str, str]]:
    if kind is Kind.PERSON:
        return _table("hints_people")
    return _table("hints_places" if label in {"country", "city"} else "hints_organisations")


@cache
def _table(name: str) -> dict[str, tuple[str, str]]:
    """By folded name, the two facts of its row; a name counts for all its spellings."""
    found: dict[str, tuple[str, str]] = {}
    for first, second, names in rows(name):
        for listed in names.split(";"):
            entry = known().get(fold(listed))
            found.setdefault(fold(listed), (first, second))
            if entry is not None:
                found.setdefault(fold(entry.name), (first, second))
    return found

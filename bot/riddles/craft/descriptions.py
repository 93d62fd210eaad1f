"""What we know beforehand of well-known names: facts that never change, from vague to close."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from bot.domain import Kind
from bot.riddles.craft.lists import known, rows
from bot.riddles.craft.newness import is_new
from bot.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.riddles.craft.lists import Entry

_BETWEEN = frozenset({"Armenia", "Azerbaijan", "Cyprus", "Egypt", "Georgia", "Kazakhstan", "Russia", "Turkey"})
"""Countries that some count to one continent and some to another."""

_THINK = "Think of "
_LOOK = "Look for "
_FROM = ("It comes from ", "Its home is ")
_FULL = frozenset({"from", "home", "and"})
_PLAIN_LANDS = frozenset({"Britain", "England", "the United States"})
"""Where most of the news is from: no help by itself."""


def facts_of(answer: str, kind: Kind, question: str = "") -> tuple[str, ...]:
    """What is known of a name of this kind, the vaguest first; empty where it is not on the lists.

    A city's part of the world is no news to a question that names its country.
    """
    entry = known().get(fold(answer)) or known().get(fold(answer).removeprefix("the "))
    if entry is None:
        return _more(kind, answer)
    if entry.kind is not kind:
        return _more(kind, answer)
    close = _more(kind, entry.name) or _more(kind, answer)
    first, second = _listed(kind, entry.label).get(fold(entry.name), ("", ""))
    told: tuple[str, ...]
    if kind is Kind.PERSON:
        told = close or _person(first, second)
    elif entry.label == "country":
        told = (_continent(entry), *(close or (first, second)))
    elif entry.label == "city":
        news = fold(entry.region).removeprefix("the ") not in fold(question)
        told = (_city(entry), f"It lies in {entry.region}.", first, second) if news else (first, second)
        told = (_city(entry) if news else "", *close) if close else told
    else:
        told = _with_reserve(close, second, question) if close else (first, second)
    return tuple(dict.fromkeys(fact for fact in told if fact))


def joined(facts: Sequence[str]) -> list[str]:
    """The facts with what it is and where it comes from in one: "Look for a golfer from Fiji."."""
    country = next((fact for fact in facts if fact.startswith((_THINK, *_FROM))), "")
    rest = [fact for fact in facts if fact != country]
    if country.startswith(_THINK):
        if rest and rest[0].startswith(_LOOK):
            return [f"{rest[0].removesuffix('.')} from {country.removeprefix(_THINK)}", *rest[1:]]
        return rest if country.removeprefix(_THINK).removesuffix(".") in _PLAIN_LANDS else list(facts)
    if country and rest and _takes_more(rest[0]):
        return [f"{rest[0].removesuffix('.')}, and {country[0].lower()}{country[1:]}", *rest[1:]]
    return list(facts)


def _takes_more(fact: str) -> bool:
    """Whether a fact is short enough to be told together with where it comes from."""
    return fact.startswith(("It ", "Its ")) and "," not in fact and not _FULL & {*fact.split()}


def _with_reserve(close: Sequence[str], common: str, question: str) -> tuple[str, ...]:
    """The two facts of a name; what it shares with others comes between them where the question has told one."""
    whole = all(is_new(fact, question) for fact in close)
    return tuple(close) if whole or not common.startswith(_FROM) else (close[0], common, close[1])


def _person(sort: str, country: str) -> tuple[str, ...]:
    return (f"{_LOOK}{sort}." if sort else "", f"{_THINK}{country}." if country else "")


def _more(kind: Kind, name: str) -> tuple[str, ...]:
    """The two facts of a row that is about few names; they count for the kind it says."""
    return _told_more().get((kind, fold(name).removeprefix("the ")), ())


@cache
def _told_more() -> dict[tuple[Kind, str], tuple[str, ...]]:
    """By kind and folded name, the facts of its row."""
    found: dict[tuple[Kind, str], tuple[str, ...]] = {}
    for kind, first, second, names in rows("hints_more"):
        for name in names.split(";"):
            found.setdefault((Kind(kind), fold(name).removeprefix("the ")), (first, second))
    return found


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

"""Lines as good as the name: an office or a post that one person holds. They are held back for a hint."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.domain import Kind
from bot.riddles.craft.lists import all_demonyms, known, nouns, rows, word_set
from bot.text import fold

if TYPE_CHECKING:
    from bot.riddles.craft.names import Name

_ANY = frozenset({"a", "an"})
_PAST = frozenset({"former", "ex"})
_PARTY = re.compile(r"\b(party|labour|conservative|tory|liberal|lib dem|democrat|republican|green|unionist)\b")
_SPORTS = {
    "rugby": ("rugby", "six nations", "scrum", "fly-half", "flanker"),
    "football": ("football", "striker", "midfielder", "champions league", "goalkeeper"),
    "cricket": ("cricket", "wicket", "batsman", "bowler"),
}


def is_office(line: str) -> bool:
    """Whether "I am the Tremlett United manager." says who it is to all who follow the news."""
    said = line.removeprefix("I am ").rstrip(".")
    first, _, rest = said.partition(" ")
    if not line.startswith("I am ") or not rest or fold(first) in _ANY:
        return False
    body = [fold(word) for word in re.findall(r"[\w'-]+", said)]
    if _PAST & {*body[:3]}:
        return False
    return _holder(body) in word_set("offices")


def _holder(body: list[str]) -> str:
    """The noun that says which office: the first person's noun before "of", "to" or "at", the last where none is."""
    before = body
    for place, word in enumerate(body):
        if word in {"of", "to", "at", "for", "in"}:
            before = body[:place]
            break
    people = [word for word in before if (noun := nouns().get(word)) is not None and noun.kind is Kind.PERSON]
    return people[-1] if people and people[-1] == before[-1] else ""


def general(name: Name, field: str, text: str) -> str:
    """The office told without whose: "I captain a rugby team."; empty where we cannot say it."""
    role = name.role
    if role is None or name.kind is not Kind.PERSON:
        return ""
    for noun, asked, line in rows("offices_told"):
        if noun in {role.noun, fold(role.text)} and asked in {"", field} and _is_grounded(noun, role.text):
            return line.replace("SPORT ", _sport(text))
    return ""


def _is_grounded(noun: str, role: str) -> bool:
    """Whether a leader is one of a party, and a president one of a state: other bodies have them too."""
    said = fold(role)
    if noun == "leader":
        return bool(_PARTY.search(said))
    words = {word.removesuffix("'s") for word in said.split()}
    return noun != "president" or any(
        word in all_demonyms() or ((entry := known().get(word)) is not None and entry.label == "country")
        for word in words
    )


def _sport(text: str) -> str:
    """The one sport that a story's words tell, with a blank; empty where they tell none, or two."""
    said = fold(text)
    found = [sport for sport, told in _SPORTS.items() if any(re.search(rf"\b{word}s?\b", said) for word in told)]
    return f"{found[0]} " if len(found) == 1 else ""

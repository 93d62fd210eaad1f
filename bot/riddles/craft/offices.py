"""Lines as good as the name: an office or a post that one person holds. They are held back for a hint."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.domain import Kind
from bot.riddles.craft.lists import all_demonyms, known, nouns, rows, word_set
from bot.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.riddles.craft.names import Name

_ANY = frozenset({"a", "an"})
_PAST = frozenset({"former", "ex"})
_PARTY = re.compile(r"\b(party|labour|conservative|tory|liberal|lib dem|democrat|republican|green|unionist)\b")
_SPORTS = {
    "rugby": ("rugby", "six nations", "scrum", "fly-half", "flanker"),
    "football": ("football", "striker", "midfielder", "champions league", "goalkeeper"),
    "cricket": ("cricket", "wicket", "batsman", "bowler"),
}


def nearly(words: Iterable[str]) -> bool:
    """Whether a word says that it is not the office itself: "deputy prime minister", "president-elect"."""
    said = {fold(part) for word in words for part in (word, *word.split("-"))}
    return bool(said & word_set("nearly_offices"))


def is_grounded(office: str, asked: str, role: str) -> bool:
    """Whether a role is the office in the sense asked for: of a state, a party, a ministry or a firm."""
    said = fold(role)
    before = said.split(" of ")[0].removesuffix(office).split()
    if nearly(word for word in said.split() if word not in office.split()):
        return False
    if asked == "state":
        return _is_of_a_state(office, said)
    if asked == "party":
        return bool(_PARTY.search(said))
    if asked == "ministry":
        return bool({*said.split()} & word_set("ministries"))
    return asked != "firm" or not before or before[-1] == "chief" or role.split()[len(before) - 1][:1].isupper()


def _is_of_a_state(office: str, said: str) -> bool:
    """Whether a country stands right before the office, or right after its "of"."""
    before, _, after = said.partition(" of ")
    owner = before.removesuffix(office).strip().split()[-1:]
    whose = [*owner, after.removeprefix("the ")]
    return any(
        word in all_demonyms() or ((entry := known().get(word)) is not None and entry.label == "country")
        for word in (one.removesuffix("'s").removesuffix("'") for one in whose)
    )


def is_office(line: str) -> bool:
    """Whether "I am the Tremlett United manager." says who it is to all who follow the news."""
    said = line.removeprefix("I am ").rstrip(".")
    first, _, rest = said.partition(" ")
    if not line.startswith("I am ") or not rest or fold(first) in _ANY:
        return False
    body = [fold(word) for word in re.findall(r"[\w'-]+", said)]
    holder = _holder(body)
    return holder in word_set("offices") and not _PAST & {*body[: body.index(holder)]}


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
    for noun, where, line, asked in rows("offices_told"):
        meant = f" {fold(role.text)}".endswith(f" {noun}") and where in {"", field}
        if meant and is_grounded(noun, asked, role.text):
            return line.replace("SPORT ", _sport(text))
    return ""


def _sport(text: str) -> str:
    """The one sport that a story's words tell, with a blank; empty where they tell none, or two."""
    said = fold(text)
    found = [sport for sport, told in _SPORTS.items() if any(re.search(rf"\b{word}s?\b", said) for word in told)]
    return f"{found[0]} " if len(found) == 1 else ""

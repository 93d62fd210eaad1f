"""Whether a text tells a reader something that the riddle has not told."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from bot.riddles.craft.leaks import pieces
from bot.riddles.craft.lists import demonyms, nouns, rows

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from bot.domain import Kind

_ASKED = re.compile(r"\b(?:[Ww]hich|[Ww]hat) [a-z-]+(?: [a-z-]+)? (?:am I|is it)\?")
"""A question that says the kind: "Which novel am I?"."""

_SHORT_FORMS = (
    (re.compile(r"\bU\.?S\.?(?:A\b\.?|\b)|\bUnited States(?: of America)?\b"), "America"),
    (re.compile(r"\bU\.?K\b\.?|\bUnited Kingdom\b|\bGreat Britain\b"), "Britain"),
)
"""Countries that go by several names, which no list of single words can tell."""

_EMPTY = frozenset(
    "its the and for one who has had was are out all "
    "look lies makes comes someone somebody person think that this their with from have into country city place "
    "organisation company they which what star famous stands home writes plays sells flies deals runs works world "
    "story also names says told said more same breath".split()
)
"""Words of a hint that tell nothing by themselves, or that most questions say."""

_ENOUGH_BESIDE = 4
"""New words that make a fact worth telling though a name in it is told."""

_ON = re.compile(r"(?!(?:it|its|he|his|she|her|the|a|an|then|later|in|at|on|of|for|with|by)\b)[a-z]+ ")
"""How the second half of a fact goes on with the same subject."""

_LOOK_FOR = re.compile(r"Look for an? (?P<people>[A-Z]\w+) (?P<sort>[a-z].*)")


def is_new(text: str, question: str) -> bool:
    """Whether at least half of what a fact tells is not in the question, nor follows from its words."""
    return tells_more(text, question, _implied(question))


@lru_cache(maxsize=256)
def _implied(question: str) -> frozenset[str]:
    """What follows from the words of a question."""
    asked = {*same_pieces(question), *pieces(question), *question.lower().split()}
    return frozenset(_same().get(stem, stem) for stem, told in rows("hints_told") if asked & {*told.split()})


def tells_more(text: str, other: str, implied: Collection[str] = ()) -> bool:
    """Whether at least half of what a text tells is not in another; the implied words count as told."""
    mine = [piece for piece in same_pieces(text) if (len(piece) > 2 or piece.isdigit()) and piece not in _EMPTY]
    new = fresh([piece for piece in mine if piece not in implied], (*pieces(other), *same_pieces(other)))
    return len(new) * 2 >= len(mine) > 0 and bool(new)


def rest_of(text: str, question: str) -> str:
    """A fact without the names that the question has told; empty where nothing telling is left of it."""
    asked = {*same_pieces(question)}
    if not _told_names(text, asked):
        return text
    match = _LOOK_FOR.fullmatch(text)
    if match and _told_names(match["people"], asked):
        article = "an" if match["sort"][0] in "aeiou" else "a"
        return rest_of(f"Look for {article} {match['sort']}", question)
    sort, _, home = text.rpartition(" from ")
    if text.startswith("Look for ") and sort and not _told_names(sort, asked) and _told_names(home.rstrip("."), asked):
        return f"{sort}."
    half = _half_of(text, asked)
    if half:
        return half
    others = [name for name in _names(text) if name not in asked]
    new = fresh(telling_words(text), tuple(asked))
    return text if others or len(new) >= _ENOUGH_BESIDE else ""


def _half_of(text: str, asked: Collection[str]) -> str:
    """The half of a fact of two that names nothing told; empty where there is none that can stand alone."""
    first, _, second = text.rstrip(".").partition(", and ")
    if second and not _told_names(first, asked):
        return f"{first}."
    if second.startswith(("it ", "its ", "he ", "his ", "she ", "her ")) and not _told_names(second, asked):
        return f"{second[0].upper()}{second[1:]}."
    who = first.partition(" ")[0]
    if second and who in {"It", "He", "She"} and not _told_names(f"and {second}", asked) and _ON.match(second):
        return f"{who} {second}."
    return ""


@lru_cache(maxsize=1_024)
def same_pieces(text: str) -> tuple[str, ...]:
    """The words of a text, those that tell the same as one: "US", "America" and "American"; "tycoon" and "magnate"."""
    for form, name in _SHORT_FORMS:
        text = form.sub(name, text)
    return tuple(_same().get(piece, piece) for piece in pieces(text))


def fresh(mine: Sequence[str], asked: Sequence[str]) -> list[str]:
    """The words that no word of a question tells, in whatever form."""
    told = {piece[:5] for piece in asked} | _lands_in(asked)
    long = [piece for piece in told if len(piece) > 3]
    new = [piece for piece in mine if piece[:5] not in told and not any(map(piece[:5].startswith, long))]
    return [piece for piece in new if not any(one.startswith(piece) for one in long if len(piece) > 3)]


def telling_words(text: str) -> list[str]:
    """The words of a text that tell something."""
    return [piece for piece in pieces(text) if (len(piece) > 3 or piece.isdigit()) and piece not in _EMPTY]


def asks_kind(question: str, kind: Kind) -> bool:
    """Whether the question says what sort of thing the answer is."""
    said = any(piece in nouns() and nouns()[piece].kind is kind for piece in pieces(question))
    return said or bool(_ASKED.search(question))


def _names(text: str) -> list[str]:
    """The names in a text, each of their words alone; its first word has a capital whatever it is."""
    return [piece for word in re.findall(r"(?<!^)\b[A-Z][\w'-]+", text) for piece in same_pieces(word)[:1]]


def _told_names(text: str, asked: Collection[str]) -> bool:
    """Whether a question has a name of the text; alone, a text is a name from its first word on."""
    return any(name in asked for name in (_names(text) if " " in text else same_pieces(text)))


def _lands_in(asked: Sequence[str]) -> set[str]:
    """The beginnings of the countries whose people a question names: "Irish" tells of Ireland."""
    told = {*asked}
    named = [country for country, people in demonyms().items() if not told.isdisjoint(people)]
    return {piece[:5] for country in named for piece in pieces(country)}


@cache
def _same() -> dict[str, str]:
    """By word, the one that stands for it: a people for its country, and each of a row for the first."""
    found = {people: land for land, names in demonyms().items() if " " not in land for people in names}
    for row in rows("hints_same"):
        first, *others = row[0].split()
        found |= dict.fromkeys(others, first)
    return found

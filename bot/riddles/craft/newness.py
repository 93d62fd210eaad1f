"""Whether a text tells a reader something that the riddle has not told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.riddles.craft.leaks import pieces
from bot.riddles.craft.lists import demonyms, nouns, rows

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from bot.domain import Kind

_ASKED = re.compile(r"\b(?:[Ww]hich|[Ww]hat) [a-z-]+(?: [a-z-]+)? (?:am I|is it)\?")
"""A question that says the kind: "Which novel am I?"."""

_EMPTY = frozenset(
    "its the and for one who has had was are out all "
    "look lies makes comes someone somebody person think that this their with from have into country city place "
    "organisation company they which what star famous stands home writes plays sells flies deals runs works world "
    "story also names says told said more".split()
)
"""Words of a hint that tell nothing by themselves, or that most questions say."""


def is_new(text: str, question: str) -> bool:
    """Whether at least half of what a fact tells is not in the question, nor follows from its words."""
    asked = {*pieces(question), *question.lower().split()}
    implied = {stem for stem, told in rows("hints_told") if asked & {*told.split()}}
    return tells_more(text, question, implied)


def tells_more(text: str, other: str, implied: Collection[str] = ()) -> bool:
    """Whether at least half of what a text tells is not in another; the implied words count as told."""
    mine = [piece for piece in pieces(text) if (len(piece) > 2 or piece.isdigit()) and piece not in _EMPTY]
    new = fresh([piece for piece in mine if piece not in implied], pieces(other))
    return len(new) * 2 >= len(mine) > 0 and bool(new)


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


def _lands_in(asked: Sequence[str]) -> set[str]:
    """The beginnings of the countries whose people a question names: "Irish" tells of Ireland."""
    named = {country for country, people in demonyms().items() if set(people) & {*asked}}
    return {piece[:5] for country in named for piece in pieces(country)}

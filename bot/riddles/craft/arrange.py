"""The lines of a first-person riddle: their order and their beginnings, so that not all riddles open alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zlib import crc32

from bot.riddles.craft.openings import in_one, with_apposition
from bot.text import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.riddles.craft.facts import Fact

_OFTEN = 2
"""Of three riddles with a short definition, those that begin with it."""

_APPOSED = 9
"""Most words of a definition that goes in front of a deed."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line with the sentences behind it; `calls` is what it says the answer is, where it says that."""

    text: str
    sentences: tuple[int, ...]
    calls: str = ""


def definition_line(text: str, sentence: int) -> Line:
    """The line that says what the answer is."""
    return Line(text, (sentence,), text.removeprefix("I am ").rstrip("."))


def arrange(what: Line | None, deeds: Sequence[Fact], seed: str) -> list[Line]:
    """Put deeds and definition in an order that gives the least away first.

    The seed decides among orders that are as good: the definition last, second, or in front of a deed that says I.
    """
    turn = crc32(seed.encode())
    lines = _paired([Line(fact.text, (fact.sentence,)) for fact in deeds])
    if deeds and deeds[0].front and turn % 4:
        lines[0] = Line(deeds[0].front, lines[0].sentences) if lines[0].text == deeds[0].text else lines[0]
    if what is None:
        return lines
    apposed = turn // 4 % 3 < _OFTEN and lines and len(words(what.text)) <= _APPOSED
    whole = with_apposition(what.text, lines[0].text) if apposed else ""
    if whole:
        both = tuple(dict.fromkeys((*what.sentences, *lines[0].sentences)))
        return [Line(whole, both, what.calls), *lines[1:]]
    place = 1 if turn // 12 % 3 == 0 and lines else len(lines)
    return [*lines[:place], what, *lines[place:]]


def _paired(lines: list[Line]) -> list[Line]:
    """Join two short facts that follow each other."""
    for i in range(len(lines) - 1):
        whole = in_one(lines[i].text, lines[i + 1].text)
        if whole:
            both = tuple(dict.fromkeys((*lines[i].sentences, *lines[i + 1].sentences)))
            return [*lines[:i], Line(whole, both), *lines[i + 2 :]]
    return lines

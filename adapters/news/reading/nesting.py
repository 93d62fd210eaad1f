"""A first, cheap look at XML: bombs are refused before a parser that builds trees sees them."""

from __future__ import annotations

from pyexpat import ExpatError, ParserCreate

from adapters.news.reading.trouble import Unreadable

DEEPEST = 250
"""Levels of elements that a feed may have."""

LONGEST_ENTITY = 1_000
"""Characters an entity declared by a feed may stand for."""


class _Look:
    def __init__(self) -> None:
        self.depth = 0

    def start(self, *_: object) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise Unreadable(f"is nested more than {DEEPEST} levels deep")

    def end(self, *_: object) -> None:
        self.depth -= 1

    def entity(self, _name: str, _parameter: bool, value: str | None, *_: object) -> None:
        """Numbers and letters of old feeds are fine; an entity made of entities is a bomb."""
        if value and (len(value) > LONGEST_ENTITY or value.count("&") > value.count("&#")):
            raise Unreadable("declares entities that unfold into other entities, so it is not read")


def refuse_bombs(body: bytes) -> None:
    """Refuse deep nesting and entities that unfold; XML that is merely broken is left to the lenient parser."""
    look, parser = _Look(), ParserCreate()
    parser.StartElementHandler = look.start
    parser.EndElementHandler = look.end
    parser.EntityDeclHandler = look.entity
    try:
        parser.Parse(body, True)
    except (ExpatError, ValueError, LookupError):
        return

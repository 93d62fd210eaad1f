"""Mild doubts about a clause: each costs it some of its score, and a riddle its tier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain import Kind
from bot.riddles.craft import gates

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from bot.riddles.craft.names import Name
    from bot.riddles.craft.reading import Sentence
    from bot.riddles.craft.spotting import Mention


def doubts(
    name: Name,
    names: tuple[Name, ...],
    sentence: Sentence,
    kept: Sequence[int],
    mine: Collection[int],
    text: str,
) -> frozenset[str]:
    """What a reader may stumble over: "the move", a stranger, "now", a dark word."""
    found = {
        "bare": gates.bare_definites(sentence.doc, kept, mine) > 0,
        "unknown": unknown_person(name, names, sentence, kept),
        "deictic": gates.deictic(sentence.doc, kept),
        "taint": gates.tainted(text),
    }
    return frozenset(flag for flag, there in found.items() if there)


def _is_introduced(sentence: Sentence, mention: Mention) -> bool:
    """Whether a noun says who it is: "coach X", "another Ethiopian, X,", "X, a baker,"."""
    doc = sentence.doc
    root = doc[mention.start : mention.end].root
    before = mention.start > 0 and doc[mention.start - 1].pos_ == "NOUN"
    return before or root.dep_ == "appos" or any(child.dep_ == "appos" for child in root.children)


def unknown_person(name: Name, names: tuple[Name, ...], sentence: Sentence, kept: Sequence[int]) -> bool:
    """Whether the kept words name a person whom few know and nobody introduces."""
    places = set(kept)
    return any(
        other.kind is Kind.PERSON
        and other.text != name.text
        and other.sure
        and not other.famous
        and mention.start in places
        and not _is_introduced(sentence, mention)
        for other in names
        for mention in other.mentions
        if mention.sentence == sentence.number
    )

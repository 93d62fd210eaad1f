"""Short names given in full: "City" and a surname alone are clear only to who has read the story."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain import Kind
from bot.text import fold

if TYPE_CHECKING:
    from collections.abc import Collection

    from bot.riddles.craft.names import Name
    from bot.riddles.craft.reading import Sentence

_SHORT = frozenset("united city town rovers county athletic albion wanderers rangers hotspur argyle".split())
_LONGEST = 3


def full_names(name: Name, names: tuple[Name, ...], sentence: Sentence, kept: Collection[int]) -> dict[int, str]:
    """The words to put in place of short names in the kept part of a sentence, each once."""
    found: dict[int, str] = {}
    for other in names:
        whole = _whole(other)
        if other.text == name.text or other.ambiguous or not whole:
            continue
        here = [m for m in other.mentions if m.sentence == sentence.number and m.start in kept]
        short = next(iter(here), None)
        if short is None or short.end != short.start + 1 or not _is_short(other, short.text):
            continue
        if not _has_title(sentence, short.start):
            found[short.start] = whole
    return found


def _whole(other: Name) -> str:
    """The name in full: of a person first name and surname, of a club the town too."""
    parts = other.text.split()
    return other.text if 1 < len(parts) <= _LONGEST and all(part[:1].isupper() for part in parts) else ""


def _is_short(other: Name, text: str) -> bool:
    if " " in text:
        return False
    if other.kind is Kind.PERSON:
        return other.text.endswith(f" {text}")
    return fold(text) in _SHORT and other.text.endswith(f" {text}")


def _has_title(sentence: Sentence, start: int) -> bool:
    """Whether a title or another name stands before it, which the full name would jar with."""
    if not start:
        return False
    before = sentence.doc[start - 1]
    return fold(before.text).rstrip(".") in {"mr", "mrs", "ms", "miss", "dr", "sir", "lord", "lady", "the"} or (
        before.pos_ == "PROPN" and bool(before.whitespace_)
    )

"""Which riddle a player means: `142`, `142.2`, or nothing at all."""

from __future__ import annotations

import re

from bot.errors import UsageError
from bot.game.sentences import no_number, no_such_place

_SPOT = re.compile(r"(?:no\.?\s*|#)?(\d{1,6})(?:\.(\d))?", re.IGNORECASE)


def read_spot(text: str) -> tuple[int, int | None] | None:
    """The number of an edition and the place in it, where a text is nothing else; the place may be left out."""
    found = _SPOT.fullmatch(text.strip())
    return (int(found[1]), int(found[2]) if found[2] else None) if found else None


def asked_spot(text: str) -> tuple[int, int | None]:
    """The number and place of a text; raises `UsageError` where it names no riddle."""
    found = read_spot(text)
    if found is None:
        raise UsageError(no_number())
    return found


def is_spot(text: str) -> bool:
    """Whether a text is nothing but the number of a riddle, with its deck before a slash or without."""
    return read_spot(text.rpartition("/")[2]) is not None


def place_of(asked: int, several: int) -> int:
    """The place that is asked for; raises `UsageError` where the edition has no such place."""
    if not 1 <= asked <= several:
        raise UsageError(no_such_place(several))
    return asked

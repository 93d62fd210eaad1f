"""Entries of a round's log, and the fields by which a delivery and a player's words are known again."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from adapters.store.replies import octets
from bot.domain import Entry
from bot.records import dump, load
from bot.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

NAMELESS = "\0"
"""What the names begin with that stand for players who had themselves forgotten."""


def split_entry(entry: Entry) -> tuple[bytes, bytes]:
    """An entry as JSON before and after its judgement, which the step in the store decides.

    Quotes inside a text are escaped, so the last bare key of that name is the entry's own.
    """
    assert entry.judgement is not None  # noqa: S101 - a guess has one
    said = f'"{entry.judgement.value}"'.encode()
    before, key, after = dump(entry).rpartition(b'"judgement":' + said)
    return before + key.removesuffix(said), after


def read_entries(found: Sequence[object]) -> tuple[Entry, ...]:
    """Entries as they were stored."""
    return tuple(load(Entry, octets(entry)) for entry in found)


def delivery_field(player: str, delivery: str) -> str:
    """A delivery's field: two players' ids never meet, and an endless id takes no more room than a short one."""
    return f"d:{_digest(player, delivery)}" if delivery else ""


def words_field(player: str, text: str) -> str:
    """The field of what a player said, the same for what two people would call the same letters."""
    return f"w:{_digest(player, ' '.join(fold(text).split()))}"


def clean(text: str) -> str:
    """Without halves of characters, which a broken terminal sends and no JSON can hold, and without the one that parts.

    `NAMELESS` stands for that one alone: nobody from outside can be called so.
    """
    if text.isascii() and "\0" not in text:
        return text
    return text.replace("\0", "?").encode("utf-8", "replace").decode()


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:32]

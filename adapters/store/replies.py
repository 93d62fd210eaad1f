"""What the client answers, in the one type it really has: it is told never to decode, but its types do not know."""

from __future__ import annotations

from datetime import date

from bot.errors import StoreError


def octets(reply: object) -> bytes:
    """A reply that is a string of bytes."""
    if not isinstance(reply, bytes):
        raise StoreError(f"The store answered with {type(reply).__name__} where a text was expected.")
    return reply


def text(reply: object) -> str:
    """A reply that is a text."""
    return octets(reply).decode("utf-8", "replace")


def day(reply: object) -> date:
    """A reply that is a date."""
    try:
        return date.fromisoformat(text(reply))
    except ValueError as error:
        raise StoreError("A stored date cannot be read.") from error

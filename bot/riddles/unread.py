"""Replies that could not be read: no riddle carries them, so they are told to whoever listens."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from bot.errors import ReplyError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.riddles.pipelines.ask import Reply

LIMIT = 4_000
"""Most characters of such a reply that are told."""

_HEARD: ContextVar[list[str] | None] = ContextVar("unread", default=None)


@contextmanager
def listening() -> Iterator[list[str]]:
    """What the replies said that are asked for while this lasts and cannot be read, in the order they came."""
    heard: list[str] = []
    before = _HEARD.set(heard)
    try:
        yield heard
    finally:
        _HEARD.reset(before)


@contextmanager
def reading(reply: Reply) -> Iterator[None]:
    """While this lasts a reply is read; where it cannot be, whoever listens hears what it said."""
    try:
        yield
    except ReplyError:
        if (heard := _HEARD.get()) is not None:
            heard.append((reply.written or reply.thoughts)[:LIMIT])
        raise

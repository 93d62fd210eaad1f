"""Work that waits for a process of another kind, or for a later moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from bot.domain import Due


class Makes(Protocol):
    """Who has editions made."""

    async def make(self, deck: str, day: date, *, quick: bool = False) -> None:
        """Have an edition made by a process of the queue `make`; `quick` takes what is at hand, without the news."""


class Tasks(Makes, Protocol):
    """A queue that spreads work. Losing it loses nothing: what is due stands in the store.

    A task has the name of the thing it is about: asked for twice before it is done, it is done once.
    """

    async def send(self, due: Sequence[Due]) -> None:
        """Have these sent by a process of the queue `send`."""

    async def look_again(self, deck: str, day: date) -> None:
        """Have the newest articles of an edition's stories read once more."""

    async def tidy(self, day: date) -> None:
        """Have done, once a day, what keeps the store small: texts past their time, communities that left."""

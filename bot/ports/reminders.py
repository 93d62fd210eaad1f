"""Where it is kept who wants to be reminded before a streak ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import date


class ReminderStore(Protocol):
    """Players who asked for it, by community; nobody else is reminded of anything."""

    async def ask(self, community: str, player: str, *, on: bool) -> None:
        """A player wants to be reminded, or no more."""

    async def is_asked(self, community: str, player: str) -> bool:
        """Whether a player wants to be reminded."""

    async def communities(self) -> tuple[str, ...]:
        """The communities in which somebody ever asked for it."""

    async def asked(self, community: str) -> tuple[str, ...]:
        """The players of a community who want to be reminded."""

    async def first(self, community: str, player: str, day: date) -> bool:
        """True for the first who asks for a player and day, as long as the player wants to be reminded."""

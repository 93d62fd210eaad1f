"""Where it is kept until when a platform was listened to, and which conversations there are: what is missed is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime


class HeardStore(Protocol):
    """Of each community: the last moment somebody listened, and the conversations that somebody wrote in lately."""

    async def listening(self, community: str, at: datetime) -> None:
        """Note that one listens at this moment."""

    async def until(self, community: str) -> datetime | None:
        """The last such moment, or None where nobody ever listened."""

    async def wrote(self, community: str, conversation: str, at: datetime) -> None:
        """Note that somebody wrote in a conversation."""

    async def conversations(self, community: str, most: int) -> tuple[str, ...]:
        """The conversations somebody wrote in, the latest first."""

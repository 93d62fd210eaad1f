"""Where it is kept until when a platform was listened to, and which conversations there are: what is missed is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
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

    async def owe(self, community: str, since: datetime) -> None:
        """Note that what was said from this moment on is to be read."""

    async def owed(self, community: str) -> tuple[datetime, ...]:
        """The moments from which on it is to be read; none where all is."""

    async def settle(self, community: str, owed: Sequence[datetime]) -> None:
        """Note that all was read that was owed since these moments."""

    async def lead(self, community: str, who: str, seconds: float) -> bool:
        """Whether one of many is who reads, for so long from now on."""

"""What is kept, seen as a whole: which communities there are, and what goes when one leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import date, datetime


class TidyStore(Protocol):
    """Each step may be done again after a death in between, and goes on where it stopped."""

    async def communities(self) -> tuple[str, ...]:
        """Every community that ever played."""

    async def tidied(self, community: str) -> date | None:
        """The day before which nothing is left to be tidied."""

    async def keep_tidied(self, community: str, day: date) -> None:
        """Note that day."""

    async def leave(self, community: str, at: datetime) -> None:
        """Note that a community is to be forgotten."""

    async def leaving(self) -> tuple[str, ...]:
        """The communities that are to be forgotten, who left first at the front."""

    async def left(self, community: str, at: datetime) -> None:
        """Nothing is kept of it any more; what somebody wrote who was at it shows later."""

    async def gone(self, until: datetime) -> tuple[str, ...]:
        """The communities that were forgotten until a moment, and not looked at again."""

    async def settle(self, community: str) -> None:
        """It was looked at again, or came back: it is as any other."""

    async def purge(self, community: str) -> None:
        """Delete all that is kept of a community, its channels and deliveries apart."""

    async def compact(self) -> None:
        """Let what was deleted leave the disk too, where the server is ours; nothing elsewhere."""

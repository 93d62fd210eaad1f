"""Where it is kept which workspaces installed the app, and with which token."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from bot.domain import Installation


class InstallStore(Protocol):
    """Installations, their tokens encrypted, and the states of those under way."""

    async def keep(self, installation: Installation) -> None:
        """Keep an installation; a later one of the same community takes its place."""

    async def installation(self, community: str) -> Installation | None:
        """The installation of a community, or None where there is none."""

    async def communities(self) -> tuple[str, ...]:
        """The communities that installed it."""

    async def remove(self, community: str) -> None:
        """Forget an installation."""

    async def alone(self, community: str, seconds: float) -> bool:
        """Whether one is the first, for so long, to renew a community's token."""

    async def begin(self, state: str, seconds: int) -> None:
        """Remember that somebody began to install."""

    async def finish(self, state: str) -> bool:
        """Whether somebody began with this state and nobody finished it; it is used up by that."""

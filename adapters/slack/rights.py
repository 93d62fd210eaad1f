"""Who is a host: asked of us and of Slack on every admin verb, whatever the payload says."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from adapters.slack.teams import looking
from bot.errors import CannotLook, ChannelGone, DeliveryError, NotTaken, StoreUnavailable

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from adapters.slack.teams import Robot, Teams
    from bot.ports.communities import CommunityStore

KNOWN_SECONDS = 60.0
"""How long it is believed what Slack said of somebody: who stops being an admin is one a minute longer."""

NEVER_SECONDS = 3_600.0
ASKING_SECONDS = 1.2
MOST_KNOWN = 5_000


@dataclass(slots=True)
class Rights:
    """Hosts: admins, those named by them or by the settings, and the installer; of a channel also who created it."""

    teams: Teams
    communities: CommunityStore
    named: frozenset[str]
    now: Callable[[], float]
    _known: dict[tuple[str, ...], tuple[float, bool]] = field(default_factory=dict)

    async def is_host(self, community: str, user: str) -> bool:
        """Whether somebody is a host of the whole community."""
        if not user:
            return False
        if user in self.named or user in (await self.communities.customs(community)).hosts:
            return True
        robot = await self._robot(community)
        if robot is None:
            return False
        if user == robot.installer:
            return True
        if not robot.may("users:read"):
            return False
        return await self._remembered(("admin", community, user), lambda: self._is_admin(community, user))

    async def is_host_of(self, community: str, user: str, channel: str) -> bool:
        """Whether somebody is a host of one channel."""
        if await self.is_host(community, user):
            return True
        robot = await self._robot(community)
        if not user or not channel or robot is None or not robot.may("channels:read", "groups:read"):
            return False
        return await self._remembered(
            ("creator", community, user, channel), lambda: self._created(community, user, channel)
        )

    async def zone(self, community: str, user: str) -> str:
        """The zone of somebody's profile, or UTC where it may not be read."""
        robot = await self._robot(community)
        client = await self.teams.client(community)
        if robot is None or client is None or not robot.may("users:read"):
            return "UTC"
        try:
            async with asyncio.timeout(ASKING_SECONDS):
                with looking(self.teams, community):
                    answer = await client.users_info(user=user)
        except (DeliveryError, TimeoutError):
            return "UTC"
        return str((answer.get("user") or {}).get("tz") or "UTC")

    async def _robot(self, community: str) -> Robot | None:
        try:
            return await self.teams.robot(community)
        except DeliveryError as error:
            raise StoreUnavailable("Slack does not say who we are.") from error

    async def _remembered(self, what: tuple[str, ...], ask: Callable[[], Awaitable[bool]]) -> bool:
        known = self._known.get(what)
        if known is not None and known[0] > self.now():
            return known[1]
        seconds = KNOWN_SECONDS
        try:
            async with asyncio.timeout(ASKING_SECONDS):
                found = await ask()
        except CannotLook:
            found, seconds = False, NEVER_SECONDS  # the scope is not granted
        except (ChannelGone, NotTaken):
            found = False  # there is nobody of that name
        except (DeliveryError, TimeoutError):
            raise StoreUnavailable("Slack does not tell who is an admin.") from None
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        self._known[what] = (self.now() + seconds, found)
        return found

    async def _is_admin(self, community: str, user: str) -> bool:
        client = await self.teams.client(community)
        if client is None:
            return False
        with looking(self.teams, community):
            found = (await client.users_info(user=user)).get("user") or {}
        team = str(found.get("team_id") or "")
        same = not team or community.endswith(f":{team}")
        return same and not found.get("deleted") and bool(found.get("is_admin") or found.get("is_owner"))

    async def _created(self, community: str, user: str, channel: str) -> bool:
        client = await self.teams.client(community)
        if client is None:
            return False
        with looking(self.teams, community):
            found = (await client.conversations_info(channel=channel)).get("channel") or {}
        return found.get("creator") == user

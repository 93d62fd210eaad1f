"""What players are called, for posts that everybody reads: a mention would call them by name each day.

Slack calls whoever a message mentions, and tells names to who may read profiles (`users:read`). So a post names people
in plain words where that scope is there, and nobody where it is not. No name is kept: each is asked for again.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from adapters.slack.teams import looking
from bot.domain import Post
from bot.errors import ChannelGone, NotTaken, RiddleError
from bot.text import one_line, shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from slack_sdk.web.async_client import AsyncWebClient

    from adapters.slack.teams import Teams
    from bot.domain import Content

KNOWN_SECONDS = 3_600.0
"""How long a name is believed, in this process alone."""

ASKING_SECONDS = 4.0
"""Longest that a post waits for names."""

MOST_KNOWN = 2_000
LONGEST = 40


def told_of(content: Content) -> frozenset[str]:
    """Whom a content would name."""
    if not isinstance(content, Post):
        return frozenset()
    best = content.yesterday.best if content.yesterday is not None else ()
    board = content.board.top if content.board is not None else ()
    return frozenset((*best, *(one.player for one in board)))


@dataclass(slots=True)
class Names:
    """Asks what players are called."""

    teams: Teams
    now: Callable[[], float]
    _known: dict[tuple[str, str], tuple[float, str]] = field(default_factory=dict)

    async def of(self, community: str, players: Iterable[str]) -> Mapping[str, str]:
        """The names of these players, as far as Slack tells them in time."""
        wanted = frozenset(players)
        try:
            async with asyncio.timeout(ASKING_SECONDS):
                await self._ask(community, [one for one in wanted if not self._called(community, one)])
        except (RiddleError, TimeoutError):
            pass
        return {one: called for one in wanted if (called := self._called(community, one))}

    async def _ask(self, community: str, players: list[str]) -> None:
        robot, client = await self.teams.robot(community), await self.teams.client(community)
        if robot is None or client is None:
            return
        for player in players:
            if not ((await self.teams.robot(community)) or robot).may("users:read"):
                return
            with suppress(ChannelGone, NotTaken):  # there is nobody of that name any more
                self._keep(community, player, await self._name(client, community, player))

    async def _name(self, client: AsyncWebClient, community: str, player: str) -> str:
        with looking(self.teams, community):
            answer = await client.users_info(user=player)
        return _shown(answer.get("user"))

    def _keep(self, community: str, player: str, name: str) -> None:
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        self._known[community, player] = (self.now() + KNOWN_SECONDS, name)

    def _called(self, community: str, player: str) -> str:
        until, name = self._known.get((community, player), (0.0, ""))
        return name if until > self.now() else ""


def _shown(user: Any) -> str:
    """The name that people see: the one somebody chose, or his own."""
    found: dict[str, Any] = user if isinstance(user, dict) else {}
    profile: dict[str, Any] = found.get("profile") or {}
    names = (profile.get("display_name"), profile.get("real_name"), found.get("real_name"), found.get("name"))
    return shorten(one_line(next((one for one in names if isinstance(one, str) and one.strip()), "")), LONGEST)

"""Messages to Slack's channels: posted with a name that can be looked for, edited, and private lines."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Protocol

from adapters.slack.blocks import plain
from adapters.slack.calls import meant
from adapters.slack.teams import looking
from adapters.slack.text import alternative
from bot.domain import Limit
from bot.errors import CannotLook, ChannelGone, NotSent
from bot.ports.now import system_now

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from datetime import datetime

    from slack_sdk.web.async_client import AsyncWebClient

    from adapters.slack.teams import Teams
    from bot.domain import Channel, ChannelKey, Content

EVENT = "riddle_sent"
"""The type of the metadata a post carries."""

PAGE = 100
"""Messages that are asked for in a call; a new distributed app is given fifteen."""

MOST_PAGES = 4
WINDOW = timedelta(minutes=4)
"""How long after its try a post is looked for: no call of ours lasts so long."""

LONG_AGO = timedelta(hours=30)
"""From further back than this, it is not known when the try was: then all since is looked at."""

MOST_TOLD = 3
"""Hosts who are told a thing one by one, where they have no channel of their own."""

A_MINUTE = 60.0
POSTS_A_MINUTE = 200
"""Posts of one workspace in a minute: Slack lets through several hundred."""


class Shows(Protocol):
    """Who makes Block Kit of a content."""

    async def __call__(self, community: str, content: Content) -> dict[str, Any]:
        """`text` and `blocks`."""


async def _nobody(_: str) -> Sequence[str]:
    return ()


class SlackMessenger:
    """The `Messenger` of all workspaces."""

    def __init__(self, teams: Teams, shows: Shows, hosts: Callable[[str], Awaitable[Sequence[str]]] = _nobody) -> None:
        self._teams = teams
        self._shows = shows
        self._hosts = hosts

    def limits(self, channel: ChannelKey) -> Sequence[Limit]:
        """One message a second in a channel, and what a workspace bears in a minute (rate-limits)."""
        return (
            Limit(f"{channel.community}:{channel.channel}", 1.0),
            Limit(channel.community, POSTS_A_MINUTE / A_MINUTE, 20),
        )

    async def post(self, channel: Channel, content: Content, name: str) -> str:
        """Post and return the message's time stamp; the name stands in its metadata."""
        client, shown = await self._of(channel.key.community), await self._shows(channel.key.community, content)
        metadata = {"event_type": EVENT, "event_payload": {"name": name}}
        with meant():
            answer = await client.chat_postMessage(
                channel=channel.key.channel, metadata=metadata, unfurl_links=False, unfurl_media=False, **shown
            )
        return str(answer["ts"])

    async def find(self, channel: Channel, name: str, since: datetime) -> str | None:
        """The message of that name; raises `CannotLook` without the scope to read the channel."""
        client, cursor = await self._of(channel.key.community), ""
        robot = await self._teams.robot(channel.key.community)
        if robot is not None and not robot.may("channels:history", "groups:history", "im:history"):
            raise CannotLook("The app may not read this channel's messages.")
        near = since > system_now() - LONG_AGO
        latest = f"{(since + WINDOW).timestamp():.6f}" if near else None
        for _ in range(MOST_PAGES):
            with looking(self._teams, channel.key.community):
                page = await client.conversations_history(
                    channel=channel.key.channel, oldest=f"{since.timestamp():.6f}", include_all_metadata=True,
                    limit=PAGE, cursor=cursor or None, latest=latest,
                )  # fmt: skip
            for message in page.get("messages") or []:
                if _name(message) == name:
                    return str(message["ts"])
            cursor = ((page.get("response_metadata") or {}).get("next_cursor")) or ""
            if not cursor:
                return None
        raise NotSent("The channel is too busy to look for the post at once.", A_MINUTE)

    async def edit(self, channel: Channel, message: str, content: Content) -> None:
        """Put other content in the place of a message's."""
        client, shown = await self._of(channel.key.community), await self._shows(channel.key.community, content)
        with meant():
            await client.chat_update(channel=channel.key.channel, ts=message, **shown)

    async def tell(self, community: str, player: str, text: str, channel: str = "") -> None:
        """A direct message to a player; a line to the hosts in their channel, or to the first who are known."""
        client = await self._of(community)
        for to in [player or channel] if player or channel else await self._known_hosts(community):
            with meant():
                await client.chat_postMessage(
                    channel=to, text=alternative(text), unfurl_links=False, unfurl_media=False, blocks=plain(text)
                )

    async def _known_hosts(self, community: str) -> Sequence[str]:
        robot = await self._teams.robot(community)
        installer = (robot.installer,) if robot is not None and robot.installer else ()
        known = tuple(dict.fromkeys((*await self._hosts(community), *installer)))[:MOST_TOLD]
        if not known:
            raise ChannelGone("The hosts have named no channel of theirs, and none of them is known.")
        return known

    async def _of(self, community: str) -> AsyncWebClient:
        found = await self._teams.client(community)
        if found is None:
            raise ChannelGone("The app is not installed in this workspace any more.")
        return found


def _name(message: dict[str, Any]) -> str:
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") != EVENT:
        return ""
    return str((metadata.get("event_payload") or {}).get("name") or "")

"""Reads what was written in one workspace while nobody listened: direct messages, and replies under posts.

Slack sends an event again for some minutes; what is older than that only stands in the conversations. A message that
is read here and comes as an event as well counts once: it has one name, made of where and when it was written.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from adapters.slack import events
from adapters.slack.pace import paced, readings
from adapters.slack.said import event
from adapters.slack.teams import looking
from bot.domain import Matter
from bot.errors import ChannelGone, DeliveryError, MaybeSent, NotSent

if TYPE_CHECKING:
    from datetime import datetime

    from slack_sdk.web.async_client import AsyncWebClient

    from adapters.slack.office import Office
    from adapters.slack.teams import Robot
    from bot.domain import Delivery
    from bot.ports.heard import HeardStore

_log = logging.getLogger(__name__)

MARGIN = timedelta(seconds=15)
LONGEST = timedelta(days=2)
"""How far back one looks: an older guess is at a riddle that is over."""

MOST_CONVERSATIONS, MOST_THREADS = 10, 4
"""How many are read at a time: a new distributed app is given few such calls."""

PAGE, MOST_PAGES = 15, 4
"""Messages that a new distributed app is given in a call, and calls for one conversation."""

TRIES = 2
LONGEST_WAIT = 90.0


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads one workspace; `every` is how many seconds there are to be between two calls of one method, if any."""

    office: Office
    heard: HeardStore
    robot: Robot
    every: float = 0.0

    async def read(self, since: datetime) -> None:
        """Read what was written since then, as far as the scopes go."""
        now, community = self.office.tidying.now(), self.robot.community
        client = await self.office.teams.client(community)
        if client is None:
            return
        oldest = f"{max(since - MARGIN, now - LONGEST).timestamp():.6f}"
        # Each method has a limit of its own.
        await asyncio.gather(self._direct(client, oldest), self._threads(client, oldest, now))

    async def _direct(self, client: AsyncWebClient, oldest: str) -> None:
        if self.robot.may("im:history"):
            for conversation in await self.heard.conversations(self.robot.community, MOST_CONVERSATIONS):
                await self._read(client, "conversations.history", conversation, {"oldest": oldest})

    async def _threads(self, client: AsyncWebClient, oldest: str, now: datetime) -> None:
        if not self.robot.may("channels:history", "groups:history"):
            return
        for post in await self._posts(now):
            asked = {"oldest": oldest, "ts": post.message}
            await self._read(client, "conversations.replies", post.sending.channel.channel, asked)

    async def _posts(self, now: datetime) -> list[Delivery]:
        """The posts whose threads people may write in, the latest first."""
        first, last = (now - LONGEST).date(), (now + timedelta(days=1)).date()
        found = await self.office.front.schedule.deliveries(self.robot.community, first, last)
        posts = [one for one in found if one.sending.matter is Matter.POST and one.message]
        return sorted(posts, key=lambda one: one.sending.date, reverse=True)[:MOST_THREADS]

    async def _read(self, client: AsyncWebClient, method: str, conversation: str, asked: dict[str, str]) -> None:
        """Read one conversation, and answer what is in it in the order in which it was written."""
        found, cursor = list[dict[str, Any]](), ""
        try:
            for _ in range(MOST_PAGES):
                more = {"cursor": cursor} if cursor else {}
                page = await self._page(client, method, {**asked, **more, "channel": conversation, "limit": PAGE})
                found += page.get("messages") or []
                cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
                if not cursor:
                    break
        except (ChannelGone, DeliveryError) as error:
            _log.info("what was missed could not be read: %s", error)
        for message in sorted(found, key=lambda one: str(one.get("ts"))):
            if str(message.get("ts")) > asked["oldest"]:
                await self._told(message, conversation)

    async def _page(self, client: AsyncWebClient, method: str, asked: dict[str, Any]) -> dict[str, Any]:
        """One call, made again once where Slack asks to wait or does not answer: to read twice does no harm."""
        for attempt in range(TRIES):
            if self.every:
                await paced(self.office.front.schedule, readings(self.robot.community, method, self.every))
            try:
                with looking(self.office.teams, self.robot.community):
                    return dict((await client.api_call(method, params=asked)).data)  # type: ignore[arg-type]
            except (NotSent, MaybeSent) as error:
                if attempt == TRIES - 1:
                    raise
                await asyncio.sleep(min(LONGEST_WAIT, getattr(error, "retry_after", 0.0) or 1.0))
        return {}

    async def _told(self, message: dict[str, Any], conversation: str) -> None:
        what = {**message, "channel": conversation}
        team = self.robot.community.partition(":")[2]
        if what.get("user") != self.robot.user:
            await events.message(self.office, event({"team_id": team, "event": {**what, "type": "message"}}), what)

"""What was written while nobody listened: direct messages and replies under posts, read where the scope is there.

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
from adapters.slack.calls import meant
from adapters.slack.said import event
from bot.domain import Matter
from bot.errors import CannotLook, ChannelGone, DeliveryError, NotSent, NotTaken, StoreError

if TYPE_CHECKING:
    from datetime import datetime

    from slack_sdk.web.async_client import AsyncWebClient

    from adapters.slack.office import Office
    from adapters.slack.teams import Robot
    from bot.domain import Delivery
    from bot.ports.heard import HeardStore

_log = logging.getLogger(__name__)

NOTE_SECONDS = 5.0
"""How often it is noted that one listens."""

MARGIN = timedelta(seconds=15)
LONGEST = timedelta(days=2)
"""How far back one looks: an older guess is at a riddle that is over."""

MOST_CONVERSATIONS, MOST_THREADS = 10, 4
"""How many are read at a time: a new distributed app is given few such calls."""

ONCE_SECONDS = 15.0
PAGE = 15
LONGEST_WAIT = 90.0


@dataclass(slots=True)
class Missed:
    """One workspace; of several processes that come back at once, one reads."""

    office: Office
    heard: HeardStore
    robot: Robot

    async def note(self, stop: asyncio.Event) -> None:
        """Note again and again that one listens."""
        while not stop.is_set():
            try:
                await self.heard.listening(self.robot.community, self.office.tidying.now())
            except StoreError as error:
                _log.debug("could not be noted: %s", error)
            try:
                async with asyncio.timeout(NOTE_SECONDS):
                    await stop.wait()
            except TimeoutError:
                continue

    async def catch_up(self, since: datetime | None) -> None:
        """Read what was written since then."""
        now, community = self.office.tidying.now(), self.robot.community
        schedule = self.office.front.schedule
        if since is None or not await schedule.once(community, "catch-up", ONCE_SECONDS):
            return
        oldest = f"{max(since - MARGIN, now - LONGEST).timestamp():.6f}"
        client = await self.office.teams.client(community)
        if client is None:
            return
        if self.robot.may("im:history"):
            for conversation in await self.heard.conversations(community, MOST_CONVERSATIONS):
                await self._read(client, "conversations.history", conversation, {"oldest": oldest})
        if self.robot.may("channels:history", "groups:history"):
            for post in await self._posts(now):
                asked = {"oldest": oldest, "ts": post.message}
                await self._read(client, "conversations.replies", post.sending.channel.channel, asked)

    async def _posts(self, now: datetime) -> list[Delivery]:
        """The posts whose threads people may write in."""
        first, last = (now - LONGEST).date(), (now + timedelta(days=1)).date()
        found = await self.office.front.schedule.deliveries(self.robot.community, first, last)
        return [one for one in found if one.sending.matter is Matter.POST and one.message][:MOST_THREADS]

    async def _read(self, client: AsyncWebClient, method: str, conversation: str, asked: dict[str, str]) -> None:
        try:
            with meant(looking=True):
                page = await client.api_call(method, params={**asked, "channel": conversation, "limit": PAGE})
        except NotSent as error:
            await asyncio.sleep(min(LONGEST_WAIT, error.retry_after or 1.0))
            return
        except (CannotLook, ChannelGone, NotTaken, DeliveryError) as error:
            _log.info("what was missed could not be read: %s", error)
            return
        messages = page.get("messages") or []
        for message in sorted(messages, key=lambda one: str(one.get("ts"))):
            if str(message.get("ts")) > asked["oldest"]:
                await self._told(message, conversation)

    async def _told(self, message: dict[str, Any], conversation: str) -> None:
        what = {**message, "channel": conversation}
        team = self.robot.community.partition(":")[2]
        if what.get("user") != self.robot.user:
            await events.message(self.office, event({"team_id": team, "event": {**what, "type": "message"}}), what)

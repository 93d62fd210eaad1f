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
from adapters.slack.calls import NoScope
from adapters.slack.pace import readings, turn
from adapters.slack.said import event
from adapters.slack.teams import looking
from bot.domain import Matter
from bot.errors import DeliveryError, MaybeSent, NotSent, RiddleError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
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


class Overtaken(RiddleError):
    """Another reads by now."""


async def _alone() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads one workspace; `every` is how many seconds there are to be between two calls of one method, if any.

    `leads` says whether one is still who reads: of several processes one does.
    """

    office: Office
    heard: HeardStore
    robot: Robot
    every: float = 0.0
    leads: Callable[[], Awaitable[bool]] = _alone

    async def read(self, since: datetime) -> None:
        """Read what was written since then, as far as the scopes go.

        Raises `NotSent` or `MaybeSent` where Slack did not let us, and `Overtaken`: then it is to be read again.
        """
        now, community = self.office.tidying.now(), self.robot.community
        client = await self.office.teams.client(community)
        if client is None:
            return
        oldest = f"{max(since - MARGIN, now - LONGEST).timestamp():.6f}"
        # Each method has a limit of its own; what one of them meets does not stop the other.
        both = (self._direct(client, oldest), self._threads(client, oldest, now))
        for fault in await asyncio.gather(*both, return_exceptions=True):
            if fault is not None:
                raise fault

    async def _direct(self, client: AsyncWebClient, oldest: str) -> None:
        if self.robot.may("im:history"):
            found = await self.heard.conversations(self.robot.community, MOST_CONVERSATIONS)
            asked = [(conversation, {"oldest": oldest}) for conversation in found]
            await self._each(client, "conversations.history", asked, "im:history")

    async def _threads(self, client: AsyncWebClient, oldest: str, now: datetime) -> None:
        if self.robot.may("channels:history", "groups:history"):
            found = [(post.sending.channel.channel, post.message) for post in await self._posts(now)]
            asked = [(channel, {"oldest": oldest, "ts": message}) for channel, message in found]
            await self._each(client, "conversations.replies", asked, "channels:history", "groups:history")

    async def _each(
        self, client: AsyncWebClient, method: str, asked: Sequence[tuple[str, dict[str, str]]], *scopes: str
    ) -> None:
        """Read one after another until a scope is missing; where one fails for now, that is told at the end."""
        robot, failed = self.robot, None
        for conversation, what in asked:
            try:
                await self._read(client, method, conversation, what)
            except NoScope as error:
                robot = robot.after(error)
                if not error.needed or not robot.may(*scopes):
                    break
            except MaybeSent as error:
                failed = error
        if failed is not None:
            raise failed

    async def _posts(self, now: datetime) -> list[Delivery]:
        """The posts whose threads people may write in, the latest first."""
        first, last = (now - LONGEST).date(), (now + timedelta(days=1)).date()
        found = await self.office.front.schedule.deliveries(self.robot.community, first, last)
        posts = [one for one in found if one.sending.matter is Matter.POST and one.message]
        return sorted(posts, key=lambda one: one.sending.date, reverse=True)[:MOST_THREADS]

    async def _read(self, client: AsyncWebClient, method: str, conversation: str, asked: dict[str, str]) -> None:
        """Read one conversation, and answer what is in it in the order in which it was written.

        Where Slack fails in the middle nothing is answered yet: what is older comes first.
        """
        found, cursor = list[dict[str, Any]](), ""
        try:
            for _ in range(MOST_PAGES):
                more = {"cursor": cursor} if cursor else {}
                page = await self._page(client, method, {**asked, **more, "channel": conversation, "limit": PAGE})
                found += page.get("messages") or []
                cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
                if not cursor:
                    break
        except (NotSent, MaybeSent, NoScope):
            raise
        except DeliveryError as error:
            _log.info("what was missed cannot be read: %s", error)
        for message in sorted(found, key=lambda one: str(one.get("ts"))):
            if str(message.get("ts")) > asked["oldest"]:
                await self._told(message, conversation)

    async def _page(self, client: AsyncWebClient, method: str, asked: dict[str, Any]) -> dict[str, Any]:
        """One call, made again once where Slack asks to wait or does not answer: to read twice does no harm."""
        schedule, limits = self.office.front.schedule, readings(self.robot.community, method, self.every)
        for attempt in range(TRIES):
            if not await turn(schedule, limits, self.leads):
                raise Overtaken("Another reads by now.")
            try:
                with looking(self.office.teams, self.robot.community):
                    return dict((await client.api_call(method, params=asked)).data)  # type: ignore[arg-type]
            except (NotSent, MaybeSent) as error:
                wait = getattr(error, "retry_after", 0.0) or 1.0
                for limit in limits:  # so that nobody asks before Slack wants it, whoever is next
                    await schedule.hold_back(limit, max(wait, self.every))
                if attempt == TRIES - 1:
                    raise
                if not limits:
                    await asyncio.sleep(min(LONGEST_WAIT, wait))
        return {}

    async def _told(self, message: dict[str, Any], conversation: str) -> None:
        what = {**message, "channel": conversation}
        team = self.robot.community.partition(":")[2]
        if what.get("user") != self.robot.user:
            await events.message(self.office, event({"team_id": team, "event": {**what, "type": "message"}}), what)

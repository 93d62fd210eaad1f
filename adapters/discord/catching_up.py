"""Reads over REST what was typed while nobody was connected, so that it is judged before what comes after."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from adapters.discord.calls import NotAllowed
from adapters.discord.heard import Heard
from adapters.discord.said import without_mention
from bot.errors import ChannelGone, DeliveryError, MessageGone, NotSent, RiddleError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from adapters.discord.calls import Calls
    from adapters.discord.lanes import Lane, Lanes
    from bot.domain import Thread
    from bot.ports.now import Now
    from bot.ports.threads import ThreadStore

_log = logging.getLogger(__name__)

PAGE = 100
MOST_PAGES = 50
AT_ONCE = 8
"""Threads that are read at once."""

TRIES = 6
DAYS = timedelta(days=14)
"""How old the riddle of a thread is that is still read."""


@dataclass(slots=True)
class CatchingUp:
    """Reads what was missed; `last` tells the last message of a thread as far as the gateway told."""

    calls: Calls
    threads: ThreadStore
    lanes: Lanes
    now: Now
    mentions: Callable[[], tuple[int, bool]]
    at_once: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    async def hold(self, community: str) -> list[Lane]:
        """Have the new messages of all threads of a community wait until what was missed in them is read."""
        oldest = self.now().date() - DAYS
        found = [one for one in (await self.threads.threads(community)).values() if not one.closed]
        return [self.lanes.hold(one) for one in found if one.round.date >= oldest]

    async def read(self, held: Sequence[Lane], last: Callable[[str], int | None]) -> None:
        """Read what was missed in them."""
        reading = [self._catch_up(lane, last(lane.thread.id)) for lane in held]
        for lane, done in zip(held, await asyncio.gather(*reading, return_exceptions=True), strict=True):
            if isinstance(done, Exception):
                _log.error("thread=%s was not read", lane.thread.id, exc_info=done)

    async def read_again(self, lane: Lane) -> None:
        """Read what there was no room for in a lane that is held for it."""
        await self._catch_up(lane, None)

    async def _catch_up(self, lane: Lane, last: int | None) -> None:
        """Read what was missed in a thread, whose new messages wait meanwhile."""
        thread = lane.thread
        try:
            async with self.at_once:
                after = await self.threads.read(thread.community, thread.id) or thread.id
                if (last is None or last > int(after)) and await self._may_hold_guesses(thread, after):
                    await self._read(thread, after)
        except NotAllowed as error:
            _log.warning("thread=%s may not be read: %s", thread.id, error)
        except (ChannelGone, MessageGone):
            await self.threads.close(thread.community, thread.id)
        except RiddleError as error:
            _log.warning("thread=%s what was missed is not read: %s", thread.id, error)
        finally:
            self.lanes.let_go(lane)

    async def _may_hold_guesses(self, thread: Thread, after: str) -> bool:
        """Whether anything can be missing: not where it is over, nor where a race was won before what was read."""
        sitting = await self.lanes.judging.sit(thread)
        if sitting is None or not sitting.is_race:
            return sitting is not None
        won = [int(sitting.winners.get(place) or 0) for place in sitting.places()]
        return not won or not all(won) or max(won) > int(after)

    async def _read(self, thread: Thread, after: str) -> None:
        times = 0
        for _ in range(MOST_PAGES):
            page = await self._page(thread.id, after)
            for one in sorted(page, key=lambda message: int(message["id"])):  # it comes with the newest first
                heard = self._heard(one)
                if heard is not None:
                    self.lanes.lane(thread).put(heard)
                    times += 1
            if len(page) < PAGE:
                break
            after = max((str(one["id"]) for one in page), key=int)
        if times:
            _log.info("thread=%s read again messages=%d", thread.id, times)

    async def _page(self, thread: str, after: str) -> list[dict[str, Any]]:
        query = {"limit": str(PAGE), "after": after}
        for attempt in range(1, TRIES + 1):
            try:
                found: Any = await self.calls.call(
                    "GET", "/channels/{channel_id}/messages", query=query, channel_id=thread
                )
                return list(found)
            except (ChannelGone, MessageGone):
                raise
            except DeliveryError as error:
                if attempt == TRIES:
                    raise
                wait = error.retry_after if isinstance(error, NotSent) else None
                await asyncio.sleep(wait or 0.3 * 2**attempt)
        return []

    def _heard(self, message: dict[str, Any]) -> Heard | None:
        """A person's message, as it would have come through the gateway."""
        author = message.get("author") or {}
        if author.get("bot") or message.get("webhook_id") or message.get("type") not in {0, 19}:
            return None
        me, typing = self.mentions()
        text, mentioned = without_mention(str(message.get("content") or ""), me)
        if message.get("edited_timestamp") or not (typing or mentioned):
            return None
        return Heard(int(message["id"]), str(author["id"]), text)

"""Reads over REST what was typed while nobody was connected, so that it is judged before what comes after."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from adapters.discord.calls import NotAllowed, TokenRefused
from adapters.discord.heard import Heard
from adapters.discord.said import without_mention
from bot.errors import ChannelGone, MessageGone, NotSent, NotTaken, RiddleError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from adapters.discord.calls import Calls
    from adapters.discord.lanes import Lane, Lanes
    from bot.domain import Thread
    from bot.ports.now import Now
    from bot.ports.threads import ThreadStore

_log = logging.getLogger(__name__)

PAGE = 100
AT_ONCE = 8
"""Threads that are read at once."""

FIRST_PAUSE, LONGEST_PAUSE = 0.6, 60.0
"""Between two tries to read a thread; they grow, and the tries end with the riddle."""

DAYS = timedelta(days=14)
"""How old the riddle of a thread is that is still read."""


@dataclass(slots=True)
class Gap:
    """What was missed in a thread whose new messages wait meanwhile; it was read until `after`."""

    lane: Lane
    last: int | None
    after: str = ""
    pause: float = FIRST_PAUSE


@dataclass(slots=True)
class CatchingUp:
    """Reads what was missed; `last` tells the last message of a thread as far as the gateway told."""

    calls: Calls
    threads: ThreadStore
    lanes: Lanes
    now: Now
    mentions: Callable[[], tuple[int, bool]]
    at_once: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    gaps: dict[str, Gap] = field(default_factory=dict)

    async def hold(self, community: str) -> list[Lane]:
        """Have the new messages of all threads of a community wait until what was missed in them is read."""
        oldest = self.now().date() - DAYS
        found = [one for one in (await self.threads.threads(community)).values() if not one.closed]
        return [self.lanes.hold(one) for one in found if one.round.date >= oldest]

    async def read(self, held: Sequence[Lane], last: Callable[[str], int | None]) -> None:
        """Read what was missed in them."""
        await asyncio.gather(*(self._catch_up(Gap(lane, last(lane.thread.id))) for lane in held))

    async def read_again(self, lane: Lane) -> None:
        """Read what there was no room for in a lane that is held for it."""
        await self._catch_up(Gap(lane, None))

    async def _catch_up(self, gap: Gap) -> None:
        """Read what was missed in a thread, and have its new messages judged behind it.

        Who is cancelled lets nothing be judged: how far the thread was read would be noted behind what is missing.
        """
        thread = gap.lane.thread.id
        self.gaps[thread] = gap
        try:
            while not await self._try(gap):
                await asyncio.sleep(gap.pause)
                if self.gaps.get(thread) is not gap:
                    break  # who came later reads it all
        except Exception:  # noqa: BLE001 - the thread goes on without what was missed
            _log.exception("thread=%s was not read", thread)
        finally:
            if self.gaps.get(thread) is gap:
                del self.gaps[thread]
        self.lanes.let_go(gap.lane)

    async def _try(self, gap: Gap) -> bool:
        """Read on; whether that is all there is to be done."""
        thread = gap.lane.thread
        async with self.at_once:
            try:
                await self._read_on(gap)
            except TokenRefused as error:
                _log.warning("thread=%s waits to be read: %s", thread.id, error)
                await asyncio.sleep(LONGEST_PAUSE)  # in its place among those who read: the others would ask in vain
                return False
            except (NotAllowed, NotTaken) as error:
                _log.warning("thread=%s may not be read: %s", thread.id, error)
            except (ChannelGone, MessageGone):
                await self.threads.close(thread.community, thread.id)
            except RiddleError as error:
                _log.warning("thread=%s waits to be read: %s", thread.id, error)
                asked = error.retry_after if isinstance(error, NotSent) else None
                gap.pause = asked or min(LONGEST_PAUSE, gap.pause * 2)
                return False
        return True

    async def _read_on(self, gap: Gap) -> None:
        """Read from where one has come; what there was no room for meanwhile is read with the rest."""
        lane, thread = gap.lane, gap.lane.thread
        if lane.missed or not gap.after:
            if lane.missed:
                lane.take(len(lane.waiting))
                lane.missed = False
            gap.after = await self.threads.read(thread.community, thread.id) or thread.id
        if (gap.last is None or gap.last > int(gap.after)) and await self._may_hold_guesses(thread, gap.after):
            await self._read(gap)

    async def _may_hold_guesses(self, thread: Thread, after: str) -> bool:
        """Whether anything can be missing: not where it is over, nor where a race was won before what was read."""
        sitting = await self.lanes.judging.sit(thread)
        if sitting is None or not sitting.is_race:
            return sitting is not None
        won = [int(sitting.winners.get(place) or 0) for place in sitting.places()]
        return not won or not all(won) or max(won) > int(after)

    async def _read(self, gap: Gap) -> None:
        lane, times = gap.lane, 0
        while page := await self._page(lane.thread.id, gap.after):
            for one in sorted(page, key=lambda message: int(message["id"])):  # it comes with the newest first
                heard = self._heard(one)
                if heard is None:
                    continue
                lane.put(heard)
                times += 1
                if lane.missed:
                    self._keep_before(lane, heard)
                    return
            gap.after, gap.pause = max((str(one["id"]) for one in page), key=int), FIRST_PAUSE
            if len(page) < PAGE:
                break
        if times:
            _log.info("thread=%s read again messages=%d", lane.thread.id, times)

    async def _page(self, thread: str, after: str) -> list[dict[str, Any]]:
        query = {"limit": str(PAGE), "after": after}
        found: Any = await self.calls.call("GET", "/channels/{channel_id}/messages", query=query, channel_id=thread)
        return list(found)

    @staticmethod
    def _keep_before(lane: Lane, heard: Heard) -> None:
        """Keep of what waits what comes before a message there was no room for: the rest is read again with it."""
        lane.give_back([one for one in lane.take(len(lane.waiting)) if one.id < heard.id])

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

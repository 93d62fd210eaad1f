"""What somebody left half-done who died: a channel that was not planned, a post that is not due."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.delivery.calendar import post_at
from bot.domain import Matter, Sending

if TYPE_CHECKING:
    from bot.delivery.planning import Planning
    from bot.domain import Channel
    from bot.ports.schedule import ScheduleStore

_log = logging.getLogger(__name__)

_FAR = timedelta(days=400)
_PAGE = 1_000


@dataclass(frozen=True, slots=True)
class Mending:
    """Done once a day; done again, or by several at once, it changes nothing."""

    schedule: ScheduleStore
    planning: Planning

    async def run(self) -> int:
        """Go through all channels; returns how many were mended."""
        due, mended = await self._due(), 0
        for channel in await self.schedule.channels():
            if await self._mend(channel, due):
                mended += 1
                _log.warning("community=%s channel=%s was planned anew", channel.key.community, channel.key.channel)
        return mended

    async def _mend(self, channel: Channel, due: set[Sending]) -> bool:
        if channel.paused and not channel.gone:
            return False
        if await self.planning.mend(channel.key):
            return True
        day = (await self.schedule.planned(channel.key)).next
        sending = Sending(Matter.POST, channel.key, day) if day is not None else None
        if day is None or sending is None or sending in due:
            return False
        # It may have been settled since: then it is not the planned one, and left alone.
        await self.schedule.plan(sending, post_at(channel.schedule, day) or self.planning.now())
        return True

    async def _due(self) -> set[Sending]:
        until, found = self.planning.now() + _FAR, set[Sending]()
        start = 0
        while page := await self.schedule.due(until, _PAGE, start):
            start += len(page)
            found.update(one.sending for one in page)
        return found

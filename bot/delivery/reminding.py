"""One private reminder before a streak would end, to those who asked for it."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.delivery.calendar import post_at
from bot.domain import ChannelKey
from bot.errors import DeliveryError
from bot.game.sentences import delivering as sentences
from bot.game.streaks import streak

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from bot.domain import Channel
    from bot.game.club import Club
    from bot.ports.messenger import Messenger
    from bot.ports.now import Now
    from bot.ports.reminders import ReminderStore
    from bot.ports.schedule import ScheduleStore

_log = logging.getLogger(__name__)

BEFORE = timedelta(hours=3)
"""How long before the next post a player is reminded."""

LEAST = 2
"""Days of a streak that are worth a reminder."""

LONGEST_WAIT = 30.0
"""Seconds that are waited for a platform's allowance; who waits longer is not reminded."""


@dataclass(frozen=True, slots=True)
class Reminding:
    """Goes through the posts that come soon; nothing is queued, so nothing can be lost.

    It is noted first that a player is reminded: a death in between costs a reminder, and nobody gets two.
    """

    schedule: ScheduleStore
    reminders: ReminderStore
    club: Callable[[str], Club]
    messengers: Mapping[str, Messenger]
    now: Now

    async def run(self) -> int:
        """Remind whom there is to remind; returns how many that were."""
        told = 0
        for community in await self.reminders.communities():
            messenger = self.messengers.get(community.partition(":")[0])
            coming = await self._coming(community) if messenger is not None else None
            if messenger is not None and coming is not None:
                told += await self._remind(messenger, coming)
        return told

    async def _coming(self, community: str) -> Channel | None:
        """The channel with the next post, where that comes soon and begins a day."""
        now, found = self.now(), []
        for channel in await self.schedule.channels(community):
            day = (await self.schedule.planned(channel.key)).next
            at = post_at(channel.schedule, day) if day is not None and not channel.paused else None
            if at is not None and now < at <= now + BEFORE:
                found.append((at, channel.key.channel, channel))
        return min(found, default=(None, "", None), key=lambda one: one[:2])[2] if found else None

    async def _remind(self, messenger: Messenger, channel: Channel) -> int:
        community = channel.key.community
        day = (await self.schedule.planned(channel.key)).next
        delivered = await self.club(community).rounds.days(community)
        if day is None or not delivered or day <= delivered[-1]:
            return 0
        told = 0
        for player in await self.reminders.asked(community):
            days = await self._at_risk(community, player, delivered, day)
            if days and await self.reminders.first(community, player, day):
                told += await self._tell(messenger, channel, player, days)
        return told

    async def _at_risk(self, community: str, player: str, delivered: Sequence[date], day: date) -> int:
        """How long a player's streak is that the next day would end; 0 where there is none to end, or a freeze."""
        results, _ = await self.club(community).players.results(community, player)
        solved = {one.date for one in results if one.solved and not one.void}
        runs = streak(delivered, solved).current
        return runs if runs >= LEAST and streak([*delivered, day], solved).current < runs else 0

    async def _tell(self, messenger: Messenger, channel: Channel, player: str, days: int) -> bool:
        community, schedule = channel.key.community, channel.schedule
        at = f"{schedule.time:%H:%M} ({schedule.zone})"
        try:
            while (wait := await self.schedule.allow(messenger.limits(ChannelKey(community, player)))) > 0:
                if wait > LONGEST_WAIT:
                    return False
                await asyncio.sleep(wait)
            await messenger.tell(community, player, sentences.streak_ends(days, at))
        except DeliveryError as error:
            _log.warning("community=%s a player could not be reminded: %s", community, error)
            return False
        return True

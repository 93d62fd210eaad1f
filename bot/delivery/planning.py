"""When a channel gets its next post: set up, changed, paused, asked for at once, and after each post."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import time, timedelta
from typing import TYPE_CHECKING

from bot.delivery import sentences
from bot.delivery.calendar import ONE_DAY, local_date, moment, next_post
from bot.domain import Customs, Matter, Sending, Stage
from bot.errors import StoreUnavailable, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from bot.domain import Channel, ChannelKey, Planned
    from bot.ports.communities import CommunityStore
    from bot.ports.now import Now
    from bot.ports.schedule import ScheduleStore

    _Following = Callable[[Planned], tuple[date, datetime] | None]

EVENING = time(18)
"""When hosts are asked about the riddles of the next day, in the channel's zone."""

_TRIES = 20


@dataclass(frozen=True, slots=True)
class Planning:
    """The plan of a channel's posts: of its dates none comes twice, whatever is changed meanwhile."""

    schedule: ScheduleStore
    communities: CommunityStore
    now: Now
    window_hours: float

    async def set_up(self, channel: Channel) -> date | None:
        """Keep a channel, new or changed, and plan its next post; returns the date.

        A post of today that is still to come and whose new time is past comes at once; one that was made is not made
        again.
        """
        await self.schedule.keep(channel)
        if channel.paused and not channel.gone:
            return await self._replan(channel, lambda _: None)
        return await self._replan(channel, lambda before: self._next(channel, before))

    async def pause(self, key: ChannelKey, reason: str) -> None:
        """Send nothing until it is resumed."""
        channel = await self._channel(key)
        await self.set_up(replace(channel, paused=reason, gone=False))

    async def resume(self, key: ChannelKey) -> date | None:
        """Send again, from the next moment on."""
        channel = await self._channel(key)
        return await self.set_up(replace(channel, paused="", gone=False))

    async def remove(self, key: ChannelKey) -> None:
        """Post no more in a channel; what was posted there stays."""
        await self._channel(key)
        await self.schedule.remove(key)

    async def post_now(self, key: ChannelKey) -> date:
        """Have today's riddle posted at once; raises where the day is settled. A paused channel is resumed."""
        channel, now = await self._channel(key), self.now()
        today = local_date(now, channel.schedule.zone)
        await self._refuse_settled(key, today)
        asked = replace(channel, asked_for=today, paused="", gone=False)
        await self.schedule.keep(asked)

        def at_once(before: Planned) -> tuple[date, datetime] | None:
            # It may have been posted in this very moment; then the day after is planned, and that stands.
            return self._next(asked, before) if _settled(before, today) else (today, now)

        found = await self._replan(asked, at_once)
        if found != today:
            await self._refuse_settled(key, today)
        return today

    async def after(self, sending: Sending, channel: Channel) -> None:
        """A post is settled: plan the next; said again it changes nothing."""
        current = await self.schedule.channel(sending.channel) or channel
        following = next_post(current.schedule, sending.date, self.now() - timedelta(hours=self.window_hours))
        if current.paused and not current.gone:
            following = None
        if following:
            # First what it needs: who dies in between leaves too much to be done, never too little.
            await self._announce(current, *following)
        await self.schedule.advance(sending, *(following or (None, None)))

    async def ask_hosts(self, community: str, *, on: bool, channel: str = "") -> Customs:
        """Post nothing that no host approved, or whatever passed the checks; hosts are asked in a channel of theirs."""

        def change(customs: Customs) -> Customs:
            return replace(customs, review=on, host_channel=channel or customs.host_channel)

        if on and not (channel or (await self.communities.customs(community)).host_channel):
            raise UsageError(sentences.no_host_channel())
        changed = await self.communities.change(community, change)
        for one in await self.schedule.channels(community):
            # What is planned already was planned without a question to the hosts.
            await self._renew(one)
        return changed

    async def _renew(self, channel: Channel) -> None:
        planned = (await self.schedule.planned(channel.key)).next
        found = next_post(channel.schedule, planned - ONE_DAY, self.now()) if planned else None
        if found and found[0] == planned:
            await self._announce(channel, *found)

    def _next(self, channel: Channel, before: Planned) -> tuple[date, datetime] | None:
        now, after, since = self.now(), before.last, self.now()
        if before.next is not None and before.next <= local_date(now, channel.schedule.zone):
            since = now - timedelta(hours=self.window_hours)
            after = max(before.next - ONE_DAY, before.last or before.next - ONE_DAY)
        return next_post(channel.schedule, after, since)

    async def _replan(self, channel: Channel, following: _Following) -> date | None:
        for _ in range(_TRIES):
            before = await self.schedule.planned(channel.key)
            found = following(before)
            if found:
                await self._announce(channel, *found)
            if await self.schedule.replan(channel.key, before, *(found or (None, None))):
                return found[0] if found else None
        raise StoreUnavailable(sentences.changed_by_many())

    async def _announce(self, channel: Channel, day: date, at: datetime) -> None:
        """Have the edition made in time, and the hosts asked on the evening before."""
        needed = at
        if (await self.communities.customs(channel.key.community)).review:
            evening = moment(day - ONE_DAY, EVENING, channel.schedule.zone) or at - ONE_DAY
            needed = min(at, max(evening, self.now()))
            await self.schedule.plan(Sending(Matter.REVIEW, channel.key, day), needed)
        await self.schedule.need(channel.deck, day, needed)

    async def _refuse_settled(self, key: ChannelKey, day: date) -> None:
        if not _settled(await self.schedule.planned(key), day):
            return
        found = await self.schedule.delivery(Sending(Matter.POST, key, day))
        if found is not None and found.stage in {Stage.EXCUSED, Stage.FAILED}:
            raise UsageError(sentences.settled_already(found.reason))
        raise UsageError(sentences.posted_already())

    async def _channel(self, key: ChannelKey) -> Channel:
        found = await self.schedule.channel(key)
        if found is None:
            raise UsageError(sentences.not_set_up())
        return found


def _settled(planned: Planned, day: date) -> bool:
    return planned.last is not None and planned.last >= day

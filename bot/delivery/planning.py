"""When a channel gets its next post: set up, changed, paused, asked for at once, and after each post."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import time, timedelta
from typing import TYPE_CHECKING

from bot.delivery.calendar import ONE_DAY, local_date, moment, next_post, reveal_at
from bot.domain import Customs, Matter, Sending, Stage
from bot.errors import StoreUnavailable, UsageError
from bot.game.sentences import delivering as sentences

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from bot.domain import Channel, ChannelKey, Planned
    from bot.ports.communities import CommunityStore
    from bot.ports.now import Now
    from bot.ports.schedule import ScheduleStore

    _Following = Callable[[Channel, Planned], tuple[date, datetime] | None]

EVENING = time(18)
"""When hosts are asked about the riddles of the next day, in the channel's zone."""

LONGEST_REVEAL = 8
"""Days after a post in which its reveal may still be to come."""

_TRIES = 20

_THERE = frozenset({Stage.SENT, Stage.UNSURE})


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
        again. A reveal that is still to come follows the new rule.
        """
        before = await self.schedule.channel(channel.key)
        await self.schedule.keep(channel)
        return await self._follow(channel, before)

    async def change(self, key: ChannelKey, how: Callable[[Channel], Channel]) -> date | None:
        """Change a channel as it stands, as `set_up` does; of two who do it at once none undoes what the other did."""
        before, channel = await self._changed(key, how)
        return await self._follow(channel, before)

    async def pause(self, key: ChannelKey, reason: str) -> None:
        """Send nothing until it is resumed."""
        await self.change(key, lambda one: replace(one, paused=reason, gone=False))

    async def resume(self, key: ChannelKey) -> date | None:
        """Send again, from the next moment on."""
        return await self.change(key, lambda one: replace(one, paused="", gone=False))

    async def remove(self, key: ChannelKey) -> None:
        """Post no more in a channel; what was posted there stays, and its answers become readable in their time."""
        channel = await self._channel(key)
        await self.schedule.remove(key)
        await self._renew_reveals(channel)

    async def mend(self, key: ChannelKey) -> bool:
        """Plan the next post of a channel that has none, or one that is too far; whether it was so.

        Who kept it may have died before he planned, and a clock that went ahead for a while leaves days out.
        """
        channel, planned = await self.schedule.channel(key), await self.schedule.planned(key)
        if channel is None or (channel.paused and not channel.gone):
            return False
        first = next_post(channel.schedule, planned.last, self.now())
        if first is None or (planned.next is not None and planned.next <= first[0]):
            return False
        return await self._replan(key, self._next) is not None

    async def post_now(self, key: ChannelKey) -> date:
        """Have today's riddle posted at once; raises where the day is settled. A paused channel is resumed."""
        now = self.now()
        today = local_date(now, (await self._channel(key)).schedule.zone)
        await self._refuse_settled(key, today)
        await self._changed(key, lambda one: replace(one, asked_for=today, paused="", gone=False))

        def at_once(channel: Channel, before: Planned) -> tuple[date, datetime] | None:
            # It may have been posted in this very moment; then the day after is planned, and that stands.
            return self._next(channel, before) if _settled(before, today) else (today, now)

        found = await self._replan(key, at_once)
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

    async def _changed(self, key: ChannelKey, how: Callable[[Channel], Channel]) -> tuple[Channel, Channel]:
        """A channel before and after a change, which is kept."""
        for _ in range(_TRIES):
            before = await self._channel(key)
            changed = how(before)
            if await self.schedule.keep(changed, before):
                return before, changed
        raise StoreUnavailable(sentences.changed_by_many())

    async def _follow(self, channel: Channel, before: Channel | None) -> date | None:
        """Plan what follows from a channel that was kept."""
        found = await self._replan(channel.key, self._next)
        if before is not None and before.schedule != channel.schedule:
            await self._renew_reveals(channel)
        return found

    def _next(self, channel: Channel, before: Planned) -> tuple[date, datetime] | None:
        if channel.paused and not channel.gone:
            return None
        now, after, since = self.now(), before.last, self.now()
        if before.next is not None and before.next <= local_date(now, channel.schedule.zone):
            since = now - timedelta(hours=self.window_hours)
            after = max(before.next - ONE_DAY, before.last or before.next - ONE_DAY)
        return next_post(channel.schedule, after, since)

    async def _replan(self, key: ChannelKey, following: _Following) -> date | None:
        """Plan by the channel as it is kept; where that was changed meanwhile, once more."""
        for _ in range(_TRIES):
            before, channel = await self.schedule.planned(key), await self.schedule.channel(key)
            found = following(channel, before) if channel is not None else None
            if channel is not None and found:
                await self._announce(channel, *found)
            planned = await self.schedule.replan(key, before, *(found or (None, None)))
            if planned and await self.schedule.channel(key) == channel:
                return found[0] if found else None
        raise StoreUnavailable(sentences.changed_by_many())

    async def _renew_reveals(self, channel: Channel) -> None:
        """Let the reveals that are still to come follow the rule as it is now; also those of a removed channel."""
        last = (await self.schedule.planned(channel.key)).last
        days = [last - back * ONE_DAY for back in range(LONGEST_REVEAL)] if last is not None else []
        for day in days:
            reveal = Sending(Matter.REVEAL, channel.key, day)
            post = await self.schedule.delivery(replace(reveal, matter=Matter.POST))
            if post is None or post.stage not in _THERE or post.at is None:
                continue
            told = await self.schedule.delivery(reveal)
            if told is None or not told.settled:
                await self.schedule.plan(reveal, reveal_at(channel.schedule, day, post.at))

    async def _announce(self, channel: Channel, day: date, at: datetime) -> None:
        """Have the edition made in time, and the hosts asked on the evening before."""
        needed = at
        if (await self.communities.customs(channel.key.community)).review:
            evening = moment(day - ONE_DAY, EVENING, channel.schedule.zone) or at - ONE_DAY
            needed = min(at, max(evening, self.now()))
            await self.schedule.plan(Sending(Matter.REVIEW, channel.key, day), needed)
            await self.schedule.need(channel.deck, day, needed)
        # Also at its moment, where hosts read it on the evening before: the news is looked at again before each.
        await self.schedule.need(channel.deck, day, at)

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

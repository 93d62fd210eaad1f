"""Channels, and with them all that is kept of delivery."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from adapters.store import schedule_keys as keys
from adapters.store.allowances import RedisAllowances
from adapters.store.claims import RedisClaims
from adapters.store.keys import name
from adapters.store.plans import RedisPlans
from adapters.store.replies import octets, text
from adapters.store.scripts import run
from bot.domain import Channel
from bot.records import dump, load

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain import ChannelKey

_PAGE = 500


class RedisSchedule(RedisPlans, RedisClaims, RedisAllowances):
    """A `ScheduleStore` over Redis.

    What is of one community lies with it; what clocks and senders share lies together elsewhere. So some steps are
    two, in an order in which a death in between leaves something due for a channel that is not there, which whoever
    would send it drops, and never a channel of which nothing is known.
    """

    async def channel(self, key: ChannelKey) -> Channel | None:
        """A channel, or None where it is not known."""
        found = await self._redis.hget(keys.channels(key.community), name(key.channel))
        return load(Channel, octets(found)) if found is not None else None

    async def channels(self, community: str = "") -> tuple[Channel, ...]:
        """The channels of a community, or of all, by name."""
        if community:
            kept: Sequence[bytes | str] = await self._redis.hvals(keys.channels(community))
            return tuple(sorted((load(Channel, octets(one)) for one in kept), key=lambda one: one.key.channel))
        asked = [text(one) for one in await self._redis.smembers(keys.COMMUNITIES)]
        found: list[Channel] = []
        for start in range(0, len(asked), _PAGE):
            reading: Any = self._redis.pipeline(transaction=False)
            for known_as in asked[start : start + _PAGE]:
                reading.hvals(keys.channels(known_as))
            found += [load(Channel, octets(one)) for page in await reading.execute() for one in page]
        return tuple(sorted(found, key=lambda one: (one.key.community, one.key.channel)))

    async def keep(self, channel: Channel, before: Channel | None = None) -> bool:
        """Keep a channel as it now is; with `before` only where it is still what it was then."""
        key, field = keys.channels(channel.key.community), name(channel.key.channel)
        if before is None:
            await self._redis.sadd(keys.COMMUNITIES, channel.key.community)
            await self._redis.hset(key, field, dump(channel))
            return True
        # What an earlier version wrote has other words for the same: what was read is compared, and then its words.
        found = await self._redis.hget(key, field)
        if found is None or load(Channel, octets(found)) != before:
            return False
        return bool(await run(self._redis, "change_channel", [key], [field, octets(found), dump(channel)]))

    async def remove(self, key: ChannelKey) -> None:
        """Forget a channel and all that is due for it; what was delivered stays, and the last settled date."""
        await self._redis.hdel(keys.channels(key.community), name(key.channel))
        await self._unplan(key)

    async def purge(self, community: str) -> None:
        """Forget all that is kept of a community's channels and deliveries.

        The channels go first, so that nobody sends any more. A death in between is made good by asking again; so is
        what a sender wrote who was at it.
        """
        await self._redis.unlink(keys.channels(community), keys.told(community))
        await self._unplan_all(community)
        await self._forget_deliveries(community)
        await self._redis.srem(keys.COMMUNITIES, community)

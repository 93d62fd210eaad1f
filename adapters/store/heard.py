"""Until when a platform was listened to, and where people wrote lately."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from adapters.store.keys import community_key
from adapters.store.replies import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from redis.asyncio import Redis

MOST = 500
"""Conversations of a community that are remembered."""


class RedisHeard:
    """A `HeardStore` over Redis."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def listening(self, community: str, at: datetime) -> None:
        """Note that one listens at this moment."""
        await self._redis.set(community_key(community, "listened"), _written(at))

    async def until(self, community: str) -> datetime | None:
        """The last such moment, or None where nobody ever listened."""
        found = await self._redis.get(community_key(community, "listened"))
        return _moment(found) if found is not None else None

    async def wrote(self, community: str, conversation: str, at: datetime) -> None:
        """Note that somebody wrote in a conversation."""
        key = community_key(community, "conversations")
        await self._redis.zadd(key, {conversation: at.timestamp()})
        await self._redis.zremrangebyrank(key, 0, -MOST - 1)

    async def conversations(self, community: str, most: int) -> tuple[str, ...]:
        """The conversations somebody wrote in, the latest first."""
        found = await self._redis.zrevrange(community_key(community, "conversations"), 0, most - 1)
        return tuple(text(one) for one in found)

    async def owe(self, community: str, since: datetime) -> None:
        """Note that what was said from this moment on is to be read."""
        await self._redis.sadd(community_key(community, "owed"), _written(since))

    async def owed(self, community: str) -> tuple[datetime, ...]:
        """The moments from which on it is to be read; none where all is."""
        found = await self._redis.smembers(community_key(community, "owed"))
        return tuple(sorted(_moment(one) for one in found))

    async def settle(self, community: str, owed: Sequence[datetime]) -> None:
        """Note that all was read that was owed since these moments."""
        if owed:
            await self._redis.srem(community_key(community, "owed"), *(_written(one) for one in owed))

    async def lead(self, community: str, who: str, seconds: float) -> bool:
        """Whether one of many is who reads, for so long from now on; two may be for a moment, which doubles nothing."""
        key, milliseconds = community_key(community, "reads"), max(1, round(seconds * 1_000))
        if await self._redis.set(key, who, nx=True, px=milliseconds):
            return True
        found = await self._redis.get(key)
        if found is None or text(found) != who:
            return False
        return bool(await self._redis.pexpire(key, milliseconds))


def _written(at: datetime) -> str:
    return f"{at.timestamp():.3f}"


def _moment(found: object) -> datetime:
    return datetime.fromtimestamp(float(text(found)), UTC)

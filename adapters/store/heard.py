"""Until when a platform was listened to, and where people wrote lately."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from adapters.store.keys import community_key
from adapters.store.replies import text

if TYPE_CHECKING:
    from redis.asyncio import Redis

MOST = 500
"""Conversations of a community that are remembered."""


class RedisHeard:
    """A `HeardStore` over Redis."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def listening(self, community: str, at: datetime) -> None:
        """Note that one listens at this moment."""
        await self._redis.set(community_key(community, "listened"), f"{at.timestamp():.3f}")

    async def until(self, community: str) -> datetime | None:
        """The last such moment, or None where nobody ever listened."""
        found = await self._redis.get(community_key(community, "listened"))
        return datetime.fromtimestamp(float(text(found)), UTC) if found is not None else None

    async def wrote(self, community: str, conversation: str, at: datetime) -> None:
        """Note that somebody wrote in a conversation."""
        key = community_key(community, "conversations")
        await self._redis.zadd(key, {conversation: at.timestamp()})
        await self._redis.zremrangebyrank(key, 0, -MOST - 1)

    async def conversations(self, community: str, most: int) -> tuple[str, ...]:
        """The conversations somebody wrote in, the latest first."""
        found = await self._redis.zrevrange(community_key(community, "conversations"), 0, most - 1)
        return tuple(text(one) for one in found)

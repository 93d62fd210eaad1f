"""What the parts of a store that is put together of several share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.ports.now import system_now

if TYPE_CHECKING:
    from redis.asyncio import Redis

    from bot.ports.now import Now


class Part:
    """A part of a store: the connection, and the clock by which old things go."""

    def __init__(self, redis: Redis, now: Now = system_now) -> None:
        self._redis = redis
        self._now = now

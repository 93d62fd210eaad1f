"""Players who want to be reminded before a streak ends, and of which day each was reminded last."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from adapters.store.entries import clean
from adapters.store.keys import community_key, name, operator_key
from adapters.store.replies import text
from adapters.store.scripts import run

if TYPE_CHECKING:
    from datetime import date

    from redis.asyncio import Redis

COMMUNITIES = operator_key("reminders")
"""The communities in which somebody ever asked for it."""


class RedisReminders:
    """A `ReminderStore` over Redis."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def ask(self, community: str, player: str, *, on: bool) -> None:
        """A player wants to be reminded, or no more."""
        who = name(clean(player))
        if on:
            await self._redis.sadd(COMMUNITIES, name(community))
            await self._redis.hsetnx(_reminders(community), who, "")
        else:
            await self._redis.hdel(_reminders(community), who)

    async def is_asked(self, community: str, player: str) -> bool:
        """Whether a player wants to be reminded."""
        return bool(await self._redis.hexists(_reminders(community), name(clean(player))))

    async def communities(self) -> tuple[str, ...]:
        """The communities in which somebody ever asked for it."""
        return tuple(sorted(unquote(text(one)) for one in await self._redis.smembers(COMMUNITIES)))

    async def asked(self, community: str) -> tuple[str, ...]:
        """The players of a community who want to be reminded."""
        return tuple(sorted(unquote(text(one)) for one in await self._redis.hkeys(_reminders(community))))

    async def first(self, community: str, player: str, day: date) -> bool:
        """True for the first who asks for a player and day, as long as the player wants to be reminded."""
        values = [name(clean(player)), day.isoformat()]
        return bool(await run(self._redis, "remind", [_reminders(community)], values))


def _reminders(community: str) -> str:
    return community_key(community, "reminders")

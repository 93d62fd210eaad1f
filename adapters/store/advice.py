"""What would make a server of one's own quicker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import StoreError

if TYPE_CHECKING:
    from redis.asyncio import Redis

BEST = 64
"""Fields up to which a hash is kept as a list that is searched from its beginning: a riddle's players are many."""

_NAMES = ("hash-max-listpack-entries", "hash-max-ziplist-entries")
"""What the setting is called, and was called before Redis 7."""


async def advice(redis: Redis) -> str:
    """A sentence where a setting slows every guess, or nothing; a server that does not tell its settings has none."""
    for name in _NAMES:
        try:
            found = str((await redis.config_get(name)).get(name, ""))
        except StoreError:
            return ""
        if found.isdecimal():
            slow = int(found) > BEST
            return f"{name} is {found}: guesses are quicker with `CONFIG SET {name} {BEST}`." if slow else ""
    return ""

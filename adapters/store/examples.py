"""The operator's own examples to train on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from adapters.store.keys import training_key
from adapters.store.replies import text
from bot.errors import TooMany

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from redis.asyncio import Redis

MOST = 20_000
"""Rows there is room for; larger sets are files, which need no store."""

_KEY = training_key("examples")


class RedisExamples:
    """An `ExampleStore` over Redis: one hash, by the rows' ids."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def keep(self, rows: Mapping[str, str]) -> int:
        """Keep rows whose ids are not there yet, and tell how many; raises `TooMany` where there is no room."""
        there: Any = await self._redis.hlen(_KEY)
        if there + len(rows) > MOST:
            raise TooMany(f"The store holds {there} examples and has room for {MOST}: keep larger sets in files.")
        asking: Any = self._redis.pipeline(transaction=True)
        for row_id, line in rows.items():
            asking.hsetnx(_KEY, row_id, line)
        return sum(await asking.execute())

    async def rows(self) -> tuple[str, ...]:
        """Every row, in the order of ids."""
        found: Any = await self._redis.hgetall(_KEY)
        return tuple(text(line) for _, line in sorted(found.items()))

    async def remove(self, ids: Iterable[str]) -> int:
        """Forget rows, and tell how many there were."""
        named = list(ids)
        gone: Any = await self._redis.hdel(_KEY, *named) if named else 0
        return int(gone)

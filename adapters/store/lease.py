"""A right that one process holds for a while: taken with a token, renewed while held, given back by its holder."""

from __future__ import annotations

import asyncio
import logging
import secrets
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from adapters.store.scripts import run
from bot.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import timedelta

    from redis.asyncio import Redis

_log = logging.getLogger(__name__)


@asynccontextmanager
async def held(redis: Redis, key: str, length: timedelta) -> AsyncIterator[bool]:
    """Hold a lease; gives False when somebody else holds it. It ends by itself when its holder dies."""
    token = secrets.token_hex(16)
    milliseconds = max(1, int(length.total_seconds() * 1000))
    if not await redis.set(key, token, nx=True, px=milliseconds):
        yield False
        return
    renewing = asyncio.create_task(_renew(redis, key, token, milliseconds))
    level = logging.INFO  # whoever fails says why; a second sentence about the lease would only hide it
    try:
        yield True
        level = logging.WARNING
    finally:
        renewing.cancel()
        await asyncio.wait([renewing])
        await _release(redis, key, token, level)


async def _renew(redis: Redis, key: str, token: str, milliseconds: int) -> None:
    while True:
        await asyncio.sleep(milliseconds / 3000)
        try:
            if not await run(redis, "renew", [key], [token, milliseconds]):
                return
        except StoreError as error:
            _log.warning("A lease could not be renewed: %s", error)


async def _release(redis: Redis, key: str, token: str, level: int) -> None:
    try:
        await run(redis, "release", [key], [token])
    except StoreError as error:
        _log.log(level, "A lease could not be given back and will run out: %s", error)

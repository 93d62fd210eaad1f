"""Today's edition in the embedded store of a data folder, for tests of what comes after it was made."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from adapters.store.connection import open_redis
from adapters.store.editions import RedisEditions
from bot.commands.options import today
from tests.adapters.store.samples import edition

if TYPE_CHECKING:
    from pathlib import Path


def publish(data: Path) -> None:
    """Put an edition of one riddle there; nothing is read and nothing is brewed."""
    asyncio.run(_put(data))


async def _put(data: Path) -> None:
    async with open_redis("", data) as redis:
        await RedisEditions(redis).put(edition(day=today()))

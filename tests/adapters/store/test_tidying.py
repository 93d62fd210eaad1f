"""What was deleted leaves the disk of the embedded server too."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from adapters.store.connection import open_redis
from adapters.store.tidying import RedisTidying

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "what ann once guessed"


def written(data_dir: Path) -> bytes:
    return b"".join(file.read_bytes() for file in data_dir.rglob("*.aof*") if file.is_file())


async def test_what_was_deleted_is_no_longer_in_the_log_of_the_embedded_server(data_dir: Path) -> None:
    async with open_redis(None, data_dir) as redis:
        await redis.set("riddle:kept", "stays")
        await redis.set("riddle:said", SECRET)
        await redis.delete("riddle:said")
        assert SECRET.encode() in written(data_dir)
        await RedisTidying(redis).compact()
        assert SECRET.encode() in written(data_dir)
        await RedisTidying(redis, ours=True).compact()
        for _ in range(200):
            await asyncio.sleep(0.05)
            if SECRET.encode() not in written(data_dir):
                break
        assert SECRET.encode() not in written(data_dir)
        assert await redis.get("riddle:kept") == b"stays"

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from adapters.store.connection import open_redis
from adapters.store.schema import SCHEMA, STEPS, Step, migrate
from bot.errors import StoreError

if TYPE_CHECKING:
    from pathlib import Path

    from redis.asyncio import Redis


def appending(*names: str) -> list[Step]:
    """Steps that write down that they were done."""

    def step(name: str) -> Step:
        async def run(redis: Redis) -> None:
            await asyncio.sleep(0.01)
            await redis.rpush("done", name)

        return Step(name, run)

    return [step(name) for name in names]


async def done(redis: Redis) -> list[bytes]:
    return await redis.lrange("done", 0, -1)


async def test_a_new_store_is_stamped(redis: Redis) -> None:
    assert await redis.hget(SCHEMA, "version") == str(len(STEPS)).encode()
    assert await redis.hexists(SCHEMA, "made_at")
    assert await migrate(redis) == 0


async def test_steps_are_done_in_order_and_once(redis: Redis) -> None:
    await redis.delete(SCHEMA)
    assert await migrate(redis, appending("a", "b")) == 2
    assert await migrate(redis, appending("a", "b", "c")) == 1
    assert await migrate(redis, appending("a", "b", "c")) == 0
    assert await done(redis) == [b"a", b"b", b"c"]


async def test_many_processes_at_once_do_each_step_once(redis: Redis) -> None:
    await redis.delete(SCHEMA)
    counts = await asyncio.gather(*(migrate(redis, appending("a", "b")) for _ in range(8)))
    assert sum(counts) == 2
    assert await done(redis) == [b"a", b"b"]


async def test_after_a_step_that_failed_the_next_start_goes_on_there(redis: Redis) -> None:
    async def fails(_: Redis) -> None:
        raise StoreError("The step failed.")

    await redis.delete(SCHEMA)
    with pytest.raises(StoreError, match="step failed"):
        await migrate(redis, [*appending("a"), Step("b", fails)])
    assert await migrate(redis, appending("a", "b")) == 1
    assert await done(redis) == [b"a", b"b"]


async def test_a_store_of_a_newer_version_is_refused(redis: Redis, redis_url: str, data_dir: Path) -> None:
    await redis.hset(SCHEMA, "version", 99)
    with pytest.raises(StoreError, match=r"newer version of this program \(layout 99"):
        async with open_redis(redis_url, data_dir):
            pytest.fail("it was opened")
    assert await redis.hget(SCHEMA, "version") == b"99"

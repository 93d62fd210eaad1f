"""Commands sent together: each gets its own answer, and what an answer reads twice is asked once."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from adapters.store.connection import open_redis
from bot.errors import StoreError, StoreUnavailable
from bot.ports.reading import one_answer
from tests.adapters.store.resp import breaking

if TYPE_CHECKING:
    from pathlib import Path

    from redis.asyncio import Redis


async def calls(redis: Redis, command: str) -> int:
    """How often the server was asked for a command."""
    found: dict[str, Any] = await redis.info("commandstats")
    return int(found.get(f"cmdstat_{command}", {}).get("calls", 0))


async def test_each_of_a_thousand_gets_its_own_reply(redis: Redis) -> None:
    await asyncio.gather(*(redis.set(f"key {number}", number) for number in range(1_000)))
    found = await asyncio.gather(*(redis.get(f"key {number}") for number in range(1_000)))
    assert [int(one) for one in found] == list(range(1_000))


async def test_a_refused_one_leaves_the_others_alone(redis: Redis) -> None:
    await redis.set("text", "no list")
    found = await asyncio.gather(
        redis.get("text"), redis.lpop("text"), redis.set("other", "1"), redis.get("other"), return_exceptions=True
    )
    assert found[0] == b"no list"
    assert isinstance(found[1], StoreError)
    assert found[2:] == [True, b"1"]


async def test_one_that_cannot_be_sent_leaves_the_others_alone(redis: Redis) -> None:
    odd: Any = object()
    found = await asyncio.gather(redis.set("a", "1"), redis.set("b", odd), redis.get("a"), return_exceptions=True)
    assert found[0] is True
    assert isinstance(found[1], StoreError)
    assert found[2] == b"1"


async def test_who_gives_up_waiting_takes_nobody_along(redis: Redis) -> None:
    await redis.set("a", "1")
    impatient = asyncio.ensure_future(redis.get("a"))
    patient = asyncio.ensure_future(redis.get("a"))
    await asyncio.sleep(0)
    impatient.cancel()
    assert await patient == b"1"
    assert await redis.get("a") == b"1"


async def test_where_the_connection_fails_each_is_told(redis_url: str, data_dir: Path, redis: Redis) -> None:
    async with (
        breaking(redis_url.removeprefix("unix://"), 0.0) as door,
        open_redis(f"redis://127.0.0.1:{door.port}", data_dir) as shaky,
    ):
        door.chance = 1.0
        found = await asyncio.gather(*(shaky.incr(f"n{number}") for number in range(5)), return_exceptions=True)
        door.chance = 0.0
        assert all(isinstance(one, StoreUnavailable) for one in found)
        assert await shaky.ping()
    counts = await asyncio.gather(*(redis.get(f"n{number}") for number in range(5)))
    assert all(one in {None, b"1"} for one in counts)  # never sent twice


async def test_what_is_on_its_way_arrives_before_the_door_is_closed(redis_url: str, data_dir: Path) -> None:
    async with open_redis(redis_url, data_dir) as one:
        late = asyncio.ensure_future(one.set("late", "1"))
        await asyncio.sleep(0)
    assert await late is True


async def test_an_answer_reads_the_same_once(redis: Redis) -> None:
    await redis.hset("h", "a", "1")
    before = await calls(redis, "hget")
    with one_answer():
        assert await redis.hget("h", "a") == await redis.hget("h", "a") == b"1"
    assert await calls(redis, "hget") == before + 1
    assert await redis.hget("h", "a") == b"1"
    assert await calls(redis, "hget") == before + 2


@pytest.mark.parametrize("together", [False, True])
async def test_what_an_answer_wrote_it_reads_anew(redis: Redis, together: bool) -> None:
    await redis.hset("h", "a", "1")
    with one_answer():
        assert await redis.hget("h", "a") == b"1"
        if together:
            steps: Any = redis.pipeline()
            steps.hset("h", "a", "2")
            await steps.execute()
        else:
            await redis.hset("h", "a", "2")
        assert await redis.hget("h", "a") == b"2"


async def test_what_goes_on_after_an_answer_remembers_nothing(redis: Redis) -> None:
    await redis.set("a", "1")
    over = asyncio.Event()

    async def later() -> Any:
        await over.wait()
        return await redis.get("a")

    with one_answer():
        assert await redis.get("a") == b"1"
        beside = asyncio.ensure_future(later())
        await asyncio.sleep(0)
    await redis.set("a", "2")
    over.set()
    assert await beside == b"2"


async def test_two_answers_at_once_do_not_share_what_they_read(redis: Redis) -> None:
    await redis.set("a", "1")
    first_read, changed = asyncio.Event(), asyncio.Event()

    async def slow() -> list[Any]:
        with one_answer():
            found = [await redis.get("a")]
            first_read.set()
            await changed.wait()
            return [*found, await redis.get("a")]

    async def quick() -> Any:
        await first_read.wait()
        with one_answer():
            await redis.set("a", "2")
            found = await redis.get("a")
        changed.set()
        return found

    assert await asyncio.gather(slow(), quick()) == [[b"1", b"1"], b"2"]

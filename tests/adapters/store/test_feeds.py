from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import pytest

from adapters.store.feeds import MAX_BODY, RedisFeedMemory
from bot.errors import StoreError

if TYPE_CHECKING:
    from redis.asyncio import Redis

URL = "https://news.example/feed?key=very-secret"
KNOWN = {"etag": 'W/"1"', "last_modified": "Sat, 14 Mar 2026 12:00:00 GMT", "body": "<rss/>"}


@pytest.fixture
def memory(redis: Redis) -> RedisFeedMemory:
    return RedisFeedMemory(redis)


async def test_a_feed_is_remembered_for_a_day(memory: RedisFeedMemory, redis: Redis) -> None:
    assert await memory.recall(URL) == {}
    await memory.remember(URL, KNOWN)
    assert await memory.recall(URL) == KNOWN
    (key,) = await redis.keys("riddle:feed:*")
    assert 23 * 3600 < await redis.ttl(key) <= 24 * 3600


async def test_no_part_of_an_address_stands_in_a_key(memory: RedisFeedMemory, redis: Redis) -> None:
    await memory.remember(URL, KNOWN)
    assert not [key for key in await redis.keys("*") if b"secret" in key or b"news" in key]


async def test_what_is_not_asked_for_is_not_kept(memory: RedisFeedMemory) -> None:
    await memory.remember(URL, {"body": "<rss/>", "etag": "", "cookie": "x"})
    assert await memory.recall(URL) == {"body": "<rss/>"}


@pytest.mark.parametrize(
    "known", [{**KNOWN, "body": "x" * (MAX_BODY + 1)}, {"etag": "1"}, {**KNOWN, "etag": "x" * 5_000}, {}]
)
async def test_a_feed_that_cannot_be_kept_whole_is_forgotten(memory: RedisFeedMemory, known: dict[str, str]) -> None:
    await memory.remember(URL, KNOWN)
    await memory.remember(URL, known)
    assert await memory.recall(URL) == {}


async def test_the_longest_body_comes_back(memory: RedisFeedMemory) -> None:
    body = "\x01" * MAX_BODY
    await memory.remember(URL, {"body": body})
    assert (await memory.recall(URL))["body"] == body


@pytest.mark.parametrize("damage", [b"garbage", zlib.compress(b"[]"), zlib.compress(b"0" * 20_000_000)])
async def test_a_damaged_record_is_one_sentence(memory: RedisFeedMemory, redis: Redis, damage: bytes) -> None:
    await memory.remember(URL, KNOWN)
    (key,) = await redis.keys("riddle:feed:*")
    await redis.set(key, damage)
    with pytest.raises(StoreError, match="stored"):
        await memory.recall(URL)

"""Threads of ours: whose they are, who opens them, and what is forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapters.store.threads import RedisThreads
from bot.domain import RoundKey, Thread
from tests.adapters.store.samples import DAY

if TYPE_CHECKING:
    import pytest
    from redis.asyncio import Redis

COMMUNITY = "discord:1"
KEY = RoundKey(COMMUNITY, "default", DAY)


async def test_a_thread_is_found_by_whose_it_is_and_the_first_one_stays(redis: Redis) -> None:
    threads = RedisThreads(redis)
    mine, second = Thread(COMMUNITY, "10", KEY, "alice"), Thread(COMMUNITY, "11", KEY, "alice")
    solvers = Thread(COMMUNITY, "12", KEY, closed=True)
    for one in (mine, second, solvers, Thread(COMMUNITY, "13", KEY)):
        await threads.open(one)
    assert await threads.own(COMMUNITY, KEY, "alice") == mine
    assert await threads.own(COMMUNITY, KEY, "") == solvers
    assert await threads.own(COMMUNITY, KEY, "bob") is None
    await threads.close(COMMUNITY, "10")
    assert await threads.own(COMMUNITY, KEY, "alice") is None


async def test_what_made_room_is_nobodys_any_more_and_the_next_one_is(
    redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.store.threads.MOST", 3)
    threads = RedisThreads(redis)
    for number, player in enumerate(("alice", "bob", "carol", "dave"), 10):
        await threads.open(Thread(COMMUNITY, str(number), KEY, player))
    assert await threads.own(COMMUNITY, KEY, "alice") is None
    again = Thread(COMMUNITY, "20", KEY, "alice")
    await threads.open(again)
    assert await threads.own(COMMUNITY, KEY, "alice") == again
    await threads.forget(COMMUNITY, "alice")
    assert not [key async for key in redis.scan_iter("*threads-own*") if b"alice" in await redis.hkeys(key)]


async def test_a_death_before_it_was_noted_whose_it_is_leaves_room_for_another(redis: Redis) -> None:
    threads = RedisThreads(redis)
    await redis.hset(f"riddle:{{community:discord%3A1}}:threads-own:default:{DAY}", "alice", "9")
    mine = Thread(COMMUNITY, "10", KEY, "alice")
    await threads.open(mine)
    assert await threads.own(COMMUNITY, KEY, "alice") == mine


async def test_who_is_forgotten_has_no_thread_and_others_keep_theirs(redis: Redis) -> None:
    threads = RedisThreads(redis)
    for number, player in ((10, "alice"), (11, "bob")):
        await threads.open(Thread(COMMUNITY, str(number), KEY, player))
    await threads.forget(COMMUNITY, "alice")
    assert list(await threads.threads(COMMUNITY)) == ["11"]
    assert await threads.own(COMMUNITY, KEY, "alice") is None
    assert await threads.own(COMMUNITY, KEY, "bob")


async def test_what_one_took_upon_himself_is_his_until_he_gives_it_back(redis: Redis) -> None:
    threads = RedisThreads(redis)
    assert await threads.first(COMMUNITY, "a thing", "one", 60)
    assert await threads.first(COMMUNITY, "a thing", "one", 60)
    assert not await threads.first(COMMUNITY, "a thing", "two", 60)
    await threads.release(COMMUNITY, "a thing", "two")
    assert not await threads.first(COMMUNITY, "a thing", "two", 60)
    await threads.release(COMMUNITY, "a thing", "one")
    assert await threads.first(COMMUNITY, "a thing", "two", 60)

"""One budget and one rate, of a process alone or of all who share a store: the same contract for both."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from adapters.llm.spending import OwnSpending
from adapters.store.spending import RedisSpending
from bot.errors import BudgetSpent
from bot.ports.spending import Hold

if TYPE_CHECKING:
    from collections.abc import Callable

    from redis.asyncio import Redis

    from bot.ports.spending import Spending

    Make = Callable[..., Spending]

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture(params=["own", "store"])
def make(request: pytest.FixtureRequest) -> Make:
    if request.param == "own":
        return OwnSpending
    redis: Redis = request.getfixturevalue("redis")
    return lambda **given: RedisSpending(redis, **given)


async def test_without_limits_everything_may_be_spent(make: Make) -> None:
    spending = make()
    for _ in range(3):
        assert await spending.reserve(10**9, 10_000.0)


async def test_what_could_exceed_a_limit_is_not_begun_and_the_sentence_says_which(make: Make) -> None:
    with pytest.raises(BudgetSpent, match=r"1,000 tokens \(RIDDLE_TOKENS_PER_DAY\)"):
        await make(tokens=1000).reserve(1001, 0.0)
    with pytest.raises(BudgetSpent, match=r"0\.5 dollars \(RIDDLE_DOLLARS_PER_DAY\)"):
        await make(dollars=0.5).reserve(1, 0.51)


async def test_one_waits_for_what_others_hold_and_may_have_what_they_left(make: Make) -> None:
    spending = make(tokens=1000, dollars=1.0)
    first = await spending.reserve(800, 0.8)
    assert first
    assert await spending.reserve(800, 0.1) is None
    assert await spending.reserve(1, 0.3) is None
    await spending.settle(first, 100, 0.1)
    await spending.settle(first, 100, 0.1)  # counts once
    second = await spending.reserve(800, 0.8)
    assert second
    await spending.settle(second, 800, 0.9)
    with pytest.raises(BudgetSpent):
        await spending.reserve(101, 0.0)
    with pytest.raises(BudgetSpent):
        await spending.reserve(1, 0.01)


async def test_a_budget_begins_anew_at_midnight_in_utc(make: Make) -> None:
    clock = [NOON]
    spending = make(tokens=10, now=lambda: clock[0])
    hold = await spending.reserve(10, 0.0)
    clock[0] += timedelta(hours=12)
    assert await spending.reserve(10, 0.0)
    await spending.settle(hold, 10, 0.0)  # counts for the day it was held on
    with pytest.raises(BudgetSpent):
        await make(tokens=10, now=lambda: clock[0]).reserve(11, 0.0)


async def test_many_at_once_hold_no_more_than_there_is(make: Make) -> None:
    spending = make(tokens=1000)
    holds = await asyncio.gather(*(spending.reserve(90, 0.0) for _ in range(40)))
    assert sum(1 for hold in holds if hold) == 11


async def test_turns_are_apart_for_each_host_and_held_back_for_all(make: Make) -> None:
    spending = make()
    assert await spending.turn("a", 10) == 0
    assert 0 < await spending.turn("a", 10) <= 0.1
    assert await spending.turn("b", 10) == 0
    await spending.hold_back("b", 10, 5)
    assert 4 < await spending.turn("b", 10) <= 5.1


async def test_processes_that_share_a_store_share_budget_and_turns(redis: Redis) -> None:
    one, other = RedisSpending(redis, tokens=100), RedisSpending(redis, tokens=100)
    assert await one.turn("a", 1) == 0
    assert await other.turn("a", 1) > 0.5
    hold = await one.reserve(100, 0.0)
    assert await other.reserve(1, 0.0) is None
    await other.settle(hold, 100, 0.25)
    with pytest.raises(BudgetSpent):
        await one.reserve(1, 0.0)
    assert await other.spent(hold.day) == (100, 0.25)


async def test_what_a_process_held_that_died_is_spent(redis: Redis) -> None:
    died = RedisSpending(redis, tokens=100, lease=timedelta(milliseconds=20))
    assert await died.reserve(60, 0.0)
    await asyncio.sleep(0.05)
    lives = RedisSpending(redis, tokens=100)
    with pytest.raises(BudgetSpent):
        await lives.reserve(60, 0.0)
    assert await lives.reserve(40, 0.0)


async def test_nothing_of_it_stays_in_the_store_for_long(redis: Redis) -> None:
    spending = RedisSpending(redis, tokens=100)
    hold = await spending.reserve(60, 0.0)
    await spending.settle(hold, 50, 0.0)
    assert await spending.reserve(50, 0.0)
    keys = await redis.keys("*{spending}*")
    assert len(keys) == 2
    assert all([0 < await redis.ttl(key) <= 3 * 86_400 for key in keys])


async def test_who_gives_up_while_the_budget_is_held_leaves_nothing_held(redis: Redis) -> None:
    spending = RedisSpending(redis, tokens=100)
    await spending.turn("a", 1)  # so that the connection is there
    for wait in range(40):
        asking = asyncio.create_task(spending.reserve(60, 0.0))
        for _ in range(wait):
            await asyncio.sleep(0)
        asking.cancel()
        [found] = await asyncio.gather(asking, return_exceptions=True)
        if isinstance(found, Hold):
            await spending.settle(found, 0, 0.0)
    assert await spending.reserve(100, 0.0)

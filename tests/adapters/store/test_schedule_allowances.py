"""Allowances and what is told once, by the server's clock."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import pytest

from adapters.store import schedule_keys as keys
from adapters.store.allowances import MOST_SECONDS
from adapters.store.schedule import RedisSchedule
from bot.domain import Limit

if TYPE_CHECKING:
    from redis.asyncio import Redis

SLOW = Limit("slack:T1:C1", 0.01)
BURST = Limit("slack:T1", 0.01, 3)


@pytest.fixture
def schedule(redis: Redis) -> RedisSchedule:
    return RedisSchedule(redis)


async def test_a_burst_passes_and_then_one_at_a_time(schedule: RedisSchedule) -> None:
    assert [await schedule.allow([BURST]) for _ in range(3)] == [0.0] * 3
    assert 90 < await schedule.allow([BURST]) <= 100


async def test_all_allowances_or_none_are_taken(schedule: RedisSchedule) -> None:
    assert await schedule.allow([BURST, SLOW]) == 0.0
    for limits in ([BURST, SLOW], [SLOW, BURST]):
        assert 90 < await schedule.allow(limits) <= 100
    assert [await schedule.allow([BURST]) for _ in range(2)] == [0.0] * 2
    assert await schedule.allow([BURST]) > 0
    assert await schedule.allow([]) == 0.0


async def test_the_rate_is_kept_by_many_who_wait_as_they_are_told(schedule: RedisSchedule) -> None:
    limit, passed = Limit("token", 50, 5), []

    async def one() -> None:
        wait = await schedule.allow([limit])
        while wait > 0:
            await asyncio.sleep(wait)
            wait = await schedule.allow([limit])
        passed.append(time.monotonic())

    begin = time.monotonic()
    await asyncio.gather(*(one() for _ in range(25)))
    passed.sort()
    assert passed[4] - begin < 2
    for number, at in enumerate(passed):
        assert at - begin >= (number - 4) / 50


async def test_an_allowance_is_held_back_and_not_for_less_than_it_was(schedule: RedisSchedule) -> None:
    await schedule.hold_back(BURST, 60)
    await schedule.hold_back(BURST, 0.01)
    assert 50 < await schedule.allow([BURST]) <= 60


async def test_who_was_held_back_goes_on_with_one(schedule: RedisSchedule) -> None:
    await schedule.hold_back(BURST, 0.02)
    await asyncio.sleep(0.04)
    assert await schedule.allow([BURST]) == 0.0
    assert await schedule.allow([BURST]) > 90


@pytest.mark.parametrize(
    ("seconds", "longest"), [(float("inf"), MOST_SECONDS), (1e30, MOST_SECONDS), (float("nan"), 0), (-5, 0)]
)
async def test_a_platform_may_say_any_number(schedule: RedisSchedule, seconds: float, longest: float) -> None:
    await schedule.hold_back(SLOW, seconds)
    assert longest - 9 < await schedule.allow([SLOW]) <= longest


async def test_allowances_go_by_themselves(schedule: RedisSchedule, redis: Redis) -> None:
    limits = [Limit("fast", 1_000), Limit("very fast", 1e9, 7)]
    assert await schedule.allow(limits) == 0.0
    await schedule.hold_back(limits[0], 0.01)
    await asyncio.sleep(0.05)
    assert not await redis.exists(*(keys.allowance(limit.name) for limit in limits))


@pytest.mark.parametrize("limit", [Limit("never", 0), Limit("never", -1), Limit("never", 1, 0)])
async def test_a_limit_that_allows_nothing_is_a_fault(schedule: RedisSchedule, limit: Limit) -> None:
    with pytest.raises(ValueError, match="allows nothing"):
        await schedule.allow([limit])


async def test_a_community_is_told_a_thing_once_within_a_while(schedule: RedisSchedule, redis: Redis) -> None:
    asked = [schedule.once("slack:T1", "gone:C1", 60) for _ in range(10)]
    assert sorted(await asyncio.gather(*asked)) == [False] * 9 + [True]
    assert await schedule.once("slack:T1", "gone:C2\ud83d", 0.02)
    assert await schedule.once("slack:T2", "gone:C1", 0.02)
    await asyncio.sleep(0.04)
    assert await schedule.once("slack:T1", "gone:C2\ud83d", 0.02)
    assert not await schedule.once("slack:T1", "gone:C1", 60)
    assert not await redis.exists(keys.told("slack:T2"))

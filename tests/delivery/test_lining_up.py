"""Many who wait for the same allowance: each has a turn of its own, and no other allowance is touched."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from adapters.store.schedule import RedisSchedule
from bot.domain import Limit
from tests.delivery.office import channel, post, reveal

if TYPE_CHECKING:
    from redis.asyncio import Redis

    from tests.delivery.conftest import World

SLOW, BUSY = Limit("channel", 0.1), Limit("token", 0.5)


async def test_each_who_waits_is_told_a_later_moment(redis: Redis) -> None:
    schedule = RedisSchedule(redis)
    assert await schedule.line_up([], "a") == 0.0
    assert await schedule.line_up([SLOW], "a") == 0.0
    assert await schedule.allow([SLOW]) == 0.0
    turns = [await schedule.line_up([SLOW], who) for who in "abcd"]
    assert turns == [pytest.approx(10 * place, abs=0.5) for place in (1, 2, 3, 4)]
    assert 9 < await schedule.allow([SLOW]) <= 10


async def test_who_waits_for_one_allowance_takes_no_turn_at_another(redis: Redis) -> None:
    schedule = RedisSchedule(redis)
    await schedule.allow([SLOW])
    for who in "abcde":
        await schedule.line_up([SLOW, BUSY], who)
    assert await schedule.allow([BUSY]) == 0.0
    assert await schedule.line_up([Limit("other", 0.1), BUSY], "f") == pytest.approx(2, abs=0.2)


async def test_a_line_begins_behind_what_is_held_back_and_does_not_grow_for_ever(redis: Redis) -> None:
    schedule = RedisSchedule(redis)
    await schedule.hold_back(SLOW, 30)
    assert [round(await schedule.line_up([SLOW], who)) for who in "abc"] == [30, 40, 50]
    assert [await schedule.line_up([SLOW], str(who)) for who in range(100)][-1] == pytest.approx(900, abs=1)


async def test_who_comes_again_keeps_his_place(redis: Redis) -> None:
    schedule = RedisSchedule(redis)
    await schedule.allow([SLOW])
    assert [round(await schedule.line_up([SLOW], who)) for who in "abca"] == [10, 20, 30, 10]


async def test_who_waits_to_send_is_told_his_own_turn(world: World) -> None:
    office = world.office
    world.messenger.per_second = 0.5
    for name in ("C1", "C2"):
        await office.planning.set_up(channel(name))
    world.time.to(0, 9)
    await office.deliver()
    world.time.to(1, 9)
    assert 0.5 < await office.sender.send(post(day=1)) <= 2
    assert 2.5 < await office.sender.send(reveal()) <= 4
    assert 0.5 < await office.sender.send(post("C2", day=1)) <= 2

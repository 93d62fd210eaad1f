"""Channels, their plans and what is due, on a real server."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.store import schedule_keys as keys
from adapters.store.schedule import RedisSchedule
from bot.domain import (
    Channel,
    ChannelKey,
    Delivery,
    Due,
    Matter,
    Planned,
    RevealRule,
    RevealWhen,
    Schedule,
    Sending,
    Stage,
)
from bot.errors import StoreError

if TYPE_CHECKING:
    from redis.asyncio import Redis

DAY = date(2026, 3, 14)
NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
KEY = ChannelKey("slack:T1", "C1")
MINUTE, LEASE = timedelta(minutes=1), timedelta(seconds=30)


def on(days: int, key: ChannelKey = KEY, matter: Matter = Matter.POST) -> Sending:
    return Sending(matter, key, DAY + timedelta(days=days))


def channel(key: ChannelKey = KEY) -> Channel:
    rule = RevealRule(RevealWhen.AT, at=time(17, 30))
    return Channel(key, Schedule(time(9, 5), "Asia/Kathmandu", (0, 4), rule), "space", "here", "gone", gone=True)


@pytest.fixture
def schedule(redis: Redis) -> RedisSchedule:
    return RedisSchedule(redis, lambda: NOON)


# --- channels -----------------------------------------------------------------------------------------------------


async def test_a_channel_is_kept_as_it_is(schedule: RedisSchedule) -> None:
    assert await schedule.channel(KEY) is None
    await schedule.keep(channel())
    assert await schedule.channel(KEY) == channel()
    changed = replace(channel(), paused="", gone=False)
    await schedule.keep(changed)
    assert await schedule.channels() == (changed,)


async def test_a_channel_is_changed_only_as_it_was_seen(schedule: RedisSchedule, redis: Redis) -> None:
    seen, changed = channel(), replace(channel(), paused="")
    assert not await schedule.keep(changed, seen)
    assert await schedule.channel(KEY) is None
    await schedule.keep(seen)
    earlier = await redis.hget(keys.channels("slack:T1"), "C1")
    await redis.hset(keys.channels("slack:T1"), "C1", b" " + (earlier or b""))
    pauses = [replace(seen, paused=str(number)) for number in range(10)]
    assert sum(await asyncio.gather(*(schedule.keep(one, seen) for one in pauses))) == 1
    assert await schedule.channel(KEY) in pauses
    assert not await schedule.keep(changed, seen)


async def test_channels_are_listed_by_name_for_a_community_or_for_all(schedule: RedisSchedule) -> None:
    names = [("slack:T2", "a"), ("slack:T1", "b|:{}"), ("slack:T1", "a"), ("discord:dm:7", "é")]
    for community, name in names:
        await schedule.keep(channel(ChannelKey(community, name)))
    found = [(one.key.community, one.key.channel) for one in await schedule.channels()]
    assert found == sorted(names)
    assert [one.key.channel for one in await schedule.channels("slack:T1")] == ["a", "b|:{}"]
    assert await schedule.channels("slack:T3") == ()


async def test_a_removed_channel_has_nothing_due_and_keeps_what_was_delivered(schedule: RedisSchedule) -> None:
    other = replace(KEY, channel="C11")
    for key in (KEY, other):
        await schedule.keep(channel(key))
        await schedule.replan(key, Planned(), DAY, NOON)
        await schedule.plan(on(-1, key, Matter.REVEAL), NOON)
        await schedule.plan(on(1, key, Matter.REVIEW), NOON)
    claim = await schedule.claim(on(-1), LEASE)
    assert not isinstance(claim, Delivery)
    assert claim is not None
    await schedule.settle(claim, Delivery(on(-1), Stage.SENT, "m1"))
    await schedule.remove(KEY)
    await schedule.remove(KEY)
    assert await schedule.channel(KEY) is None
    assert {one.sending.channel for one in await schedule.due(NOON, 100)} == {other}
    assert len(await schedule.due(NOON, 100)) == 3
    assert (await schedule.planned(KEY)).next is None
    assert [one.message for one in await schedule.deliveries("slack:T1", DAY - timedelta(days=9), DAY)] == ["m1"]


async def test_a_channel_that_is_added_again_goes_on_after_its_last_post(schedule: RedisSchedule) -> None:
    await schedule.replan(KEY, Planned(), DAY, NOON)
    await schedule.advance(on(0), DAY + timedelta(days=1), NOON)
    await schedule.remove(KEY)
    before = await schedule.planned(KEY)
    assert before == Planned(None, DAY)
    assert not await schedule.replan(KEY, before, DAY, NOON)
    assert await schedule.replan(KEY, before, DAY + timedelta(days=1), NOON)


NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(community=NAMES, name=NAMES, matter=st.sampled_from(Matter), day=st.dates())
def test_a_sending_is_the_same_when_it_is_due(community: str, name: str, matter: Matter, day: date) -> None:
    sending = Sending(matter, ChannelKey(community, name), day)
    assert keys.to_sending(keys.of_sending(sending)) == sending


@given(st.datetimes(timezones=st.just(UTC)))
def test_a_moment_is_the_same_when_it_is_due(at: datetime) -> None:
    if abs(keys.score(at)) < 2**53:
        assert keys.to_moment(float(keys.score(at))) == at


# --- what is due --------------------------------------------------------------------------------------------------


async def test_due_comes_oldest_first_and_in_pages(schedule: RedisSchedule) -> None:
    sendings = [on(-step, matter=Matter.REVEAL) for step in range(7)]
    for step, sending in enumerate(sendings):
        await schedule.plan(sending, NOON - step * MINUTE)
    found = await schedule.due(NOON - MINUTE, 100)
    assert found == tuple(Due(sending, NOON - step * MINUTE) for step, sending in reversed([*enumerate(sendings)][1:]))
    assert await schedule.due(NOON - MINUTE, 2) == found[:2]
    assert await schedule.due(NOON - MINUTE, 2, 4) == found[4:]
    assert await schedule.due(NOON - MINUTE, 2, 6) == ()


async def test_a_moment_is_exact(schedule: RedisSchedule) -> None:
    at = NOON + timedelta(microseconds=1)
    await schedule.plan(on(0, matter=Matter.REVEAL), at)
    assert await schedule.due(NOON, 1) == ()
    assert await schedule.due(at, 1) == (Due(on(0, matter=Matter.REVEAL), at),)


async def test_what_is_put_off_is_due_once(schedule: RedisSchedule) -> None:
    await schedule.replan(KEY, Planned(), DAY, NOON)
    await schedule.plan(on(0), NOON + MINUTE)
    assert await schedule.due(NOON, 9) == ()
    assert await schedule.due(NOON + MINUTE, 9) == (Due(on(0), NOON + MINUTE),)


async def test_a_post_that_is_not_the_planned_one_cannot_be_put_off(schedule: RedisSchedule) -> None:
    await schedule.plan(on(0), NOON)
    assert await schedule.due(NOON, 9) == ()
    await schedule.replan(KEY, Planned(), DAY + timedelta(days=1), NOON)
    await schedule.plan(on(0), NOON)
    assert [one.sending for one in await schedule.due(NOON, 9)] == [on(1)]


async def test_a_name_from_a_newer_version_holds_up_nothing(schedule: RedisSchedule, redis: Redis) -> None:
    await redis.zadd(keys.DUE, {"slack%3AT1|C1|song|2026-03-14": 1, "nonsense": 2})
    await schedule.plan(on(0, matter=Matter.REVEAL), NOON)
    assert [one.sending.matter for one in await schedule.due(NOON, 9)] == [Matter.REVEAL]


# --- the plan -----------------------------------------------------------------------------------------------------


async def test_a_plan_is_replaced_only_as_it_was_seen(schedule: RedisSchedule) -> None:
    first, second = Planned(DAY), Planned(DAY + timedelta(days=1))
    assert await schedule.planned(KEY) == Planned()
    assert await schedule.replan(KEY, Planned(), DAY, NOON)
    assert not await schedule.replan(KEY, Planned(), second.next, NOON)
    assert await schedule.planned(KEY) == first
    assert await schedule.replan(KEY, first, second.next, NOON + MINUTE)
    assert await schedule.due(NOON + MINUTE, 9) == (Due(on(1), NOON + MINUTE),)
    assert await schedule.replan(KEY, second, None, None)
    assert await schedule.due(NOON + MINUTE, 9) == ()
    assert await schedule.planned(KEY) == Planned()


async def test_a_settled_post_is_followed_by_the_next_once(schedule: RedisSchedule) -> None:
    await schedule.replan(KEY, Planned(), DAY, NOON)
    assert await schedule.advance(on(0), DAY + timedelta(days=1), NOON + MINUTE)
    assert not await schedule.advance(on(0), DAY + timedelta(days=2), NOON + MINUTE)
    assert not await schedule.advance(on(0), None, None)
    assert await schedule.advance(on(0), DAY + timedelta(days=1), NOON)
    assert await schedule.planned(KEY) == Planned(DAY + timedelta(days=1), DAY)
    assert await schedule.due(NOON + MINUTE, 9) == (Due(on(1), NOON + MINUTE),)
    assert await schedule.advance(on(1), None, None)
    assert await schedule.planned(KEY) == Planned(None, DAY + timedelta(days=1))
    assert await schedule.due(NOON + MINUTE, 9) == ()


async def test_a_settled_post_is_due_no_more_even_where_it_should_not_have_been(
    schedule: RedisSchedule, redis: Redis
) -> None:
    await schedule.replan(KEY, Planned(), DAY + timedelta(days=1), NOON)
    await redis.zadd(keys.DUE, {keys.of_sending(on(0)): 1})
    assert not await schedule.advance(on(0), DAY + timedelta(days=2), NOON)
    assert [one.sending for one in await schedule.due(NOON, 9)] == [on(1)]


async def test_no_date_that_is_settled_is_planned_again(schedule: RedisSchedule) -> None:
    await schedule.replan(KEY, Planned(), DAY, NOON)
    await schedule.advance(on(0), None, None)
    for days in (0, -1, -400):
        assert not await schedule.replan(KEY, Planned(None, DAY), DAY + timedelta(days=days), NOON)
    with pytest.raises(ValueError, match="cannot be on"):
        await schedule.advance(on(1), DAY + timedelta(days=1), NOON)


async def test_an_admin_who_changes_the_plan_of_a_post_on_its_way_has_the_last_word(schedule: RedisSchedule) -> None:
    later = DAY + timedelta(days=5)
    await schedule.replan(KEY, Planned(), DAY, NOON)
    await schedule.replan(KEY, Planned(DAY), later, NOON + MINUTE)
    assert not await schedule.advance(on(0), DAY + timedelta(days=1), NOON)
    assert await schedule.planned(KEY) == Planned(later, DAY)
    await schedule.replan(KEY, Planned(later, DAY), None, None)
    assert not await schedule.advance(on(5), DAY + timedelta(days=6), NOON)
    assert await schedule.planned(KEY) == Planned(None, later)
    assert await schedule.due(NOON + MINUTE, 9) == ()


async def test_a_plan_before_what_was_settled_meanwhile_gives_way(schedule: RedisSchedule) -> None:
    late = DAY + timedelta(days=5)
    await schedule.replan(KEY, Planned(), late, NOON)
    await schedule.replan(KEY, Planned(late), DAY, NOON)
    assert await schedule.advance(on(5), late + timedelta(days=1), NOON)
    assert await schedule.planned(KEY) == Planned(late + timedelta(days=1), late)
    assert [one.sending.date for one in await schedule.due(NOON, 9)] == [late + timedelta(days=1)]


async def test_what_is_dropped_keeps_its_place_in_the_plan(schedule: RedisSchedule) -> None:
    await schedule.replan(KEY, Planned(), DAY, NOON)
    await schedule.drop(on(0))
    assert await schedule.due(NOON, 9) == ()
    assert await schedule.planned(KEY) == Planned(DAY)
    assert await schedule.replan(KEY, Planned(DAY), DAY, NOON)
    assert [one.sending for one in await schedule.due(NOON, 9)] == [on(0)]


async def test_a_channel_that_never_had_a_plan_gets_none_by_a_late_sender(schedule: RedisSchedule) -> None:
    assert not await schedule.advance(on(0), DAY + timedelta(days=1), NOON)
    assert await schedule.planned(KEY) == Planned()
    assert await schedule.due(NOON, 9) == ()


async def test_of_many_who_plan_at_once_one_does(schedule: RedisSchedule) -> None:
    days = [DAY + timedelta(days=step) for step in range(20)]
    won = await asyncio.gather(*(schedule.replan(KEY, Planned(), day, NOON) for day in days))
    assert sum(won) == 1
    planned = await schedule.planned(KEY)
    assert planned.next is not None
    following = planned.next + timedelta(days=1)
    settled = Sending(Matter.POST, KEY, planned.next)
    again = [schedule.advance(settled, following + step * timedelta(days=1), NOON) for step in range(20)]
    assert sum(await asyncio.gather(*again)) == 1
    assert len(await schedule.due(NOON, 99)) == 1


class Actors:
    """Clocks, senders and admins who each act on what they saw, which others have changed meanwhile."""

    def __init__(self, schedule: RedisSchedule) -> None:
        self.schedule = schedule
        self.seen: dict[int, Planned] = {}

    async def act(self, what: str, who: int, day: int, following: int | None) -> None:
        settled = DAY + timedelta(days=day)
        ahead = None if following is None else DAY + timedelta(days=following)
        match what:
            case "look":
                self.seen[who] = await self.schedule.planned(KEY)
            case "replan":
                await self.schedule.replan(KEY, self.seen.get(who, Planned()), ahead, NOON)
            case "advance":
                after = None if following is None else settled + timedelta(days=following + 1)
                await self.schedule.advance(on(day), after, NOON)
            case "drop":
                await self.schedule.drop(on(day))
            case "put off":
                await self.schedule.plan(on(day), NOON)
            case _:
                await self.schedule.remove(KEY)


STEPS = st.tuples(
    st.sampled_from(["look", "look", "replan", "replan", "advance", "advance", "drop", "put off", "remove"]),
    st.integers(0, 2),
    st.integers(0, 6),
    st.none() | st.integers(0, 6),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, max_size=30), together=st.integers(1, 4))
async def test_dates_only_grow_whatever_everybody_does(redis: Redis, steps: list[Any], together: int) -> None:
    await redis.delete(keys.PLAN, keys.DUE)
    schedule = RedisSchedule(redis)
    actors, last = Actors(schedule), date.min
    for start in range(0, len(steps), together):
        await asyncio.gather(*(actors.act(*step) for step in steps[start : start + together]))
        planned = await schedule.planned(KEY)
        assert (planned.last or date.min) >= last
        last = planned.last or date.min
        assert planned.next is None or planned.next > last
        assert {one.sending.date for one in await schedule.due(NOON, 99)} <= {planned.next}


# --- editions that are needed -------------------------------------------------------------------------------------


async def test_an_edition_is_needed_from_its_earliest_post_on(schedule: RedisSchedule) -> None:
    await schedule.need("space", DAY, NOON + 2 * MINUTE)
    await schedule.need("space", DAY, NOON + MINUTE)
    await schedule.need("space", DAY, NOON + 3 * MINUTE)
    await schedule.need("a|b: é", DAY, NOON)
    assert await schedule.needed(NOON + MINUTE) == (("a|b: é", DAY, NOON), ("space", DAY, NOON + MINUTE))
    await schedule.have("a|b: é", DAY)
    await schedule.have("never", DAY)
    assert await schedule.needed(NOON) == ()


# --- what is damaged ----------------------------------------------------------------------------------------------


async def test_what_cannot_be_read_is_a_sentence(schedule: RedisSchedule, redis: Redis) -> None:
    await redis.hset(keys.channels("slack:T1"), "C1", "{}")
    await redis.hset(keys.PLAN, keys.of_channel(KEY), "soon")
    await redis.zadd(keys.NEEDED, {"space|soon": 1})
    for reading in (schedule.channel(KEY), schedule.planned(KEY), schedule.needed(NOON)):
        with pytest.raises(StoreError, match="cannot be read"):
            await reading

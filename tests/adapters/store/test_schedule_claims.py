"""Claims and deliveries, on a real server."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

import pytest

from adapters.store import schedule_keys as keys
from adapters.store.claims import KEPT, MAX_REASON
from adapters.store.schedule import RedisSchedule
from adapters.store.scripts import source
from bot.domain import ChannelKey, Claim, Delivery, Matter, Planned, Sending, Stage
from bot.errors import StoreError, StoreUnavailable

if TYPE_CHECKING:
    from redis.asyncio import Redis

DAY = date(2026, 3, 14)
NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
KEY = ChannelKey("slack:T1", "C1")
POST = Sending(Matter.POST, KEY, DAY)
LEASE = timedelta(seconds=30)
MADE = Delivery(POST, Stage.SENT, tries=1, number=142, deck="space")
SENT = replace(MADE, message="1773.1", at=NOON)


@pytest.fixture
def schedule(redis: Redis) -> RedisSchedule:
    return RedisSchedule(redis, lambda: NOON)


async def claimed(schedule: RedisSchedule, sending: Sending = POST) -> Claim:
    found = await schedule.claim(sending, LEASE)
    assert isinstance(found, Claim)
    return found


async def lapse(schedule: RedisSchedule) -> None:
    """Let the lease run out, which it does by itself."""
    key = keys.lease(POST)
    assert 0 < await schedule._redis.pttl(key) <= LEASE / timedelta(milliseconds=1)
    await schedule._redis.delete(key)


# --- claims -------------------------------------------------------------------------------------------------------


async def test_one_of_many_holds_a_claim(schedule: RedisSchedule) -> None:
    found = await asyncio.gather(*(schedule.claim(POST, LEASE) for _ in range(30)))
    assert [one.tries for one in found if isinstance(one, Claim)] == [1]
    assert found.count(None) == 29


async def test_a_claim_given_back_can_be_taken_at_once_and_counts_a_try(schedule: RedisSchedule) -> None:
    await schedule.release(await claimed(schedule), tried=False, reason="The platform is busy.")
    assert await schedule.delivery(POST) == Delivery(POST, reason="The platform is busy.", tries=1)
    again = await claimed(schedule)
    assert (again.tried, again.tries) == (False, 2)


async def test_a_claim_can_rest_when_it_is_given_back(schedule: RedisSchedule) -> None:
    await schedule.release(await claimed(schedule), tried=True, rest=LEASE)
    assert await schedule.claim(POST, LEASE) is None
    await lapse(schedule)
    assert (await claimed(schedule)).tried


async def test_the_claim_of_one_who_died_runs_out(schedule: RedisSchedule) -> None:
    await claimed(schedule)
    assert await schedule.claim(POST, LEASE) is None
    await lapse(schedule)
    again = await claimed(schedule)
    assert (again.tried, again.tries) == (False, 2)


async def test_who_died_while_sending_leaves_a_mark_until_somebody_knows(schedule: RedisSchedule) -> None:
    first = await claimed(schedule)
    assert await schedule.trying(first, LEASE, MADE)
    assert await schedule.delivery(POST) == Delivery(POST, tries=1, number=142, deck="space")
    await lapse(schedule)
    second = await claimed(schedule)
    assert second.tried
    await schedule.release(second, tried=True)
    third = await claimed(schedule)
    assert third.tried
    await schedule.release(third, tried=False)
    assert not (await claimed(schedule)).tried


async def test_who_lost_a_claim_neither_tries_nor_clears_the_mark(schedule: RedisSchedule) -> None:
    first = await claimed(schedule)
    await lapse(schedule)
    second = await claimed(schedule)
    assert not await schedule.trying(first, LEASE, MADE)
    assert await schedule.trying(second, LEASE, MADE)
    await schedule.release(first, tried=False, reason="old")
    await lapse(schedule)
    third = await claimed(schedule)
    assert third.tried
    await schedule.release(second, tried=False)
    assert await schedule.claim(POST, LEASE) is None
    await schedule.release(third, tried=True)
    assert (await claimed(schedule)).tried


async def test_a_lease_that_ran_out_is_still_good_where_nobody_came(schedule: RedisSchedule) -> None:
    claim = await claimed(schedule)
    await lapse(schedule)
    assert await schedule.trying(claim, LEASE, MADE)
    assert await schedule.claim(POST, LEASE) is None


class Deaf:
    """A connection that breaks after each second step, before its answer is heard."""

    def __init__(self, redis: Redis) -> None:
        self.redis = redis
        self.steps = 0

    async def evalsha(self, *words: Any) -> Any:
        found = await self.redis.evalsha(*words)
        self.steps += 1
        if self.steps % 2:
            raise StoreUnavailable("The store closed the connection.")
        return found

    async def eval(self, *words: Any) -> Any:
        return await self.redis.eval(*words)


async def test_a_step_whose_answer_was_lost_is_asked_for_again_and_counts_once(redis: Redis) -> None:
    for name in ("claim_sending", "try_sending", "release_sending", "settle_sending"):
        await redis.script_load(source(name)[0])
    schedule, deaf = RedisSchedule(redis, lambda: NOON), Deaf(redis)
    schedule._redis = cast("Redis", deaf)
    first = await claimed(schedule)
    assert (first.tried, first.tries) == (False, 1)
    await schedule.release(first, tried=False)
    second = await claimed(schedule)
    assert (second.tried, second.tries) == (False, 2)
    assert await schedule.trying(second, LEASE, MADE)
    assert await schedule.settle(second, SENT) == SENT
    assert deaf.steps == 10


# --- what became of it --------------------------------------------------------------------------------------------


async def test_what_is_settled_stays_so(schedule: RedisSchedule) -> None:
    claim = await claimed(schedule)
    assert await schedule.settle(claim, SENT) == SENT
    assert await schedule.settle(claim, replace(SENT, message="another")) == SENT
    assert await schedule.claim(POST, LEASE) == SENT
    assert not await schedule.trying(claim, LEASE, MADE)
    await schedule.release(claim, tried=False, reason="late")
    assert await schedule.delivery(POST) == SENT


async def test_a_message_that_is_there_counts_even_when_the_claim_was_lost(schedule: RedisSchedule) -> None:
    first = await claimed(schedule)
    await schedule.trying(first, LEASE, MADE)
    await lapse(schedule)
    second = await claimed(schedule)
    assert await schedule.settle(first, SENT) == SENT
    assert not await schedule.trying(second, LEASE, MADE)
    assert await schedule.settle(second, replace(SENT, message="another")) == SENT
    assert await schedule.claim(POST, LEASE) == SENT


@pytest.mark.parametrize("stage", [Stage.EXCUSED, Stage.FAILED, Stage.UNSURE])
async def test_who_lost_a_claim_cannot_end_what_another_is_sending(schedule: RedisSchedule, stage: Stage) -> None:
    first = await claimed(schedule)
    await lapse(schedule)
    second = await claimed(schedule)
    stands = await schedule.settle(first, Delivery(POST, stage, at=NOON))
    assert stands == Delivery(POST, tries=2)
    assert await schedule.settle(second, SENT) == SENT


async def test_of_many_who_settle_the_first_stands_for_all(schedule: RedisSchedule) -> None:
    claim = await claimed(schedule)
    asked = [schedule.settle(claim, replace(SENT, message=f"m{number}")) for number in range(20)]
    assert len({one.message for one in await asyncio.gather(*asked)}) == 1


async def test_a_message_is_settled_by_a_store_that_lost_the_claim(schedule: RedisSchedule, redis: Redis) -> None:
    claim = await claimed(schedule)
    await redis.flushall()
    assert not await schedule.trying(claim, LEASE, MADE)
    assert await schedule.settle(claim, SENT) == SENT
    assert await schedule.deliveries("slack:T1", DAY, DAY) == (SENT,)


async def test_a_settled_delivery_can_be_corrected_and_an_open_one_not(schedule: RedisSchedule) -> None:
    claim = await claimed(schedule)
    await schedule.correct(SENT)
    assert await schedule.delivery(POST) == Delivery(POST, tries=1)
    await schedule.settle(claim, SENT)
    moved = replace(SENT, message="1773.2", reason="It was posted again.")
    await schedule.correct(moved)
    assert await schedule.delivery(POST) == moved


async def test_words_that_no_record_can_hold_do_no_harm(schedule: RedisSchedule) -> None:
    claim = await claimed(schedule)
    odd = replace(SENT, message="m\udc80", reason="x\ud83d\0" * MAX_REASON)
    found = await schedule.settle(claim, odd)
    assert found.message == "m?"
    assert len(found.reason) == MAX_REASON
    other = replace(POST, date=DAY - timedelta(days=1))
    await schedule.release(await claimed(schedule, other), tried=True, reason="\ud83d" * 1_000)
    assert (await schedule.delivery(other) or SENT).reason == "?" * MAX_REASON


# --- what is kept of it -------------------------------------------------------------------------------------------


async def test_deliveries_come_newest_first_with_those_still_open(schedule: RedisSchedule) -> None:
    sendings = [
        Sending(matter, replace(KEY, channel=channel), DAY - timedelta(days=back))
        for back in range(3) for matter in (Matter.POST, Matter.REVEAL) for channel in ("C1", "é:|{}")
    ]  # fmt: skip
    for sending in sendings:
        await claimed(schedule, sending)
    await claimed(schedule, replace(POST, channel=ChannelKey("slack:T2", "C1")))
    found = await schedule.deliveries("slack:T1", DAY - timedelta(days=1), DAY)
    assert {one.sending for one in found} == {one for one in sendings if one.date > DAY - timedelta(days=2)}
    assert [one.sending.date for one in found] == [DAY] * 4 + [DAY - timedelta(days=1)] * 4
    assert await schedule.deliveries("slack:T1", DAY + timedelta(days=1), DAY + timedelta(days=9)) == ()


async def test_what_is_too_old_goes_when_something_is_sent(schedule: RedisSchedule, redis: Redis) -> None:
    old = [replace(POST, date=DAY - KEPT - timedelta(days=back)) for back in range(50)]
    for sending in old:
        await schedule.settle(await claimed(schedule, sending), Delivery(sending, Stage.EXCUSED))
    for ahead in range(4):
        await claimed(schedule, replace(POST, date=DAY + timedelta(days=ahead)))
    kept = await schedule.deliveries("slack:T1", date.min, DAY - timedelta(days=1))
    assert [one.sending.date for one in kept] == [DAY - KEPT]
    assert len(await redis.keys(keys.days("slack:T1") + ":*")) == 5


async def test_a_date_far_ahead_throws_nothing_away(schedule: RedisSchedule) -> None:
    await schedule.settle(await claimed(schedule), SENT)
    await claimed(schedule, replace(POST, date=date(9999, 1, 1)))
    assert await schedule.delivery(POST) == SENT


async def test_a_purged_community_leaves_nothing_and_the_others_all(schedule: RedisSchedule, redis: Redis) -> None:
    from tests.adapters.store.test_schedule import channel

    homes = [ChannelKey(community, "C1") for community in ("slack:T1", "slack:T11", "slack:T", "slack:*")]
    for key in homes:
        await schedule.keep(channel(key))
        await schedule.replan(key, Planned(), DAY, NOON)
        await schedule.plan(Sending(Matter.REVEAL, key, DAY), NOON)
        for back in range(150):
            sending = Sending(Matter.POST, key, DAY - timedelta(days=back))
            await schedule.settle(await claimed(schedule, sending), replace(SENT, sending=sending))
        assert await schedule.once(key.community, "gone", 60)
    for _ in range(2):
        await schedule.purge("slack:T1")
        await schedule.purge("slack:*")
    left = {one.key.community for one in await schedule.channels()}
    assert left == {"slack:T11", "slack:T"}
    assert {one.sending.channel.community for one in await schedule.due(NOON, 99)} == left
    assert not await redis.keys("*slack%3AT1}*")
    assert not await redis.keys("*slack%3A%2A}*")
    assert {field.decode() for field in await redis.hkeys(keys.PLAN)} == {"slack%3AT11|C1", "slack%3AT|C1"}
    assert len(await schedule.deliveries("slack:T11", date.min, date.max)) == 150


async def test_a_damaged_delivery_is_a_sentence(schedule: RedisSchedule, redis: Redis) -> None:
    await schedule.settle(await claimed(schedule), SENT)
    await redis.hset(keys.day("slack:T1", DAY), f"record:{keys.label(POST)}", "{}")
    for reading in (schedule.delivery(POST), schedule.deliveries("slack:T1", DAY, DAY), schedule.claim(POST, LEASE)):
        with pytest.raises(StoreError, match="delivery cannot be read"):
            await reading

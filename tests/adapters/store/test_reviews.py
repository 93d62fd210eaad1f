"""Reviews, objections, and what hosts have not heard of yet, over a real store."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from adapters.store.communities import RedisCommunities
from adapters.store.players import RedisPlayers
from adapters.store.reminders import RedisReminders
from adapters.store.reviews import RedisReviews
from adapters.store.rounds import RedisRounds
from bot.delivery.objecting import objector, report_mark
from bot.domain import MAX_PER_DAY, Entry, Move, Review, RoundKey, Word
from tests.adapters.store.samples import DAY, NOON, a_round, riddle

if TYPE_CHECKING:
    from redis.asyncio import Redis

KEY = RoundKey("slack:T1", "default", DAY)
FRESH = Review(KEY, 142, (riddle(), riddle("harbour")), (riddle("bridge"),), asked="review:x")


async def test_the_first_review_stands_and_comes_back_as_it_was(redis: Redis) -> None:
    store = RedisReviews(redis)
    assert await store.review(KEY) is None
    assert await store.begin(FRESH) == FRESH
    assert await store.begin(replace(FRESH, asked="other")) == FRESH
    assert await store.review(KEY) == FRESH


async def test_of_many_changes_of_one_version_one_is_made(redis: Redis) -> None:
    store = RedisReviews(redis)
    await store.begin(FRESH)
    changes = [replace(FRESH, by=f"host{step}", version=2) for step in range(8)]
    done = await asyncio.gather(*(store.change(one) for one in changes))
    assert sum(done) == 1
    assert await store.review(KEY) == changes[done.index(True)]
    assert not await store.change(replace(FRESH, version=4, word=Word.SKIPPED))


async def test_what_was_never_begun_is_not_changed(redis: Redis) -> None:
    assert not await RedisReviews(redis).change(replace(FRESH, version=2))


async def test_reviews_and_objections_end_by_themselves(redis: Redis) -> None:
    store = RedisReviews(redis)
    await store.begin(FRESH)
    await store.change(replace(FRESH, version=2))
    await store.object("default", DAY, 1, "who")
    keys = [key async for key in redis.scan_iter("*review*")] + [key async for key in redis.scan_iter("*objections*")]
    assert len(keys) == 2
    assert all([await redis.ttl(key) > 1_000_000 for key in keys])


async def test_each_who_objects_counts_once_for_a_riddle(redis: Redis) -> None:
    store = RedisReviews(redis)
    assert [await store.object("default", DAY, 2, who) for who in ("a", "b", "a", "c")] == [1, 2, 2, 3]
    await store.object("default", DAY, MAX_PER_DAY, "a")
    await store.object("sport", DAY, 1, "a")
    assert await store.objections("default", DAY) == {2: 3, MAX_PER_DAY: 1}


async def test_who_is_forgotten_is_not_known_among_those_who_objected_and_the_count_stays(redis: Redis) -> None:
    store, said = RedisReviews(redis), RedisCommunities(redis)
    who = objector("slack:T1", "ann")
    assert who != objector("slack:T2", "ann")
    await said.report(KEY, 1, "ann", "it is odd")
    await store.object("default", DAY, 1, who)
    await store.keep_told("slack:T1", [report_mark(one) for one in await said.reports("slack:T1")])
    await RedisReminders(redis).ask("slack:T1", "ann", on=True)
    assert (await RedisPlayers(redis).export("slack:T1", "ann")).reminded
    await RedisPlayers(redis).forget("slack:T1", "ann")
    assert await store.objections("default", DAY) == {1: 1}
    assert await store.object("default", DAY, 1, who) == 2
    assert await store.told("slack:T1") == frozenset()
    assert not (await RedisPlayers(redis).export("slack:T1", "ann")).reminded


async def test_a_report_waits_until_the_hosts_have_heard_of_it_and_of_those_after_it(redis: Redis) -> None:
    store, said = RedisReviews(redis), RedisCommunities(redis)
    assert await store.reported() == {}
    await said.report(KEY, 1, "ann", "it is odd")
    assert await store.reported() == {"slack:T1": 1}
    await said.report(KEY, 2, "ann", "so is this")
    await store.heard("slack:T1", 1)
    assert await store.reported() == {"slack:T1": 2}
    await store.heard("slack:T1", 2)
    assert await store.reported() == {}


async def test_the_marks_of_what_was_told_are_those_kept_last(redis: Redis) -> None:
    store = RedisReviews(redis)
    await store.keep_told("slack:T1", ["a", "b"])
    await store.keep_told("slack:T1", ["b", "c"])
    assert await store.told("slack:T1") == {"b", "c"}
    await store.keep_told("slack:T1", [])
    assert await store.told("slack:T1") == frozenset()


async def test_a_player_is_reminded_of_a_day_once_and_only_as_long_as_he_wants(redis: Redis) -> None:
    store = RedisReminders(redis)
    assert not await store.first("slack:T1", "a|b", DAY)
    await store.ask("slack:T1", "a|b", on=True)
    assert await asyncio.gather(*(store.first("slack:T1", "a|b", DAY) for _ in range(3))) == [True, False, False]
    await store.ask("slack:T1", "a|b", on=True)
    assert not await store.first("slack:T1", "a|b", DAY)
    assert await store.first("slack:T1", "a|b", DAY.replace(day=DAY.day + 1))
    assert (await store.communities(), await store.asked("slack:T1")) == (("slack:T1",), ("a|b",))
    await store.ask("slack:T1", "a|b", on=False)
    assert (await store.asked("slack:T1"), await store.is_asked("slack:T1", "a|b")) == ((), False)


# --- a riddle that stands in ---


async def test_a_stand_in_is_added_behind_the_others_and_does_not_count_for_the_day(redis: Redis) -> None:
    store = RedisRounds(redis, lambda: NOON)
    await store.open(a_round(KEY, riddle()))
    void = Entry(Move.VOID, "host", NOON)
    changed = await store.change(KEY, 1, 1, riddle(), void)
    assert changed is not None
    assert await store.days("slack:T1") == ()
    added = await store.add(KEY, 2, riddle("bridge"))
    assert added is not None
    assert added == await store.round(KEY)
    assert (added.added, added.version, [one.answer for one in added.riddles]) == (1, 3, ["lighthouse", "bridge"])
    assert await store.days("slack:T1") == ()
    assert await store.add(KEY, 2, riddle("tunnel")) is None


async def test_to_void_a_stand_in_takes_nothing_more_from_the_day(redis: Redis) -> None:
    store = RedisRounds(redis, lambda: NOON)
    await store.open(a_round(KEY))
    void = Entry(Move.VOID, "host", NOON)
    await store.change(KEY, 1, 1, riddle(), void)
    await store.add(KEY, 2, riddle("bridge"))
    found = await store.change(KEY, 3, 3, riddle("bridge"), void)
    assert found is not None
    assert found.void == (1, 3)
    assert await store.days("slack:T1") == (DAY,)


async def test_of_two_stand_ins_at_once_one_is_added(redis: Redis) -> None:
    store = RedisRounds(redis, lambda: NOON)
    await store.open(a_round(KEY, riddle()))
    done = await asyncio.gather(*(store.add(KEY, 1, riddle(f"r{step}")) for step in range(5)))
    assert len([one for one in done if one is not None]) == 1
    assert await store.add(RoundKey("slack:T9", "default", DAY), 1, riddle()) is None


async def test_a_stand_in_of_a_round_whose_answers_are_known_earns_nothing(redis: Redis) -> None:
    store = RedisRounds(redis, lambda: NOON)
    await store.open(a_round(KEY, riddle()))
    await store.make_readable(KEY, NOON)
    added = await store.add(KEY, 1, riddle("bridge"))
    assert added is not None
    assert added.readable_at == NOON
    assert [entry.move for entry in await store.log(KEY, 2)] == [Move.READABLE]

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.store.editions import RESERVE_SIZE, RedisEditions
from adapters.store.rounds import RedisRounds
from bot.domain import Guess, Judgement, Origin, RoundKey, Verdict
from bot.errors import StoreError
from tests.adapters.store.samples import DAY, NOON, a_round, days, draft, edition, riddle, terms, timeless

if TYPE_CHECKING:
    from redis.asyncio import Redis


KEY = RoundKey("terminal", "default", DAY)


@pytest.fixture
def store(redis: Redis) -> RedisEditions:
    return RedisEditions(redis)


async def opened(redis: Redis) -> RedisRounds:
    rounds = RedisRounds(redis)
    await rounds.open(a_round(KEY))
    return rounds


async def play_it(redis: Redis, place: int = 1) -> None:
    guess = Guess("ann", "a candle", NOON, "message 1")
    rounds = await opened(redis)
    await rounds.guess(KEY, place, guess, Verdict(Judgement.WRONG), terms())


async def test_an_edition_comes_back_as_it_was_put(store: RedisEditions) -> None:
    put = edition()
    assert await store.edition("default", DAY) is None
    assert await store.put(put) == put
    assert await store.edition("default", DAY) == put


async def test_the_first_writer_wins_and_both_see_the_same(store: RedisEditions) -> None:
    first, second = edition(riddle("lighthouse")), edition(riddle("ferry"))
    assert await store.put(first) == first
    assert await store.put(second) == first
    assert await store.edition("default", DAY) == first


async def test_the_other_writers_riddles_go_to_the_reserve_once(store: RedisEditions) -> None:
    await store.put(edition(riddle("lighthouse")))
    late = edition(riddle("ferry"), riddle("lighthouse"), timeless("echo"))
    await store.put(late)
    await store.put(late)
    assert await store.reserve("default") == (riddle("ferry"),)


async def test_putting_the_same_edition_again_changes_nothing(store: RedisEditions) -> None:
    put = edition(riddle("ferry"))
    assert await store.put(put) == await store.put(put) == put
    assert await store.reserve("default") == ()


async def test_of_twenty_writers_at_once_one_wins_and_no_riddle_is_lost(store: RedisEditions) -> None:
    editions = [edition(riddle(f"boat {number}")) for number in range(20)]
    stood = await asyncio.gather(*(store.put(made) for made in editions))
    winner = stood[0].riddles[0]
    assert {made.riddles[0] for made in stood} == {winner}
    assert {*(await store.reserve("default")), winner} == {made.riddles[0] for made in editions}


async def test_riddles_of_the_sample_do_not_go_to_the_reserve(store: RedisEditions) -> None:
    await store.put(edition())
    await store.put(edition(riddle("ferry"), origin=Origin.SAMPLE))
    assert await store.reserve("default") == ()


async def test_an_edition_nobody_played_is_replaced(store: RedisEditions) -> None:
    await store.put(edition())
    assert await store.replace(edition(riddle("ferry")))
    found = await store.edition("default", DAY)
    assert found is not None
    assert found.riddles == (riddle("ferry"),)


@pytest.mark.parametrize("move", ["guess", "hint", "give up"])
async def test_an_edition_somebody_played_is_not_replaced(store: RedisEditions, redis: Redis, move: str) -> None:
    await store.put(edition())
    rounds = await opened(redis)
    if move == "guess":
        await play_it(redis)
    elif move == "hint":
        await rounds.take_hint(KEY, 1, "ann", terms())
    else:
        await rounds.give_up(KEY, 1, "ann", terms())
    assert not await store.replace(edition(riddle("ferry")))
    assert await store.edition("default", DAY) == edition()


async def test_looking_at_an_edition_is_not_playing_it(store: RedisEditions, redis: Redis) -> None:
    await store.put(edition())
    rounds = await opened(redis)
    await rounds.play(KEY, 1, "ann")
    assert await store.replace(edition(riddle("ferry")))


async def test_a_replacement_stands_where_there_was_nothing(store: RedisEditions) -> None:
    assert await store.replace(edition())
    assert await store.edition("default", DAY) == edition()
    assert await store.recent("default", DAY + timedelta(days=1), 7) == (edition(),)


async def test_the_number_follows_from_the_first_date(store: RedisEditions) -> None:
    later = DAY + timedelta(days=4)
    await store.put(edition())
    assert (await store.put(edition(day=later, number=99))).number == 5
    await store.put(edition(day=DAY - timedelta(days=10)))
    found = await store.edition("default", later)
    assert found is not None
    assert found.number == 15


async def test_the_first_date_moves_only_backwards(store: RedisEditions) -> None:
    assert await store.first_date("default", DAY) == DAY
    assert await store.first_date("default", DAY + timedelta(days=1)) == DAY
    assert await store.first_date("default", DAY - timedelta(days=1)) == DAY - timedelta(days=1)


async def test_recent_editions_come_newest_first_and_end_before_the_day(store: RedisEditions) -> None:
    week = days(DAY, 7)
    for day in reversed(week):
        await store.put(edition(day=day))
    found = await store.recent("default", week[5], 3)
    assert [made.date for made in found] == [week[4], week[3], week[2]]
    assert [made.number for made in found] == [5, 4, 3]
    assert await store.recent("other", week[5], 3) == ()


async def test_used_articles_are_forgotten_after_two_months(store: RedisEditions) -> None:
    await store.mark_used("default", ["old", "again"], DAY)
    await store.mark_used("default", ["again"], DAY + timedelta(days=30))
    await store.mark_used("default", ["again"], DAY + timedelta(days=1))
    assert await store.used("default") == {"old", "again"}
    await store.mark_used("default", ["new"], DAY + timedelta(days=60))
    assert await store.used("default") == {"again", "new"}
    await store.mark_used("default", [], DAY + timedelta(days=90))
    assert await store.used("default") == {"new"}


async def test_drafts_are_listed_by_day_and_go_away_after_a_month(store: RedisEditions, redis: Redis) -> None:
    late, early = draft("b-late", NOON + timedelta(hours=1)), draft("a-early")
    for made in (late, early, draft("tomorrow", NOON + timedelta(days=1))):
        await store.keep_draft(made)
    assert await store.drafts(DAY) == (early, late)
    assert await store.draft("b-late") == late
    assert await store.draft("unknown") is None
    for key in await redis.keys("riddle:{drafts}:*"):
        assert 29 * 86400 < await redis.ttl(key) <= 30 * 86400


async def test_the_reserve_keeps_each_riddle_once_and_only_the_newest(store: RedisEditions) -> None:
    riddles = [riddle(f"boat {number}") for number in range(RESERVE_SIZE + 5)]
    await store.add_reserve("default", riddles)
    await store.add_reserve("default", riddles[-3:])
    await store.add_reserve("default", [])
    assert await store.reserve("default") == tuple(riddles[5:])


async def test_old_riddles_are_remembered_with_their_last_day(store: RedisEditions) -> None:
    echo, shadow = timeless("echo"), timeless("shadow")
    await store.put(edition(echo, origin=Origin.RESERVE, day=DAY))
    await store.put(edition(echo, shadow, origin=Origin.MIXED, day=DAY - timedelta(days=3)))
    await store.put(edition(riddle("ferry"), day=DAY + timedelta(days=1)))
    assert await store.last_played("default") == {echo.question: DAY, shadow.question: DAY - timedelta(days=3)}


async def test_decks_do_not_see_each_other_whatever_their_names(store: RedisEditions) -> None:
    await store.put(edition(deck="a:edition"))
    assert await store.edition("a", DAY) is None
    await store.put(edition(riddle("ferry"), deck="{}:*"))
    assert await store.edition("a:edition", DAY) == edition(deck="a:edition")
    with pytest.raises(StoreError, match="longer than"):
        await store.edition("x" * 1000, DAY)


async def test_one_of_many_holds_the_right_to_make(store: RedisEditions) -> None:
    minute = timedelta(minutes=1)
    async with store.making("default", DAY, minute) as mine, store.making("default", DAY, minute) as others:
        assert (mine, others) == (True, False)
    async with store.making("default", DAY, minute) as mine:
        assert mine


async def test_the_right_is_renewed_while_it_is_held(store: RedisEditions) -> None:
    short = timedelta(seconds=1)
    async with store.making("default", DAY, short) as mine:
        await asyncio.sleep(1.6)
        async with store.making("default", DAY, short) as others:
            assert (mine, others) == (True, False)


async def test_who_lost_the_right_does_not_take_it_from_the_next(store: RedisEditions, redis: Redis) -> None:
    key = "riddle:{deck:default}:making:2026-03-14"
    async with store.making("default", DAY, timedelta(minutes=1)):
        await redis.set(key, "another")
    assert await redis.get(key) == b"another"


async def test_the_right_is_given_back_when_making_fails(store: RedisEditions, redis: Redis) -> None:
    with pytest.raises(RuntimeError):
        async with store.making("default", DAY, timedelta(minutes=1)):
            raise RuntimeError
    assert not await redis.keys("*making*")


async def test_all_keys_of_a_deck_share_its_tag(store: RedisEditions, redis: Redis) -> None:
    await store.put(edition())
    await store.put(edition(riddle("ferry")))
    await store.mark_used("default", ["one"], DAY)
    for key in await redis.keys("*"):
        assert key.startswith((b"riddle:{deck:default}:", b"riddle:{schema}"))


async def test_a_damaged_record_is_one_sentence(store: RedisEditions, redis: Redis) -> None:
    await store.put(edition())
    await redis.set("riddle:{deck:default}:edition:2026-03-14", b'{"deck": 7}')
    with pytest.raises(StoreError, match="stored edition cannot be read"):
        await store.edition("default", DAY)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(question=st.text(max_size=80), alias=st.text(max_size=20))
async def test_any_words_survive_the_store(redis: Redis, question: str, alias: str) -> None:
    store = RedisEditions(redis)
    made = replace(riddle(), question=question, aliases=(alias,))
    await store.replace(edition(made))
    assert await store.edition("default", DAY) == edition(made)

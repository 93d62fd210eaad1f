"""What a player can do, on a real store: what comes of it is counted once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from adapters.store.results import RedisResults
from bot.domain import Judgement, Tally
from bot.errors import NothingToPlay
from bot.game.authors import author_mark
from tests.adapters.store.samples import DAY, riddle
from tests.game.club_samples import Town

if TYPE_CHECKING:
    from redis.asyncio import Redis


async def test_a_solve_is_counted_once_however_often_the_message_comes(redis: Redis) -> None:
    town = Town(redis)
    table = await town.table(await town.open())
    assert (await table.guess(1, "a candle", "message 1")).judgement is Judgement.WRONG
    await table.hint(1)
    for _ in range(5):
        stands = await table.guess(1, "a lighthouse", "message 2")
        assert (stands.judgement, stands.points) == (Judgement.CORRECT, 6)
    assert (await table.guess(1, "a lighthouse", "message 3")).judgement is Judgement.CLOSED
    found = await RedisResults(redis).tallies("default", DAY + timedelta(days=1), 14)
    assert found == (Tally(DAY, 1, began=1, solved=(0, 1, 0, 0)),)


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 10_000_000, "light\u202ehouse", "light\x00house", "...", "\ud800"])
async def test_what_cannot_be_read_costs_nothing(redis: Redis, text: str) -> None:
    town = Town(redis)
    key = await town.open()
    for _ in range(4):
        assert (await town.guess(key, text)).judgement in {Judgement.WRONG, Judgement.REPEATED}
    if text not in {"...", "\ud800"}:
        assert await town.rounds.log(key, 1) == ()
    assert (await town.guess(key, "a lighthouse")).points == 8


async def test_a_guess_after_midnight_counts_for_the_riddle_it_was_made_on(redis: Redis) -> None:
    town = Town(redis)
    key = await town.open()
    town.at += timedelta(days=1)
    tomorrow = await town.open(riddle("harbour"), day=1)
    assert (await town.guess(key, "lighthouse")).points == 8
    assert await town.rounds.log(tomorrow, 1) == ()


async def test_a_riddle_can_be_played_for_its_days_and_then_be_read(redis: Redis) -> None:
    town = Town(redis)
    key = await town.open()
    table = await town.table(key)
    assert await table.answer(1) is None
    town.at += timedelta(days=8)
    stands = await table.guess(1, "lighthouse", "1")
    assert (stands.judgement, stands.reason) == (Judgement.CLOSED, "over")
    assert await table.hint(1) is None
    assert not (await table.give_up(1)).given_up
    assert (await table.answer(1)) is not None


async def test_a_clock_that_jumps_back_takes_nothing_away(redis: Redis) -> None:
    town = Town(redis)
    await town.host().pause_after_wrong(60)
    key = await town.open()
    await town.guess(key, "a candle")
    town.at -= timedelta(hours=5)
    assert (await town.guess(key, "lighthouse")).points == 8


async def test_an_author_may_play_his_own_riddle_and_earns_nothing(redis: Redis) -> None:
    town = Town(redis)
    key = await town.open(replace(riddle(), author=author_mark("slack:T1", "ann")))
    assert (await town.guess(key, "lighthouse", "ann")).points == 0
    assert await (await town.table(key, "ann")).unscored(1) == "author"
    assert (await town.guess(key, "lighthouse", "bob")).points == 8


async def test_who_gives_up_in_one_community_earns_nothing_in_another(redis: Redis) -> None:
    town = Town(redis)
    here, there = await town.open(community="discord:1"), await town.open(community="discord:2")
    await (await town.table(here, "ann", "discord:ann")).give_up(1)
    assert (await town.guess(there, "lighthouse", account="discord:ann")).points == 0
    assert await (await town.table(there, "ann", "discord:ann")).unscored(1) == "elsewhere"
    assert (await town.guess(there, "lighthouse", "bob", account="discord:bob")).points == 8


@pytest.mark.parametrize("place", [0, -1, 2, 99])
async def test_a_place_that_is_not_there_is_refused_and_nothing_is_written(redis: Redis, place: int) -> None:
    town = Town(redis)
    table = await town.table(await town.open())
    for step in (table.guess(place, "lighthouse", "1"), table.hint(place), table.give_up(place), table.answer(place)):
        with pytest.raises(NothingToPlay, match="never played here"):
            await step
    assert not [key async for key in redis.scan_iter("*log*")]


async def test_the_limit_ends_the_guessing_and_giving_up_shows_the_answer(redis: Redis) -> None:
    town = Town(redis)
    await town.host().limit_guesses(2)
    key = await town.open()
    table = await town.table(key)
    for text in ("one", "two"):
        assert (await town.guess(key, text)).judgement is Judgement.WRONG
    stands = await town.guess(key, "lighthouse")
    assert (stands.judgement, stands.reason) == (Judgement.CLOSED, "limit")
    assert (await table.play(1)).out
    assert await table.hint(1) is None
    assert await table.answer(1) is None
    await table.give_up(1)
    assert await table.answer(1) is not None

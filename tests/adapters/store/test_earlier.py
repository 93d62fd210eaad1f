"""A store of the earlier layout: what was played in it stays played."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from adapters.store import round_keys as keys
from adapters.store.connection import open_redis
from adapters.store.earlier import convert_logs
from adapters.store.editions import RedisEditions
from adapters.store.entries import delivery_field, words_field
from adapters.store.keys import community_key, name
from adapters.store.players import RedisPlayers
from adapters.store.rounds import RedisRounds
from adapters.store.schema import SCHEMA
from bot.domain import Entry, Guess, Judgement, Move, Play, Result, RoundKey, Verdict
from bot.game.regrade import Regrade
from bot.game.replay import Replay
from bot.records import dump
from tests.adapters.store.samples import DAY, NOON, edition, terms

if TYPE_CHECKING:
    from pathlib import Path

    from redis.asyncio import Redis

KEY = RoundKey("terminal", "default", DAY)
WRONG = Verdict(Judgement.WRONG)
SAID = (
    ("wrong", Guess("ann:1", 'a "candle" {', NOON, "1")),
    ("repeated", Guess("ann:1", 'A "candle" {', NOON, "2")),
    ("hint", Guess("ann:1", "", NOON, "3")),
    ("correct", Guess("ann:1", "a lighthouse", NOON, "4")),
    ("closed", Guess("ann:1", "late", NOON, "5")),
    ("give_up", Guess("bob", "", NOON, "6")),
    ("wrong", Guess("cy", "a candle", NOON, "7")),
)
PLAYS = {"g:ann%3A1": 2, "h:ann%3A1": 1, "s:ann%3A1": 1, "n:ann%3A1": 4, "u:bob": 1, "g:cy": 1, "n:cy": 1}


async def played_before(redis: Redis) -> None:
    """Write a store as the version before wrote it."""
    old = RedisEditions(redis)
    await old.first_date("default", DAY - timedelta(days=9))
    await old.put(edition(number=10))
    seen = community_key("terminal", "seen", "default", DAY.isoformat(), "1")
    for what, guess in SAID:
        await redis.rpush(keys.log(KEY, 1), f"{what} ".encode() + dump(guess))
        await redis.hset(seen, delivery_field(guess.player, guess.delivery), f"{what} ")
        await redis.hset(seen, words_field(guess.player, guess.text), "")
    await redis.hset(keys.plays(KEY, 1), mapping=PLAYS)
    await redis.hset(SCHEMA, "version", 1)


@pytest.fixture
async def upgraded(redis: Redis, redis_url: str, data_dir: Path) -> Redis:
    await played_before(redis)
    async with open_redis(redis_url, data_dir):
        return redis


async def test_what_was_played_before_stays_played(upgraded: Redis) -> None:
    store = RedisRounds(upgraded)
    assert await store.plays(KEY, 1) == {
        "ann:1": Play(2, 1, solved=True, scored=False),
        "bob": Play(given_up=True, scored=False),
        "cy": Play(1, scored=False),
    }
    assert [(one.move, one.player, one.text, one.judgement) for one in await store.log(KEY, 1)] == [
        (Move.GUESS, "ann:1", 'a "candle" {', Judgement.WRONG),
        (Move.GUESS, "ann:1", 'A "candle" {', Judgement.REPEATED),
        (Move.HINT, "ann:1", "", None),
        (Move.GUESS, "ann:1", "a lighthouse", Judgement.CORRECT),
        (Move.GUESS, "ann:1", "late", Judgement.CLOSED),
        (Move.GIVE_UP, "bob", "", None),
        (Move.GUESS, "cy", "a candle", Judgement.WRONG),
    ]
    assert all(one.at == NOON and one.delivery and not one.scored for one in await store.log(KEY, 1))


async def test_it_counts_for_the_streak_and_earns_no_points(upgraded: Redis) -> None:
    store, players = RedisRounds(upgraded), RedisPlayers(upgraded)
    results, _ = await players.results("terminal", "ann:1")
    assert results == (Result("default", DAY, 1, 10, solved=True, hints=1, guesses=2, scored=False),)
    assert await store.days("terminal") == await store.solved_days("terminal") == (DAY,)
    assert await store.open_rounds("terminal", DAY, DAY) == (KEY,)


async def test_deliveries_and_words_of_before_are_known_again(upgraded: Redis) -> None:
    store, asked = RedisRounds(upgraded), terms(number=10)
    assert await store.guess(KEY, 1, Guess("cy", "a candle", NOON, "7"), WRONG, asked) == WRONG
    repeated = await store.guess(KEY, 1, Guess("cy", "A CANDLE", NOON, "8"), WRONG, asked)
    assert repeated == Verdict(Judgement.REPEATED)
    right = await store.guess(KEY, 1, Guess("cy", "a lighthouse", NOON, "9"), Verdict(Judgement.CORRECT), asked)
    assert right == Verdict(Judgement.CORRECT)
    assert not await upgraded.exists(community_key("terminal", "seen", "default", DAY.isoformat(), "1"))


async def test_the_law_holds_for_what_was_converted(upgraded: Redis) -> None:
    store, players = RedisRounds(upgraded), RedisPlayers(upgraded)
    found = await store.round(KEY)
    assert found is not None
    assert Replay.of(found, 1, await store.log(KEY, 1)).plays == await store.plays(KEY, 1)
    assert await Regrade(store, players, found, 1).run() == ()
    aliased = replace(found.riddle(1), aliases=("a candle",))
    changed = await store.change(KEY, 1, 1, aliased, Entry(Move.ALIAS, "host", NOON, "a candle"))
    assert changed is not None
    changes = await Regrade(store, players, changed, 1).run()
    assert ("cy", True, 0) in [(one.player, one.after.solved, one.after.points) for one in changes]


async def test_a_second_run_changes_nothing_and_a_run_half_way_is_finished(upgraded: Redis) -> None:
    before = {key: await upgraded.dump(key) for key in await upgraded.keys("riddle:{community*")}
    await convert_logs(upgraded)
    assert {key: await upgraded.dump(key) for key in await upgraded.keys("riddle:{community*")} == before
    log = keys.log(KEY, 1)
    old = b"wrong " + dump(Guess("dora", "a candle", NOON, "8"))
    await upgraded.rpush(log, old)
    await convert_logs(upgraded)
    assert (await RedisRounds(upgraded).log(KEY, 1))[-1].player == "dora"
    assert await upgraded.hget(keys.solved_days("terminal"), DAY.isoformat()) == b"1"


async def test_a_store_that_nobody_played_in_is_brought_up_to_date_too(
    redis: Redis, redis_url: str, data_dir: Path
) -> None:
    await redis.hset(SCHEMA, "version", 1)
    async with open_redis(redis_url, data_dir):
        assert await redis.hget(SCHEMA, "version") == b"2"
    assert await redis.keys(f"riddle:{{community:{name('terminal')}*") == []

"""Days that were opened and never came, on a real server."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from adapters.store.rounds import RedisRounds
from bot.domain import Entry, Move, RoundKey
from tests.adapters.store.samples import DAY, NOON, a_round, riddle

if TYPE_CHECKING:
    from redis.asyncio import Redis

HOME = "slack:T1"
KEY, OTHER = RoundKey(HOME, "default", DAY), RoundKey(HOME, "space", DAY)


@pytest.fixture
def store(redis: Redis) -> RedisRounds:
    return RedisRounds(redis)


async def test_an_excused_day_was_not_delivered_however_often_it_is_said(store: RedisRounds) -> None:
    await store.open(a_round(KEY))
    await asyncio.gather(*(store.excuse(KEY) for _ in range(10)))
    assert await store.days(HOME) == ()
    await store.open(a_round(KEY))
    assert await store.days(HOME) == ()


async def test_a_day_of_two_decks_counts_while_one_of_them_came(store: RedisRounds) -> None:
    await store.open(a_round(KEY))
    await store.open(a_round(OTHER, riddle()))
    await store.excuse(KEY)
    await store.excuse(KEY)
    assert await store.days(HOME) == (DAY,)
    await store.excuse(OTHER)
    assert await store.days(HOME) == ()


async def test_a_day_that_came_after_all_counts_again_once(store: RedisRounds) -> None:
    await store.open(a_round(KEY))
    await store.excuse(KEY, undo=True)
    await store.excuse(KEY)
    await asyncio.gather(*(store.excuse(KEY, undo=True) for _ in range(10)))
    assert await store.days(HOME) == (DAY,)
    await store.excuse(KEY)
    assert await store.days(HOME) == ()


async def test_places_that_are_void_are_not_taken_out_twice(store: RedisRounds) -> None:
    await store.open(replace(a_round(KEY), void=(2,)))
    await store.open(a_round(OTHER, riddle()))
    await store.change(KEY, 1, 1, riddle(), Entry(Move.VOID, "host", NOON))
    await store.excuse(KEY)
    assert await store.days(HOME) == (DAY,)


async def test_a_round_that_was_never_opened_can_be_excused(store: RedisRounds) -> None:
    await store.excuse(KEY)
    await store.excuse(KEY, undo=True)
    assert await store.days(HOME) == ()
    assert await store.round(KEY) is None


async def test_a_riddle_that_is_voided_after_its_day_was_excused_takes_nothing_of_another_deck(
    store: RedisRounds,
) -> None:
    await store.open(a_round(KEY, riddle("a"), riddle("b")))
    await store.open(a_round(OTHER, riddle()))
    await store.excuse(KEY)
    await store.change(KEY, 1, 1, riddle("a"), Entry(Move.VOID, "host", NOON))
    assert await store.days(HOME) == (DAY,)
    await store.excuse(KEY, undo=True)
    await store.excuse(OTHER)
    assert await store.days(HOME) == (DAY,)


async def test_what_stands_in_for_a_void_riddle_is_not_taken_out_of_the_count(store: RedisRounds) -> None:
    await store.open(a_round(KEY, riddle("a")))
    await store.open(a_round(OTHER, riddle()))
    await store.change(KEY, 1, 1, riddle("a"), Entry(Move.VOID, "host", NOON))
    await store.add(KEY, 2, riddle("b"))
    await store.excuse(KEY)
    assert await store.days(HOME) == (DAY,)

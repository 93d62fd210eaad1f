"""What is counted of the players of a deck, on a real server."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.store import results
from adapters.store.keys import deck_key
from adapters.store.results import RedisResults
from adapters.store.rounds import RedisRounds
from bot.domain import Guess, Judgement, RoundKey, Tally, Verdict
from bot.errors import StoreError, StoreUnavailable
from tests.adapters.store.samples import DAY, NOON, a_round, terms

if TYPE_CHECKING:
    from redis.asyncio import Redis

KEY = RoundKey("terminal", "default", DAY)
ROUND = (KEY, 1)
CORRECT, CLOSE, WRONG = (Verdict(word) for word in (Judgement.CORRECT, Judgement.CLOSE, Judgement.WRONG))


@pytest.fixture
async def rounds(redis: Redis) -> RedisRounds:
    return await opened(redis, KEY)


async def opened(redis: Redis, key: RoundKey) -> RedisRounds:
    store = RedisRounds(redis, now=lambda: NOON)
    await store.open(a_round(key))
    return store


def said(text: str, delivery: str = "", player: str = "ann") -> Guess:
    return Guess(player, text, NOON, delivery or f"message {text}")


async def tallies(redis: Redis, days: int = 1, deck: str = "default") -> tuple[Tally, ...]:
    return await RedisResults(redis).tallies(deck, DAY + timedelta(days=1), days)


async def test_a_riddle_that_nobody_played_has_no_tally(rounds: RedisRounds, redis: Redis) -> None:
    await rounds.play(*ROUND, "ann")
    assert await tallies(redis, 60) == ()
    assert await tallies(redis, 0) == ()


async def test_a_player_begins_once_with_whatever_comes_first(rounds: RedisRounds, redis: Redis) -> None:
    await rounds.guess(*ROUND, said("a candle"), WRONG, terms())
    await rounds.guess(*ROUND, said("a beacon"), CLOSE, terms())
    await rounds.take_hint(*ROUND, "ann", terms())
    await rounds.take_hint(*ROUND, "bob", terms())
    await rounds.guess(*ROUND, said("a candle", player="bob"), WRONG, terms())
    await rounds.guess(*ROUND, said("a beacon", player="cat"), CLOSE, terms())
    assert await tallies(redis) == (Tally(DAY, 1, began=3),)


@pytest.mark.parametrize("hints", [0, 1, 2, 3])
async def test_who_solves_it_is_counted_with_the_hints_taken(rounds: RedisRounds, redis: Redis, hints: int) -> None:
    for _ in range(hints):
        await rounds.take_hint(*ROUND, "ann", terms())
    await rounds.guess(*ROUND, said("a lighthouse"), CORRECT, terms())
    (found,) = await tallies(redis)
    assert found.solved == tuple(int(after == hints) for after in range(4))
    assert (found.began, found.given_up, found.rate) == (1, 0, 1.0)


async def test_who_gives_up_is_counted_once_and_later_steps_change_nothing(rounds: RedisRounds, redis: Redis) -> None:
    await rounds.give_up(*ROUND, "ann", terms())
    await rounds.give_up(*ROUND, "ann", terms())
    await rounds.take_hint(*ROUND, "ann", terms())
    await rounds.guess(*ROUND, said("a lighthouse"), CORRECT, terms())
    assert await tallies(redis) == (Tally(DAY, 1, began=1, given_up=1),)


async def test_a_step_delivered_again_is_never_counted_again(rounds: RedisRounds, redis: Redis) -> None:
    for _ in range(4):
        await rounds.take_hint(*ROUND, "ann", terms(), delivery="1")
        await rounds.guess(*ROUND, said("a candle", "2"), WRONG, terms())
        await rounds.guess(*ROUND, said("a lighthouse", "3"), CORRECT, terms())
        await rounds.give_up(*ROUND, "bob", terms(), delivery="4")
    assert await tallies(redis) == (Tally(DAY, 1, began=2, solved=(0, 1, 0, 0), given_up=1),)


async def test_of_many_right_guesses_at_once_one_is_counted(rounds: RedisRounds, redis: Redis) -> None:
    guesses = [said(f"the lighthouse {number}", str(number)) for number in range(30)]
    await asyncio.gather(*(rounds.guess(*ROUND, guess, CORRECT, terms()) for guess in guesses))
    assert await tallies(redis) == (Tally(DAY, 1, began=1, solved=(1, 0, 0, 0)),)


async def test_all_communities_of_a_deck_are_counted_together_and_decks_apart(
    rounds: RedisRounds, redis: Redis
) -> None:
    for community in ("terminal", "discord:1"):
        key = replace(KEY, community=community)
        await rounds.open(a_round(key))
        await rounds.guess(key, 2, said("a lighthouse"), CORRECT, terms())
    await rounds.open(a_round(replace(KEY, deck="world")))
    await rounds.guess(replace(KEY, deck="world"), 1, said("a candle"), WRONG, terms())
    assert await tallies(redis) == (Tally(DAY, 2, began=2, solved=(2, 0, 0, 0)),)
    assert await tallies(redis, deck="world") == (Tally(DAY, 1, began=1),)


async def test_the_newest_day_comes_first_and_older_ones_than_asked_for_are_left_out(
    rounds: RedisRounds, redis: Redis
) -> None:
    for back in (0, 1, 5):
        key = replace(KEY, date=DAY - timedelta(days=back))
        await rounds.open(a_round(key))
        await rounds.guess(key, 1, said("a candle"), WRONG, terms())
    found = await tallies(redis, days=3)
    assert [tally.date for tally in found] == [DAY, DAY - timedelta(days=1)]


async def test_counts_go_after_some_months_and_lie_with_their_deck(rounds: RedisRounds, redis: Redis) -> None:
    await rounds.guess(*ROUND, said("a candle"), WRONG, terms())
    key = deck_key("default", "results", DAY.isoformat())
    assert 119 * 86_400 < await redis.ttl(key) <= 120 * 86_400
    assert key.startswith("riddle:{deck:default}:")


async def test_a_verdict_stands_where_counting_fails(
    rounds: RedisRounds, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def lost(*_: object) -> None:
        raise StoreUnavailable("The store does not answer.")

    monkeypatch.setattr(results, "run", lost)
    assert await rounds.guess(*ROUND, said("a lighthouse"), CORRECT, terms()) == replace(CORRECT, points=8)
    monkeypatch.undo()
    assert await tallies(redis) == ()


@pytest.mark.parametrize(("field", "value"), [("1:solved_9", "1"), ("one:began", "1"), ("1:began", "-3")])
async def test_damaged_counts_are_refused_in_a_sentence(redis: Redis, field: str, value: str) -> None:
    await redis.hset(deck_key("default", "results", DAY.isoformat()), field, value)
    with pytest.raises(StoreError, match="damaged"):
        await tallies(redis)


STEPS = st.tuples(
    st.sampled_from(["ann", "bob"]),
    st.sampled_from(["wrong", "close", "correct", "hint", "give_up"]),
    st.integers(0, 7),
)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, max_size=16))
async def test_the_tally_says_what_the_plays_say(redis: Redis, steps: list[tuple[str, str, int]]) -> None:
    await redis.flushdb()
    store = await opened(redis, KEY)
    for player, what, delivery in steps:
        if what == "hint":
            await store.take_hint(*ROUND, player, terms(), delivery=f"hint {delivery}")
        elif what == "give_up":
            await store.give_up(*ROUND, player, terms(), delivery=f"up {delivery}")
        else:
            await store.guess(
                *ROUND, said(f"{what} {delivery}", str(delivery), player), Verdict(Judgement(what)), terms()
            )
    plays = [await store.play(*ROUND, player) for player in {player for player, _, _ in steps}]
    solved = [sum(play.solved and play.hints == hints for play in plays) for hints in range(4)]
    none, one, two, three = solved
    expected = Tally(DAY, 1, len(plays), (none, one, two, three), sum(play.given_up for play in plays))
    assert await tallies(redis) == ((expected,) if plays else ())

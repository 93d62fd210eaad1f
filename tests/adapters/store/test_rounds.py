"""Rounds and what is done in them, on a real server."""

from __future__ import annotations

import asyncio
import itertools
import random
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.store import guessing
from adapters.store import round_keys as keys
from adapters.store.guessing import MAX_GUESS
from adapters.store.players import RedisPlayers
from adapters.store.results import RedisResults
from adapters.store.rounds import MAX_HINTS, RedisRounds
from bot.domain import Entry, Guess, Judgement, Move, Play, RoundKey, Span, Tally, Terms, Verdict
from bot.errors import StoreError
from bot.game.points import points
from bot.text import fold
from tests.adapters.store.samples import DAY, NOON, a_round, riddle, terms

if TYPE_CHECKING:
    from redis.asyncio import Redis

KEY = RoundKey("slack:T1", "default", DAY)
HERE = (KEY, 1)
TERMS = terms()
CORRECT, CLOSE, WRONG = (Verdict(word) for word in (Judgement.CORRECT, Judgement.CLOSE, Judgement.WRONG))
REPEATED = Verdict(Judgement.REPEATED)
FINISHED, SPENT = Verdict(Judgement.CLOSED, "finished"), Verdict(Judgement.CLOSED, "limit")


def solved(earned: int = 8) -> Verdict:
    return replace(CORRECT, points=earned)


@pytest.fixture
async def store(redis: Redis) -> RedisRounds:
    rounds = RedisRounds(redis, now=lambda: NOON)
    await rounds.open(a_round(KEY))
    return rounds


def said(text: str, delivery: str = "", player: str = "ann", at: datetime = NOON) -> Guess:
    return Guess(player, text, at, delivery or f"message {text}")


# --- a guess ------------------------------------------------------------------------------------------------------


async def test_a_guess_gets_the_verdict_of_the_rules_and_a_right_one_its_points(store: RedisRounds) -> None:
    assert await store.guess(*HERE, said("a candle"), replace(WRONG, reason="no: not that"), TERMS) == replace(
        WRONG, reason="no: not that"
    )
    assert await store.guess(*HERE, said("a beacon"), CLOSE, TERMS) == CLOSE
    assert await store.guess(*HERE, said("a lighthouse"), CORRECT, TERMS) == solved()
    assert await store.play(*HERE, "ann") == Play(guesses=2, solved=True, points=8)


async def test_the_same_delivery_counts_once_and_keeps_its_verdict(store: RedisRounds) -> None:
    for _ in range(4):
        assert await store.guess(*HERE, said("a candle", "7"), WRONG, TERMS) == WRONG
    assert await store.guess(*HERE, said("something else", "7"), CORRECT, TERMS) == WRONG
    assert await store.play(*HERE, "ann") == Play(guesses=1)
    assert len(await store.log(*HERE)) == 1


async def test_a_right_guess_delivered_again_tells_its_points_again(store: RedisRounds) -> None:
    for _ in range(3):
        assert await store.guess(*HERE, said("a lighthouse", "7"), CORRECT, TERMS) == solved()


async def test_a_delivery_is_known_again_whatever_was_changed_meanwhile(store: RedisRounds) -> None:
    await store.guess(*HERE, said("a candle", "7"), WRONG, TERMS)
    await store.change(KEY, 1, 1, riddle("candle"), Entry(Move.ALIAS, "host", NOON, "candle"))
    assert await store.guess(*HERE, said("a candle", "7"), WRONG, TERMS) == WRONG


async def test_two_players_may_have_the_same_delivery_id(store: RedisRounds) -> None:
    assert await store.guess(*HERE, said("a candle", "7", "ann"), WRONG, TERMS) == WRONG
    assert await store.guess(*HERE, said("a lighthouse", "7", "bob"), CORRECT, TERMS) == solved()


async def test_an_event_that_was_a_hint_is_no_guess_when_it_comes_again(store: RedisRounds) -> None:
    await store.take_hint(*HERE, "ann", TERMS, "7")
    assert await store.guess(*HERE, said("a lighthouse", "7"), CORRECT, TERMS) == REPEATED
    assert await store.play(*HERE, "ann") == Play(hints=1)


@pytest.mark.parametrize("again", ["A Candle", "  a   candle ", "á cándle", "ａ candle"])
async def test_the_same_words_by_the_same_player_are_repeated(store: RedisRounds, again: str) -> None:
    await store.guess(*HERE, said("a candle", "1"), WRONG, TERMS)
    assert await store.guess(*HERE, said(again, "2"), WRONG, TERMS) == REPEATED
    assert await store.guess(*HERE, said(again, "3", "bob"), WRONG, TERMS) == WRONG
    assert await store.play(*HERE, "ann") == Play(guesses=1)


@pytest.mark.parametrize("ending", ["solved", "given up"])
async def test_a_riddle_is_closed_for_who_has_finished(store: RedisRounds, ending: str) -> None:
    if ending == "solved":
        await store.guess(*HERE, said("a lighthouse"), CORRECT, TERMS)
    else:
        await store.give_up(*HERE, "ann", TERMS)
    before = await store.play(*HERE, "ann")
    assert await store.guess(*HERE, said("a candle"), WRONG, TERMS) == FINISHED
    assert await store.guess(*HERE, said("a lighthouse", "later"), CORRECT, TERMS) == FINISHED
    assert await store.take_hint(*HERE, "ann", TERMS) == before
    assert await store.give_up(*HERE, "ann", TERMS) == before
    assert await store.guess(*HERE, said("a candle", "1", "bob"), WRONG, TERMS) == WRONG


async def test_what_a_player_says_of_another_is_his_own_word(store: RedisRounds) -> None:
    await store.guess(*HERE, said("<@bob> a lighthouse", "1", "ann"), CORRECT, TERMS)
    await store.guess(*HERE, said('","player":"bob","judgement":"correct', "1", "cy"), WRONG, TERMS)
    assert await store.play(*HERE, "bob") == Play()
    assert [entry.player for entry in await store.log(*HERE)] == ["ann", "cy"]
    assert (await store.log(*HERE))[1].judgement is Judgement.WRONG


# --- hints and surrender ------------------------------------------------------------------------------------------


async def test_there_are_three_hints_and_no_more(store: RedisRounds) -> None:
    assert [(await store.take_hint(*HERE, "ann", TERMS)).hints for _ in range(5)] == [1, 2, 3, 3, 3]


async def test_a_hint_delivered_twice_is_one_hint(store: RedisRounds) -> None:
    for _ in range(3):
        assert await store.take_hint(*HERE, "ann", TERMS, "click 1") == Play(hints=1)
    assert await store.take_hint(*HERE, "ann", TERMS, "click 2") == Play(hints=2)


async def test_of_many_hints_asked_for_at_once_three_are_given(store: RedisRounds) -> None:
    await asyncio.gather(*(store.take_hint(*HERE, "ann", TERMS, str(number)) for number in range(20)))
    assert await store.play(*HERE, "ann") == Play(hints=3)
    assert len(await store.log(*HERE)) == 3


# --- points -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hints", "wrong", "earned"),
    [
        (0, 0, 8), (0, 1, 8), (0, 2, 8), (0, 3, 7), (0, 5, 5), (1, 0, 6), (1, 3, 5), (2, 2, 4), (3, 0, 2), (3, 3, 1),
        (3, 9, 1),
    ],
)  # fmt: skip
async def test_points_fall_with_hints_and_with_wrong_guesses_after_the_second(
    store: RedisRounds, hints: int, wrong: int, earned: int
) -> None:
    for _ in range(hints):
        await store.take_hint(*HERE, "ann", TERMS)
    for number in range(wrong):
        await store.guess(*HERE, said(f"candle {number}"), WRONG, TERMS)
    assert await store.guess(*HERE, said("a lighthouse"), CORRECT, TERMS) == solved(earned)
    assert points(TERMS, hints, wrong) == earned


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    worth=st.integers(1, 40), hint=st.integers(0, 9), cost=st.integers(0, 9), free=st.integers(0, 4),
    taken=st.integers(0, 3), wrong=st.integers(0, 6),
)  # fmt: skip
async def test_the_step_counts_points_as_the_law_does(
    redis: Redis, worth: int, hint: int, cost: int, free: int, taken: int, wrong: int
) -> None:
    store, key = RedisRounds(redis), another_round()
    await store.open(a_round(key))
    asked = terms(worth=worth, hint_cost=hint, wrong_cost=cost, free_wrong=free)
    for _ in range(taken):
        await store.take_hint(key, 1, "ann", asked)
    for number in range(wrong):
        await store.guess(key, 1, said(f"candle {number}"), WRONG, asked)
    verdict = await store.guess(key, 1, said("a lighthouse"), CORRECT, asked)
    assert verdict is not None
    assert verdict.points == points(asked, taken, wrong)


async def test_close_repeated_and_closed_guesses_cost_nothing(store: RedisRounds) -> None:
    for number in range(9):
        await store.guess(*HERE, said(f"a beacon {number}"), CLOSE, TERMS)
        await store.guess(*HERE, said("a candle", str(number)), WRONG, TERMS)
    assert await store.guess(*HERE, said("a lighthouse"), CORRECT, TERMS) == solved()


async def test_after_the_answer_is_readable_a_solve_counts_and_earns_nothing(store: RedisRounds, redis: Redis) -> None:
    await store.guess(*HERE, said("a candle"), WRONG, TERMS)
    await store.make_readable(KEY, NOON)
    assert await store.guess(*HERE, said("a lighthouse"), CORRECT, TERMS) == solved(0)
    assert await store.play(*HERE, "ann") == Play(guesses=2, solved=True)
    assert await store.solved_days(KEY.community) == (DAY,)
    ((result,), _) = await RedisPlayers(redis).results(KEY.community, "ann")
    assert (result.solved, result.points, result.scored) == (True, 0, True)


async def test_who_begins_without_points_to_be_had_does_not_get_them_later(store: RedisRounds) -> None:
    await store.guess(*HERE, said("a candle"), WRONG, replace(TERMS, scored=False))
    assert await store.guess(*HERE, said("a lighthouse"), CORRECT, TERMS) == solved(0)
    assert not (await store.play(*HERE, "ann")).scored


async def test_the_moment_from_which_the_answer_is_readable_stands(store: RedisRounds) -> None:
    later = NOON + timedelta(hours=3)
    assert (await store.make_readable(KEY, NOON)).readable_at == NOON
    assert (await store.make_readable(KEY, later)).readable_at == NOON
    assert [entry.move for entry in await store.log(*HERE)] == [Move.READABLE]
    assert [entry.move for entry in await store.log(KEY, 2)] == [Move.READABLE]


# --- limit and pause ----------------------------------------------------------------------------------------------


async def test_after_the_last_guess_one_may_have_the_riddle_is_closed(store: RedisRounds) -> None:
    limited = replace(TERMS, limit=2)
    for number in range(2):
        assert await store.guess(*HERE, said(f"candle {number}"), WRONG, limited) == WRONG
    assert await store.guess(*HERE, said("a lighthouse"), CORRECT, limited) == SPENT
    assert await store.guess(*HERE, said("a lighthouse", player="bob"), CORRECT, limited) == solved()
    assert await store.play(*HERE, "ann") == Play(guesses=2)


async def test_the_limit_holds_whatever_comes_at_once(store: RedisRounds) -> None:
    limited = replace(TERMS, limit=3)
    guesses = [said(f"candle {number}") for number in range(40)]
    verdicts = await asyncio.gather(*(store.guess(*HERE, guess, WRONG, limited) for guess in guesses))
    assert sorted(map(str, verdicts)) == sorted(map(str, [WRONG] * 3 + [SPENT] * 37))
    assert await store.play(*HERE, "ann") == Play(guesses=3)


async def test_close_guesses_do_not_use_up_the_limit(store: RedisRounds) -> None:
    limited = replace(TERMS, limit=1)
    for number in range(5):
        await store.guess(*HERE, said(f"a beacon {number}"), CLOSE, limited)
    assert await store.guess(*HERE, said("a lighthouse"), CORRECT, limited) == solved()


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


async def test_inside_the_pause_after_a_wrong_guess_nothing_counts(store: RedisRounds) -> None:
    pausing = replace(TERMS, pause=30)
    await store.guess(*HERE, said("a candle"), WRONG, pausing)
    early = await store.guess(*HERE, said("a lighthouse", "2", at=after(10)), CORRECT, pausing)
    assert early == Verdict(Judgement.TOO_SOON, "20")
    assert await store.play(*HERE, "ann") == Play(guesses=1)
    assert len(await store.log(*HERE)) == 1
    assert await store.guess(*HERE, said("a lighthouse", "3", at=after(30)), CORRECT, pausing) == solved()


async def test_a_guess_that_came_too_soon_does_not_count_when_it_is_delivered_again_later(store: RedisRounds) -> None:
    pausing = replace(TERMS, pause=30)
    await store.guess(*HERE, said("a candle"), WRONG, pausing)
    early = await store.guess(*HERE, said("a lamp", "2", at=after(10)), WRONG, pausing)
    assert await store.guess(*HERE, said("a lamp", "2", at=after(60)), WRONG, pausing) == early
    assert await store.play(*HERE, "ann") == Play(guesses=1)


async def test_the_pause_is_each_players_own_and_a_close_guess_starts_none(store: RedisRounds) -> None:
    pausing = replace(TERMS, pause=30)
    await store.guess(*HERE, said("a candle"), WRONG, pausing)
    assert await store.guess(*HERE, said("a beacon", player="bob"), CLOSE, pausing) == CLOSE
    assert await store.guess(*HERE, said("a lighthouse", player="bob"), CORRECT, pausing) == solved()
    assert await store.guess(KEY, 2, said("a harbour", at=after(1)), CORRECT, pausing) == solved()


@pytest.mark.parametrize("jump", [-1, -3_600, -400 * 86_400])
async def test_a_clock_that_jumps_back_locks_nobody_out(store: RedisRounds, jump: float) -> None:
    pausing = replace(TERMS, pause=30)
    await store.guess(*HERE, said("a candle"), WRONG, pausing)
    assert await store.guess(*HERE, said("a lamp", at=after(jump)), WRONG, pausing) == WRONG
    assert await store.guess(*HERE, said("a lighthouse", at=after(jump + 31)), CORRECT, pausing) == solved()


async def test_who_keeps_coming_too_soon_leaves_a_bounded_trace(
    store: RedisRounds, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guessing, "MAX_MOVES", 5)
    pausing = replace(TERMS, pause=30)
    for number in range(20):
        await store.guess(*HERE, said(f"candle {number}"), WRONG, pausing)
    assert await redis.hlen(keys.seen(*HERE, "ann")) <= 7


# --- a round that changes -----------------------------------------------------------------------------------------


async def test_the_first_copy_of_a_round_stands_and_its_day_counts_once(store: RedisRounds) -> None:
    other = a_round(KEY, riddle("ferry"), number=7)
    assert await store.open(other) == await store.round(KEY) == a_round(KEY)
    assert await store.days(KEY.community) == (DAY,)


async def test_of_twenty_who_open_a_round_at_once_one_does(redis: Redis) -> None:
    store = RedisRounds(redis)
    found = await asyncio.gather(*(store.open(a_round(KEY, riddle(f"boat {number}"))) for number in range(20)))
    assert len(set(found)) == 1
    assert await redis.hget(keys.days(KEY.community), DAY.isoformat()) == b"1"


async def test_a_guess_that_was_judged_by_an_older_copy_is_judged_again(store: RedisRounds) -> None:
    changed = await store.change(KEY, 1, 1, riddle("beacon"), Entry(Move.ALIAS, "host", NOON, "beacon"))
    assert changed is not None
    assert changed.version == 2
    assert await store.guess(*HERE, said("a beacon"), WRONG, TERMS) is None
    assert await store.play(*HERE, "ann") == Play()
    assert await store.guess(*HERE, said("a beacon"), CORRECT, replace(TERMS, version=2)) == solved()


async def test_a_hint_and_a_surrender_count_by_the_round_as_it_stands(store: RedisRounds, redis: Redis) -> None:
    await store.change(KEY, 1, 1, riddle(), Entry(Move.VOID, "host", NOON))
    await store.take_hint(*HERE, "ann", TERMS)
    await store.give_up(*HERE, "ann", TERMS)
    ((result,), _) = await RedisPlayers(redis).results(KEY.community, "ann")
    assert (result.void, result.scored, result.given_up) == (True, False, True)


async def test_of_two_changes_of_the_same_copy_one_is_made(store: RedisRounds) -> None:
    entries = [Entry(Move.ALIAS, "host", NOON, f"boat {number}") for number in range(10)]
    found = await asyncio.gather(*(store.change(KEY, 1, 1, riddle(entry.text), entry) for entry in entries))
    (made,) = [one for one in found if one is not None]
    assert await store.round(KEY) == made
    assert len(await store.log(*HERE)) == 1


async def test_a_change_and_the_reveal_at_once_both_stand(store: RedisRounds) -> None:
    void = Entry(Move.VOID, "host", NOON)
    await asyncio.gather(store.change(KEY, 1, 1, riddle(), void), store.make_readable(KEY, NOON))
    found = await store.round(KEY)
    assert found is not None
    assert (found.void, found.readable_at, found.version) == ((1,), NOON, 2)
    again = await store.change(KEY, 2, 2, riddle("quay"), Entry(Move.ALIAS, "host", NOON, "quay"))
    assert again == await store.round(KEY)
    assert {entry.move for entry in await store.log(*HERE)} == {Move.VOID, Move.READABLE}


async def test_a_day_ends_to_count_when_all_of_it_is_void(store: RedisRounds) -> None:
    await store.change(KEY, 1, 1, riddle(), Entry(Move.VOID, "host", NOON))
    assert await store.days(KEY.community) == (DAY,)
    await store.change(KEY, 2, 1, riddle(), Entry(Move.VOID, "host", NOON))
    assert await store.days(KEY.community) == (DAY,)
    await store.change(KEY, 3, 2, riddle(), Entry(Move.VOID, "host", NOON))
    assert await store.days(KEY.community) == ()


async def test_a_solve_of_a_void_riddle_earns_nothing_and_makes_no_solved_day(store: RedisRounds) -> None:
    await store.change(KEY, 1, 1, riddle(), Entry(Move.VOID, "host", NOON))
    voided = replace(TERMS, version=2, void=True, scored=False)
    assert await store.guess(*HERE, said("a lighthouse"), CORRECT, voided) == solved(0)
    assert await store.solved_days(KEY.community) == ()


async def test_a_round_that_was_never_opened_takes_nothing(redis: Redis) -> None:
    store = RedisRounds(redis)
    assert await store.round(KEY) is None
    assert await store.guess(*HERE, said("a candle"), WRONG, TERMS) is None
    assert await store.change(KEY, 1, 1, riddle(), Entry(Move.VOID, "host", NOON)) is None
    for step in (
        store.take_hint(*HERE, "ann", TERMS),
        store.give_up(*HERE, "ann", TERMS),
        store.make_readable(KEY, NOON),
    ):
        with pytest.raises(StoreError, match="never opened"):
            await step
    assert await store.play(*HERE, "ann") == Play()
    await store.purge(KEY)


# --- apart from each other ----------------------------------------------------------------------------------------


async def test_rounds_are_apart_by_community_deck_day_and_place(store: RedisRounds) -> None:
    await store.guess(*HERE, said("a lighthouse"), CORRECT, TERMS)
    for key, place in (
        (replace(KEY, community="discord:1"), 1),
        (replace(KEY, community="slack:T1:1"), 1),
        (replace(KEY, deck="world"), 1),
        (replace(KEY, date=DAY + timedelta(days=1)), 1),
        (KEY, 2),
    ):
        await store.open(a_round(key))
        assert await store.play(key, place, "ann") == Play()
        assert await store.guess(key, place, said("a lighthouse"), CORRECT, TERMS) == solved()


async def test_what_a_host_does_stays_in_the_community(store: RedisRounds, redis: Redis) -> None:
    other = replace(KEY, community="slack:T2")
    await store.open(a_round(other))
    await store.guess(other, 1, said("a lighthouse"), CORRECT, TERMS)
    before = {key: await redis.dump(key) for key in sorted(await redis.keys("riddle:{community:slack%3AT2}*"))}
    await store.guess(*HERE, said("a lighthouse"), CORRECT, TERMS)
    await store.change(KEY, 1, 1, riddle("ferry"), Entry(Move.VOID, "host", NOON))
    await store.make_readable(KEY, NOON)
    await store.purge(KEY)
    assert {key: await redis.dump(key) for key in sorted(await redis.keys("riddle:{community:slack%3AT2}*"))} == before
    assert await store.days("slack:T2") == (DAY,)


async def test_the_rounds_of_some_days_come_newest_first(store: RedisRounds) -> None:
    wanted = [replace(KEY, date=DAY - timedelta(days=back), deck="a:b|c") for back in (1, 2, 9)]
    for key in wanted:
        await store.open(a_round(key))
    assert await store.open_rounds(KEY.community, DAY - timedelta(days=2), DAY) == (KEY, *wanted[:2])
    assert await store.open_rounds("slack:T2", DAY - timedelta(days=2), DAY) == ()


HOSTILE = ("a:b", "{x}", "a b|c", "%3A", "zoë 🦉", "*", "x" * 256, "é" * 256, "..", "\n", "a\0b", "an\udcffn", "-1")


async def test_players_may_have_any_name(store: RedisRounds, redis: Redis) -> None:
    for number, player in enumerate(HOSTILE):
        assert await store.guess(*HERE, said("a candle", "1", player), WRONG, TERMS) == WRONG
        if number % 2:
            await store.take_hint(*HERE, player, TERMS)
    for number, player in enumerate(HOSTILE):
        assert await store.play(*HERE, player) == Play(guesses=1, hints=number % 2)
    assert len(await store.plays(*HERE)) == len(HOSTILE) == len(await RedisPlayers(redis).players(*HERE))


async def test_a_name_that_is_too_long_is_one_clear_sentence(store: RedisRounds) -> None:
    for step in (
        store.guess(*HERE, said("a candle", player="x" * 257), WRONG, TERMS),
        store.take_hint(*HERE, "x" * 257, TERMS),
        store.play(replace(KEY, community="x" * 257), 1, "ann"),
    ):
        with pytest.raises(StoreError, match=r"^The name 'x{40}'\.\.\. is longer than 256 characters\.$"):
            await step


async def test_all_keys_of_a_round_share_the_communitys_tag(redis: Redis) -> None:
    store, key = RedisRounds(redis), RoundKey("discord:dm:7", "default", DAY)
    await store.open(a_round(key))
    await store.guess(key, 1, said("a candle"), WRONG, TERMS)
    await store.guess(key, 1, said("a lighthouse"), CORRECT, TERMS)
    found = [one for one in await redis.keys("*") if b"deck:" not in one and b"schema" not in one]
    assert all(one.startswith(b"riddle:{community:discord%3Adm%3A7}:") for one in found)


# --- the log ------------------------------------------------------------------------------------------------------


async def test_the_log_tells_everything_in_order(store: RedisRounds) -> None:
    spoken = [said("a candle", "1"), said("A candle", "2"), said("a lighthouse", "3"), said("late", "4")]
    for guess, verdict in zip(spoken, (WRONG, WRONG, CORRECT, WRONG), strict=True):
        await store.guess(*HERE, guess, verdict, TERMS)
    await store.take_hint(*HERE, "bob", TERMS, "5")
    await store.give_up(*HERE, "bob", TERMS, "6")
    judgements = (Judgement.WRONG, Judgement.REPEATED, Judgement.CORRECT, Judgement.CLOSED)
    texts = [one.text for one in spoken], [one.delivery for one in spoken]
    assert await store.log(*HERE) == (
        *(Entry(Move.GUESS, "ann", NOON, *one) for one in zip(*texts, judgements, strict=True)),
        Entry(Move.HINT, "bob", NOON, delivery="5"),
        Entry(Move.GIVE_UP, "bob", NOON, delivery="6"),
    )  # fmt: skip


async def test_a_log_is_read_in_pages(store: RedisRounds) -> None:
    for number in range(7):
        await store.guess(*HERE, said(f"candle {number}"), WRONG, TERMS)
    found = [await store.log(*HERE, start, 3) for start in (0, 3, 6, 9)]
    assert [len(page) for page in found] == [3, 3, 1, 0]
    assert tuple(itertools.chain(*found)) == await store.log(*HERE)


async def test_a_damaged_log_is_one_sentence(store: RedisRounds, redis: Redis) -> None:
    await redis.rpush(keys.log(*HERE), "wrong {")
    with pytest.raises(StoreError, match=r"A stored entry cannot be read"):
        await store.log(*HERE)


async def test_a_damaged_round_is_one_sentence(store: RedisRounds, redis: Redis) -> None:
    await redis.hset(keys.round_(KEY), "round", "no")
    with pytest.raises(StoreError, match="damaged"):
        await store.round(KEY)


async def test_a_guess_is_kept_at_a_bounded_length(store: RedisRounds) -> None:
    await store.guess(*HERE, said("x" * 10_000_000, "y" * 10_000), WRONG, TERMS)
    again = said("x" * 10_000_000, "y" * 9_999 + "z")
    assert await store.guess(*HERE, again, WRONG, TERMS) == REPEATED
    kept, _ = await store.log(*HERE)
    assert (len(kept.text), len(kept.delivery)) == (MAX_GUESS, MAX_GUESS)


async def test_broken_characters_do_no_harm(store: RedisRounds) -> None:
    broken = Guess("an\udcffn", "caf\udce9 \x00", NOON, "\udcff")
    verdict = await store.guess(*HERE, broken, replace(WRONG, reason="\udcff"), TERMS)
    assert verdict == Verdict(Judgement.WRONG, "?")
    assert await store.play(*HERE, "an\udcffn") == Play(guesses=1)


async def test_who_floods_a_riddle_is_no_longer_written_down(
    store: RedisRounds, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guessing, "MAX_MOVES", 5)
    for number in range(8):
        await store.guess(*HERE, said("a candle", str(number)), WRONG, TERMS)
    assert len(await store.log(*HERE)) == 5
    stands = await store.guess(*HERE, said("a lighthouse"), CORRECT, TERMS)
    assert stands == Verdict(Judgement.CLOSED, "moves")


# --- many at once -------------------------------------------------------------------------------------------------


async def test_500_guesses_at_once_count_once_each(store: RedisRounds) -> None:
    guesses = [said(f"candle {number % 50}", str(number), f"player {number // 50}") for number in range(500)]
    twice = [*guesses, *guesses[:250]]
    await asyncio.gather(*(store.guess(*HERE, guess, WRONG, TERMS) for guess in twice))
    assert len(await store.log(*HERE)) == 500
    assert await store.plays(*HERE) == {f"player {number}": Play(guesses=50) for number in range(10)}


@pytest.mark.parametrize("seed", range(4))
async def test_guesses_recorded_together_are_what_they_are_one_by_one(
    store: RedisRounds, redis: Redis, seed: int
) -> None:
    chance, spoken = random.Random(seed), []
    about = terms(limit=4, pause=2.0) if seed % 2 else TERMS
    for number in range(150):
        text, delivery = f"candle {chance.randrange(8)}", str(chance.randrange(120))
        guess = said(text, delivery, f"player {chance.randrange(9)}", NOON + timedelta(seconds=number // 4))
        verdict = replace(chance.choice((WRONG, WRONG, CLOSE, CORRECT)), reason=f"none: {number}")
        account = chance.choice(("", f"account of {guess.player}"))
        spoken.append((guess, verdict, replace(about, scored=chance.random() < 0.8), account))
    there = RoundKey("slack:T2", "default", DAY)
    await store.open(a_round(there))
    alone = [await store.guess(*HERE, *one) for one in spoken]
    together: list[Verdict | None] = []
    while len(together) < len(spoken):
        together += await store.guesses(there, 1, spoken[len(together) : len(together) + chance.randrange(40)])
    assert together == alone
    assert [one and one.play for one in together] == [one and one.play for one in alone]
    assert await store.log(there, 1) == await store.log(*HERE)
    assert await store.plays(there, 1) == await store.plays(*HERE)
    players = RedisPlayers(redis)
    for player in await store.plays(*HERE):
        assert await players.results(there.community, player) == await players.results(KEY.community, player)
    for span in Span:
        boards = [await players.board(key.community, span, DAY, 1, "player 1", 20) for key in (there, KEY)]
        assert boards[0] == boards[1]
    assert await store.solved_days(there.community) == await store.solved_days(KEY.community)


async def test_guesses_recorded_together_are_judged_again_where_the_round_has_changed(store: RedisRounds) -> None:
    changed = replace(TERMS, version=2)
    asked = [(said(f"candle {number}", player=f"player {number}"), WRONG, changed, "") for number in range(3)]
    assert await store.guesses(*HERE, asked) == (None, None, None)
    assert await store.guesses(*HERE, []) == await store.log(*HERE) == ()


async def test_of_many_right_guesses_at_once_one_solves(store: RedisRounds) -> None:
    guesses = [said(f"the lighthouse {number}", str(number)) for number in range(50)]
    verdicts = await asyncio.gather(*(store.guess(*HERE, guess, CORRECT, TERMS) for guess in guesses))
    assert sorted(map(str, verdicts)) == sorted(map(str, [FINISHED] * 49 + [solved()]))
    assert await store.play(*HERE, "ann") == Play(guesses=1, solved=True, points=8)


async def test_steps_go_on_when_the_server_has_forgotten_its_scripts(store: RedisRounds, redis: Redis) -> None:
    await store.guess(*HERE, said("a candle"), WRONG, TERMS)
    await redis.script_flush()
    assert await store.guess(*HERE, said("a lamp"), WRONG, TERMS) == WRONG
    await redis.script_flush()
    assert await store.take_hint(*HERE, "ann", TERMS) == Play(guesses=2, hints=1)


# --- what goes away -----------------------------------------------------------------------------------------------


async def test_deliveries_are_forgotten_after_a_month(store: RedisRounds, redis: Redis) -> None:
    await store.guess(*HERE, said("a candle"), WRONG, TERMS)
    await store.take_hint(*HERE, "bob", TERMS, "1")
    for player in ("ann", "bob"):
        assert 29 * 86_400 < await redis.ttl(keys.seen(*HERE, player)) <= 30 * 86_400


async def test_a_purge_deletes_what_was_said_and_nothing_else(store: RedisRounds, redis: Redis) -> None:
    await store.guess(*HERE, said("my secret thought"), WRONG, TERMS)
    await store.guess(*HERE, said("a lighthouse"), CORRECT, TERMS)
    await store.take_hint(KEY, 2, "bob", TERMS, "1")
    before = await store.plays(*HERE), await RedisPlayers(redis).results(KEY.community, "ann")
    for _ in range(2):
        await store.purge(KEY)
    assert await store.log(*HERE) == await store.log(KEY, 2) == ()
    assert not await redis.exists(keys.seen(*HERE, "ann"), keys.seen(KEY, 2, "bob"))
    assert (await store.plays(*HERE), await RedisPlayers(redis).results(KEY.community, "ann")) == before
    found = await store.round(KEY)
    assert found is not None
    assert (found.purged, found.version) == (True, 2)
    assert await store.solved_days(KEY.community) == (DAY,)


async def test_nobody_plays_on_in_a_round_that_was_purged(store: RedisRounds) -> None:
    await store.take_hint(*HERE, "ann", TERMS)
    await store.purge(KEY)
    asked = replace(TERMS, version=2)
    assert await store.guess(*HERE, said("a lighthouse"), CORRECT, TERMS) is None
    assert await store.guess(*HERE, said("a lighthouse"), CORRECT, asked) == Verdict(Judgement.CLOSED, "over")
    assert await store.take_hint(*HERE, "ann", asked) == await store.give_up(*HERE, "ann", asked) == Play(hints=1)
    assert await store.log(*HERE) == ()


async def test_a_verdict_is_counted_for_the_deck_once(store: RedisRounds, redis: Redis) -> None:
    for _ in range(4):
        await store.guess(*HERE, said("a lighthouse"), CORRECT, TERMS)
    found = await RedisResults(redis).tallies("default", DAY + timedelta(days=1), 1)
    assert found == (Tally(DAY, 1, began=1, solved=(1, 0, 0, 0)),)


# --- laws ---------------------------------------------------------------------------------------------------------


@dataclass
class Model:
    """What a round must be, in plain words: the reference that the store is compared with."""

    terms: Terms
    plays: dict[str, Play] = field(default_factory=dict)
    answered: dict[tuple[str, str], Judgement] = field(default_factory=dict)
    words: set[tuple[str, str]] = field(default_factory=set)

    def play(self, player: str) -> Play:
        return self.plays.get(player, Play())

    def guess(self, guess: Guess, rules: Judgement) -> Judgement:
        key = (guess.player, guess.delivery)
        if key not in self.answered:
            self.answered[key] = self._judge(guess, rules)
        return self.answered[key]

    def _judge(self, guess: Guess, rules: Judgement) -> Judgement:
        play, words = self.play(guess.player), (guess.player, " ".join(fold(guess.text).split()))
        if play.finished or 0 < self.terms.limit <= play.guesses:
            return Judgement.CLOSED
        if words in self.words:
            return Judgement.REPEATED
        self.words.add(words)
        if rules is not Judgement.CLOSE:
            solved = rules is Judgement.CORRECT
            earned = points(self.terms, play.hints, play.guesses) if solved else 0
            self.plays[guess.player] = replace(play, guesses=play.guesses + 1, solved=solved, points=earned)
        return rules

    def hint(self, player: str) -> Play:
        play = self.play(player)
        if not play.finished and play.hints < MAX_HINTS:
            self.plays[player] = replace(play, hints=play.hints + 1)
        return self.play(player)

    def give_up(self, player: str) -> Play:
        play = self.play(player)
        if not play.finished:
            self.plays[player] = replace(play, given_up=True)
        return self.play(player)


PLAYERS = st.sampled_from(["ann", "bob"])
GUESSES = st.builds(
    lambda player, text, delivery: Guess(player, text, NOON, delivery),
    PLAYERS,
    st.sampled_from(["lamp", "Lamp ", "candle", "sun", "moon", "beacon", "lighthouse"]),
    st.sampled_from([f"delivery {number}" for number in range(9)]),
)
STEPS = st.one_of(
    st.tuples(st.just("guess"), GUESSES, st.sampled_from([Judgement.WRONG, Judgement.CLOSE, Judgement.CORRECT])),
    st.tuples(st.sampled_from(["hint", "give_up"]), PLAYERS, st.none()),
)
_NUMBERS = itertools.count(1)


def another_round() -> RoundKey:
    """A round that no other example has touched."""
    return RoundKey(f"terminal:{next(_NUMBERS)}", "default", DAY)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, max_size=30), limit=st.integers(0, 3))
async def test_a_round_does_what_the_rules_say(redis: Redis, steps: list[Any], limit: int) -> None:
    asked, key = terms(limit=limit), another_round()
    store, model = RedisRounds(redis, now=lambda: NOON), Model(asked)
    await store.open(a_round(key))
    for what, subject, rules in steps:
        if what == "guess":
            stands = await store.guess(key, 1, subject, Verdict(rules), asked)
            assert stands is not None
            assert stands.judgement is model.guess(subject, rules)
        elif what == "hint":
            assert await store.take_hint(key, 1, subject, asked) == model.hint(subject)
        else:
            assert await store.give_up(key, 1, subject, asked) == model.give_up(subject)
    for player in ("ann", "bob"):
        assert await store.play(key, 1, player) == model.play(player)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), count=st.integers(1, 8))
async def test_in_any_order_and_repetition_each_delivery_counts_once(
    redis: Redis, data: st.DataObject, count: int
) -> None:
    store, key = RedisRounds(redis, now=lambda: NOON), another_round()
    await store.open(a_round(key))
    guesses = [said(f"candle {number}", str(number)) for number in range(count)]
    sent = data.draw(st.permutations(guesses * 3))
    verdicts = await asyncio.gather(*(store.guess(key, 1, guess, WRONG, TERMS) for guess in sent))
    assert set(verdicts) == {WRONG}
    assert await store.play(key, 1, "ann") == Play(guesses=count)
    assert sorted(entry.delivery for entry in await store.log(key, 1)) == sorted(map(str, range(count)))

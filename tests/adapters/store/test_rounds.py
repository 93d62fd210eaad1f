from __future__ import annotations

import asyncio
import itertools
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.store import rounds as rounds_module
from adapters.store.rounds import GIVE_UP, HINT, MAX_GUESS, MAX_HINTS, RedisRounds
from bot.domain import Guess, Judgement, Play, Verdict
from bot.text import fold
from tests.adapters.store.samples import DAY, NOON

if TYPE_CHECKING:
    from redis.asyncio import Redis

ROUND = ("terminal", "default", DAY, 1)
CORRECT, CLOSE = Verdict(Judgement.CORRECT, "That is it."), Verdict(Judgement.CLOSE, "Nearly.")
WRONG, REPEATED, CLOSED = Verdict(Judgement.WRONG, "No."), Verdict(Judgement.REPEATED), Verdict(Judgement.CLOSED)


@pytest.fixture
def store(redis: Redis) -> RedisRounds:
    return RedisRounds(redis, now=lambda: NOON)


def said(text: str, delivery: str = "", player: str = "ann") -> Guess:
    return Guess(player, text, NOON, delivery or f"message {text}")


async def test_a_guess_gets_the_verdict_of_the_rules(store: RedisRounds) -> None:
    assert await store.guess(*ROUND, said("a candle"), WRONG) == WRONG
    assert await store.guess(*ROUND, said("a beacon"), CLOSE) == CLOSE
    assert await store.guess(*ROUND, said("a lighthouse"), CORRECT) == CORRECT
    assert await store.play(*ROUND, "ann") == Play(guesses=2, solved=True)


async def test_the_same_delivery_counts_once_and_keeps_its_verdict(store: RedisRounds) -> None:
    for _ in range(4):
        assert await store.guess(*ROUND, said("a candle", "7"), WRONG) == WRONG
    assert await store.guess(*ROUND, said("something else", "7"), CORRECT) == WRONG
    assert await store.play(*ROUND, "ann") == Play(guesses=1)
    assert len(await store.log(*ROUND)) == 1


async def test_two_players_may_have_the_same_delivery_id(store: RedisRounds) -> None:
    assert await store.guess(*ROUND, said("a candle", "7", "ann"), WRONG) == WRONG
    assert await store.guess(*ROUND, said("a lighthouse", "7", "bob"), CORRECT) == CORRECT


@pytest.mark.parametrize("again", ["A Candle", "  a   candle ", "á cándle", "ａ candle"])
async def test_the_same_words_by_the_same_player_are_repeated(store: RedisRounds, again: str) -> None:
    await store.guess(*ROUND, said("a candle", "1"), WRONG)
    assert await store.guess(*ROUND, said(again, "2"), WRONG) == REPEATED
    assert await store.guess(*ROUND, said(again, "3", "bob"), WRONG) == WRONG
    assert await store.play(*ROUND, "ann") == Play(guesses=1)


@pytest.mark.parametrize("ending", ["solved", "given up"])
async def test_a_round_is_closed_for_who_has_finished(store: RedisRounds, ending: str) -> None:
    if ending == "solved":
        await store.guess(*ROUND, said("a lighthouse"), CORRECT)
    else:
        await store.give_up(*ROUND, "ann")
    before = await store.play(*ROUND, "ann")
    assert await store.guess(*ROUND, said("a candle"), WRONG) == CLOSED
    assert await store.guess(*ROUND, said("a lighthouse", "later"), CORRECT) == CLOSED
    assert await store.take_hint(*ROUND, "ann") == before
    assert await store.give_up(*ROUND, "ann") == before
    assert await store.guess(*ROUND, said("a candle", "1", "bob"), WRONG) == WRONG


async def test_there_are_three_hints_and_no_more(store: RedisRounds) -> None:
    hints = [(await store.take_hint(*ROUND, "ann")).hints for _ in range(5)]
    assert hints == [1, 2, 3, 3, 3]


async def test_a_hint_delivered_twice_is_one_hint(store: RedisRounds) -> None:
    for _ in range(3):
        assert await store.take_hint(*ROUND, "ann", delivery="click 1") == Play(hints=1)
    assert await store.take_hint(*ROUND, "ann", delivery="click 2") == Play(hints=2)


async def test_rounds_are_apart_by_community_deck_day_and_place(store: RedisRounds) -> None:
    await store.guess(*ROUND, said("a lighthouse"), CORRECT)
    for other in (
        ("discord:1", "default", DAY, 1),
        ("terminal", "world", DAY, 1),
        ("terminal", "default", DAY + timedelta(days=1), 1),
        ("terminal", "default", DAY, 2),
    ):
        assert await store.play(*other, "ann") == Play()
        assert await store.guess(*other, said("a lighthouse"), CORRECT) == CORRECT


async def test_the_log_tells_every_guess_in_order(store: RedisRounds) -> None:
    spoken = [said("a candle", "1"), said("A candle", "2"), said("a lighthouse", "3"), said("late", "4")]
    for guess, verdict in zip(spoken, (WRONG, WRONG, CORRECT, WRONG), strict=True):
        await store.guess(*ROUND, guess, verdict)
        await store.take_hint(*ROUND, "bob")
    judgements = (Judgement.WRONG, Judgement.REPEATED, Judgement.CORRECT, Judgement.CLOSED)
    assert await store.log(*ROUND) == tuple(zip(spoken, judgements, strict=True))


async def test_a_guess_is_kept_at_a_bounded_length(store: RedisRounds) -> None:
    await store.guess(*ROUND, said("x" * 10_000, "y" * 10_000), WRONG)
    assert await store.guess(*ROUND, said("x" * 10_000, "y" * 9_999 + "z"), WRONG) == REPEATED
    (kept, _), _ = await store.log(*ROUND)
    assert (len(kept.text), len(kept.delivery)) == (MAX_GUESS, MAX_GUESS)


async def test_broken_characters_do_no_harm(store: RedisRounds) -> None:
    broken = Guess("an\udcffn", "caf\udce9 \x00", NOON, "\udcff")
    assert await store.guess(*ROUND, broken, replace(WRONG, reason="\udcff")) == Verdict(Judgement.WRONG, "?")
    assert await store.play(*ROUND, "an\udcffn") == Play(guesses=1)


async def test_who_floods_a_round_is_no_longer_written_down(
    store: RedisRounds, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds_module, "MAX_MOVES", 5)
    for number in range(8):
        await store.guess(*ROUND, said("a candle", str(number)), WRONG)
    assert len(await store.log(*ROUND)) == 5
    assert await store.guess(*ROUND, said("a lighthouse"), CORRECT) == CLOSED


async def test_500_guesses_at_once_count_once_each(store: RedisRounds) -> None:
    guesses = [said(f"candle {number % 50}", str(number), f"player {number // 50}") for number in range(500)]
    twice = [*guesses, *guesses[:250]]
    await asyncio.gather(*(store.guess(*ROUND, guess, WRONG) for guess in twice))
    assert len(await store.log(*ROUND)) == 500
    for player in range(10):
        assert await store.play(*ROUND, f"player {player}") == Play(guesses=50)


async def test_of_many_right_guesses_at_once_one_solves(store: RedisRounds) -> None:
    guesses = [said(f"the lighthouse {number}", str(number)) for number in range(50)]
    verdicts = await asyncio.gather(*(store.guess(*ROUND, guess, CORRECT) for guess in guesses))
    assert sorted(verdict.judgement for verdict in verdicts) == ["closed"] * 49 + ["correct"]
    assert await store.play(*ROUND, "ann") == Play(guesses=1, solved=True)


async def test_steps_go_on_when_the_server_has_forgotten_its_scripts(store: RedisRounds, redis: Redis) -> None:
    await store.guess(*ROUND, said("a candle"), WRONG)
    await redis.script_flush()
    assert await store.guess(*ROUND, said("a lamp"), WRONG) == WRONG
    await redis.script_flush()
    assert await store.take_hint(*ROUND, "ann") == Play(guesses=2, hints=1)


async def test_all_keys_of_a_round_share_the_communitys_tag(store: RedisRounds, redis: Redis) -> None:
    await store.guess("discord:dm:7", "default", DAY, 1, said("a candle"), WRONG)
    keys = [key for key in await redis.keys("*") if b"deck:" not in key and b"schema" not in key]
    assert len(keys) == 3
    assert all(key.startswith(b"riddle:{community:discord%3Adm%3A7}:") for key in keys)


# --- laws ---------------------------------------------------------------------------------------------------------


@dataclass
class Model:
    """What a round must be, in plain words: the reference that the store is compared with."""

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
        if play.finished:
            return Judgement.CLOSED
        if words in self.words:
            return Judgement.REPEATED
        self.words.add(words)
        if rules is not Judgement.CLOSE:
            solved = rules is Judgement.CORRECT
            self.plays[guess.player] = replace(play, guesses=play.guesses + 1, solved=solved)
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


def replayed(moves: tuple[tuple[str, Guess], ...]) -> dict[str, Play]:
    """The plays that a log tells."""
    plays: dict[str, Play] = {}
    for what, guess in moves:
        play = plays.get(guess.player, Play())
        if what == HINT:
            play = replace(play, hints=play.hints + 1)
        elif what == GIVE_UP:
            play = replace(play, given_up=True)
        elif what in {"wrong", "correct"}:
            play = replace(play, guesses=play.guesses + 1, solved=what == "correct")
        plays[guess.player] = play
    return plays


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


_PLACES = itertools.count(1)


def fresh_round() -> tuple[str, str, date, int]:
    """A round that no other example has touched."""
    return ("terminal", "default", DAY, next(_PLACES))


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, max_size=30))
async def test_a_round_does_what_the_rules_say_and_its_log_tells_it_again(redis: Redis, steps: list) -> None:
    store, model, here = RedisRounds(redis, now=lambda: NOON), Model(), fresh_round()
    for what, subject, rules in steps:
        if what == "guess":
            stands = await store.guess(*here, subject, Verdict(rules))
            assert stands.judgement is model.guess(subject, rules)
        elif what == "hint":
            assert await store.take_hint(*here, subject) == model.hint(subject)
        else:
            assert await store.give_up(*here, subject) == model.give_up(subject)
    told = replayed(await store.moves(*here))
    for player in ("ann", "bob"):
        assert await store.play(*here, player) == model.play(player) == told.get(player, Play())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), count=st.integers(1, 8))
async def test_in_any_order_and_repetition_each_delivery_counts_once(
    redis: Redis, data: st.DataObject, count: int
) -> None:
    store, here = RedisRounds(redis, now=lambda: NOON), fresh_round()
    guesses = [said(f"candle {number}", str(number)) for number in range(count)]
    sent = data.draw(st.permutations(guesses * 3))
    verdicts = await asyncio.gather(*(store.guess(*here, guess, WRONG) for guess in sent))
    assert set(verdicts) == {WRONG}
    assert await store.play(*here, "ann") == Play(guesses=count)
    assert sorted(guess.delivery for guess, _ in await store.log(*here)) == sorted(map(str, range(count)))

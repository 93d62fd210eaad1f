"""The law of the game: what the store counted step by step is what its log says, played again."""

from __future__ import annotations

import asyncio
import itertools
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from redis.asyncio import Redis as Plain

from adapters.store import guessing, rebuilding, rows
from adapters.store import players as players_module
from adapters.store import round_keys as keys
from adapters.store import rounds as rounds_module
from adapters.store.players import RedisPlayers
from adapters.store.rounds import RedisRounds
from adapters.store.rows import counts, scores
from bot.domain import Customs, Entry, Move, Play, Result, Round, RoundKey, Span
from bot.errors import NothingToPlay
from bot.game.regrade import Change, Regrade
from bot.game.replay import Replay
from bot.game.table import Table
from tests.adapters.store.samples import DAY, NOON, riddle

if TYPE_CHECKING:
    from redis.asyncio import Redis

LEAST_ROUNDS = 2
COMMUNITY = "slack:T1"
KEY = RoundKey(COMMUNITY, "default", DAY)
PLAYERS = ("ann", "bob", "cy", "dora:1")
GUESSES = ("a lighthouse", "the harbour", "a beacon", "light", "Lighthouse!", "not a lighthouse", "")


def fresh(key: RoundKey = KEY) -> Round:
    return Round(key, 142, (riddle(), riddle("harbour")), NOON)


@dataclass
class World:
    """The parts of a game over a real store, and a clock that only the test moves."""

    redis: Redis
    customs: Customs = field(default_factory=Customs)
    at = NOON

    def __post_init__(self) -> None:
        self.rounds = RedisRounds(self.redis, self.now)
        self.players = RedisPlayers(self.redis)
        self.deliveries = itertools.count()

    def now(self):
        self.at += timedelta(seconds=1)
        return self.at

    def table(self, player: str, key: RoundKey = KEY, account: str = "") -> Table:
        return Table(self.rounds, self.players, key, player, self.customs, self.now, account)

    async def do(self, step: tuple[str, ...]) -> None:
        what, *more = step
        if what == "guess":
            player, place, text = more
            await self.table(player).guess(int(place), text, str(next(self.deliveries)))
        elif what == "hint":
            await self.table(more[0]).hint(int(more[1]))
        elif what == "give up":
            await self.table(more[0]).give_up(int(more[1]))
        elif what == "readable":
            await self.rounds.make_readable(KEY, self.now())
        elif what == "again":
            player, place, text = more
            await self.table(player).guess(int(place), text, "the same message")
        elif what == "hide":
            await self.players.hide(COMMUNITY, more[0], hidden=more[1] == "yes")
        elif what == "rebuild":
            await self.players.rebuild(COMMUNITY)
        elif what == "regrade":
            for place in (1, 2):
                await self.regrade(place)
        else:
            await self.change(Move(what), int(more[0]), more[1] if len(more) > 1 else "")

    async def change(self, move: Move, place: int, text: str = "") -> Round:
        after = None
        while after is None:
            found = await self.rounds.round(KEY)
            assert found is not None
            now = found.riddle(place)
            changed = replace(now, aliases=(*now.aliases, text)) if move is Move.ALIAS else now
            after = await self.rounds.change(KEY, found.version, place, changed, Entry(move, "host", self.now(), text))
        return after

    async def regrade(self, place: int) -> tuple[Change, ...]:
        found = await self.rounds.round(KEY)
        assert found is not None
        return await Regrade(self.rounds, self.players, found, place).run()

    async def agrees(self) -> None:
        """Every play, result and board is what the logs say."""
        found = await self.rounds.round(KEY)
        assert found is not None
        expected: dict[str, list[Result]] = {player: [] for player in PLAYERS}
        for place in (1, 2):
            replay = Replay.of(found, place, await self.rounds.log(KEY, place, count=100_000))
            for player in PLAYERS:
                play = replay.plays.get(player)
                stored = await self.rounds.play(KEY, place, player)
                void = place in found.void
                if play is not None:
                    play = replace(play, points=0 if void else play.points)
                assert replace(stored, scored=True) == replace(play or Play(), scored=True)
                if play is not None:
                    expected[player].append(
                        Result("default", DAY, place, 142, solved=play.solved, given_up=play.given_up,
                               points=play.points, hints=play.hints, guesses=play.guesses, scored=play.scored,
                               void=void)
                    )  # fmt: skip
        for player in PLAYERS:
            results, _ = await self.players.results(COMMUNITY, player)
            assert list(results) == expected[player]
        await self.boards_agree(expected)

    async def boards_agree(self, expected: dict[str, list[Result]]) -> None:
        shown = {p: results for p, results in expected.items() if not await self.players.is_hidden(COMMUNITY, p)}
        for span in (Span.WEEK, Span.MONTH, Span.SEASON, Span.ALL):
            key = keys.board(COMMUNITY, span, DAY, 1)
            wanted = {player: scores(COMMUNITY, results).get(key) for player, results in shown.items()}
            board = dict(await self.redis.zrange(key, 0, -1, withscores=True))
            assert {name.decode().replace("%3A", ":"): int(score) for name, score in board.items()} == {
                player: score for player, score in wanted.items() if score
            }
        for player, results in expected.items():
            who = player.replace(":", "%3A")
            stored = await self.redis.hmget(keys.totals(COMMUNITY), [f"t:{who}", f"s:{who}"])
            assert tuple(int(one or 0) for one in stored) == counts(results)
        share = dict(await self.redis.zrange(keys.accuracy(COMMUNITY), 0, -1, withscores=True))
        tried = {player: counts(results) for player, results in shown.items()}
        assert {name.decode().replace("%3A", ":"): score for name, score in share.items()} == {
            player: solved / of for player, (of, solved) in tried.items() if of >= LEAST_ROUNDS
        }
        solved = sum(one.solved and not one.void for results in expected.values() for one in results)
        assert int(await self.redis.hget(keys.solved_days(COMMUNITY), DAY.isoformat()) or 0) == solved


players, places = st.sampled_from(PLAYERS), st.sampled_from(["1", "2"])
guesses = st.tuples(st.just("guess"), players, places, st.sampled_from(GUESSES))
moves = st.one_of(
    guesses,
    guesses,
    st.tuples(st.just("again"), players, places, st.sampled_from(GUESSES)),
    st.tuples(st.just("hint"), players, places),
    st.tuples(st.just("give up"), players, places),
    st.tuples(st.just("hide"), players, st.sampled_from(["yes", "no"])),
    st.just(("readable",)),
)
changes = st.one_of(
    st.tuples(st.just("alias"), places, st.sampled_from(GUESSES[:4])),
    st.tuples(st.just("accept"), places, st.sampled_from(GUESSES[:4])),
    st.tuples(st.just("void"), places),
)
habits = st.sampled_from(
    [Customs(), Customs(guess_limit=2), Customs(guess_limit=1, pause=30), Customs(pause=5), Customs(scores=False)]
)


async def emptied(redis_url: str) -> None:
    """Each example has the store to itself."""
    async with Plain.from_url(redis_url) as plain:
        await plain.flushall()


@pytest.fixture(autouse=True)
def _low_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two riddles are enough here to stand on the board of accuracy."""
    for module in (rows, guessing, rounds_module, players_module, rebuilding):
        monkeypatch.setattr(module, "LEAST_ROUNDS", LEAST_ROUNDS)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(moves, max_size=40), customs=habits)
async def test_what_was_counted_step_by_step_is_what_the_log_says(
    redis: Redis, redis_url: str, steps: list[tuple[str, ...]], customs: Customs
) -> None:
    await emptied(redis_url)
    world = World(redis, customs)
    await world.rounds.open(fresh())
    for step in steps:
        await world.do(step)
    await world.agrees()
    assert [await world.regrade(1), await world.regrade(2)] == [(), ()]
    await world.do(("rebuild",))
    await world.agrees()


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.one_of(moves, moves, moves, changes, st.just(("regrade",))), max_size=40), customs=habits)
async def test_whatever_a_host_changes_in_between_a_regrade_brings_all_up_to_date(
    redis: Redis, redis_url: str, steps: list[tuple[str, ...]], customs: Customs
) -> None:
    await emptied(redis_url)
    world = World(redis, customs)
    await world.rounds.open(fresh())
    for step in [*steps, ("regrade",)]:
        await world.do(step)
    await world.agrees()
    assert [await world.regrade(1), await world.regrade(2)] == [(), ()]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    lives=st.tuples(*[st.lists(moves, max_size=8)] * 4),
    changed=st.tuples(*[st.lists(st.one_of(changes, st.just(("regrade",))), max_size=3)] * 2),
)
async def test_people_play_on_while_two_hosts_change_and_grade_at_once(
    redis: Redis,
    redis_url: str,
    lives: tuple[list[tuple[str, ...]], ...],
    changed: tuple[list[tuple[str, ...]], ...],
) -> None:
    async def live(steps: list[tuple[str, ...]]) -> None:
        for step in steps:
            with suppress(NothingToPlay):
                await world.do(step)

    await emptied(redis_url)
    world = World(redis)
    await world.rounds.open(fresh())
    await asyncio.gather(*(live([*steps, ("regrade",)]) for steps in changed), *(live(steps) for steps in lives))
    await world.do(("regrade",))
    await world.agrees()


@pytest.mark.parametrize("text", ["the harbour", "a beacon"])
async def test_an_alias_makes_a_guess_right_from_the_beginning(redis: Redis, text: str) -> None:
    world = World(redis)
    await world.rounds.open(fresh())
    await world.do(("guess", "ann", "1", text))
    await world.do(("hint", "ann", "1"))
    await world.do(("guess", "ann", "1", "a lighthouse"))
    await world.do(("alias", "1", text))
    await world.do(("regrade",))
    assert await world.rounds.play(KEY, 1, "ann") == Play(guesses=1, solved=True, points=8)
    await world.agrees()


async def test_a_void_riddle_that_is_played_on_counts_for_nobody(redis: Redis) -> None:
    world = World(redis)
    await world.rounds.open(fresh())
    for step in (("hint", "ann", "1"), ("void", "1"), ("guess", "ann", "1", "a beacon"), ("regrade",)):
        await world.do(step)
    await world.agrees()


async def test_a_grading_that_was_begun_before_another_change_does_not_win(redis: Redis) -> None:
    world = World(redis)
    early = await world.rounds.open(fresh())
    await world.do(("guess", "ann", "1", "a candle"))
    await world.do(("alias", "1", "a candle"))
    await world.do(("regrade",))
    assert await Regrade(world.rounds, world.players, early, 1).run() == ()
    await world.agrees()
    assert (await world.rounds.play(KEY, 1, "ann")).points == 8


async def test_an_old_revision_or_version_is_refused(redis: Redis) -> None:
    world = World(redis)
    await world.rounds.open(fresh())
    await world.do(("guess", "ann", "1", "a candle"))
    results, revision = await world.players.results(COMMUNITY, "ann")
    better = [replace(results[0], solved=True, points=8)]
    assert not await world.players.settle(KEY, 1, "ann", revision - 1, better)
    assert not await world.players.settle(KEY, 1, "ann", revision, better, version=2)
    await world.agrees()
    assert await world.players.settle(KEY, 1, "ann", revision, better, version=1)
    assert not await world.players.settle(KEY, 1, "ann", revision, results, version=1)
    assert (await world.rounds.play(KEY, 1, "ann")).points == 8


async def test_what_was_worked_out_before_a_player_was_forgotten_is_never_written(redis: Redis) -> None:
    world = World(redis)
    await world.rounds.open(fresh())
    await world.do(("guess", "ann", "1", "a candle"))
    results, revision = await world.players.results(COMMUNITY, "ann")
    await world.players.forget(COMMUNITY, "ann")
    await world.do(("guess", "ann", "1", "a beacon"))
    again, later = await world.players.results(COMMUNITY, "ann")
    assert len(again) == len(results)
    assert later > revision
    assert not await world.players.settle(KEY, 1, "ann", revision, [replace(results[0], solved=True, points=8)])
    await world.agrees()
    assert await world.players.settle(KEY, 1, "ann", later, again)


async def test_what_was_purged_is_never_graded_away(redis: Redis) -> None:
    world = World(redis)
    await world.rounds.open(fresh())
    await world.do(("guess", "ann", "1", "a lighthouse"))
    await world.do(("guess", "bob", "1", "a candle"))
    before = await world.players.results(COMMUNITY, "ann")
    await world.rounds.purge(KEY)
    await world.do(("alias", "1", "a candle"))
    assert await world.regrade(1) == ()
    assert await world.players.results(COMMUNITY, "ann") == before
    await world.do(("void", "1"))
    found = {change.player: change.after for change in await world.regrade(1)}
    assert {player: (after.solved, after.points, after.void) for player, after in found.items()} == {
        "ann": (True, 0, True),
        "bob": (False, 0, True),
    }
    assert await world.redis.zcard(keys.board(COMMUNITY, Span.ALL, DAY, 1)) == 0


async def test_a_purge_while_a_round_is_graded_takes_nothing_from_anybody(redis: Redis) -> None:
    world = World(redis)
    early = await world.rounds.open(fresh())
    await world.do(("guess", "ann", "1", "a lighthouse"))
    before, _ = await world.players.results(COMMUNITY, "ann")
    await world.rounds.purge(KEY)
    assert await Regrade(world.rounds, world.players, early, 1).run() == ()
    assert (await world.players.results(COMMUNITY, "ann"))[0] == before


async def test_who_guesses_all_the_time_does_not_keep_a_grading_from_its_end(redis: Redis) -> None:
    async def flood(player: str) -> None:
        for number in itertools.count():
            await world.do(("guess", player, "1", f"thing number {number}"))
            if graded.is_set():
                return

    world, graded = World(redis), asyncio.Event()
    await world.rounds.open(fresh())
    await world.do(("guess", "ann", "1", "a candle"))
    await world.do(("guess", "bob", "1", "a beacon"))
    flooding = [asyncio.create_task(flood(player)) for player in ("cy", "dora:1", "bob")]
    await asyncio.sleep(0.05)
    await world.do(("alias", "1", "a candle"))
    changes = await world.regrade(1)
    graded.set()
    await asyncio.gather(*flooding)
    assert [change.player for change in changes] == ["ann"]
    await world.agrees()

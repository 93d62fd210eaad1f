"""The law of the game: what the store counted step by step is what its log says, played again."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from redis.asyncio import Redis as Plain

from adapters.store import round_keys as keys
from adapters.store.players import RedisPlayers
from adapters.store.rounds import RedisRounds
from adapters.store.rows import counts, scores
from bot.domain import Customs, Entry, Move, Play, Result, Round, RoundKey, Span
from bot.game.regrade import Regrade
from bot.game.replay import Replay
from bot.game.table import Table
from tests.adapters.store.samples import DAY, NOON, riddle

if TYPE_CHECKING:
    from redis.asyncio import Redis

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

    def now(self):  # noqa: ANN201 - a clock
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
        elif what == "regrade":
            for place in (1, 2):
                await self.regrade(place)
        else:
            await self.change(Move(what), int(more[0]), more[1] if len(more) > 1 else "")

    async def change(self, move: Move, place: int, text: str = "") -> Round:
        found = await self.rounds.round(KEY)
        assert found is not None
        now = found.riddle(place)
        changed = replace(now, aliases=(*now.aliases, text)) if text else now
        after = await self.rounds.change(KEY, found.version, place, changed, Entry(move, "host", self.now(), text))
        assert after is not None
        return after

    async def regrade(self, place: int) -> None:
        found = await self.rounds.round(KEY)
        assert found is not None
        await Regrade(self.rounds, self.players, found, place).run()

    async def agrees(self) -> None:
        """Every play, result and board is what the logs say."""
        found = await self.rounds.round(KEY)
        assert found is not None
        expected: dict[str, list[Result]] = {player: [] for player in PLAYERS}
        for place in (1, 2):
            replay = Replay.of(found, place, await self.rounds.log(KEY, place))
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
                               points=play.points, hints=play.hints, guesses=play.guesses, scored=play.scored, void=void)
                    )  # fmt: skip
        for player in PLAYERS:
            results, _ = await self.players.results(COMMUNITY, player)
            assert list(results) == expected[player]
        await self.boards_agree(expected)

    async def boards_agree(self, expected: dict[str, list[Result]]) -> None:
        for span in (Span.WEEK, Span.MONTH, Span.SEASON, Span.ALL):
            key = keys.board(COMMUNITY, span, DAY, 1)
            wanted = {player: scores(COMMUNITY, results).get(key) for player, results in expected.items()}
            board = dict(await self.redis.zrange(key, 0, -1, withscores=True))
            assert {name.decode().replace("%3A", ":"): int(score) for name, score in board.items()} == {
                player: score for player, score in wanted.items() if score
            }
        for player, results in expected.items():
            who = player.replace(":", "%3A")
            stored = await self.redis.hmget(keys.totals(COMMUNITY), [f"t:{who}", f"s:{who}"])
            assert tuple(int(one or 0) for one in stored) == counts(results)
        solved = sum(one.solved and not one.void for results in expected.values() for one in results)
        assert int(await self.redis.hget(keys.solved_days(COMMUNITY), DAY.isoformat()) or 0) == solved


players, places = st.sampled_from(PLAYERS), st.sampled_from(["1", "2"])
guesses = st.tuples(st.just("guess"), players, places, st.sampled_from(GUESSES))
steps = st.lists(
    st.one_of(
        guesses,
        guesses,
        st.tuples(st.just("hint"), players, places),
        st.tuples(st.just("give up"), players, places),
        st.just(("readable",)),
    ),
    max_size=30,
)
changes = st.lists(
    st.one_of(st.tuples(st.just("alias"), places, st.sampled_from(GUESSES[:4])), st.tuples(st.just("void"), places)),
    max_size=2,
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=steps, changed=changes, after=steps)
async def test_what_was_counted_is_what_the_log_says(
    redis: Redis,
    redis_url: str,
    before: list[tuple[str, ...]],
    changed: list[tuple[str, ...]],
    after: list[tuple[str, ...]],
) -> None:
    async with Plain.from_url(redis_url) as plain:
        await plain.flushall()
    world = World(redis)
    await world.rounds.open(fresh())
    for step in before:
        await world.do(step)
    if not changed:
        await world.agrees()
    for step in [*changed, ("regrade",), *after, ("regrade",)]:
        await world.do(step)
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

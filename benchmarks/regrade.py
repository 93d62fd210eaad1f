"""How long it takes to grade a round of 10,000 guesses again after an alias, while people go on playing.

    python -m benchmarks.regrade [--guesses 10000] [--players 1000]

A host adds an alias that many have said; every result, board and total of the community is brought up to date from the
log. Meanwhile people guess all the time: how many a second, and how long each waits, beside the same without a regrade
in the same run. Promise: under 5 seconds, and afterwards everything is what the log says, played again. The machine's
own rate, for comparison: how many guesses a second the rules alone judge.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from adapters.store.connection import open_redis
from adapters.store.players import RedisPlayers
from adapters.store.rounds import RedisRounds
from bot.domain import Customs, Entry, Guess, Move, Play, Round, RoundKey, Span
from bot.game.judging import judge
from bot.game.points import terms
from bot.game.regrade import Regrade
from bot.game.replay import Replay
from bot.game.table import Table
from tests.adapters.store.samples import DAY, NOON, a_round, riddle

if TYPE_CHECKING:
    from redis.asyncio import Redis

PROMISE = 5.0
PEOPLE, PAUSE = 100, 0.25
"""How many go on playing, and the seconds from an answer to the next guess of one of them."""

KEY = RoundKey("benchmark:1", "benchmark", DAY)
SAID = ("the old harbour wall", "a candle in a window", "a bell", "the tide", "a compass rose", "the north star",
        "a ferry", "a weathercock", "the horizon", "a beacon of stone")  # fmt: skip
ALIAS = "a beacon of stone"


@dataclass
class Crowd:
    """People who go on playing, each with a riddle he has not finished."""

    store: RedisRounds
    players: RedisPlayers
    taken: list[float] = field(default_factory=list)
    stopped: bool = False

    async def play(self, who: int) -> None:
        """Guess, one after the other, until it is enough."""
        table = Table(self.store, self.players, KEY, f"U{who:08}", Customs(), lambda: NOON)
        number = 0
        while not self.stopped:
            number += 1
            start = time.perf_counter()
            await table.guess(1, f"thing number {number} of {who}", f"{who}/later/{len(self.taken)}")
            self.taken.append((time.perf_counter() - start) * 1_000)
            await asyncio.sleep(PAUSE)


async def filled(store: RedisRounds, guesses: int, players: int) -> Round:
    """A round in which everybody has guessed; a third of them said what will be an alias."""
    opened = await store.open(a_round(KEY, riddle()))
    asked = terms(opened, 1, Customs())
    gate = asyncio.Semaphore(32)

    async def say(number: int) -> None:
        who, turn = number % players, number // players
        alias = turn == 4 and who % 3 == 0
        text = ALIAS if alias else f"{SAID[(who + turn) % 9]} {turn}"
        async with gate:
            guess = Guess(f"U{who:08}", text, NOON, f"{number}")
            verdict = judge(text, opened.riddle(1).answer, opened.riddle(1).aliases)
            await store.guess(KEY, 1, guess, verdict, asked)

    await asyncio.gather(*(say(number) for number in range(guesses)))
    return opened


async def played(crowd: Crowd, people: range, seconds: float) -> str:
    """What playing is like for a while without anything beside it."""
    playing = [asyncio.create_task(crowd.play(who)) for who in people]
    await asyncio.sleep(seconds)
    crowd.stopped = True
    await asyncio.gather(*playing)
    return told(crowd.taken, seconds)


def told(taken: list[float], seconds: float) -> str:
    """A line of figures."""
    cuts = statistics.quantiles(taken, n=100)
    return f"{len(taken) / seconds:6,.0f} a second   p50 {cuts[49]:6.1f} ms   p99 {cuts[98]:6.1f} ms"


async def agrees(redis: Redis, round_: Round) -> tuple[int, int]:
    """How many players' state, row or place on the board is not what the log says, and how many there are."""
    store, players = RedisRounds(redis), RedisPlayers(redis)
    log: list[Entry] = []
    while page := await store.log(KEY, 1, len(log), 5_000):
        log.extend(page)
    replayed = Replay.of(round_, 1, log).plays
    plays = await store.plays(KEY, 1)
    wrong = sum(plays.get(player, Play()) != play for player, play in replayed.items())
    for player, play in replayed.items():
        (result,), _ = await players.results(KEY.community, player)
        board = await players.board(KEY.community, Span.ALL, DAY, 1, player, 0)
        counted = board.mine.points if board.mine else 0
        wrong += (result.solved, result.points, result.guesses) != (play.solved, play.points, play.guesses)
        wrong += counted != play.points
    return wrong, len(replayed)


async def measure(redis: Redis, guesses: int, players: int) -> bool:
    """Fill a round, change it, grade it again while others play."""
    store, kept = RedisRounds(redis), RedisPlayers(redis)
    before = await filled(store, guesses, players)
    start = time.process_time()
    for number in range(2_000):
        judge(f"{SAID[number % 10]} {number}", before.riddle(1).answer, before.riddle(1).aliases)
    print(f"the rules alone: {2_000 / (time.process_time() - start):,.0f} guesses a second on this machine")
    print(f"people playing, nothing beside it:   {await played(Crowd(store, kept), range(1, 3 * PEOPLE, 3), 2)}")
    aliased = replace(before.riddle(1), aliases=(*before.riddle(1).aliases, ALIAS))
    crowd = Crowd(store, kept)
    playing = [asyncio.create_task(crowd.play(who)) for who in range(2, 3 * PEOPLE, 3)]
    start_ = time.perf_counter()
    after = await store.change(KEY, before.version, 1, aliased, Entry(Move.ALIAS, "host", NOON, ALIAS))
    assert after is not None
    try:
        changes = await Regrade(store, kept, after, 1).run()
    finally:
        seconds = time.perf_counter() - start_
        crowd.stopped = True
        await asyncio.gather(*playing)
    print(f"people playing while it is regraded: {told(crowd.taken, seconds)}")
    wrong, of = await agrees(redis, after)
    solved = sum(change.after.solved for change in changes)
    print(f"{guesses:,} guesses of {players:,} players graded again in {seconds:.2f} s (promise {PROMISE:.0f}): "
          f"{solved:,} of {len(changes):,} changed results are solves")  # fmt: skip
    print(f"not what the log says: {wrong} of {of:,} players (promise 0)")
    return seconds < PROMISE and not wrong and bool(solved)


async def main() -> int:
    """Measure, print, and tell by the exit code whether the promises hold."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--guesses", type=int, default=10_000)
    parser.add_argument("--players", type=int, default=1_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        async with open_redis(None, Path(folder)) as redis:
            return int(not await measure(redis, options.guesses, options.players))


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))

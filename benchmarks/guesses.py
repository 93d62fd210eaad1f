"""Guesses through the store: how many a second beside a bare script call, and whether a storm of them is counted right.

    python -m benchmarks.guesses [--guesses 10000] [--players 1000] [--seed 1]

First the rate and the milliseconds at the median and the 99th percentile, one guess after the other and 32 at once.
The baseline, measured in turns in the same run, is a bare EVALSHA by the client library as it comes, over as many
connections: as many script calls as the guesses made (most make one; who begins or solves is counted for the deck by a
second), each running as many of the server's commands as theirs did on the average, here a SET of a short value; both
numbers are counted by the server. Promise: at least 0.5 of its rate. Beside it the same calls by our own client, which
sends those of one moment together.

Then all guesses at once, every message delivered four times in any order, over connections that a door in front of the
server breaks, before the step ran or when its answer was on its way, and that the server itself kills. Promise: none
lost, none double, and every score, row and board equal to the log played again.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from redis.asyncio import BlockingConnectionPool, Redis

from adapters.store import round_keys as keys
from adapters.store.connection import address, open_redis
from adapters.store.players import RedisPlayers
from adapters.store.rounds import RedisRounds
from adapters.store.rows import counts, scores
from bot.domain import Guess, Judgement, Result, RoundKey, Span, Verdict
from bot.errors import StoreUnavailable
from bot.game.replay import Replay
from tests.adapters.store.resp import breaking
from tests.adapters.store.samples import DAY, NOON, a_round, terms

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

LEAST_SHARE = 0.5
AT_ONCE = 32
CHANCE = 0.01
"""How often the door breaks a connection, for each packet."""

BARE = "for i = 1, tonumber(ARGV[1]) do redis.call('SET', KEYS[1], ARGV[2]) end return ARGV[2]"
WRONG, CORRECT = Verdict(Judgement.WRONG, "no: nothing of it"), Verdict(Judgement.CORRECT, "exact: it is the answer")

Said = tuple[Guess, Verdict]
"""What somebody says, and what the rules say to it."""


def events(players: int, guesses: int) -> list[Said]:
    """What everybody says: each player guesses on the same riddle; five of seven solve it, some go on after it."""
    found = []
    for number in range(guesses):
        who, turn = number % players, number // players
        right = turn == who % 10 and who % 7 > 1
        said = Guess(f"U{who:08}", "a lighthouse" if right else f"a candle of {turn}", NOON, f"Ev{number:010}")
        found.append((said, CORRECT if right else WRONG))
    return found


# --- the rate -----------------------------------------------------------------------------------------------------


async def timed(steps: Sequence[Callable[[], Awaitable[object]]], at_once: int) -> tuple[float, list[float]]:
    """Seconds for all of them, and the milliseconds of each."""
    taken: list[float] = []
    waiting = iter(steps)

    async def work() -> None:
        for step in waiting:
            start = time.perf_counter()
            await step()
            taken.append((time.perf_counter() - start) * 1_000)

    start = time.perf_counter()
    await asyncio.gather(*(work() for _ in range(at_once)))
    return time.perf_counter() - start, taken


async def commands_of_a_guess(redis: Redis, said: Sequence[Said]) -> tuple[float, int]:
    """How many script calls a guess sends on the average, and how many commands each of them runs on the server."""
    store, key = RedisRounds(redis), RoundKey("benchmark:count", "benchmark", DAY)
    await store.open(a_round(key))
    await store.guess(key, 1, Guess("somebody", "a lamp", NOON, "0"), CORRECT, terms())
    await redis.config_resetstat()
    for one in said:
        await store.guess(key, 1, *one, terms())
    found = {name: int(one["calls"]) for name, one in (await redis.info("commandstats")).items()}
    scripts = found.pop("cmdstat_evalsha")
    return scripts / len(said), round(sum(found.values()) / scripts)


async def rates(redis: Redis, plain: Redis, said: Sequence[Said], turns: int) -> bool:
    """Compare guesses with bare scripts, taken in turns so that both see the same weather."""
    digest = await redis.script_load(BARE)
    scripts, calls = await commands_of_a_guess(redis, said[::turns])
    print(f"a guess is {scripts:.2f} script calls of {calls} commands each, and so is the bare one beside it")
    store, shares = RedisRounds(redis), []
    for at_once in (1, AT_ONCE):
        ours: list[tuple[float, list[float]]] = []
        bare: list[tuple[float, list[float]]] = []
        together: list[tuple[float, list[float]]] = []
        for turn in range(turns):
            key = RoundKey(f"benchmark:{at_once}:{turn}", "benchmark", DAY)
            await store.open(a_round(key))
            part = said[turn::turns]
            ours.append(await timed([partial(store.guess, key, 1, *one, terms()) for one in part], at_once))
            for client, taken in ((plain, bare), (redis, together)):
                empty = partial(client.evalsha, digest, 1, "{benchmark}", calls, "a short value")
                taken.append(await timed([empty] * round(len(part) * scripts), at_once))
        shares.append(sum(took for took, _ in bare) / sum(took for took, _ in ours))
        print(f"{at_once:2} at once: {told('guesses', len(said), ours)}")
        print(f"            {told('bare script calls', len(said), bare)}")
        print(f"            {told('the same by our client', len(said), together)}")
        alone = sum(took for took, _ in together) / sum(took for took, _ in ours)
        print(f"            share of the bare rate: {shares[-1]:.2f} (promise {LEAST_SHARE})")
        print(f"            share of the rate of our client: {alone:.2f}")
    return min(shares) >= LEAST_SHARE


def told(name: str, guesses: int, turns: Sequence[tuple[float, list[float]]]) -> str:
    """A line of figures: the rate by what stands for a guess, the milliseconds by each call."""
    each = [one for _, taken in turns for one in taken]
    rate, cuts = guesses / sum(took for took, _ in turns), statistics.quantiles(each, n=100)
    return f"{name:<29} {rate:7,.0f} a second   p50 {cuts[49]:6.2f} ms   p99 {cuts[98]:6.2f} ms"


# --- the storm ----------------------------------------------------------------------------------------------------


async def deliver(store: RedisRounds, key: RoundKey, one: Said, gate: asyncio.Semaphore) -> int:
    """Deliver a message until it is answered; returns how often it had to be sent again."""
    async with gate:
        for again in range(1_000):
            try:
                await store.guess(key, 1, *one, terms())
                return again
            except StoreUnavailable:
                await asyncio.sleep(0.002)
    raise StoreUnavailable("A guess was never answered.")


async def killing(redis: Redis, killed: list[int]) -> None:
    """Let the server close everybody's connection now and then."""
    while True:
        await asyncio.sleep(1)
        killed.append(int(await redis.client_kill_filter(_type="normal", skipme=True)))


async def storm(redis: Redis, folder: Path, said: list[Said], seed: int) -> bool:
    """Everything at once, four times, over connections that break."""
    key = RoundKey("benchmark:storm", "benchmark", DAY)
    await RedisRounds(redis).open(a_round(key))
    sent = said * 4
    random.Random(seed).shuffle(sent)
    socket = str(redis.connection_pool.connection_kwargs["path"])
    killed: list[int] = []
    async with breaking(socket, 0, seed) as door, open_redis(f"redis://127.0.0.1:{door.port}", folder) as shaky:
        door.chance = CHANCE
        store, gate = RedisRounds(shaky), asyncio.Semaphore(1_000)
        killer = asyncio.create_task(killing(redis, killed))
        start = time.perf_counter()
        again = sum(await asyncio.gather(*(deliver(store, key, one, gate) for one in sent)))
        seconds = time.perf_counter() - start
        killer.cancel()
        door.chance = 0
    broken = (
        f"{door.requests_lost:,} before the step, {door.answers_lost:,} answers on their way, {sum(killed):,} killed"
    )
    print(f"{len(sent):,} deliveries of {len(said):,} guesses in {seconds:.1f} s; connections broken: {broken}")
    print(f"sent again because nothing was answered: {again:,}")
    return await counted_right(redis, key, said)


async def counted_right(redis: Redis, key: RoundKey, said: list[Said]) -> bool:
    """Whether the log holds everything once, and everything that is counted follows from it."""
    rounds, players = RedisRounds(redis), RedisPlayers(redis)
    log = await rounds.log(key, 1, 0, 10 * len(said))
    times = Counter(entry.delivery for entry in log)
    lost = sum(not times[guess.delivery] for guess, _ in said)
    double = sum(count - 1 for count in times.values())
    found = await rounds.round(key)
    assert found is not None
    replayed = Replay.of(found, 1, log).plays
    plays = await rounds.plays(key, 1)
    other = sum(replayed[player] != plays.get(player) for player in replayed) + len(plays.keys() - replayed.keys())
    solved, board = 0, keys.board(key.community, Span.ALL, DAY, 1)
    for player, play in replayed.items():
        result = Result(
            key.deck, DAY, 1, 142, solved=play.solved, points=play.points, hints=play.hints, guesses=play.guesses
        )  # fmt: skip
        rows, _ = await players.results(key.community, player)
        tried = await redis.hmget(keys.totals(key.community), f"t:{player}", f"s:{player}")
        score = scores(key.community, [result]).get(board)
        right = rows == (result,) and tuple(int(one or 0) for one in tried) == counts([result])
        other += not (right and await redis.zscore(board, player) == score)
        solved += play.solved
    print(f"lost {lost}, double {double}, players whose scores differ from the log {other} of {len(replayed):,}, "
          f"{solved:,} solved (promise 0, 0, 0)")  # fmt: skip
    return not (lost or double or other)


async def main() -> int:
    """Measure, print, and tell by the exit code whether the promises hold."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--guesses", type=int, default=10_000)
    parser.add_argument("--players", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only-rates", action="store_true")
    options = parser.parse_args()
    said = events(options.players, options.guesses)
    with tempfile.TemporaryDirectory() as folder:
        async with open_redis(None, Path(folder)) as redis:
            pool = BlockingConnectionPool.from_url(address(redis, None, None), max_connections=AT_ONCE)
            async with Redis.from_pool(pool) as plain:
                fast = await rates(redis, plain, said, 5)
            right = options.only_rates or await storm(redis, Path(folder), said, options.seed)
    return int(not (fast and right))


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))

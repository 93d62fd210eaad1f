"""What it costs to read a board of 100 players, and one of 100,000.

    python benchmarks/boards.py [--reads 1000]

Both boards are read in turns in the same run, with the line of somebody in their middle, and beside them the machine's
own rate: a bare script call that returns as many lines. Promise: the large board costs at most half as much again as
the small one, at the median; the microseconds that the server itself counts are told too.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from adapters.store import round_keys as keys
from adapters.store.connection import open_redis
from adapters.store.players import RedisPlayers
from adapters.store.rows import worth
from benchmarks.stages.figures import milliseconds
from bot.domain import Result, Span
from tests.adapters.store.samples import DAY

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from redis.asyncio import Redis

SMALL, LARGE = 100, 100_000
MOST_SHARE = 1.5
LINES = 10
BARE = "local found = {} for i = 1, tonumber(ARGV[1]) do found[i] = ARGV[2] end return found"


async def filled(redis: Redis, community: str, players: int) -> None:
    """A board on which everybody has another score, or one of few others."""
    board = keys.board(community, Span.ALL, DAY, 1)
    for start in range(0, players, 5_000):
        scores = {
            f"U{who:08}": worth([Result("d", DAY, 1, 1, solved=True, points=1 + who % 3_000, guesses=1 + who % 7)])
            for who in range(start, min(start + 5_000, players))
        }
        await redis.zadd(board, scores)


async def server_time(redis: Redis, step: Callable[[], Awaitable[object]], times: int) -> float:
    """Microseconds the server spends on each."""
    await redis.config_resetstat()
    await milliseconds(step, times)
    found = await redis.info("commandstats")
    return float(found["cmdstat_evalsha"]["usec_per_call"])


async def measure(redis: Redis, reads: int) -> bool:
    """Compare the boards, in turns so that all see the same weather."""
    store, digest = RedisPlayers(redis), await redis.script_load(BARE)
    for players in (SMALL, LARGE):
        await filled(redis, f"benchmark:{players}", players)

    def read(players: int) -> Callable[[], Awaitable[object]]:
        middle = f"U{players // 2:08}"
        return lambda: store.board(f"benchmark:{players}", Span.ALL, DAY, 1, middle, LINES)

    steps: dict[str, Callable[[], Awaitable[object]]] = {
        f"a board of {SMALL:,} players": read(SMALL),
        f"a board of {LARGE:,} players": read(LARGE),
        "a bare script call": lambda: redis.evalsha(digest, 0, 2 * LINES + 3, "a name of some length"),
    }
    taken: dict[str, list[float]] = {name: [] for name in steps}
    for _ in range(10):
        for name, step in steps.items():
            taken[name] += await milliseconds(step, reads // 10)
    for name, each in taken.items():
        cuts = statistics.quantiles(each, n=100)
        own = await server_time(redis, steps[name], reads)
        rate = 1_000 / statistics.mean(each)
        print(f"{name:<28} p50 {cuts[49]:6.3f} ms   p99 {cuts[98]:6.3f} ms   {rate:6,.0f} a second   "
              f"the server's own {own:5.1f} us")  # fmt: skip
    small, large, _ = (statistics.median(each) for each in taken.values())
    print(f"the large board costs {large / small:.2f} times the small one (promise {MOST_SHARE})")
    return large / small <= MOST_SHARE


async def main() -> int:
    """Measure, print, and tell by the exit code whether the promise holds."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--reads", type=int, default=1_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        async with open_redis(None, Path(folder)) as redis:
            return int(not await measure(redis, max(100, options.reads)))


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))

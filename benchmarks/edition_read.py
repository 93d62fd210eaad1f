"""How long today's edition takes to read from the store, beside a bare GET of the same bytes in the same run.

    python benchmarks/edition_read.py [--rounds 2000] [--riddles 5] [--redis-url URL]

Prints milliseconds at the median and at the 95th percentile, their ratio to the bare GET, and what the machine can do
at all: script calls a second over one connection. Without an address, an embedded server of its own is started and
the time to open it, cold and warm, is told too.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from adapters.store.connection import open_redis
from adapters.store.editions import RedisEditions
from benchmarks.stages.figures import milliseconds
from bot.domain import (
    CHECKS,
    ArticleRef,
    Check,
    Decision,
    Difficulty,
    Edition,
    Form,
    Kind,
    Origin,
    Outcome,
    Riddle,
    Rule,
)
from bot.records import dump

if TYPE_CHECKING:
    from redis.asyncio import Redis

DECK = "benchmark"
TODAY = date(2026, 3, 14)
NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
STORIES = 120
"""Decisions of a day with eight feeds."""


def an_edition(riddles: int) -> Edition:
    """An edition as long as a real one."""
    article = ArticleRef("0" * 32, "The lighthouse is lit again", "https://news.example/lighthouse", "Example", NOON)
    reason = "Another story of the day was carried by more outlets and is fresher than this one."
    riddle = Riddle(
        form=Form.SUMMARY,
        kind=Kind.THING,
        question="Ten winters dark upon the stone, I turn again, and not alone; ships find the bay by me. " * 3,
        answer="lighthouse",
        aliases=("the lighthouse", "light house"),
        hints=("It stands by the sea and is not a house to live in.",) * 3,
        difficulty=Difficulty.MEDIUM,
        explanation="The lighthouse was lit again on Friday after ten years of repair.",
        summary="A lighthouse that had been dark for ten years was lit again on Friday, in front of a crowd. " * 2,
        evidence=("On Friday evening the lamp was lit for the first time in ten years.",) * 3,
        article=article,
        pipeline="few_shot",
        model="a model",
        prompt_version="1",
        attempts=2,
        fallback=False,
        checks=tuple(Check(name, Outcome.PASSED, "Nothing was found that speaks against it.") for name in CHECKS),
    )
    made = tuple(replace(riddle, answer=f"lighthouse {place}") for place in range(riddles))
    return Edition(DECK, TODAY, 1, made, Origin.NEWS, (Decision(article, Rule.RANK, reason),) * STORIES, NOON)


def told(name: str, taken: list[float]) -> tuple[float, float]:
    """Print and return the median and the 95th percentile."""
    median, high = statistics.median(taken), statistics.quantiles(taken, n=20)[-1]
    print(f"{name:<34} p50 {median:7.3f} ms   p95 {high:7.3f} ms")
    return median, high


async def measure(redis: Redis, url: str, rounds: int, riddles: int) -> None:
    """Compare the two ways of reading, taken in turns so that both see the same weather."""
    editions, edition = RedisEditions(redis), an_edition(riddles)
    data = dump(edition)
    await editions.replace(edition)
    await redis.set("benchmark:bare", data)
    fresh = ("-m", "benchmarks.edition_read", "--first-read", "--redis-url", url)
    await (await asyncio.create_subprocess_exec(sys.executable, *fresh)).wait()
    ours: list[float] = []
    bare: list[float] = []
    for _ in range(10):
        ours += await milliseconds(lambda: editions.edition(DECK, TODAY), rounds // 10)
        bare += await milliseconds(lambda: redis.get("benchmark:bare"), rounds // 10)
    print(f"{len(data):,} bytes, {riddles} riddles, {STORIES} stories, {rounds} rounds")
    median, high = told("today's edition", ours)
    bare_median, bare_high = told("a bare GET of the same bytes", bare)
    print(f"{'ratio':<34} p50 {median / bare_median:7.1f}      p95 {high / bare_high:7.1f}")
    calls = await milliseconds(lambda: redis.eval("return 1", 0), rounds)
    print(f"{'bare script calls':<34} {1000 / statistics.mean(calls):,.0f} a second")
    await redis.delete("benchmark:bare", *[key async for key in redis.scan_iter("riddle:{deck:benchmark}:*")])


async def first_read(url: str) -> None:
    """Read once and print how long it took: in a fresh process the reader of the JSON must be built first."""
    async with open_redis(url, Path()) as redis:
        start = time.perf_counter()
        await RedisEditions(redis).edition(DECK, TODAY)
        print(f"{'first read in a fresh process':<42} {(time.perf_counter() - start) * 1000:7.1f} ms", flush=True)


async def opened(name: str, data_dir: Path) -> None:
    """Print how long it takes to open and close the embedded store."""
    start = time.perf_counter()
    async with open_redis(None, data_dir) as redis:
        await redis.ping()
        print(f"{name:<42} {(time.perf_counter() - start) * 1000:7.1f} ms")


async def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=2000)
    parser.add_argument("--riddles", type=int, default=5, choices=range(1, 6))
    parser.add_argument("--redis-url", default=None)
    parser.add_argument("--first-read", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.first_read:
        await first_read(options.redis_url)
        return
    with tempfile.TemporaryDirectory() as folder:
        data_dir = Path(folder)
        if not options.redis_url:
            await opened("open, cold, empty (ping and layout too)", data_dir)
            await opened("open, cold, with data", data_dir)
        async with open_redis(options.redis_url, data_dir) as redis:
            if not options.redis_url:
                await opened("open, warm", data_dir)
            url = options.redis_url or f"unix://{redis.connection_pool.connection_kwargs['path']}"
            await measure(redis, url, max(100, options.rounds), options.riddles)


if __name__ == "__main__":
    asyncio.run(main())

"""Discord in figures: start, memory, interactions at once and for a minute, and a burst of guesses in a thread.

The program runs in a process of its own, against Discord on the loopback. Beside the burst: a bare handler of
discord.py with one write to the same store. Run with `python -m benchmarks.discord_load`.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import time
from typing import TYPE_CHECKING

from redis.asyncio import Redis

from benchmarks.stages.discord import Stage, loaded, open_stage
from benchmarks.stages.figures import Figures, quantile, resident

if TYPE_CHECKING:
    from bot.domain import Round

AT_ONCE, AT_ONCE_P99 = 200, 1.5
A_SECOND, A_SECOND_P99 = 20, 0.5
BURST, SHARE = 500, 0.6
START, MEMORY = 2.5, 130.0
TIMES, REST = 9, 1.5
PEOPLE = 100
GUILDS = 200
LATE = 3.0

BARE = """
import asyncio, os, discord, redis.asyncio
intents = discord.Intents(guilds=True, guild_messages=True, message_content=True)
client = discord.Client(intents=intents)
pool = redis.asyncio.BlockingConnectionPool.from_url(os.environ["REDIS_URL"], max_connections=8)
store = redis.asyncio.Redis(connection_pool=pool)
@client.event
async def on_message(message):
    if not message.author.bot:
        await store.rpush("bare", message.id)
client.run(os.environ["DISCORD_TOKEN"], log_handler=None)
"""


async def interactions(figures: Figures, stage: Stage, users: list[str], seconds: int) -> None:
    """Many at once, and then a steady stream."""
    asked = [("guess", {"text": "ship"}), ("hint", {}), ("me", {}), ("today", {})]

    async def one(number: int) -> float:
        name, options = asked[number % len(asked)]
        found = await stage.server.slash(f"riddle {name}", options, user=users[number % len(users)])
        return found.latency if found.latency is not None else LATE

    for number in range(8):
        await one(number)
    latencies = await asyncio.gather(*(one(number) for number in range(AT_ONCE)))
    figures.bound(f"{AT_ONCE} interactions at once, p99", quantile(latencies, 0.99), AT_ONCE_P99)
    running: list[asyncio.Task[float]] = []
    begun = time.perf_counter()
    for number in range(A_SECOND * seconds):
        await asyncio.sleep(max(0.0, begun + number / A_SECOND - time.perf_counter()))
        running.append(asyncio.ensure_future(one(number)))
    steady = await asyncio.gather(*running)
    figures.bound(f"{A_SECOND} interactions a second for {seconds} s, p99", quantile(steady, 0.99), A_SECOND_P99)
    late = sum(one.state == "expired" for one in stage.server.interactions.values())
    figures.bound("interactions answered late", late, 0, unit="")


async def burst(stage: Stage, users: list[str], thread: str, first: int = 0) -> list[str]:
    """Send a burst of messages to a thread as fast as the gateway takes them."""
    said: list[str] = []
    for number in range(first, first + BURST):
        text = f"ship {number}"
        await stage.server.say(text, user=users[number % len(users)], channel=thread)
        said.append(text)
    return said


async def beside_bare(
    figures: Figures, stage: Stage, users: list[str], found: Round, thread: str
) -> tuple[float, float]:
    """How many messages a second are judged, all and in order, and how many a bare handler writes: taken in turns."""
    ours, bares = [], []
    async with open_stage(enforce_rate_limits=False, identify_interval=0.0) as other:
        speakers = [other.server.add_user(f"player{number}")["username"] for number in range(PEOPLE)]
        process = await other.run("-c", BARE)
        await other.server.wait_ready(1, timeout=30)
        async with Redis.from_url(other.url) as store:
            for time_ in range(TIMES):
                await asyncio.sleep(REST)
                bares.append(await bare_once(other, speakers, store))
                await asyncio.sleep(REST)
                ours.append(await judged_once(figures, stage, users, found, thread, time_))
        await other.end(process)
    return statistics.median(ours), statistics.median(bares)


async def judged_once(figures: Figures, stage: Stage, users: list[str], found: Round, thread: str, time_: int) -> float:
    """One burst."""
    first = time_ * BURST
    before = len(await stage.store.rounds.log(found.key, 1, 0, 100_000))
    begun = time.perf_counter()
    said = await burst(stage, users, thread, first)
    for _ in range(6_000):
        if await stage.store.rounds.log(found.key, 1, before + BURST - 1, 1):
            break
        await asyncio.sleep(0.01)
    took = time.perf_counter() - begun
    texts = [one.text for one in await stage.store.rounds.log(found.key, 1, before, BURST) if one.text]
    if texts != said:
        figures.tell("judged, all and in order", len(texts), str(BURST), met=False)
    return BURST / took


async def bare_once(stage: Stage, users: list[str], store: Redis) -> float:
    """One burst at the bare handler."""
    await store.delete("bare")
    begun = time.perf_counter()
    await burst(stage, users, stage.server.channel_id("general"))
    for _ in range(6_000):
        if await store.llen("bare") >= BURST:
            break
        await asyncio.sleep(0.01)
    return BURST / (time.perf_counter() - begun)


async def guilds(stage: Stage) -> None:
    """Memory for each further guild."""
    process, _ = await stage.begin()
    await asyncio.sleep(1.0)
    before = resident(process.pid)
    await stage.end(process)
    for number in range(GUILDS):
        stage.server.add_guild(f"Guild {number}", channels=tuple(f"channel-{place}" for place in range(20)))
    process, _ = await stage.begin()
    await asyncio.sleep(4.0)
    more = (resident(process.pid) - before) * 1024 / GUILDS
    print(f"memory for each further guild of 20 channels: {more:.0f} KB")
    await stage.end(process)


async def main() -> int:
    """Measure everything; 1 where a figure is missed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--seconds", type=int, default=60, help="how long the steady stream lasts")
    options, figures = parser.parse_args(), Figures()
    async with open_stage(enforce_rate_limits=False, identify_interval=0.0) as stage:
        users = [stage.server.add_user(f"player{number}")["username"] for number in range(PEOPLE)]
        process, _ = await stage.begin()
        await stage.end(process)
        process, took = await stage.begin()
        figures.bound("start to ready", took, START)
        found, thread = await stage.post()
        await interactions(figures, stage, users, options.seconds)
        rate, rate_bare = await beside_bare(figures, stage, users, found, thread)
        print(f"a bare handler writes {rate_bare:.0f} messages a second, the game judges {rate:.0f}")
        figures.bound("memory", resident(process.pid), MEMORY, unit="MB")
        figures.bound("share of the bare handler", rate / rate_bare, SHARE, least=True, unit="of it")
        figures.bound("mentions of torch in what it has loaded", loaded(process).count("torch"), 0, unit="")
        await stage.end(process)
        await guilds(stage)
        figures.bound("violations", len(stage.server.violations), 0, unit="")
        for one in stage.server.violations[:5]:
            print("  ", one)
    return figures.end()


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))

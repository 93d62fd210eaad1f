"""Slack under load: 200 commands and clicks at once, 20 a second for a minute, start, memory, and a bare bolt app."""

from __future__ import annotations

import argparse
import asyncio
import sys
from typing import TYPE_CHECKING

from benchmarks.stages.figures import Figures, quantile
from benchmarks.stages.slack import answers, clock, staged, until

if TYPE_CHECKING:
    from benchmarks.stages.slack import Stage

BARE = """
import asyncio, os, sys
from redis.asyncio import BlockingConnectionPool, Redis
from slack_bolt.async_app import AsyncApp
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_sdk.web.async_client import AsyncWebClient

async def main():
    redis = Redis(connection_pool=BlockingConnectionPool.from_url(os.environ["REDIS_URL"], max_connections=32))
    app = AsyncApp(client=AsyncWebClient(token=os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"]))

    @app.command("/riddle")
    async def ok(ack):
        await redis.get("a")
        await ack("ok")

    await AsyncSocketModeHandler(app, os.environ["SLACK_APP_TOKEN"]).start_async()

if sys.argv[1:] == ["uvloop"]:
    import uvloop
    uvloop.run(main())
else:
    asyncio.run(main())
"""
WRONG = (
    "lighthouse", "a bridge", "the moon", "harbor light", "candle", "an old ferry", "umbrella", "the tide table",
    "a clock tower", "fog horn", "map", "Venice", "the night train", "a postage stamp", "salt", "a glass of water",
    "penguins", "the opera house", "a library card", "the number seven", "whale", "a wooden spoon", "Iceland", "chalk",
    "the weather", "an anchor", "gravity", "a paper boat", "the lifeboat crew", "seagull",
)  # fmt: skip
TYPED = tuple(typed for wrong in WRONG for typed in (f"guess {wrong}", ""))
"""What is typed at once: as many guesses as looks at the riddle."""

BURST, RATE = 200, 20
ROUNDS = 9
LATE = 9.0
"""What counts for a command that is never acknowledged."""


async def burst(stage: Stage, count: int, typed: tuple[str, ...]) -> tuple[list[float], float, int]:
    """So many at once; how long each took, how long until the last acknowledgement, and how many never came."""
    slack = stage.slack
    users = [f"U0P{place:04d}" for place in range(count)]
    for user in users:
        if user not in slack.users:
            slack.add_user(user, user.lower())
    began = clock()

    async def ask(at: int, user: str) -> tuple[float | None, float]:
        said = await slack.slash("/riddle", typed[at % len(typed)], user=user)
        return said.ack_latency, clock() - began

    asked = await asyncio.gather(*(ask(at, user) for at, user in enumerate(users)))
    done = [(took, ended) for took, ended in asked if took is not None]
    return [took for took, _ in done], max((ended for _, ended in done), default=LATE), count - len(done)


async def steady(stage: Stage, seconds: int) -> list[float]:
    """Some a second."""
    under_way = []
    for second in range(seconds):
        for at in range(RATE):
            typed = ("", "guess lighthouse", "hint", "me", "board")[at % 5]
            under_way.append(
                asyncio.ensure_future(stage.slack.slash("/riddle", typed, user=f"U0P{(second * 7 + at) % BURST:04d}"))
            )
            await asyncio.sleep(1 / RATE)
    latencies = [one.ack_latency for one in await asyncio.gather(*under_way)]
    return [LATE if took is None else took for took in latencies]


async def throughput(stages: dict[str, tuple[Stage, tuple[str, ...]]]) -> dict[str, tuple[float, int]]:
    """Commands acknowledged a second, the middle of some bursts taken in turns, and how many never were.

    Until the last that was acknowledged: to wait for those that never are would count against nobody's speed.
    """
    found: dict[str, list[float]] = {name: [] for name in stages}
    missed = dict.fromkeys(stages, 0)
    for _ in range(ROUNDS):
        for name, (stage, typed) in stages.items():
            took, seconds, lost = await burst(stage, BURST, typed)
            found[name].append(len(took) / seconds)
            missed[name] += lost
    return {name: (sorted(rates)[len(rates) // 2], missed[name]) for name, rates in found.items()}


async def beside_bare(stage: Stage) -> dict[str, tuple[float, int]]:
    """Ours, and a bare bolt app with one read, on the standard loop and on ours; all of them there at once."""
    async with staged() as plain, staged() as fast:
        for one, words in ((plain, ()), (fast, ("uvloop",))):
            script = one.folder / "bare.py"
            script.write_text(BARE)
            one.start(str(script), *words)
            await one.connected()
        return await throughput({"ours": (stage, TYPED), "bare": (plain, ("",)), "bare on uvloop": (fast, ("",))})


async def main() -> int:
    """Measure; 1 where a figure is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=60, help="how long the steady stream lasts")
    seconds, figures = parser.parse_args().seconds, Figures()
    async with staged() as stage:
        await stage.play()
        began, bot = clock(), stage.start(RIDDLE_HEALTH_PORT="18765")
        await until(lambda: answers(18765))
        figures.bound("start to ready", clock() - began, 2.5)
        await stage.connected()
        cold, _, missed = await burst(stage, BURST, ("", "guess lighthouse", "hint", "me"))
        figures.bound(f"{BURST} at once, p99 to the acknowledgement", quantile(cold, 0.99), 1.5)
        smooth = await steady(stage, seconds)
        figures.bound(f"{RATE} a second for {seconds} s, p99", quantile(smooth, 0.99), 0.5)
        figures.tell("their median, slowest", f"{quantile(smooth, 0.5) * 1000:.1f} ms, {max(smooth):.3f} s")
        rates = await beside_bare(stage)
        figures.bound("commands at once that were not acknowledged", missed + rates["ours"][1], 0, unit="")
        figures.bound("memory", bot.memory(), 120, unit="MB")
        figures.bound("violations", len(stage.slack.violations), 0, unit="")
        for one in stage.slack.violations[:5]:
            print("  ", one)
    for name, (rate, lost) in rates.items():
        figures.tell(name, f"{rate:.0f} a second ({lost} never acknowledged)")
    ours, bare, fast = (rates[name][0] for name in ("ours", "bare", "bare on uvloop"))
    figures.bound("throughput beside a bare bolt app as it comes", ours / bare, 0.6, least=True, unit="of it")
    figures.tell("beside the same app on the fast loop that ours runs on", f"{ours / fast:.2f}")
    return figures.end()


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))

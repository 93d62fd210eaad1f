"""Slack under load: 200 commands and clicks at once, 20 a second for a minute, start, memory, and a bare bolt app."""

from __future__ import annotations

import asyncio
import os
import sys
from typing import Any

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
STEADY_SECONDS = int(os.environ.get("STEADY_SECONDS", "60"))
ROUNDS = 9


async def burst(stage, count: int, typed: tuple[str, ...]) -> tuple[list[float], float, int]:
    """So many at once; how long each took, how long until the last acknowledgement, and how many never came."""
    from benchmarks.slack_stage import clock

    slack = stage.slack
    users = [f"U0P{place:04d}" for place in range(count)]
    for user in users:
        if user not in slack.users:
            slack.add_user(user, user.lower())
    began = clock()

    async def ask(at: int, user: str):
        said = await slack.slash("/riddle", typed[at % len(typed)], user=user)
        return said, clock() - began

    done = [one for one in await asyncio.gather(*(ask(at, user) for at, user in enumerate(users))) if one[0].acked]
    return [said.ack_latency for said, _ in done], max((ended for _, ended in done), default=9.0), count - len(done)


async def steady(stage, seconds: int) -> list[float]:
    """Some a second."""
    under_way = []
    for second in range(seconds):
        for at in range(RATE):
            typed = ("", "guess lighthouse", "hint", "me", "board")[at % 5]
            under_way.append(
                asyncio.ensure_future(stage.slack.slash("/riddle", typed, user=f"U0P{(second * 7 + at) % BURST:04d}"))
            )
            await asyncio.sleep(1 / RATE)
    done = await asyncio.gather(*under_way)
    return [one.ack_latency if one.acked else 9.0 for one in done]


async def throughput(stages: dict[str, tuple[Any, tuple[str, ...]]]) -> dict[str, tuple[float, int]]:
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


async def beside_bare(stage) -> dict[str, tuple[float, int]]:
    """Ours, and a bare bolt app with one read, on the standard loop and on ours; all of them there at once."""
    from benchmarks.slack_stage import staged

    async with staged() as plain, staged() as fast:
        for one, words in ((plain, ()), (fast, ("uvloop",))):
            script = one.folder / "bare.py"
            script.write_text(BARE)
            one.start(str(script), *words)
            await one.connected()
        return await throughput({"ours": (stage, TYPED), "bare": (plain, ("",)), "bare on uvloop": (fast, ("",))})


async def main() -> int:
    """Measure; 1 where a figure is missed."""
    from benchmarks.slack_stage import answers, clock, part, staged, told, until

    held = []
    async with staged() as stage:
        await stage.play()
        began, bot = clock(), stage.start(RIDDLE_HEALTH_PORT="18765")
        await until(lambda: answers(18765))
        held.append(told("start to ready", clock() - began, 2.5))
        await stage.connected()
        cold, _, missed = await burst(stage, BURST, ("", "guess lighthouse", "hint", "me"))
        held.append(told("burst of 200, p99 to the acknowledgement", part(cold, 0.99), 1.5))
        smooth = await steady(stage, STEADY_SECONDS)
        held.append(told(f"20 a second for {STEADY_SECONDS} s, p99", part(smooth, 0.99), 0.5))
        print(f"       median {part(smooth, 0.5) * 1000:.1f} ms, slowest {max(smooth):.3f} s")
        rates = await beside_bare(stage)
        held.append(told("commands at once that were not acknowledged", missed + rates["ours"][1], 0, unit=""))
        held.append(told("memory", bot.memory(), 120, unit="MB"))
        held.append(told("violations", len(stage.slack.violations), 0, unit=""))
        for one in stage.slack.violations[:5]:
            print("      ", one)
    for name, (rate, lost) in rates.items():
        print(f"       {name}: {rate:.0f} a second ({lost} never acknowledged)")
    ours, bare, fast = (rates[name][0] for name in ("ours", "bare", "bare on uvloop"))
    held.append(told("throughput beside a bare bolt app as it comes", ours / bare, 0.6, least=True, unit="of it"))
    print(f"       {ours / fast:.2f} beside the same app on the fast loop that ours runs on")
    return 0 if all(held) else 1


if __name__ == "__main__":
    from pathlib import Path

    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    sys.exit(asyncio.run(main()))

"""Down across the posting minute: the real processes are started after it, and every post is there within a minute.

`riddle clock`, `riddle worker --queue send` and `riddle worker --queue make`, as the Procfile has them, over an
embedded store; the terminal is the platform. With the day's edition at hand, once without one, without a model and
without any news: then it comes from the reserve.

Run with `python -m benchmarks.catch_up`.
"""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot import bootstrap
from bot.delivery.sending import LEASE
from bot.domain import Channel, ChannelKey, Claim, Delivery, Matter, Schedule, Sending, Stage
from bot.settings import load_settings
from tests.adapters.store.samples import edition, riddle

ROOT = Path(__file__).resolve().parents[1]
CHANNELS = 20
PROMISE = 60.0
DOWN = 4.0
"""Seconds for which all is down beyond the moment."""

PROCESSES = (("clock",), ("worker", "--queue", "send"), ("worker", "--queue", "make"))


def settings_of(folder: Path) -> dict[str, str]:
    """A sandbox without news and without a model."""
    return {
        "RIDDLE_DATA_DIR": str(folder),
        "RIDDLE_MODEL": "none",
        "RIDDLE_FEEDS": "http://127.0.0.1:9/feed",
        "RIDDLE_ALLOW_PRIVATE_FEEDS": "true",
    }


def start(folder: Path) -> list[subprocess.Popen[bytes]]:
    """Start the processes as the Procfile does."""
    environment = {**os.environ, **settings_of(folder)}
    found = []
    for words in PROCESSES:
        with (folder / f"{words[-1]}.log").open("wb") as log:
            command = [sys.executable, "-m", "bot", *words]
            found.append(subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log))
    return found


async def leave_half_done(store: bootstrap.Store, wanted: list[Sending]) -> None:
    """Leave what a sender leaves who dies in the middle of a call: a claim, and the mark that he tried."""
    for sending in wanted:
        claim = await store.schedule.claim(sending, LEASE)
        assert isinstance(claim, Claim)
        await store.schedule.trying(claim, LEASE, Delivery(sending, Stage.SENT, number=1))


async def until_all_are_sent(store: bootstrap.Store, wanted: list[Sending], folder: Path) -> float:
    """Start the processes, and give the seconds until every post is there."""
    begin, processes = time.monotonic(), start(folder)
    try:
        while time.monotonic() < begin + PROMISE * 2:
            await asyncio.sleep(0.2)
            found = [await store.schedule.delivery(sending) for sending in wanted]
            if all(one is not None and one.stage is Stage.SENT for one in found):
                break
        return time.monotonic() - begin
    finally:
        for process in processes:
            process.send_signal(signal.SIGTERM)
        for process in processes:
            process.wait(60)


async def caught_up(folder: Path, *, with_edition: bool, killed: bool = False, half_done: bool = False) -> float:
    """The seconds from the start of the processes until every post is there."""
    async with bootstrap.open_store(load_settings(**settings_of(folder))) as store:
        at = datetime.now(UTC) + timedelta(seconds=3)
        channels = [
            Channel(ChannelKey("terminal", f"c{number}"), Schedule(at.time().replace(microsecond=0)))
            for number in range(CHANNELS)
        ]
        wanted = [Sending(Matter.POST, one.key, at.date()) for one in channels]
        for one in channels:
            await bootstrap.planning(store).set_up(one)
        if with_edition:
            await store.editions.put(edition(riddle(), day=at.date()))
        if killed:
            for process in (before := start(folder)):
                await asyncio.sleep(0.3)
                process.kill()
            for process in before:
                process.wait()
        await asyncio.sleep(max(0.0, (at - datetime.now(UTC)).total_seconds()) + DOWN)
        if half_done:
            await leave_half_done(store, wanted)
        return await until_all_are_sent(store, wanted, folder)


def main() -> int:
    """Prove it; 1 where it took longer."""
    slow = 0
    cases: dict[str, dict[str, bool]] = {
        "the edition at hand": {"with_edition": True},
        "the edition at hand, after kill -9 in the minute before": {"with_edition": True, "killed": True},
        "the edition at hand, after deaths in the middle of each call": {"with_edition": True, "half_done": True},
        "no edition, no news, no model": {"with_edition": False},
    }
    for what, how in cases.items():
        with tempfile.TemporaryDirectory(prefix="riddle-catch-up-") as folder:
            took = asyncio.run(caught_up(Path(folder), **how))
        slow += took > PROMISE
        print(f"{CHANNELS} channels, {what}: caught up {took:.1f} s after the start", flush=True)
    print(f"{len(cases) - slow} of {len(cases)} within {PROMISE:.0f} s")
    return int(bool(slow))


if __name__ == "__main__":
    sys.exit(main())

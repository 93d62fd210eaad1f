"""Thirty days of two processes that nobody ends, with faults at random: they hold no more at the end than at first.

The platform loses replies, drops, refuses and is slow; the store's replies are cut; channels go and come back, and some
cannot be looked into. Memory may grow by less than 10 %, sockets and tasks stay as many, and no error goes unhandled.

Run with `python -m benchmarks.soak [--days 30]`.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from typing import TYPE_CHECKING

from benchmarks.stages.delivery import REPORT, Stage, options
from bot.domain import Channel, ChannelKey, Matter, RevealRule, RevealWhen, Schedule, Sending

if TYPE_CHECKING:
    from pathlib import Path

    from adapters.store.schedule import RedisSchedule

FIRST = date(2027, 1, 4)
CHANNELS = 20
REPLICAS = 2
WARM = 5
"""Days until a process has everything loaded that it needs."""

GROWTH = 1.10
SPARE = 6
"""Sockets and tasks of which a process may have more or fewer when one looks: a pool opens them as needed."""

LONGEST = 40.0
CUT = 0.001
FAULTS = {
    "lost": 0.06,
    "drop": 0.04,
    "error_before": 0.03,
    "error_after": 0.03,
    "late": 0.02,
    "limited": 0.03,
    "slow": 0.03,
}
HOURS = {Matter.POST: 9, Matter.REVEAL: 13}


def channel(number: int) -> Channel:
    """One of five of its community."""
    rule = RevealRule(RevealWhen.AFTER, hours=4)
    return Channel(ChannelKey(f"slack:T{number // 5}", f"C{number}"), Schedule(clock_time(9), reveal=rule))


async def moment(stage: Stage, schedule: RedisSchedule, matter: Matter, day: date, dice: random.Random) -> None:
    """Go to a moment, with some channels gone or dark for a while, and wait until all is settled."""
    names = [f"C{number}" for number in range(CHANNELS)]
    gone = set(dice.sample(names, 1)) if dice.random() < 0.3 else set()
    await stage.tell_platform(gone=sorted(gone), mute=dice.sample(names, 2))
    stage.clock.set(datetime.combine(day, clock_time(HOURS[matter]), UTC) - timedelta(seconds=0.5))
    wanted = [Sending(matter, channel(n).key, day) for n in range(CHANNELS) if f"C{n}" not in gone]
    begin = time.monotonic()
    while time.monotonic() < begin + LONGEST:
        await asyncio.sleep(0.3)
        found = [await schedule.delivery(sending) for sending in wanted]
        if all(one is not None and one.settled for one in found):
            break


def held(folder: Path) -> dict[str, float]:
    """What the processes hold, on average."""
    found = [json.loads(path.read_text()) for path in folder.glob("*.json")]
    return {what: sum(one[what] for one in found) / len(found) for what in found[0]}


async def soak(days: int, seed: int) -> int:
    """Let the days pass; 1 where a promise is missed."""
    dice, begin = random.Random(seed), time.monotonic()
    async with Stage(cut=CUT, seed=seed) as stage:
        stage.settings = {REPORT: str(stage.folder)}
        schedule = await stage.prepare(FIRST, days, map(channel, range(CHANNELS)))
        await stage.tell_platform(plan={"seed": seed, "shares": FAULTS, "seconds": 0.2})
        stage.start(REPLICAS)
        kept: list[dict[str, float]] = []
        for number in range(days):
            for matter in HOURS:
                await moment(stage, schedule, matter, FIRST + timedelta(days=number), dice)
            await asyncio.sleep(1.2)
            kept.append(held(stage.folder))
            if number % 5 == 4:
                print(f"day {number + 1}, {time.monotonic() - begin:.0f} s: {_said(kept[-1])}", flush=True)
        state = await stage.platform_says()
        alive = sum(one.poll() is None for one in stage.replicas)
        logs = [line for path in stage.folder.glob("replica-*.log") for line in path.read_text().splitlines()]
        cut = stage.proxy.cut
    unhandled = [line for line in logs if "Traceback" in line or "fault" in line or "stumbled" in line]
    stages = Counter(one["name"].partition(":")[0] for one in state["messages"])
    early, late = kept[min(WARM, days) - 1], kept[-1]
    print(
        f"{days} days, {REPLICAS} processes, {cut} replies of the store cut, {dict(stages)} messages, "
        f"doubled {len(state['doubled'])}, violations {len(state['violations'])}"
    )
    print(f"after day {min(WARM, days)}: {_said(early)}")
    print(f"after day {days}: {_said(late)}; memory {late['rss'] / early['rss'] - 1:+.1%}")
    print(f"alive {alive} of {REPLICAS}, unhandled errors {len(unhandled)}, lines logged {len(logs)}")
    for line in unhandled[:10]:
        print("  ", line[:300])
    steady = all(abs(late[what] - early[what]) <= SPARE for what in ("sockets", "files", "tasks"))
    kept_all = late["rss"] <= early["rss"] * GROWTH and steady and alive == REPLICAS
    return int(not kept_all or bool(unhandled) or bool(state["doubled"]))


def _said(one: dict[str, float]) -> str:
    counts = ", ".join(f"{one[what]:.0f} {what}" for what in ("sockets", "files", "tasks"))
    return f"{one['rss'] / 2**20:.1f} MiB, {counts}"


def main() -> int:
    """Prove it."""
    asked = options(__doc__, days=30).parse_args()
    return asyncio.run(soak(asked.days, asked.seed))


if __name__ == "__main__":
    sys.exit(main())

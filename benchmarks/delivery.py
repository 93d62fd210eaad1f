"""Forty days of posts and reveals by three replicas that are killed, over a store and a platform that lose replies.

Every post and every reveal must be there once, as the platform counts. Beside it, on the same days and with the same
deaths, runs the plain way: whoever gets `SET NX` posts, with the libraries' own retries.

Run with `python -m benchmarks.delivery [--days 40]`; `--zones` holds the law of times over all zones, every day of
three years.
"""

from __future__ import annotations

import asyncio
import os
import random
import sys
import time
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from typing import TYPE_CHECKING, Any

from benchmarks.stages.delivery import DEATHS, Stage, begin_replica, options
from bot.domain import Channel, ChannelKey, Matter, RevealRule, RevealWhen, Schedule, Sending
from bot.errors import DeliveryError
from tests.delivery.years import all_zones, whole_years

if TYPE_CHECKING:
    from collections.abc import Awaitable, Sequence

    from adapters.store.schedule import RedisSchedule
    from benchmarks.stages.delivery import Mortal
    from tests.doubles.recorder import FileClock

FIRST = date(2027, 1, 4)
CHANNELS = 3
REPLICAS = 3
COMMUNITY = "slack:T1"
LONGEST = 60.0
"""Real seconds in which a moment's sendings must be settled."""

FAULTS = {"lost": 0.08, "drop": 0.05, "error_before": 0.04, "error_after": 0.04, "late": 0.03, "limited": 0.03}
CUT = 0.004
"""The share of the store's replies that are lost."""

CRASHES = 0.08
"""The share of calls to the platform at which a replica dies."""

HOURS = {Matter.POST: 9, Matter.REVEAL: 13}
PLAIN = "PLAIN"


def channel(number: int) -> Channel:
    """A channel that gets its riddle at nine, and the answer four hours later."""
    rule = RevealRule(RevealWhen.AFTER, hours=4)
    return Channel(ChannelKey(COMMUNITY, f"C{number}"), Schedule(clock_time(9), reveal=rule))


async def plainly(messenger: Mortal, now: FileClock) -> None:
    """The plain way: a lock by `SET NX`, then the post, tried anew where it fails."""
    from redis.asyncio import Redis
    from redis.exceptions import RedisError

    redis = Redis.from_url(os.environ["REDIS_URL"])
    while True:
        await asyncio.sleep(random.uniform(0.1, 0.3))
        at = now()
        if at.hour != HOURS[Matter.POST]:
            continue
        name = f"plain:{at.date()}"
        try:
            if await redis.set(name, 1, nx=True, ex=86_400):
                await _post_plainly(messenger, name)
        except RedisError:
            continue


async def _post_plainly(messenger: Mortal, name: str) -> None:
    for _ in range(3):
        try:
            await messenger._ask("post", {"channel": PLAIN, "name": name, "text": "plain"})
        except DeliveryError:
            await asyncio.sleep(0.1)
        else:
            return


def beside(messenger: Mortal, now: FileClock) -> Sequence[Awaitable[None]]:
    """What a replica does beside its work."""
    return (plainly(messenger, now),)


async def moment(stage: Stage, schedule: RedisSchedule, matter: Matter, day: date, dice: random.Random) -> float:
    """Go to a moment, kill whom chance says, and wait until all is settled; the seconds that took."""
    stage.clock.set(datetime.combine(day, clock_time(HOURS[matter]), UTC) - timedelta(seconds=0.5))
    begin = time.monotonic()
    kill = begin + dice.uniform(0.4, 1.2) if dice.random() < 0.6 else float("inf")
    wanted = [Sending(matter, channel(number).key, day) for number in range(CHANNELS)]
    while time.monotonic() < begin + LONGEST:
        await asyncio.sleep(0.1)
        if time.monotonic() > kill:
            stage.kill(dice.randrange(REPLICAS))
            kill = float("inf")
        stage.tend(REPLICAS)
        found = [await schedule.delivery(sending) for sending in wanted]
        if all(one is not None and one.settled for one in found) and kill == float("inf"):
            break
    await asyncio.sleep(0.3)
    return time.monotonic() - begin


def posts(state: dict[str, Any], days: int) -> Counter[str]:
    """How many of the posts are there once, not at all, or more than once."""
    counts = Counter(one["name"] for one in state["messages"])
    wanted = [
        Sending(Matter.POST, channel(c).key, FIRST + timedelta(days=d)).name
        for c in range(CHANNELS)
        for d in range(days)
    ]
    return _tally(counts[name] for name in wanted)


def reveals(state: dict[str, Any], days: int) -> Counter[str]:
    """The same of the reveals: edits of a post that changed it to its answer, and answers posted anew."""
    changed = {one["name"]: one["changed"] for one in state["messages"] if one["text"].startswith("reveal")}
    anew = Counter(one["name"] for one in state["messages"])
    keys = [(channel(c).key, FIRST + timedelta(days=d)) for c in range(CHANNELS) for d in range(days)]
    return _tally(
        changed.get(Sending(Matter.POST, key, day).name, 0) + anew[Sending(Matter.REVEAL, key, day).name]
        for key, day in keys
    )


def plain(state: dict[str, Any], days: int) -> Counter[str]:
    """The same of the plain way's posts."""
    counts = Counter(one["name"] for one in state["messages"])
    return _tally(counts[f"plain:{FIRST + timedelta(days=day)}"] for day in range(days))


def _tally(counts: Any) -> Counter[str]:
    return Counter("once" if count == 1 else "doubled" if count else "missing" for count in counts)


def line(what: str, counts: Counter[str]) -> str:
    """A line of the table."""
    return f"{what:<34} {counts['once']:>5} {counts['missing']:>8} {counts['doubled']:>8}"


async def forty(days: int, seed: int) -> int:
    """Let the days pass; 1 where anything is missing or doubled."""
    dice = random.Random(seed)
    begin = time.monotonic()
    async with Stage(cut=CUT, seed=seed, module="benchmarks.delivery", settings={DEATHS: str(CRASHES)}) as stage:
        schedule = await stage.prepare(FIRST, days, map(channel, range(CHANNELS)))
        await stage.tell_platform(plan={"seed": seed, "shares": FAULTS, "seconds": 0.2})
        stage.start(REPLICAS)
        took: list[float] = []
        for number in range(days):
            day = FIRST + timedelta(days=number)
            took += [await moment(stage, schedule, matter, day, dice) for matter in HOURS]
            if number % 10 == 9:
                print(f"day {number + 1}, {time.monotonic() - begin:.0f} s", flush=True)
        state = await stage.platform_says()
        faults = {name: count for name, count in sorted(state["calls"].items()) if " " in name}
        errors = list(stage.logs())
        print(
            f"{days} days, {CHANNELS} channels, {REPLICAS} replicas; {stage.killed} killed from outside, "
            f"{stage.died - stage.killed} died at a call; {stage.proxy.cut} of {stage.proxy.passed} replies cut"
        )
        print(f"the platform's faults: {faults}")
        print(
            f"a moment's sendings were settled in {sorted(took)[len(took) // 2]:.1f} s (half), {max(took):.1f} s (all)"
        )
    print(f"{'':<34} {'once':>5} {'missing':>8} {'doubled':>8}")
    found = posts(state, days), reveals(state, days)
    print(line("posts", found[0]))
    print(line("reveals", found[1]))
    print(line("posts, the plain way (SET NX)", plain(state, days)))
    print(f"violations: {len(state['violations'])}, logged errors: {len(errors)}")
    for error in errors[:10]:
        print("  ", error[:200])
    return int(any(set(one) != {"once"} for one in found) or bool(state["violations"]))


def zones() -> int:
    """The law of times over every zone and day; 1 where it is broken."""
    begin, wrong = time.monotonic(), 0
    names, times = all_zones(), [clock_time(0), clock_time(2, 30), clock_time(9), clock_time(23, 30)]
    for name in names:
        for at in times:
            found = whole_years(name, at)
            wrong += len(found)
            for one in found[:3]:
                print(one)
    print(f"{len(names)} zones, {len(times)} times, 2026-2028: {wrong} wrong, {time.monotonic() - begin:.0f} s")
    return int(bool(wrong))


def main() -> int:
    """Prove it."""
    parser = options(__doc__, days=40)
    parser.add_argument("--zones", action="store_true")
    asked = parser.parse_args()
    if asked.replica:
        return begin_replica(beside)
    return zones() if asked.zones else asyncio.run(forty(asked.days, asked.seed))


if __name__ == "__main__":
    sys.exit(main())

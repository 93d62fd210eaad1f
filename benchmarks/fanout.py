"""A thousand channels at one moment, each allowed a message a second, and some that are told to wait.

Most have a message to get; some, as after an outage, a long row, which takes as long as the limit allows. All must be
there within 1.1 times that, and who is told to wait may hold up nobody else by two seconds. Beside it: the bare ways,
one after the other and all at once, with a wait where the platform says so.

Run with `python -m benchmarks.fanout`.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from adapters.store.communities import RedisCommunities
from adapters.store.editions import RedisEditions
from adapters.store.schedule import RedisSchedule
from benchmarks.stage import LEASE, LIMIT, Stage, begin_replica
from bot.delivery.planning import Planning
from bot.delivery.sending import Ready
from bot.domain import Channel, ChannelKey, Matter, Post, Round, RoundKey, Schedule, Sending
from bot.errors import NotSent
from tests.adapters.store.samples import edition, riddle
from tests.doubles.recording_messenger import RecordingMessenger

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.delivery.sending import Prepared, Sender
    from bot.domain import Content, Delivery
    from bot.ports.messenger import Messenger

DAY = date(2027, 1, 4)
CHANNELS = 1_000
MESSAGES = 1
LONG_ROWS, LONG_ROW = 5, 40
"""So many channels have so many messages to get."""

PER_SECOND = 1.0
WAITERS = 50
"""One channel in so many is told to wait."""

WAIT = 30.0
WORKERS = 2
BOUND = 1.1
HELD_UP = 2.0
BARE_SECONDS = 60.0
LONGEST = 150.0


def channel(number: int) -> Channel:
    """One of ten of its community."""
    return Channel(ChannelKey(f"slack:T{number // 10}", f"C{number}"), Schedule(clock_time(9)))


def messages(number: int) -> int:
    """How many messages a channel is to get."""
    return LONG_ROW if number < LONG_ROWS else MESSAGES


def waits(number: int) -> bool:
    """Whether a channel is told to wait in the second run."""
    return number >= LONG_ROWS and number % WAITERS == 0


@dataclass(frozen=True)
class Further:
    """A message like any other, which needs no preparation."""

    schedule: RedisSchedule

    async def prepare(self, sending: Sending, _: Channel) -> Prepared:
        """A riddle."""
        key = RoundKey(sending.channel.community, "default", sending.date)
        return Ready(Post(Round(key, 1, (riddle(),), datetime.now(UTC)), (0,)), 1, "default")

    async def carry(self, messenger: Messenger, channel: Channel, sending: Sending, content: Content) -> str:
        """Post it."""
        return await messenger.post(channel, content, sending.name)

    async def look(self, messenger: Messenger, channel: Channel, sending: Sending, since: datetime) -> str | None:
        """Find it."""
        return await messenger.find(channel, sending.name, since)

    async def settled(self, delivery: Delivery, _: Channel) -> None:
        """It is not due any more."""
        await self.schedule.drop(delivery.sending)


def with_further(who: Sender) -> Sender:
    """A sender for whom reveals are messages like any other."""
    return replace(who, errands={**who.errands, Matter.REVEAL: Further(who.schedule)})  # type: ignore[arg-type]


async def prepare(stage: Stage) -> None:
    """Channels, and all that is due for them at nine."""
    stage.clock.set(datetime.combine(DAY, clock_time(8), UTC))
    await RedisEditions(stage.redis).put(edition(riddle(), day=DAY))
    schedule = RedisSchedule(stage.redis, stage.clock)
    planning = Planning(schedule, RedisCommunities(stage.redis), stage.clock, 12.0)
    nine = datetime.combine(DAY, clock_time(9), UTC)
    for number in range(CHANNELS):
        one = channel(number)
        await planning.set_up(one)
        for back in range(1, messages(number)):
            await schedule.plan(Sending(Matter.REVEAL, one.key, DAY - timedelta(days=back)), nine)


async def run(wait: float) -> tuple[dict[str, list[float]], int, int]:
    """When each channel's messages came, in seconds; how often the platform refused one, and what was doubled."""
    total = sum(messages(number) for number in range(CHANNELS))
    settings = {LIMIT: str(PER_SECOND), LEASE: "30"}
    async with Stage(module="benchmarks.fanout", settings=settings) as stage:
        await prepare(stage)
        stage.start(WORKERS)
        await asyncio.sleep(6)
        told = {f"C{number}": wait for number in range(CHANNELS) if waits(number)} if wait else {}
        await stage.tell_platform(per_second=PER_SECOND, wait=told)
        begin = time.monotonic()
        stage.clock.set(datetime.combine(DAY, clock_time(9), UTC))
        state = await stage.platform_says()
        while len(state["messages"]) < total and time.monotonic() < begin + LONGEST:
            await asyncio.sleep(1)
            state = await stage.platform_says()
        for error in list(stage.logs())[:5]:
            print("  ", error[:200])
    came: dict[str, list[float]] = defaultdict(list)
    for one in state["messages"]:
        came[one["channel"]].append(one["arrived"] - begin)
    return came, len(state["violations"]), len(state["doubled"])


async def bare(*, together: bool, wait: float) -> None:
    """The bare ways, told in a line."""
    async with Stage() as stage, RecordingMessenger(stage.url, timeout=120) as messenger:
        told = {f"C{number}": wait for number in range(CHANNELS) if waits(number)} if wait else {}
        await stage.tell_platform(per_second=PER_SECOND, wait=told)
        begin = time.monotonic()
        rows = [(number, place) for place in range(LONG_ROW) for number in range(CHANNELS) if place < messages(number)]

        async def send(number: int, place: int) -> None:
            asked = {"channel": f"C{number}", "name": f"{number}.{place}", "text": "bare"}
            while True:
                try:
                    await messenger._ask("post", asked)
                except NotSent as error:
                    await asyncio.sleep(error.retry_after or 1)
                else:
                    return

        async def all_of_them() -> None:
            if together:
                await asyncio.gather(*(send(*row) for row in rows))
            else:
                for row in rows:
                    await send(*row)

        try:
            async with asyncio.timeout(BARE_SECONDS):
                await all_of_them()
        except TimeoutError:
            pass
        state = await stage.platform_says()
        calls = Counter(state["calls"])["post"]
    way = "all at once" if together else "one by one"
    sent = len(state["messages"])
    print(
        f"bare asyncio, {way}: {sent} of {len(rows)} within {min(BARE_SECONDS, time.monotonic() - begin):.0f} s, "
        f"{calls - sent} calls refused"
    )


def ends(came: dict[str, list[float]], numbers: Sequence[int]) -> list[float]:
    """When the last message of each channel came, sorted."""
    return sorted(max(came[f"C{number}"], default=LONGEST) for number in numbers)


async def prove() -> int:
    """Run it without and with waiting channels; 1 where a promise is missed."""
    allowed = (LONG_ROW - 1) / PER_SECOND
    everybody = list(range(CHANNELS))
    others = [number for number in everybody if not waits(number)]
    total = sum(messages(number) for number in everybody)
    print(f"{CHANNELS} channels, {total} messages, {PER_SECOND:g} a second each; the limits allow {allowed:.0f} s")
    first, refused, doubled = await run(0.0)
    calm = ends(first, everybody)
    print(f"all posted in {calm[-1]:.1f} s, {calm[-1] / allowed:.2f} times; refused {refused}, doubled {doubled}")
    second, refused_too, doubled_too = await run(WAIT)
    before, after = ends(first, others), ends(second, others)
    held = [b - a for a, b in zip(before, after, strict=True)]
    late = ends(second, [number for number in everybody if waits(number)])
    print(
        f"with {len(everybody) - len(others)} told to wait {WAIT:.0f} s: they were done after {late[0]:.1f} to "
        f"{late[-1]:.1f} s; the others later by {sum(held) / len(held):+.2f} s on average, {max(held):+.2f} s at most"
    )
    print(f"refused {refused_too}, doubled {doubled_too}")
    await bare(together=False, wait=WAIT)
    await bare(together=True, wait=WAIT)
    kept = calm[-1] <= allowed * BOUND and max(held) < HELD_UP and not doubled + doubled_too
    whole = all(len(first[f"C{n}"]) == len(second[f"C{n}"]) == messages(n) for n in everybody)
    return int(not (kept and whole))


def main() -> int:
    """Prove it."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--replica", action="store_true", help=argparse.SUPPRESS)
    if options.parse_args().replica:
        return begin_replica(change=with_further, at_once=50)
    return asyncio.run(prove())


if __name__ == "__main__":
    sys.exit(main())

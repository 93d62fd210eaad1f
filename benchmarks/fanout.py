"""A thousand channels at one moment, each allowed a message a second, and some that are told to wait.

Most have a message to get; some, as after an outage, a long row, which takes as long as the limit allows. All must be
there within 1.1 times that, and who is told to wait may hold up nobody else by two seconds. Beside it: the bare ways,
one after the other and all at once, with a wait where the platform says so.

Run with `python -m benchmarks.fanout`.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import resource
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from typing import TYPE_CHECKING

from benchmarks.stages.delivery import LEASE, LIMIT, TICK, Stage, begin_replica
from bot.delivery.sending import Ready
from bot.delivery.ticking import TICK_SECONDS
from bot.domain import Channel, ChannelKey, Matter, Post, Round, RoundKey, Schedule, Sending
from bot.errors import NotSent
from tests.adapters.store.samples import riddle
from tests.doubles.recording_messenger import RecordingMessenger

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.bootstrap import Store
    from bot.delivery.sending import Prepared, Sender
    from bot.domain import Content, Delivery
    from bot.ports.messenger import Messenger
    from bot.ports.schedule import ScheduleStore

DAY = date(2027, 1, 4)
CHANNELS = 1_000
MESSAGES = 1
LONG_ROWS, LONG_ROW = 5, 100
"""So many channels have so many messages to get."""

PER_SECOND = 1.0
WAITERS = 50
"""One channel in so many is told to wait."""

WAIT = 30.0
SHORT_ROW = 10
"""The long rows where it is only looked at who holds up whom."""

WORKERS = 2
BOUND = 1.1
HELD_UP = 2.0
BARE_SECONDS = 50.0
LONGEST = 220.0


def channel(number: int) -> Channel:
    """One of ten of its community."""
    return Channel(ChannelKey(f"slack:T{number // 10}", f"C{number}"), Schedule(clock_time(9)))


def messages(number: int, row: int) -> int:
    """How many messages a channel is to get."""
    return row if number < LONG_ROWS else MESSAGES


def waits(number: int) -> bool:
    """Whether a channel is told to wait in the second run."""
    return number >= LONG_ROWS and number % WAITERS == 0


@dataclass(frozen=True)
class Further:
    """A message like any other, which needs no preparation."""

    schedule: ScheduleStore

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

    async def orphaned(self, sending: Sending) -> None:
        """It is not due any more."""
        await self.schedule.drop(sending)


def with_further(who: Sender, _: Store) -> Sender:
    """A sender for whom reveals are messages like any other."""
    return replace(who, errands={**who.errands, Matter.REVEAL: Further(who.schedule)})


async def prepare(stage: Stage, row: int) -> None:
    """Channels, and all that is due for them at nine."""
    channels = [channel(number) for number in range(CHANNELS)]
    schedule = await stage.prepare(DAY, 1, channels)
    nine = datetime.combine(DAY, clock_time(9), UTC)
    for number, one in enumerate(channels):
        for back in range(1, messages(number, row)):
            await schedule.plan(Sending(Matter.REVEAL, one.key, DAY - timedelta(days=back)), nine)


async def run(wait: float, row: int) -> tuple[dict[str, list[float]], int, int]:
    """When each channel's messages came, in seconds; how often the platform refused one, and what was doubled."""
    total = sum(messages(number, row) for number in range(CHANNELS))
    settings = {LIMIT: str(PER_SECOND), LEASE: "30", TICK: str(TICK_SECONDS)}
    async with Stage(module="benchmarks.fanout", settings=settings) as stage:
        await prepare(stage, row)
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
        wanted = {number: messages(number, SHORT_ROW) for number in range(CHANNELS)}
        rows = [(number, place) for place in range(SHORT_ROW) for number in wanted if place < wanted[number]]

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


async def in_time() -> bool:
    """All of it, with rows that take as long as the limit allows."""
    allowed, everybody = (LONG_ROW - 1) / PER_SECOND, list(range(CHANNELS))
    total = sum(messages(number, LONG_ROW) for number in everybody)
    print(f"{CHANNELS} channels, {total} messages, {PER_SECOND:g} a second each; the limits allow {allowed:.0f} s")
    came, refused, doubled = await run(0.0, LONG_ROW)
    done, singles = ends(came, everybody), ends(came, everybody[LONG_ROWS:])
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(
        f"processor time of all processes: {spent.ru_utime + spent.ru_stime:.0f} s on {os.cpu_count()} cores "
        f"(load {os.getloadavg()[0]:.1f}); channels with a single message: half after "
        f"{singles[len(singles) // 2]:.1f} s, all after {singles[-1]:.1f} s"
    )
    print(f"all posted in {done[-1]:.1f} s, {done[-1] / allowed:.2f} times; refused {refused}, doubled {doubled}")
    whole = all(len(came[f"C{number}"]) == messages(number, LONG_ROW) for number in everybody)
    return whole and not doubled and done[-1] <= allowed * BOUND


async def not_held_up() -> bool:
    """One channel in fifty is told to wait; before and after it a run in which none is, for machines are not alike."""
    others = [number for number in range(CHANNELS) if not waits(number)]
    calm, waiting, again = [await run(wait, SHORT_ROW) for wait in (0.0, WAIT, 0.0)]
    before, after = ends(calm[0], others), ends(again[0], others)
    held = [took - max(pair) for took, *pair in zip(ends(waiting[0], others), before, after, strict=True)]
    late = ends(waiting[0], [number for number in range(CHANNELS) if waits(number)])
    print(f"{len(late)} told to wait {WAIT:.0f} s: they were done after {late[0]:.1f} to {late[-1]:.1f} s")
    noise = max(abs(one - other) for one, other in zip(before, after, strict=True))
    print(
        f"the others later by {sum(held) / len(held):+.2f} s on average, {max(held):+.2f} s at most "
        f"(two runs in which nobody waits differ by up to {noise:.2f} s)"
    )
    return max(held) < HELD_UP


async def prove() -> int:
    """1 where a promise is missed."""
    kept = [await in_time(), await not_held_up()]
    await bare(together=False, wait=WAIT)
    await bare(together=True, wait=WAIT)
    return int(not all(kept))


def main() -> int:
    """Prove it."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--replica", action="store_true", help=argparse.SUPPRESS)
    if options.parse_args().replica:
        return begin_replica(change=with_further, at_once=50)
    return asyncio.run(prove())


if __name__ == "__main__":
    sys.exit(main())

"""Tasks through the queues: what ours cost beside the plain engine's, and what a second worker is worth.

    python -m benchmarks.tasks [--tasks 1000] [--waiting 600] [--rounds 5]

First the same number of tasks that do nothing is put in and worked off, in turns, by the plain engine and by ours (with
the guard, the figures, and a sender that has nothing to do); the middle of the rounds counts. Promise: at most 2 ms
more for a task. Beside it stands what this machine does bare: round trips of the same client to the same server.

Then tasks that only wait are worked off by one process and by two, each with ten at once. Promise: two do at least 1.8
times as much.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from redis.asyncio import Redis

from adapters.health.metrics import Metrics
from adapters.store.embedded import EmbeddedServer
from adapters.tasks.engine import QueuedTasks
from adapters.tasks.jobs import SendJobs
from adapters.tasks.queue import Entry, declared, open_queue
from adapters.tasks.work import CHECK, REDELIVERY, Labour, work
from bot.domain import ChannelKey, Due, Matter, Sending
from bot.ports.now import system_now

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

MOST_MORE = 0.002
LEAST_GAIN = 1.8
AT_ONCE = 50
FEW_AT_ONCE = 10
WAIT = 0.1
COUNT = "benchmark:done"

WAITING = f"""
import asyncio, sys
from redis.asyncio import Redis
from adapters.tasks.queue import open_queue
from adapters.tasks.work import Labour, work

async def main():
    redis = Redis.from_url(sys.argv[1])
    async def send(key):
        await asyncio.sleep({WAIT})
        await redis.incr("{COUNT}")
    async with open_queue("send", sys.argv[1], {{"send": send}}) as queue:
        await work(queue, Labour({FEW_AT_ONCE}), asyncio.Event())

asyncio.run(main())
"""


class Done:
    """Counts down, as a sender that has nothing to do and as a plain task."""

    def __init__(self, count: int) -> None:
        self.left, self.all = count, asyncio.Event()

    async def send(self, _: Sending) -> float:
        """As a sender."""
        self._one()
        return 0.0

    async def plain(self, *_: str) -> None:
        """As a task of the plain engine."""
        self._one()

    async def plan(self, sending: Sending, at: datetime) -> None:
        """Nothing is put off."""
        raise AssertionError(sending, at)

    def _one(self) -> None:
        self.left -= 1
        if not self.left:
            self.all.set()


@asynccontextmanager
async def our_worker(address: str, done: Done) -> AsyncIterator[None]:
    """Our worker, with all that is around a task."""
    jobs = SendJobs(done, done, system_now, Metrics()).jobs()  # type: ignore[arg-type]
    stop = asyncio.Event()
    async with open_queue("send", address, jobs) as queue:
        working = asyncio.create_task(work(queue, Labour(AT_ONCE), stop))
        try:
            yield
        finally:
            stop.set()
            await working


@asynccontextmanager
async def plain_worker(address: str, done: Done) -> AsyncIterator[None]:
    """The engine's own worker, and a task of one line."""
    from docket import Docket, Worker

    async with Docket("riddle:{tasks-send}", address, execution_ttl=timedelta(0)) as docket:
        docket.register(done.plain, names=["send"])
        worker = Worker(
            docket, concurrency=AT_ONCE, redelivery_timeout=REDELIVERY, minimum_check_interval=CHECK,
            schedule_automatic_tasks=False,
        )  # fmt: skip
        async with worker:
            working = asyncio.create_task(worker.run_forever())
            try:
                yield
            finally:
                working.cancel()
                await asyncio.wait({working})


async def plain_put(address: str, names: list[str]) -> None:
    """Put tasks in as the engine's manual has it."""
    from docket import Docket

    async with Docket("riddle:{tasks-send}", address, execution_ttl=timedelta(0)) as docket:
        docket.register(declared, names=["send"])
        await docket.add_many([docket.call("send", key=name)("a", "b", "c", "2026-03-14", "0") for name in names])


async def our_put(address: str, names: list[str]) -> None:
    """Put tasks in as the clock does."""
    now = system_now()
    async with open_queue("send", address, {"send": declared}) as queue:
        day = now.date()
        due = [Due(Sending(Matter.POST, ChannelKey("a", name), day), now) for name in names]
        await QueuedTasks(queue, queue).send(due)


async def timed(
    worker: Callable[[str, Done], object], put: Callable[[str, list[str]], Awaitable[None]], address: str, count: int
) -> float:
    """Seconds a task, from before they are put in until the last is done."""
    done = Done(count)
    async with worker(address, done):  # type: ignore[attr-defined]
        await asyncio.sleep(0.5)  # the worker is up
        began = time.perf_counter()
        await put(address, [f"{began}-{number}" for number in range(count)])
        await done.all.wait()
        return (time.perf_counter() - began) / count


async def bare(redis: Redis, count: int) -> float:
    """Seconds a round trip."""
    began = time.perf_counter()
    for _ in range(count):
        await redis.ping()
    return (time.perf_counter() - began) / count


async def overhead(address: str, redis: Redis, count: int, rounds: int) -> bool:
    """Measure both in turns, and tell whether ours cost little enough."""
    ours, plain, trips = [], [], []
    for _ in range(rounds):
        trips.append(await bare(redis, count))
        plain.append(await timed(plain_worker, plain_put, address, count))
        ours.append(await timed(our_worker, our_put, address, count))
    more = statistics.median(one - other for one, other in zip(ours, plain, strict=True))
    trip = statistics.median(trips)
    print(f"bare round trip {trip * 1e3:.2f} ms; a task of the plain engine {statistics.median(plain) * 1e3:.2f} ms "
          f"({statistics.median(plain) / trip:.0f} trips), of ours {statistics.median(ours) * 1e3:.2f} ms; "
          f"more: {more * 1e3:+.2f} ms (promise at most {MOST_MORE * 1e3:.0f})")  # fmt: skip
    return more <= MOST_MORE


async def waiting(address: str, redis: Redis, workers: int, count: int) -> float:
    """Tasks a second that so many worker processes get done."""
    async with AsyncExitStack() as stack:
        await redis.delete(COUNT)
        for _ in range(workers):
            process = await asyncio.create_subprocess_exec(sys.executable, "-c", WAITING, address)
            stack.callback(process.kill)
        queue = await stack.enter_async_context(open_queue("send", address, {"send": declared}))
        await until(redis, f"warm-{workers}", queue.put, 3 * FEW_AT_ONCE * workers, 0)
        while len(await redis.zrange("riddle:{tasks-send}:workers", 0, -1)) < workers:  # noqa: ASYNC110 - others do it
            await asyncio.sleep(0.05)
        began = time.perf_counter()
        await until(redis, f"run-{workers}", queue.put, count, 3 * FEW_AT_ONCE * workers)
        rate = count / (time.perf_counter() - began)
    await asyncio.sleep(1)
    await redis.flushall()
    return rate


async def until(
    redis: Redis, name: str, put: Callable[[list[Entry]], Awaitable[None]], count: int, before: int
) -> None:
    """Put tasks in, and wait until they are done."""
    await put([Entry("send", f"{name}-{number}", (str(number),)) for number in range(count)])
    while int(await redis.get(COUNT) or 0) < before + count:  # noqa: ASYNC110 - others do it
        await asyncio.sleep(0.01)


async def gain(address: str, redis: Redis, count: int) -> bool:
    """Measure one worker and two, twice in turns, and tell whether the second is worth it."""
    await redis.flushall()
    pairs = [(await waiting(address, redis, 1, count), await waiting(address, redis, 2, count)) for _ in range(2)]
    one, two = (statistics.fmean(side) for side in zip(*pairs, strict=True))
    ideal = FEW_AT_ONCE / WAIT
    print(f"waiting tasks: one worker {one:.0f} a second ({one / ideal:.2f} of the {ideal:.0f} that waiting allows), "
          f"two {two:.0f}: {two / one:.2f} times (promise at least {LEAST_GAIN})")  # fmt: skip
    return two / one >= LEAST_GAIN


async def main() -> int:
    """Measure, print, and tell by the exit code whether the promises hold."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--tasks", type=int, default=1_000)
    parser.add_argument("--waiting", type=int, default=600)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    print(f"{datetime.now(UTC).date()}, Python {sys.version.split()[0]}")
    with tempfile.TemporaryDirectory() as folder:
        server = EmbeddedServer(Path(folder))
        address = f"unix://{await asyncio.to_thread(server.enter)}"
        try:
            async with Redis.from_url(address) as redis:
                light = await overhead(address, redis, options.tasks, options.rounds)
                worth = await gain(address, redis, options.waiting)
        finally:
            await asyncio.to_thread(server.leave)
    return int(not (light and worth))


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))

"""Working off a queue until one is told to stop; neither the store's death nor a fault of ours ends it."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from docket import Worker

if TYPE_CHECKING:
    from adapters.tasks.queue import Queue

_log = logging.getLogger(__name__)

REDELIVERY = timedelta(seconds=3)
"""After this long without a sign of life the tasks of a worker are another's: its leases are renewed meanwhile."""

RECONNECT = timedelta(seconds=1)
CHECK = timedelta(milliseconds=50)
"""How often a worker looks which of its tasks are done, and so has room for others."""

PATIENCE = 25.0
"""Longest wait for what was begun when one stops; what is not done then is taken by another worker."""

LONGEST_BACKOFF = 30.0


@dataclass(frozen=True, slots=True)
class Labour:
    """How much is done at once, and how long one waits for a dead worker's tasks and for one's own at the end."""

    concurrency: int
    redelivery: timedelta = REDELIVERY
    patience: float = PATIENCE


async def work(queue: Queue, labour: Labour, stop: asyncio.Event) -> None:
    """Do what comes, until `stop`; then finish what was begun."""
    backoff = 1.0
    while not stop.is_set():
        began = asyncio.get_running_loop().time()
        error = await _shift(queue, labour, stop)
        if error is None:
            return
        _log.error("queue=%s worker failed, begins again in %.0f s", queue.docket.name, backoff, exc_info=error)
        await pause(stop, backoff)
        lasted = asyncio.get_running_loop().time() - began
        backoff = 1.0 if lasted > LONGEST_BACKOFF * 2 else min(LONGEST_BACKOFF, backoff * 2)


async def pause(stop: asyncio.Event, seconds: float) -> bool:
    """Wait so long, or until one is told to stop, which it tells."""
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        return False
    return True


async def _shift(queue: Queue, labour: Labour, stop: asyncio.Event) -> BaseException | None:
    """Work until one is told to stop; what ended it before that."""
    worker = Worker(
        queue.docket,
        concurrency=labour.concurrency,
        redelivery_timeout=labour.redelivery,
        reconnection_delay=RECONNECT,
        minimum_check_interval=CHECK,
        schedule_automatic_tasks=False,
    )
    async with worker:
        running = asyncio.ensure_future(worker.run_forever())
        stopping = asyncio.ensure_future(stop.wait())
        try:
            await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopping.cancel()
            ending = asyncio.ensure_future(_end(running, labour.patience))
        # The engine stops by being left, not by being cancelled: a cancellation while it starts may be lost in it.
    await ending
    return None if running.cancelled() else running.exception()


async def _end(running: asyncio.Future[None], patience: float) -> None:
    """Leave what is not done in time to others: told a second time, the engine gives up what was begun."""
    for seconds in (patience, 2.0, 2.0):
        await asyncio.wait({running}, timeout=seconds)
        if running.done():
            return
        running.cancel()

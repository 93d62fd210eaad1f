"""The workers of the two queues."""

from __future__ import annotations

import asyncio
import logging
import random
from typing import TYPE_CHECKING

from bot.errors import RiddleError
from bot.processes.running import lacks

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.bootstrap import Store
    from bot.processes.running import Process

_log = logging.getLogger(__name__)

REPORTS_SECONDS = 60.0
"""Between two looks for what players reported."""

REMIND_SECONDS = 240.0
"""Between two looks for players who want to be reminded."""


async def send(process: Process, store: Store, at_once: int) -> None:
    """Send what is due, and do beside it what any number of processes may do."""
    from bot import bootstrap

    speaking = bootstrap.messengers(process.settings, bootstrap.screen())
    for sentence in await bootstrap.unspoken(store, process.settings, speaking):
        _log.warning("%s", sentence)
    async with bootstrap.open_tasks(store) as tasks:
        process.checks.append(lambda: lacks(tasks.answers))
        who = bootstrap.sender(store, speaking, tasks, process.meter)
        jobs = bootstrap.send_jobs(store, who, process.meter)
        _log.info("working queue=send platforms=%s", ",".join(sorted(speaking)))
        beside = [
            asyncio.ensure_future(_now_and_then(process, REPORTS_SECONDS, bootstrap.reports(store, speaking).run)),
            asyncio.ensure_future(_now_and_then(process, REMIND_SECONDS, bootstrap.reminding(store, speaking).run)),
        ]
        await bootstrap.work(store, "send", jobs, at_once, process.stop)
        await asyncio.gather(*beside)


async def _now_and_then(process: Process, seconds: float, what: Callable[[], Awaitable[object]]) -> None:
    """Do what any number of processes may do, until told to stop; a failure waits for the next time."""
    while not await process.pause(seconds * random.uniform(0.75, 1.25)):
        try:
            await what()
        except RiddleError as error:
            _log.warning("left for later: %s", error)
        except Exception:  # noqa: BLE001 - messages are sent all the same
            _log.exception("a fault beside the queue")


async def make(process: Process, store: Store, at_once: int) -> None:
    """Make editions, and look after the store."""
    from bot import bootstrap

    async with bootstrap.open_kitchens(process.settings, store, lambda doing: _log.debug("%s", doing)) as kitchens:
        _log.info("working queue=make")
        await bootstrap.work(store, "make", bootstrap.make_jobs(kitchens, process.meter), at_once, process.stop)

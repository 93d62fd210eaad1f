"""`riddle worker`: take work from a queue: editions to make, or messages to send."""

from __future__ import annotations

import asyncio
import logging
import random
from typing import TYPE_CHECKING

from bot.commands import options as common
from bot.commands import running
from bot.errors import RiddleError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Awaitable, Callable

    from bot.bootstrap import Store
    from bot.commands.running import Process

_log = logging.getLogger(__name__)

REPORTS_SECONDS = 60.0
"""Between two looks for what players reported."""

REMIND_SECONDS = 240.0
"""Between two looks for players who want to be reminded."""

AT_ONCE = {"make": 2, "send": 50}
"""Tasks at once: making is work for a processor, sending is waiting for others."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    parser.add_argument("--queue", choices=tuple(AT_ONCE), required=True, help="make editions, or send messages")
    parser.add_argument(
        "--concurrency",
        type=common.count,
        metavar="N",
        help=f"tasks at once (default: make {AT_ONCE['make']}, send {AT_ONCE['send']})",
    )
    running.add_arguments(parser)


def run(options: argparse.Namespace) -> int:
    """Work until told to stop; then what was begun is finished."""
    at_once = options.concurrency or AT_ONCE[options.queue]
    work = _send if options.queue == "send" else _make
    return running.run(options, lambda process, store: work(process, store, at_once))


async def _send(process: Process, store: Store, at_once: int) -> None:
    from bot import bootstrap

    speaking = bootstrap.messengers(process.settings, bootstrap.screen(), store)
    for sentence in await bootstrap.unspoken(store, speaking):
        _log.warning("%s", sentence)
    async with bootstrap.open_tasks(store) as tasks:
        process.checks.append(lambda: running.lacks(tasks.answers))
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


async def _make(process: Process, store: Store, at_once: int) -> None:
    from bot import bootstrap

    async with bootstrap.open_kitchens(process.settings, store, lambda doing: _log.debug("%s", doing)) as kitchens:
        _log.info("working queue=make")
        await bootstrap.work(store, "make", bootstrap.make_jobs(kitchens, process.meter), at_once, process.stop)

"""`riddle worker`: take work from a queue: editions to make, or messages to send."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from bot.commands import options as common
from bot.commands import running

if TYPE_CHECKING:
    import argparse

    from bot.bootstrap import Store
    from bot.commands.running import Process

_log = logging.getLogger(__name__)

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

    speaking = bootstrap.messengers(process.settings, bootstrap.screen())
    for sentence in await bootstrap.unspoken(store, speaking):
        _log.warning("%s", sentence)
    async with bootstrap.open_tasks(store) as tasks:
        process.checks.append(lambda: running.lacks(tasks.answers))
        who = bootstrap.sender(store, speaking, tasks, process.meter)
        jobs = bootstrap.send_jobs(store, who, process.meter)
        _log.info("working queue=send platforms=%s", ",".join(sorted(speaking)))
        await bootstrap.work(store, "send", jobs, at_once, process.stop)


async def _make(process: Process, store: Store, at_once: int) -> None:
    from bot import bootstrap

    async with bootstrap.open_kitchens(process.settings, lambda doing: _log.debug("%s", doing)) as kitchens:
        _log.info("working queue=make")
        await bootstrap.work(store, "make", bootstrap.make_jobs(kitchens, process.meter), at_once, process.stop)

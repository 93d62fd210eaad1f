"""`riddle worker`: take work from a queue: editions to make, or messages to send."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.commands import options as common
from bot.processes.parts import add_leash

if TYPE_CHECKING:
    import argparse

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
    add_leash(parser)


def run(options: argparse.Namespace) -> int:
    """Work until told to stop; then what was begun is finished."""
    from bot.processes import running, working

    at_once = options.concurrency or AT_ONCE[options.queue]
    work = working.send if options.queue == "send" else working.make
    return running.run(lambda process, store: work(process, store, at_once), leash=options.leash)

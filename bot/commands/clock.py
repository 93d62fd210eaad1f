"""`riddle clock`: see what is due and have it sent, or do it all at once, without a queue."""

from __future__ import annotations

import argparse
from datetime import datetime

from bot.commands import options as common
from bot.errors import UsageError
from bot.processes.parts import add_leash


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    parser.add_argument("--once", action="store_true", help="make and send what is due, without a queue, and stop")
    parser.add_argument(
        "--at", metavar="TIME", type=moment, help="with --once: what is due as of this time, like 2026-11-22T09:00"
    )
    parser.add_argument("--dry-run", action="store_true", help="with --once: only show what would be sent")
    add_leash(parser)


def moment(text: str) -> datetime:
    """Read a time: ISO 8601, with an offset, or else on this machine's clock."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.year not in common.YEARS:
        raise argparse.ArgumentTypeError(f"{text!r} is not a time like 2026-11-22T09:00 or 2026-11-22T09:00+01:00")
    return found.astimezone()


def run(options: argparse.Namespace) -> int:
    """Tick until told to stop; or once, and 1 where something failed."""
    if not options.once and (options.at or options.dry_run):
        raise UsageError("--at and --dry-run are for a single run; add --once.")
    from bot.processes import running, telling_time

    if options.once:
        return telling_time.once(options.at, only_show=options.dry_run)
    return running.run(telling_time.tick, leash=options.leash)

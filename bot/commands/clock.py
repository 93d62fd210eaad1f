"""`riddle clock`: see what is due and have it sent, or do it all at once, without a queue."""

from __future__ import annotations

import argparse
import asyncio
import logging
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.commands import options as common
from bot.commands import running
from bot.errors import UsageError
from bot.ports.now import system_now
from bot.settings import load_settings

if TYPE_CHECKING:
    from bot.bootstrap import Store
    from bot.commands.running import Process
    from bot.delivery.ticking import Ticking
    from bot.ports.now import Now
    from bot.settings import Settings

_log = logging.getLogger(__name__)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    parser.add_argument("--once", action="store_true", help="make and send what is due, without a queue, and stop")
    parser.add_argument(
        "--at", metavar="TIME", type=moment, help="with --once: what is due as of this time, like 2026-11-22T09:00"
    )
    parser.add_argument("--dry-run", action="store_true", help="with --once: only show what would be sent")
    running.add_arguments(parser)


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
    if options.once:
        return asyncio.run(_once(load_settings(), options))
    if options.at or options.dry_run:
        raise UsageError("--at and --dry-run are for a single run; add --once.")
    return running.run(options, _tick)


async def _tick(process: Process, store: Store) -> None:
    from bot import bootstrap
    from bot.delivery.ticking import Ticking as Ticks

    async with bootstrap.open_tasks(store) as tasks:
        ticking = Ticks(bootstrap.clock(store, tasks), process.meter)
        process.checks.append(lambda: _trouble(ticking))
        process.checks.append(lambda: running.lacks(tasks.answers))
        _log.info("the clock ticks")
        await ticking.run(process.stop)


async def _trouble(ticking: Ticking) -> str:
    return ticking.trouble


async def _once(settings: Settings, options: argparse.Namespace) -> int:
    from bot import bootstrap

    screen = bootstrap.screen()
    now = _from(options.at) if options.at else system_now
    async with bootstrap.open_once(settings, screen.say, screen, bootstrap.metrics(), now) as once:
        if options.dry_run:
            await once.show()
            return 0
        return 1 if await once.run() else 0


def _from(begin: datetime) -> Now:
    """A clock that shows a moment now, and goes on from there."""
    ahead: timedelta = begin - system_now()
    return lambda: system_now() + ahead

"""The clock: at work, or for a single run."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from bot.ports.now import system_now
from bot.processes.running import lacks
from bot.settings import load_settings

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from bot.bootstrap import Store
    from bot.delivery.ticking import Ticking
    from bot.ports.now import Now
    from bot.processes.running import Process

_log = logging.getLogger(__name__)


async def tick(process: Process, store: Store) -> None:
    """Tick until told to stop."""
    from bot import bootstrap
    from bot.delivery.ticking import Ticking as Ticks

    async with bootstrap.open_tasks(store) as tasks:
        ticking = Ticks(bootstrap.clock(store, tasks), process.meter)
        process.checks.append(lambda: _trouble(ticking))
        process.checks.append(lambda: lacks(tasks.answers))
        _log.info("the clock ticks")
        await ticking.run(process.stop)


def once(at: datetime | None, *, only_show: bool) -> int:
    """Do all that is due by a moment, or only show it; 1 where something failed."""
    return asyncio.run(_once(_from(at) if at else system_now, only_show=only_show))


async def _trouble(ticking: Ticking) -> str:
    return ticking.trouble


async def _once(now: Now, *, only_show: bool) -> int:
    from bot import bootstrap

    screen = bootstrap.screen()
    async with bootstrap.open_once(load_settings(), screen.say, screen, bootstrap.metrics(), now) as run:
        if only_show:
            await run.show()
            return 0
        return 1 if await run.run() else 0


def _from(begin: datetime) -> Now:
    """A clock that shows a moment now, and goes on from there."""
    ahead: timedelta = begin - system_now()
    return lambda: system_now() + ahead

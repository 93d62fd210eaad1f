"""The process that is connected to Discord: it answers, and posts nothing by itself."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.bootstrap import Store
    from bot.processes.running import Process

_log = logging.getLogger(__name__)


async def discord(process: Process, store: Store) -> None:
    """Be connected to Discord until told to stop."""
    from bot import bootstrap

    async with bootstrap.open_late_tasks(store) as tasks:
        process.trouble("discord", "Discord is not connected yet.")
        bot = bootstrap.discord_bot(process.settings, store, tasks, process.trouble)
        _log.info("connecting platform=discord")
        await bot.run(process.stop)

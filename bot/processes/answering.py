"""Answering on a platform."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.bootstrap import Store
    from bot.processes.running import Process

_log = logging.getLogger(__name__)


async def slack(process: Process, store: Store) -> None:
    """Answer in Slack; where there is no token, wait to be told to stop, as others may run beside it."""
    from bot import bootstrap

    lacks = bootstrap.slack_lacks(process.settings)
    if lacks:
        _log.warning("nothing to do: not set: %s", lacks)
        await process.stop.wait()
        return
    process.trouble("slack", "There is no connection to Slack yet.")
    await bootstrap.run_slack(process.settings, store, process.stop, lambda reason: process.trouble("slack", reason))

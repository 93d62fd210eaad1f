"""`riddle slack`: answer in Slack; `riddle slack manifest` prints what a new app is made from."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING

from bot.commands import options as common
from bot.commands import running

if TYPE_CHECKING:
    import argparse

    from bot.bootstrap import Store
    from bot.commands.running import Process

_log = logging.getLogger(__name__)

DOING = ("run", "manifest", "key")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    parser.add_argument(
        "what", nargs="?", choices=DOING, default="run",
        help="run (the default), print the app's manifest, or a new key for RIDDLE_TOKEN_KEY",
    )  # fmt: skip
    parser.add_argument(
        "--url", metavar="URL", default="", help="with manifest: where the world reaches this server, for HTTP"
    )
    running.add_arguments(parser)


def run(options: argparse.Namespace) -> int:
    """Answer until told to stop; 2 where a token is refused."""
    from bot import bootstrap

    if options.what == "manifest":
        manifest, explained = bootstrap.slack_manifest(options.url or common.settings().public_url or "")
        print(manifest)
        print(explained, file=sys.stderr)
        return 0
    if options.what == "key":
        print(bootstrap.new_key())
        return 0
    return running.run(options, _answer, quick=True)


async def _answer(process: Process, store: Store) -> None:
    from bot import bootstrap

    lacks = bootstrap.slack_lacks(process.settings)
    if lacks:
        _log.warning("nothing to do: not set: %s", lacks)
        await process.stop.wait()
        return
    process.trouble("slack", "There is no connection to Slack yet.")
    await bootstrap.run_slack(
        process.settings, store, process.stop, lambda reason: process.trouble("slack", reason)
    )  # fmt: skip

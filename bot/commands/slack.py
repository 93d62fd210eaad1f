"""`riddle slack`: answer in Slack; `riddle slack manifest` prints what a new app is made from."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from bot.commands import options as common
from bot.processes.parts import add_leash

if TYPE_CHECKING:
    import argparse

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
    add_leash(parser)


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
    from bot.processes import answering, running

    return running.run(answering.slack, leash=options.leash, quick=True, talks=True)

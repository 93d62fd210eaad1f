"""`riddle discord`: play on Discord; `riddle discord invite` prints the link that adds the bot to a server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.processes.parts import add_leash

if TYPE_CHECKING:
    import argparse


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    parser.add_argument(
        "verb", nargs="?", choices=("invite",), help="print the link that adds the bot, with all it needs"
    )
    add_leash(parser)


def run(options: argparse.Namespace) -> int:
    """Stay connected until told to stop, or print the link."""
    if options.verb == "invite":
        from bot import bootstrap
        from bot.settings import load_settings

        print(bootstrap.discord_invite(load_settings()))
        return 0
    from bot.processes import running, talking

    return running.run(talking.discord, leash=options.leash, talks=True)

"""`riddle archive`: the riddles of the last days, and what you made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.commands import options as common
from bot.commands.play import COMMUNITY, PLAYER
from bot.records import line

if TYPE_CHECKING:
    import argparse

    from bot.settings import Settings

DAYS = 14


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    parser.add_argument("days", nargs="?", default=DAYS, type=common.count, help=f"how many days (default: {DAYS})")
    common.add_output(parser, "each riddle")


def run(options: argparse.Namespace) -> int:
    """Show the archive."""
    common.finish(_run(options, common.settings()))
    return 0


async def _run(options: argparse.Namespace, settings: Settings) -> None:
    from bot import bootstrap

    deck = bootstrap.deck(settings).name
    async with bootstrap.open_store(settings) as store:
        member = bootstrap.member(store, settings, COMMUNITY, PLAYER)
        if options.json:
            for one in await member.past(deck, options.days):
                made = {"riddle": one.label, "date": one.day.isoformat(), "state": one.state.value}
                print(line({**made, "points": one.points}))
            return
        rows = await member.archive(deck, options.days)
    screen = bootstrap.screen(plain=options.plain)
    if rows:
        screen.rows(rows)
    else:
        screen.say(member.words.empty_archive())

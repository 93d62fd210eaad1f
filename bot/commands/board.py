"""`riddle board`: who stands where in the community of this terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.commands import options as common
from bot.commands.play import COMMUNITY, PLAYER
from bot.records import dump

SPANS = ("week", "month", "season", "all", "accuracy")
"""What a board can count, known here without what it is made of; `bot.domain.Span` has the words."""

if TYPE_CHECKING:
    import argparse

    from bot.settings import Settings


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    parser.add_argument("span", nargs="?", default=SPANS[0], choices=SPANS, help="what counts (default: week)")
    common.add_output(parser, "the board")


def run(options: argparse.Namespace) -> int:
    """Show a board."""
    common.finish(_run(options, common.settings()))
    return 0


async def _run(options: argparse.Namespace, settings: Settings) -> None:
    from bot import bootstrap
    from bot.domain import Span

    span = Span(options.span)
    words = bootstrap.words(settings)
    async with bootstrap.open_store(settings) as store:
        member = bootstrap.member(store, settings, COMMUNITY, PLAYER)
        if options.json:
            print(dump(await member.club.board(span, PLAYER)).decode())
        else:
            name = {PLAYER: words.you()}
            title, text = await member.board(span, lambda player: name.get(player, player))
            bootstrap.screen(plain=options.plain).box(title, text)

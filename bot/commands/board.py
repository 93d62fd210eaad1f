"""`riddle board`: who stands where in the community of this terminal."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.commands import options as common
from bot.commands.play import COMMUNITY, PLAYER
from bot.domain import Span
from bot.records import dump
from bot.settings import load_settings

if TYPE_CHECKING:
    import argparse

    from bot.settings import Settings


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    spans = [span.value for span in Span]
    parser.add_argument("span", nargs="?", default=Span.WEEK.value, choices=spans, help="what counts (default: week)")
    common.add_output(parser, "the board")


def run(options: argparse.Namespace) -> int:
    """Show a board."""
    asyncio.run(_run(options, load_settings()))
    return 0


async def _run(options: argparse.Namespace, settings: Settings) -> None:
    from bot import bootstrap

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

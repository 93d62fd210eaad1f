"""`riddle me`: your points and your streak, and what is kept of you."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bot.commands import options as common
from bot.commands.play import COMMUNITY, PLAYER
from bot.errors import UsageError

if TYPE_CHECKING:
    import argparse

    from bot.game.member import Member
    from bot.settings import Settings

STDOUT = "-"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--export",
        metavar="FILE",
        type=common.text,
        help="write all that is kept of you as JSON; - for standard output",
    )
    what.add_argument("--forget", action="store_true", help="delete all that is kept of you")
    what.add_argument("--hide", action="store_true", help="stay off the boards")
    what.add_argument("--show", action="store_true", help="come back to the boards")
    parser.add_argument("--yes", action="store_true", help="mean it, with --forget")
    common.add_output(parser, "the record")


def run(options: argparse.Namespace) -> int:
    """Show the record, or do what is asked."""
    common.finish(_run(options, common.settings()))
    return 0


async def _run(options: argparse.Namespace, settings: Settings) -> None:
    from bot import bootstrap

    async with bootstrap.open_store(settings) as store:
        member = bootstrap.member(store, settings, COMMUNITY, PLAYER)
        with common.in_words(member.words):
            said = await _said(member, options)
    if said:
        bootstrap.screen(plain=options.plain).say(said)


async def _said(member: Member, options: argparse.Namespace) -> str:
    if options.export:
        return await _exported(member, options.export)
    if options.forget:
        if not options.yes:
            raise UsageError("This deletes all that is kept of you here, for good; say --forget --yes if you mean it.")
        return await member.forget()
    if options.hide or options.show:
        return await member.hide(hidden=options.hide)
    if options.json:
        from bot.records import dump

        print(dump(await member.club.record(PLAYER)).decode())
        return ""
    return await member.me()


async def _exported(member: Member, name: str) -> str:
    from bot.own_data import own_data, write_new

    text = own_data(await member.export())
    if name == STDOUT:
        print(text)
        return ""
    write_new(Path(name), text)
    return member.words.exported(name)

"""`riddle stories`: which stories would be taken, and why the others not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot import records
from bot.commands import options as common

if TYPE_CHECKING:
    import argparse

    from bot.domain import Decision
    from bot.settings import Settings


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    common.add_deck(parser)
    common.add_sources(parser)
    common.add_output(parser, "each article's decision")


def run(options: argparse.Namespace) -> int:
    """Show the choice of stories."""
    decisions = common.finish(_decide(common.settings(), options))
    if options.json:
        for decision in decisions:
            print(records.line(records.decision_record(decision)))
        return 0
    from bot import bootstrap
    from bot.commands import pages

    screen = bootstrap.screen(plain=options.plain)
    pages.decisions(screen, decisions)
    screen.say(f"{sum(decision.taken for decision in decisions)} of {len(decisions)} articles would be taken.", "bold")
    return 0


async def _decide(settings: Settings, options: argparse.Namespace) -> tuple[Decision, ...]:
    from bot import bootstrap

    screen = bootstrap.screen(plain=options.plain, stderr=True)
    with screen.working("Reading the news") as working:
        async with bootstrap.open_kitchen(settings, working.now, working.warn, options.deck) as kitchen:
            return await kitchen.decide(feeds=options.feed, files=options.article)

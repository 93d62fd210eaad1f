"""`riddle why`: why each article of a day was taken or not, and how its riddles were made."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot import records
from bot.commands import options as common
from bot.errors import NothingToPlay

if TYPE_CHECKING:
    import argparse
    from datetime import date

    from bot.domain import Draft, Edition
    from bot.ports.screen import Screen
    from bot.settings import Settings

_DRAFT_ID = re.compile(r"[0-9a-f]{8}")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    parser.add_argument(
        "day",
        metavar="DATE",
        nargs="?",
        default="today",
        type=_day_or_draft,
        help="a date, today, yesterday, or the id of a draft (default: today)",
    )
    common.add_deck(parser)
    common.add_output(parser, "each decision and each riddle")


def run(options: argparse.Namespace) -> int:
    """Explain a day or a draft."""
    editions = common.finish(_found(common.settings(), options.day, options.deck))
    if options.json:
        _print(editions)
        return 0
    from bot import bootstrap

    screen = bootstrap.screen(plain=options.plain)
    for one in editions:
        _explain(screen, one)
    return 0


async def _found(settings: Settings, asked: date | str, deck: str) -> list[Edition | Draft]:
    from bot import bootstrap
    from bot.domain import DEFAULT_DECK

    async with bootstrap.open_store(settings) as store:
        if isinstance(asked, str):
            draft = await store.editions.draft(asked)
            if draft is None:
                raise NothingToPlay(f"There is no draft {asked}; drafts are kept for 30 days.")
            return [draft]
        edition = await store.editions.edition(deck, asked)
        if edition is None:
            await bootstrap.known_deck(store.decks, deck)
        drafts = await store.editions.drafts(asked) if deck == DEFAULT_DECK else ()
        found: list[Edition | Draft] = [*([edition] if edition else []), *drafts]
        if not found:
            raise NothingToPlay(f"Nothing was made for {asked}; `riddle brew --date DATE` makes the edition of a day.")
        return found


def _explain(screen: Screen, one: Edition | Draft) -> None:
    from bot.commands import pages
    from bot.domain import Draft, Edition

    name = f"Draft {one.id}" if isinstance(one, Draft) else _named(one)
    screen.say(f"{name}, made {one.made_at.astimezone():%Y-%m-%d %H:%M}", "bold")
    if one.notice:
        screen.say(one.notice, "yellow")
    pages.decisions(screen, one.decisions)
    if isinstance(one, Edition) and one.spares:
        screen.say(f"{len(one.spares)} more riddles passed and are kept as spares.", "dim")
    screen.say()
    for place, riddle in enumerate(one.riddles, 1):
        pages.report(screen, riddle, place)


def _named(edition: Edition) -> str:
    from bot.domain import DEFAULT_DECK

    deck = "" if edition.deck == DEFAULT_DECK else f" of the deck {edition.deck}"
    return f"Edition {edition.number} of {edition.date}{deck}"


def _print(found: list[Edition | Draft]) -> None:
    from bot.domain import Draft

    for one in found:
        day, number = (None, None) if isinstance(one, Draft) else (one.date, one.number)
        for decision in one.decisions:
            print(records.line(records.decision_record(decision)))
        for place, riddle in enumerate(one.riddles, 1):
            print(records.line(records.riddle_record(riddle, day, number, place)))


def _day_or_draft(text: str) -> date | str:
    return text.lower() if _DRAFT_ID.fullmatch(text.lower()) else common.day(text)

"""`riddle amend`: change a riddle for everybody who plays a deck; for the operator of the program."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from bot.commands import options as common
from bot.errors import UsageError
from bot.records import dump, line

if TYPE_CHECKING:
    import argparse

    from bot.bootstrap import Store
    from bot.domain import Result
    from bot.game.amending import Amended, Amending
    from bot.game.sentences import Words
    from bot.ports.screen import Screen
    from bot.settings import Settings


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    parser.add_argument("--deck", metavar="NAME", help="the deck (default: the one of the settings)")
    parser.add_argument("--riddle", metavar="RIDDLE", help="its number, like 142 or 142.2")
    common.add_change(parser, required=False)
    parser.add_argument("--proposals", action="store_true", help="show what hosts have proposed")
    common.add_output(parser, "each community's changes")


def run(options: argparse.Namespace) -> int:
    """Change it everywhere, or show what is proposed."""
    from bot import bootstrap

    changes = bool(options.alias or options.void)
    if options.proposals == changes or changes != bool(options.riddle):
        raise UsageError("Name a riddle with --riddle and what changes with --alias or --void, or ask for --proposals.")
    settings = common.settings()
    common.finish(_run(options, settings, bootstrap.screen(plain=options.plain)))
    return 0


async def _run(options: argparse.Namespace, settings: Settings, screen: Screen) -> None:
    from bot import bootstrap

    words = bootstrap.words(settings)
    async with bootstrap.open_store(settings) as store:
        if options.proposals:
            await _proposals(store, words, screen, as_json=options.json)
            return
        with common.in_words(words):
            found = await _amend(options, bootstrap.amending(store), options.deck or bootstrap.deck(settings).name)
        for one in found:
            _tell(one, words, screen, as_json=options.json)


async def _amend(options: argparse.Namespace, amending: Amending, deck: str) -> tuple[Amended, ...]:
    if options.alias:
        return await amending.add_alias(deck, options.riddle, options.alias)
    return await amending.void(deck, options.riddle)


async def _proposals(store: Store, words: Words, screen: Screen, *, as_json: bool) -> None:
    found = await store.communities.proposals()
    for one in found:
        if as_json:
            print(dump(one).decode())
        else:
            screen.say(words.proposal(one))
    if not found and not as_json:
        screen.say(words.nothing_there())


def _tell(one: Amended, words: Words, screen: Screen, *, as_json: bool) -> None:
    if as_json:
        print(line(_record(one)))
    else:
        screen.say(one.community, "bold")
        screen.say(words.regraded(one.label, one.changes, str))


def _record(one: Amended) -> dict[str, Any]:
    """The public keys of what a change did in a community."""
    changes = [
        {"player": change.player, "before": _result(change.before), "after": _result(change.after)}
        for change in one.changes
    ]
    return {"community": one.community, "riddle": one.label, "changes": changes}


def _result(result: Result | None) -> dict[str, Any] | None:
    return None if result is None else json.loads(dump(result))

"""`riddle decks`: which choices of news there are, public ones and communities' own; what the forms do, by command."""

from __future__ import annotations

import argparse
import re
from typing import TYPE_CHECKING, Any

from bot.commands import options as common
from bot.commands import places
from bot.errors import UsageError
from bot.records import line
from bot.text import one_line, shorten

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from bot.bootstrap import Store
    from bot.domain import Deck
    from bot.ports.screen import Screen

HEAD = ("DECK", "WHOSE", "A DAY", "STRICTNESS", "LANGUAGE", "TOPICS", "FEEDS")

WIDEST = 40
"""Characters of a deck's topics or feeds in the table."""

_SEPARATORS = re.compile(r"[\s,]+")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)

    def verb(name: str, text: str) -> argparse.ArgumentParser:
        below = verbs.add_parser(name, help=text, description=f"{text[0].upper()}{text[1:]}.", allow_abbrev=False)
        if name != "list":
            below.add_argument("name", metavar="NAME", help="small letters, figures and dashes")
        places.add_community(below)
        common.add_output(below, "the deck")
        return below

    _add_parts(verb("add", "add a deck that everybody may choose, or a community's own with --community"))
    _add_parts(verb("edit", "change parts of a deck; its editions that are made stay as they are"))
    verb("remove", "remove a deck; the channels that use it play the deck default from then on")
    verb("list", "show the public decks, and those of a community").add_argument(
        "--all", action="store_true", help="those of every community, by the names they are kept under"
    )


def _add_parts(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--feeds", metavar="URL", nargs="*", help="its feeds, at most 20 (default, or none: those of the settings)"
    )
    parser.add_argument(
        "--topics", metavar="WORD", nargs="*", help='stories of these alone, like chess "deep sea" (default: all)'
    )
    parser.add_argument("--per-day", metavar="N", type=_number, help="riddles a day, 1 to 5 (default: 1)")
    parser.add_argument("--strictness", metavar="WORD", help="gentle, standard or open (default: standard)")
    parser.add_argument("--language", metavar="CODE", help="the language of its riddles (default, and all so far: en)")


def run(options: argparse.Namespace) -> int:
    """Do what is asked."""
    import asyncio

    from bot import bootstrap

    asyncio.run(_run(options, bootstrap.screen(plain=options.plain)))
    return 0


async def _run(options: argparse.Namespace, screen: Screen) -> None:
    from bot import bootstrap
    from bot.settings import load_settings

    settings = load_settings()
    options.community = places.community(options.community) if options.community else ""
    async with bootstrap.open_store(settings) as store:
        await VERBS[options.verb](store, options, screen)


async def _add(store: Store, options: argparse.Namespace, screen: Screen) -> None:
    from bot.news.decks import new_deck

    deck = new_deck(options.name, options.community, **_parts(options))
    if not await store.decks.keep(deck):
        raise UsageError(f"There is a deck {deck.title} already; `riddle decks edit {deck.title}` changes it.")
    _tell(deck, f"The deck {deck.title} was added.", options, screen)


async def _edit(store: Store, options: argparse.Namespace, screen: Screen) -> None:
    from bot.news.decks import edited

    before = await _standing(store, options)
    deck = edited(before, **_parts(options))
    if not await store.decks.keep(deck, before):
        raise UsageError(f"Somebody else is changing the deck {deck.title} just now; look at it and try again.")
    said = "was changed; what is made from now on is made so" if deck != before else "is as it was"
    _tell(deck, f"The deck {deck.title} {said}.", options, screen)


async def _remove(store: Store, options: argparse.Namespace, screen: Screen) -> None:
    from bot import bootstrap
    from bot.delivery.dropping import drop

    deck = await _standing(store, options)
    count = await drop(store.decks, bootstrap.planning(store), deck)
    if count is None:
        raise UsageError(f"The deck {deck.title} is not there any more.")
    one = count == 1
    channels = f"{count or 'No'} channel{'' if one else 's'}"
    then = f"; {'it plays' if one else 'they play'} the deck default from now on" if count else ""
    _tell(deck, f"The deck {deck.title} was removed. {channels} used it{then}.", options, screen, channels=count)


async def _list(store: Store, options: argparse.Namespace, screen: Screen) -> None:
    from bot.ports.now import system_now

    found = await (store.decks.all() if options.all else store.decks.decks(options.community))
    if not options.json:
        print(places.table(HEAD, [_row(deck, full=options.all) for deck in found]))
        if not options.all and len(found) == 1:
            screen.say("There is no other deck; `riddle decks add --help` tells how to make one.")
        return
    for deck in found:
        left = await store.decks.left(deck.name, system_now().date())
        print(line({**record(deck), "tokens_left": left}))


VERBS: Mapping[str, Callable[[Store, argparse.Namespace, Screen], Awaitable[None]]] = {
    "add": _add,
    "edit": _edit,
    "remove": _remove,
    "list": _list,
}


async def _standing(store: Store, options: argparse.Namespace) -> Deck:
    """The deck that is to be changed: the community's own, or a public one where no community is named."""
    from bot.domain import deck_name
    from bot.news.decks import new_deck

    asked = new_deck(options.name, options.community)
    found = await store.decks.deck(deck_name(asked.title, options.community))
    if found is None:
        whose = f"{options.community} has no deck" if options.community else "There is no public deck"
        raise UsageError(f"{whose} {asked.title}; `riddle decks list` shows those there are.")
    return found


def _parts(options: argparse.Namespace) -> dict[str, Any]:
    """What is said of the deck; a list that is given empty is emptied."""
    return {
        "feeds": _split(options.feeds),
        "topics": None if options.topics is None else [part for word in options.topics for part in word.split(",")],
        "per_day": options.per_day,
        "strictness": options.strictness,
        "language": options.language,
    }


def _split(given: Sequence[str] | None) -> list[str] | None:
    return None if given is None else [part for text in given for part in _SEPARATORS.split(text)]


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= common.LONGEST):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 to 5")
    return int(text)


def record(deck: Deck) -> dict[str, Any]:
    """The public keys of a deck."""
    return {
        "deck": deck.name,
        "title": deck.title,
        "community": deck.owner,
        "feeds": list(deck.feeds),
        "topics": list(deck.topics),
        "per_day": deck.per_day,
        "strictness": deck.strictness.value,
        "language": deck.language,
    }


def _row(deck: Deck, *, full: bool) -> tuple[str, ...]:
    feeds = f"{len(deck.feeds)} of its own" if deck.feeds else "as set"
    topics = shorten(", ".join(deck.topics), WIDEST) or "all"
    name, whose = (deck.name if full else deck.title), one_line(deck.owner, WIDEST) or "public"
    return (name, whose, str(deck.per_day), deck.strictness.value, deck.language, topics, feeds)


def _tell(deck: Deck, said: str, options: argparse.Namespace, screen: Screen, **more: Any) -> None:
    if options.json:
        print(line({**record(deck), **more}))
    else:
        screen.say(said)

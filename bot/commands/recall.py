"""`riddle recall`: take a riddle back after it was posted; another one is played in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.commands import options as common
from bot.commands import places
from bot.errors import UsageError
from bot.records import line

if TYPE_CHECKING:
    import argparse

    from bot.bootstrap import Store
    from bot.delivery.recalling import Recalled
    from bot.game.sentences import Words
    from bot.ports.screen import Screen
    from bot.settings import Settings

HOST = "host"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    parser.add_argument("riddle", metavar="RIDDLE", help="its number, like 142, 142.2, or with its deck, default/142.2")
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--everywhere", action="store_true", help="in every community that plays the deck")
    where.add_argument("--community", metavar="NAME", help="in this one alone: slack:ID, discord:ID or terminal")
    common.add_output(parser, "what became of it in each community")


def run(options: argparse.Namespace) -> int:
    """Take it back."""
    import asyncio

    from bot import bootstrap
    from bot.settings import load_settings

    settings = load_settings()
    asyncio.run(_run(options, settings, bootstrap.screen(plain=options.plain)))
    return 0


async def _run(options: argparse.Namespace, settings: Settings, screen: Screen) -> None:
    from bot import bootstrap

    words = bootstrap.words(settings)
    async with bootstrap.open_store(settings) as store:
        with common.in_words(words):
            found = await _recalled(options, store, settings)
        for one in found:
            await _tell(store, one, words, screen, as_json=options.json)
    if not found and not options.json:
        screen.say("Nobody plays that riddle yet; wherever it was to be posted, another one is.")


async def _recalled(options: argparse.Namespace, store: Store, settings: Settings) -> tuple[Recalled, ...]:
    from bot import bootstrap

    recall = bootstrap.recall(store)
    if not options.everywhere:
        community = places.community(options.community)
        named, slash, number = options.riddle.rpartition("/")
        deck = await bootstrap.find_deck(store, settings, named, community)
        spot = f"{deck}/{number}" if slash else number
        key, asked = await bootstrap.club(store, community).find(spot, deck)
        return (await recall.by_host(bootstrap.hosting(store, community, HOST), key, asked or 1),)
    named, _, spot = options.riddle.rpartition("/")
    deck = await _any_deck(store, settings, named)
    number, place = _spot(spot)
    return await recall.by_operator(bootstrap.amending(store), deck, number, place)


async def _any_deck(store: Store, settings: Settings, named: str) -> str:
    """A public deck, or a community's own by the name it is kept under."""
    from bot import bootstrap

    if named and (found := await store.decks.deck(named)) is not None:
        return found.name
    return await bootstrap.find_deck(store, settings, named, "")


def _spot(text: str) -> tuple[int, int]:
    from bot.game.spots import asked_spot

    number, place = asked_spot(text)
    return number, place or 1


async def _tell(store: Store, one: Recalled, words: Words, screen: Screen, *, as_json: bool) -> None:
    if as_json:
        print(line(_record(one)))
        return
    from bot.game.member import label

    found = await store.rounds.round(one.key)
    if found is None:
        raise UsageError("The round went away meanwhile.")
    screen.say(one.key.community, "bold")
    named = label(found.number, one.place, len(found.riddles))
    nobody = f"Riddle {named} is taken back; nobody's result changes by it."
    screen.say(words.regraded(named, one.changes, str) if one.changes else nobody)
    instead = "Another riddle is played instead." if one.instead else "Nothing is played instead."
    posts = {0: "No post shows it.", 1: "One post will say so."}.get(one.posts, f"{one.posts} posts will say so.")
    screen.say(f"{instead} {posts}")


def _record(one: Recalled) -> dict[str, Any]:
    """The public keys of a recall."""
    return {
        "community": one.key.community,
        "deck": one.key.deck,
        "date": one.key.date.isoformat(),
        "place": one.place,
        "posts": one.posts,
        "instead": one.instead,
        "changed": len(one.changes),
    }

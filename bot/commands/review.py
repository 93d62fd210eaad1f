"""`riddle review`: look at a community's riddles before they are posted, and say what is to be played."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.commands import options as common
from bot.commands import places
from bot.errors import NothingToPlay
from bot.records import line, riddle_record

if TYPE_CHECKING:
    import argparse
    from collections.abc import Collection
    from datetime import date

    from bot.bootstrap import Store
    from bot.delivery.reviews import Reviews
    from bot.domain import Review
    from bot.ports.screen import Screen
    from bot.settings import Settings

HOST = "host"
SAID = {
    "waiting": "waits for a host's word; without one, a riddle of the reserve is played",
    "approved": "is approved",
    "skipped": "is skipped: nothing is posted, and the day counts for no streak",
}
PLAYED = "is played already; these are its riddles before the post, `riddle recall` takes one back"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)

    def verb(name: str, text: str) -> argparse.ArgumentParser:
        below = verbs.add_parser(name, help=text, description=f"{text[0].upper()}{text[1:]}.", allow_abbrev=False)
        places.add_community(below, required=True)
        common.add_output(below, "the riddles")
        return below

    def of_day(name: str, text: str) -> argparse.ArgumentParser:
        below = verb(name, text)
        below.add_argument("--deck", metavar="NAME", default="", help="the deck (default: the one of the settings)")
        below.add_argument(
            "--date", metavar="DATE", type=common.day, help="the day (default: the one that is posted next)"
        )
        return below

    def of_riddle(name: str, text: str) -> argparse.ArgumentParser:
        below = of_day(name, text)
        below.add_argument("--place", metavar="N", type=common.few, default=1, help="which of the day's (default: 1)")
        return below

    of_day("show", "show the riddles that would be played")
    of_day("approve", "let them be played")
    of_day("skip", "play nothing on that day; it counts for no streak")
    of_riddle("next", "put the next spare riddle in the place of one")
    hints = of_riddle("hints", "give a riddle other hints; refused where they give it away")
    hints.add_argument("hints", metavar="HINT", nargs=3, type=common.text, help="three, from vague to nearly given")
    on = verb("on", "post nothing in this community that no host approved")
    on.add_argument(
        "--host-channel", metavar="ID", default="", help="the private channel where hosts are asked; kept from then on"
    )
    verb("off", "post what passed the checks without asking a host")


def run(options: argparse.Namespace) -> int:
    """Do what is asked."""
    import asyncio

    from bot import bootstrap
    from bot.settings import load_settings

    settings = load_settings()
    asyncio.run(_run(options, settings, bootstrap.screen(plain=options.plain)))
    return 0


async def _run(options: argparse.Namespace, settings: Settings, screen: Screen) -> None:
    from bot import bootstrap

    words = bootstrap.words(settings)
    community = places.community(options.community)
    async with bootstrap.open_store(settings) as store:
        with common.in_words(words):
            if options.verb in {"on", "off"}:
                await _switch(options, store, community, screen)
                return
            deck = await bootstrap.find_deck(store, settings, options.deck, community)
            day = options.date or await _coming(store, community, deck)
            review = await _said(bootstrap.reviews(store, community, HOST), options, deck, day)
        played = await store.rounds.round(review.key) is not None
        edition = await store.editions.edition(deck, day)
    void = {edition.riddles[place - 1].question for place in edition.void} if edition else set()
    if options.json:
        print(line(_record(review)))
    else:
        _show(screen, review, SAID[review.word.value] if not played else PLAYED, void)


async def _switch(options: argparse.Namespace, store: Store, community: str, screen: Screen) -> None:
    from bot import bootstrap

    channel = options.host_channel if options.verb == "on" else ""
    customs = await bootstrap.planning(store).ask_hosts(community, on=options.verb == "on", channel=channel)
    if options.json:
        print(line({"community": community, "review": customs.review, "host_channel": customs.host_channel}))
    elif customs.review:
        screen.say(
            f"From now on hosts are asked in the channel {customs.host_channel} on the evening before; "
            "what none of them approves is not posted."
        )
    else:
        screen.say("From now on riddles that passed the checks are posted without a host's word.")


async def _coming(store: Store, community: str, deck: str) -> date:
    """The day of a deck that is posted next."""
    planned = [
        (await store.schedule.planned(channel.key)).next
        for channel in await store.schedule.channels(community)
        if channel.deck == deck
    ]
    days = [day for day in planned if day is not None]
    if not days:
        raise NothingToPlay(f"No post of the deck {deck} is planned in {community}; name a day with --date.")
    return min(days)


async def _said(reviews: Reviews, options: argparse.Namespace, deck: str, day: date) -> Review:
    match options.verb:
        case "approve":
            return await reviews.approve(deck, day)
        case "skip":
            return await reviews.skip(deck, day)
        case "next":
            return await reviews.take_next(deck, day, options.place)
        case "hints":
            return await reviews.edit_hints(deck, day, options.place, options.hints)
    return await reviews.standing(deck, day)


def _show(screen: Screen, review: Review, said: str, void: Collection[str]) -> None:
    """Show it; `void` are the questions that were taken back everywhere, whatever the hosts say of them."""
    from bot.commands import pages

    by = f" Last changed by: {review.by}." if review.by else ""
    screen.say(f"Edition {review.number} of {review.key.date} {said}.{by}", "bold")
    for place, riddle in enumerate(review.riddles, 1):
        screen.box(f"{place}. {riddle.answer}", riddle.question)
        if riddle.question in void:
            screen.say("It was taken back everywhere: another one is played in its place.", "yellow")
        screen.rows([(f"Hint {at}", hint) for at, hint in enumerate(riddle.hints, 1)])
        screen.rows([("Made by", pages.maker(riddle)), ("Checks", pages.checks(riddle.checks))])
        screen.say()
    spare = {0: "No other riddle is left for that day.", 1: "One other riddle is left: `riddle review next` takes it."}
    screen.say(spare.get(len(review.spares), f"{len(review.spares)} others are left: `riddle review next` takes one."))


def _record(review: Review) -> dict[str, Any]:
    """The public keys of a review."""
    riddles = [
        riddle_record(riddle, review.key.date, review.number, place) for place, riddle in enumerate(review.riddles, 1)
    ]
    return {
        "community": review.key.community,
        "deck": review.key.deck,
        "date": review.key.date.isoformat(),
        "number": review.number,
        "word": review.word.value,
        "by": review.by,
        "spares": len(review.spares),
        "riddles": riddles,
    }

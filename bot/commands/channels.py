"""`riddle channels`: which channels get riddles, and when; what the platforms' forms do, by command."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from bot.commands import options as common
from bot.commands import places
from bot.errors import UsageError
from bot.records import line
from bot.text import one_line

if TYPE_CHECKING:
    import argparse
    from collections.abc import Awaitable, Callable, Mapping
    from datetime import datetime

    from bot.bootstrap import Store
    from bot.delivery.planning import Planning
    from bot.domain import Channel, Schedule
    from bot.ports.screen import Screen
    from bot.settings import Settings

PAUSED = "paused by the operator"
LONGEST_PING = 64
HEAD = ("COMMUNITY", "CHANNEL", "TIME", "ZONE", "DAYS", "REVEAL", "DECK", "NEXT POST", "STATE")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)

    def verb(name: str, text: str) -> argparse.ArgumentParser:
        below = verbs.add_parser(name, help=text, description=f"{text[0].upper()}{text[1:]}.", allow_abbrev=False)
        if name != "list":
            places.add_channel(below)
            below.add_argument("--plain", action="store_true", help="no colour: for screen readers and files")
        return below

    _add_schedule(verb("add", "post riddles in a channel"), required=True)
    _add_schedule(verb("edit", "change when a channel gets its riddles, and which"), required=False)
    verb("pause", "post nothing in a channel until it is resumed").add_argument(
        "--reason", metavar="TEXT", type=common.text, default=PAUSED, help="why, for the list"
    )
    verb("resume", "post in a channel again, from the next moment on")
    verb("remove", "post no more in a channel; what was posted stays")
    verb("post-now", "post today's riddle in a channel at once")
    listed = verb("list", "show the channels, when each is posted in next, and which are paused")
    places.add_community(listed)
    common.add_output(listed, "each channel")


def run(options: argparse.Namespace) -> int:
    """Do what is asked."""
    import asyncio

    from bot import bootstrap
    from bot.settings import load_settings

    settings = load_settings()
    asyncio.run(_run(options, settings, bootstrap.screen(plain=options.plain)))
    return 0


@dataclass(frozen=True, slots=True)
class Desk:
    """What the verbs need at hand."""

    store: Store
    settings: Settings
    planning: Planning
    screen: Screen

    async def say(self, text: str, channel: Channel | None = None) -> None:
        """Say what was done, and when the next post comes."""
        at = await next_post(self.store, channel) if channel is not None else None
        self.screen.say(f"{text} The next post comes {at:%A %d %B %Y at %H:%M} ({at.tzinfo})." if at else text)


async def _run(options: argparse.Namespace, settings: Settings, screen: Screen) -> None:
    from bot import bootstrap

    words = bootstrap.words(settings)
    async with bootstrap.open_store(settings) as store:
        desk = Desk(store, settings, bootstrap.planning(store), screen)
        with common.in_words(words):
            await VERBS[options.verb](desk, options)


async def _add(desk: Desk, options: argparse.Namespace) -> None:
    from bot import bootstrap

    key = places.channel_key(options)
    change = await _change(desk, options)
    if await desk.store.schedule.channel(key) is not None:
        await desk.planning.change(key, change)
        said = "This channel is set up already, so it was changed."
    else:
        from bot.domain import Channel, Schedule

        await desk.planning.set_up(change(Channel(key, Schedule(_time(options.time)))))
        said = "Riddles will be posted in this channel."
    await desk.say(said, await _standing(desk, options))
    if lacks := bootstrap.lacking(key.platform, desk.settings):
        desk.screen.say(f"Nothing is sent there for now: {lacks}.", "yellow")


async def _edit(desk: Desk, options: argparse.Namespace) -> None:
    before = await _standing(desk, options)
    await desk.planning.change(before.key, await _change(desk, options))
    after = await _standing(desk, options)
    await desk.say("The channel was changed." if after != before else "Nothing was to be changed.", after)


async def _pause(desk: Desk, options: argparse.Namespace) -> None:
    await desk.planning.pause(places.channel_key(options), one_line(options.reason, 200))
    await desk.say("Nothing is posted in this channel until it is resumed.")


async def _resume(desk: Desk, options: argparse.Namespace) -> None:
    channel = await _standing(desk, options)
    await desk.planning.resume(channel.key)
    await desk.say("Riddles are posted in this channel again.", replace(channel, paused="", gone=False))


async def _remove(desk: Desk, options: argparse.Namespace) -> None:
    await desk.planning.remove(places.channel_key(options))
    await desk.say("No more riddles are posted in this channel.")


async def _post_now(desk: Desk, options: argparse.Namespace) -> None:
    day = await desk.planning.post_now(places.channel_key(options))
    await desk.say(f"The riddle of {day} is due now; a worker of the queue `send`, or `riddle clock --once`, posts it.")


async def _list(desk: Desk, options: argparse.Namespace) -> None:
    community = places.community(options.community) if options.community else ""
    found = await desk.store.schedule.channels(community)
    coming = [await next_post(desk.store, channel) for channel in found]
    if options.json:
        for channel, at in zip(found, coming, strict=True):
            print(line(record(channel, at)))
    elif found:
        print(places.table(HEAD, [_row(channel, at) for channel, at in zip(found, coming, strict=True)]))
    elif community:
        desk.screen.say(f"No channel of {community} gets riddles; `riddle channels list` shows all that do.")
    else:
        desk.screen.say("No channel gets riddles yet; `riddle channels add --help` tells how one does.")


async def _standing(desk: Desk, options: argparse.Namespace) -> Channel:
    from bot.game.sentences.delivering import not_set_up

    found = await desk.store.schedule.channel(places.channel_key(options))
    if found is None:
        raise UsageError(not_set_up())
    return found


async def _change(desk: Desk, options: argparse.Namespace) -> Callable[[Channel], Channel]:
    """What the options say of a channel; what they do not name stays as it is."""
    from bot import bootstrap

    asked, community = options.deck, places.channel_key(options).community
    deck = None if asked is None else await bootstrap.find_deck(desk.store, desk.settings, asked, community)

    def change(one: Channel) -> Channel:
        ping = one.ping if options.ping is None else one_line(options.ping, LONGEST_PING)
        return replace(one, schedule=_schedule(one.schedule, options), deck=deck or one.deck, ping=ping)

    return change


def _schedule(before: Schedule, options: argparse.Namespace) -> Schedule:
    from bot.delivery import schedules

    return replace(
        before,
        time=before.time if options.time is None else _time(options.time),
        zone=before.zone if options.zone is None else schedules.read_zone(options.zone),
        weekdays=before.weekdays if options.weekdays is None else schedules.read_weekdays(options.weekdays),
        reveal=before.reveal if options.reveal is None else schedules.read_reveal(options.reveal),
    )


def _time(text: str) -> Any:
    from bot.delivery.schedules import read_time

    return read_time(text)


async def next_post(store: Store, channel: Channel) -> datetime | None:
    """The moment of a channel's next post, in its zone."""
    from zoneinfo import ZoneInfo

    from bot.delivery.calendar import post_at
    from bot.ports.now import system_now

    day = (await store.schedule.planned(channel.key)).next
    if day is None:
        return None
    at = system_now() if day == channel.asked_for else post_at(channel.schedule, day)
    return at.astimezone(ZoneInfo(channel.schedule.zone)) if at is not None else None


def record(channel: Channel, at: datetime | None) -> dict[str, Any]:
    """The public keys of a channel."""
    from bot.delivery import schedules

    schedule = channel.schedule
    return {
        "community": channel.key.community,
        "channel": channel.key.channel,
        "time": f"{schedule.time:%H:%M}",
        "zone": schedule.zone,
        "weekdays": schedules.show_weekdays(schedule.weekdays),
        "reveal": schedules.show_reveal(schedule.reveal),
        "deck": channel.deck,
        "ping": channel.ping,
        "paused": channel.paused,
        "gone": channel.gone,
        "next": at.isoformat() if at else None,
    }


def _row(channel: Channel, at: datetime | None) -> tuple[str, ...]:
    from bot.domain import deck_title

    told = record(channel, at)
    state = f"{'gone' if channel.gone else 'paused'}: {channel.paused}" if channel.paused else "on"
    coming = f"{at:%a %Y-%m-%d %H:%M}" if at else "none"
    names = ("community", "channel", "time", "zone", "weekdays", "reveal")
    return (*(str(told[name]) for name in names), deck_title(channel.deck), coming, state)


VERBS: Mapping[str, Callable[[Desk, argparse.Namespace], Awaitable[None]]] = {
    "add": _add,
    "edit": _edit,
    "pause": _pause,
    "resume": _resume,
    "remove": _remove,
    "post-now": _post_now,
    "list": _list,
}
"""What each verb does."""


def _add_schedule(parser: argparse.ArgumentParser, *, required: bool) -> None:
    parser.add_argument("--time", metavar="HH:MM", required=required, help="local time of the post, like 09:00")
    parser.add_argument("--zone", metavar="ZONE", help="time zone by its IANA name, like Europe/Paris (default: UTC)")
    parser.add_argument("--weekdays", metavar="DAYS", help="mon-fri, or mon,wed,fri, or daily (the default)")
    parser.add_argument(
        "--reveal", metavar="WHEN", help="when the answer is shown: next (the default), after:24h, or at:17:00"
    )
    parser.add_argument("--deck", metavar="NAME", help="which riddles (default: the deck of the settings)")
    parser.add_argument("--ping", metavar="WHO", help="who is called with each post, as the platform writes it")

"""`riddle status`: what became of each channel's posts, and what comes next."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from bot.commands import options as common
from bot.commands import places
from bot.records import line

if TYPE_CHECKING:
    from bot.delivery.status import ChannelStatus, DayStatus, NextStatus
    from bot.domain import Delivery
    from bot.ports.screen import Screen
    from bot.settings import Settings

MOST_DAYS = 400
DAYS = 7


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    places.add_community(parser)
    parser.add_argument("--channel", metavar="ID", default="", help="this channel alone")
    parser.add_argument("--days", metavar="N", type=_days, default=DAYS, help=f"how many days back (default: {DAYS})")
    common.add_output(parser, "each channel")


def run(options: argparse.Namespace) -> int:
    """Explain."""
    import asyncio

    from bot import bootstrap
    from bot.settings import load_settings

    found = asyncio.run(_found(options, load_settings()))
    if options.json:
        for one in found:
            print(line(record(one)))
        return 0
    screen = bootstrap.screen(plain=options.plain)
    for one in found:
        _show(screen, one)
    if found:
        screen.say("`riddle why DATE` tells which news the riddles of a day were made of, and which not.", "dim")
    elif options.channel or options.community:
        screen.say("No such channel gets riddles; `riddle channels list` shows those that do.")
    else:
        screen.say("No channel gets riddles; `riddle channels add` sets one up.")
    return 0


async def _found(options: argparse.Namespace, settings: Settings) -> list[ChannelStatus]:
    from bot import bootstrap

    community = places.community(options.community) if options.community else ""
    async with bootstrap.open_store(settings) as store:
        explaining = bootstrap.explaining(store)
        channels = await store.schedule.channels(community)
        return [
            await explaining.channel(channel, options.days)
            for channel in channels
            if options.channel in {"", channel.key.channel}
        ]


def _show(screen: Screen, one: ChannelStatus) -> None:
    from bot.delivery.schedules import show_schedule

    channel = one.channel
    state = f", {'gone' if channel.gone else 'paused'}: {channel.paused}" if channel.paused else ""
    screen.say(f"{channel.key.community} {channel.key.channel}: {show_schedule(channel.schedule)}{state}", "bold")
    rows = [("next", _coming(one.next, channel.schedule.zone))]
    for day in one.days:
        rows.append((f"{day.date:%a %Y-%m-%d}", day.said))
        rows += [("also", _other(other)) for other in day.others]
    screen.rows(rows)
    screen.say()


def _coming(following: NextStatus | None, zone: str) -> str:
    from zoneinfo import ZoneInfo

    if following is None:
        return "no post is planned"
    moment = f" at {following.at.astimezone(ZoneInfo(zone)):%H:%M} ({zone})" if following.at else ""
    number = f" (riddle {following.number})" if following.number else ""
    made = f"its riddles are {'made' if following.made else 'not made yet'}{number}"
    said = [f"{following.date:%a %Y-%m-%d}{moment}", made]
    if following.review:
        said.append(f"the hosts' word: {following.review}")
    if following.held:
        said.append(f"held back, as it was reported too often: {_places(following.held)}")
    if following.void:
        said.append(f"taken back: {_places(following.void)}")
    return "; ".join(said)


def _places(some: tuple[int, ...]) -> str:
    return ", ".join(f"place {place}" for place in some)


def _other(delivery: Delivery) -> str:
    from bot.delivery.status import explained

    sending = delivery.sending
    place = f" of place {sending.place}" if sending.place else ""
    return f"{sending.matter.value}{place}: {explained(delivery)}"


def record(one: ChannelStatus) -> dict[str, Any]:
    """The public keys of a channel's status."""
    following = one.next
    coming = following and {
        "date": following.date.isoformat(),
        "at": following.at.isoformat() if following.at else None,
        "made": following.made,
        "number": following.number,
        "review": following.review,
        "held": list(following.held),
        "void": list(following.void),
    }
    return {
        "community": one.channel.key.community,
        "channel": one.channel.key.channel,
        "deck": one.channel.deck,
        "paused": one.channel.paused,
        "gone": one.channel.gone,
        "next": coming,
        "days": [_day(day) for day in one.days],
    }


def _day(day: DayStatus) -> dict[str, Any]:
    return {
        "date": day.date.isoformat(),
        "due_at": day.due_at.isoformat() if day.due_at else None,
        "late": day.late,
        "said": day.said,
        "post": _delivery(day.post) if day.post else None,
        "others": [_delivery(one) for one in day.others],
    }


def _delivery(one: Delivery) -> dict[str, Any]:
    return {
        "sending": one.sending.name,
        "stage": one.stage.value,
        "message": one.message,
        "at": one.at.isoformat() if one.at else None,
        "reason": one.reason,
        "tries": one.tries,
        "number": one.number,
        "deck": one.deck,
    }


def _days(text: str) -> int:
    number = common.whole(text)
    if not 1 <= number <= MOST_DAYS:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 to {MOST_DAYS}")
    return number

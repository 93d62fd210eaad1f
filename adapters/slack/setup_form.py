"""The form of a channel: where, when, what, how it is told, and below it how a post will look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapters.slack.blocks import PINGS, Block, context, header, plain
from adapters.slack.forms import SETUP_FORM, checked, field, form, select
from bot.delivery.schedules import read_weekdays
from bot.desk.player import PLAYING
from bot.domain import DEFAULT_DECK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.desk.cards import Card
    from bot.desk.host import Setup
    from bot.game.sentences import Words

REVEALS = ("next", "after:1h", "after:4h", "after:8h", "after:12h", "after:24h", "at:12:00", "at:17:00", "at:20:00")
CALLS = ("nobody", "here", "channel")
_MOST_OPTIONS = 100
ZONES = (
    "UTC", "Europe/London", "Europe/Dublin", "Europe/Lisbon", "Europe/Madrid", "Europe/Paris", "Europe/Brussels",
    "Europe/Amsterdam", "Europe/Berlin", "Europe/Zurich", "Europe/Vienna", "Europe/Rome", "Europe/Copenhagen",
    "Europe/Oslo", "Europe/Stockholm", "Europe/Prague", "Europe/Warsaw", "Europe/Budapest", "Europe/Belgrade",
    "Europe/Athens", "Europe/Sofia", "Europe/Bucharest", "Europe/Helsinki", "Europe/Tallinn", "Europe/Riga",
    "Europe/Vilnius", "Europe/Kyiv", "Europe/Istanbul", "Europe/Moscow", "Atlantic/Reykjavik", "Atlantic/Azores",
    "Africa/Casablanca", "Africa/Algiers", "Africa/Tunis", "Africa/Lagos", "Africa/Accra", "Africa/Cairo",
    "Africa/Nairobi", "Africa/Addis_Ababa", "Africa/Johannesburg", "Asia/Jerusalem", "Asia/Beirut", "Asia/Amman",
    "Asia/Baghdad", "Asia/Riyadh", "Asia/Tehran", "Asia/Dubai", "Asia/Baku", "Asia/Tbilisi", "Asia/Kabul",
    "Asia/Karachi", "Asia/Tashkent", "Asia/Almaty", "Asia/Kolkata", "Asia/Colombo", "Asia/Kathmandu", "Asia/Dhaka",
    "Asia/Yangon", "Asia/Bangkok", "Asia/Ho_Chi_Minh", "Asia/Jakarta", "Asia/Singapore", "Asia/Kuala_Lumpur",
    "Asia/Manila", "Asia/Hong_Kong", "Asia/Shanghai", "Asia/Taipei", "Asia/Seoul", "Asia/Tokyo", "Asia/Vladivostok",
    "Australia/Perth", "Australia/Adelaide", "Australia/Darwin", "Australia/Brisbane", "Australia/Sydney",
    "Australia/Melbourne", "Australia/Hobart", "Pacific/Auckland", "Pacific/Fiji", "Pacific/Honolulu",
    "America/Anchorage", "America/Los_Angeles", "America/Vancouver", "America/Phoenix", "America/Denver",
    "America/Edmonton", "America/Chicago", "America/Winnipeg", "America/Mexico_City", "America/New_York",
    "America/Toronto", "America/Halifax", "America/St_Johns", "America/Bogota", "America/Lima", "America/Santiago",
    "America/Sao_Paulo", "America/Argentina/Buenos_Aires",
)  # fmt: skip
"""What the list of a form offers; any other is named behind the command: /riddle setup Indian/Mauritius."""


LOOKED_AT = frozenset({"time", "zone", "weekdays", "reveal", "ping", "deck"})
"""Fields whose change is seen in the preview at once."""


def setup_form(words: Words, setup: Setup, decks: Sequence[str], outlook: Card, *, whole: bool) -> Block:
    """The form of a channel; `whole` where one may also change what holds for the whole community."""
    fields = [
        _field(words, "channel", _conversations(setup.channel)),
        _field(words, "time", {"type": "timepicker", "initial_time": setup.time}),
        _field(words, "zone", select(_zones(setup.zone), setup.zone)),
        _field(words, "weekdays", checked(((str(day), words.weekday(day)) for day in range(7)), _days(setup))),
        _field(words, "reveal", select(_reveals(words, setup.reveal), setup.reveal)),
        _field(words, "ping", select([(one, words.choice(one)) for one in CALLS], setup.ping or "nobody")),
        _field(words, "deck", select(_decks(words, decks, setup.deck), setup.deck or DEFAULT_DECK)),
    ]
    if whole:
        chosen = ("on",) if setup.review else ()
        fields.append(_field(words, "review", checked((("on", words.choice("review")),), chosen), optional=True))
        fields.append(_field(words, "host_channel", _conversations(setup.host_channel), optional=True))
    shown = [*fields, {"type": "divider"}, *_preview(words, setup, outlook)]
    return form(words, SETUP_FORM, "whole" if whole else "", words.setup_title(), shown)


def _preview(words: Words, setup: Setup, outlook: Card) -> list[Block]:
    """How a post will look, with a riddle that is none of the day's: who sees this may play."""
    pressed = " ".join(f"[{words.button(deed.value)}]" for deed in PLAYING)
    called = [context(f"@{setup.ping}")] if setup.ping in PINGS else []
    return [
        context(words.post_preview()),
        *called,
        header(words.title(1, 1, 1)),
        *plain(words.example_riddle()),
        context(pressed),
        context(words.solved_so_far(0)),
        context("\n".join([outlook.text, *(f"{name}: {value}" for name, value in outlook.rows)]).strip()),
    ]


def _field(words: Words, name: str, element: Block, *, optional: bool = False) -> Block:
    made = field(words.field(name), name, element, optional=optional)
    return {**made, "dispatch_action": True} if name in LOOKED_AT else made


def _decks(words: Words, titles: Sequence[str], chosen: str) -> list[tuple[str, str]]:
    """The decks a channel may play: the one it plays and the usual one first, as Slack's list takes a hundred."""
    there = [*((chosen,) if chosen in titles else ()), DEFAULT_DECK, *titles]
    return [(one, words.usual_deck() if one == DEFAULT_DECK else one) for one in dict.fromkeys(there)][:_MOST_OPTIONS]


def _conversations(initial: str) -> Block:
    made: Block = {
        "type": "conversations_select", "filter": {"include": ["public", "private"], "exclude_bot_users": True}
    }  # fmt: skip
    return {**made, "initial_conversation": initial} if initial else made


def _days(setup: Setup) -> tuple[str, ...]:
    return tuple(str(day) for day in read_weekdays(setup.weekdays))


def _reveals(words: Words, chosen: str) -> list[tuple[str, str]]:
    return [(one, _reveal(words, one)) for one in dict.fromkeys((*REVEALS, chosen))]


def _reveal(words: Words, rule: str) -> str:
    kind, _, rest = rule.partition(":")
    if kind == "after":
        return words.after_hours(int(rest.rstrip("h") or 0))
    return words.at_time(rest) if kind == "at" else words.choice("next")


def _zones(chosen: str) -> list[tuple[str, str]]:
    """The zones most live in, as Slack's list takes a hundred; the one that stands, or was asked for, is the first."""
    return [(zone, zone) for zone in dict.fromkeys((chosen, *ZONES))][:_MOST_OPTIONS]

"""Forms and what is shown in their place: typed into by one person, seen by nobody else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from adapters.slack.blocks import Block, buttons, card_blocks, context, label, plain
from adapters.slack.text import FIELD, LABEL, TITLE
from bot.delivery.schedules import read_weekdays
from bot.desk.cards import Deed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.desk.cards import Card
    from bot.desk.host import Setup
    from bot.domain import Review, Riddle
    from bot.game.sentences import Words

GUESS_FORM, REPORT_FORM, HINTS_FORM, SETUP_FORM = "riddle:guess", "riddle:report", "riddle:hints", "riddle:setup"
TEXT = "text"
LONGEST_GUESS, LONGEST_REPORT, LONGEST_HINTS = 200, 300, 700
REVEALS = ("next", "after:1h", "after:4h", "after:8h", "after:12h", "after:24h", "at:12:00", "at:17:00", "at:20:00")
PINGS = ("nobody", "here", "channel")
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


def guess_form(words: Words, about: str, card: Card, fresh: str) -> Block:
    """The form a guess is typed into, below what is known so far; `fresh` keeps Slack from filling in the last one."""
    above = [*(plain(card.text) if card.text else []), *(context(note) for note in card.notes)]
    others = [one for one in card.buttons if one.deed in {Deed.HINT, Deed.GIVE_UP}]
    field = _input(words.guess_label(), f"guess:{fresh}"[:255], LONGEST_GUESS)
    below = [buttons(words, others)] if others else []
    return _form(words, GUESS_FORM, about, card.title or words.guess_label(), [*above, field, *below])


def report_form(words: Words, about: str) -> Block:
    """The form a report is typed into."""
    field = _input(words.report_label(), "report", LONGEST_REPORT, multiline=True)
    return _form(words, REPORT_FORM, about, words.button(Deed.REPORT.value), [field])


def hints_form(words: Words, about: str, riddle: Riddle) -> Block:
    """The form a host gives other hints in."""
    field = _input(words.field("hints"), "hints", LONGEST_HINTS, multiline=True)
    field["element"]["initial_value"] = "\n".join(riddle.hints)[:LONGEST_HINTS]
    return _form(words, HINTS_FORM, about, words.host_button("hints"), [*plain(riddle.question), field])


def shown_view(words: Words, cards: Sequence[Card], title: str = "") -> Block:
    """What is shown in the place of a form."""
    return view_of(words, card_blocks(words, cards), title or words.home_title())


def view_of(words: Words, shown: Sequence[Block], title: str) -> Block:
    """A form without fields, that shows something."""
    made = {"type": "modal", "title": label(title, TITLE), "blocks": list(shown)[:_MOST_OPTIONS]}
    return {**made, "close": label(words.close(), TITLE)}


def setup_form(words: Words, setup: Setup, *, whole: bool) -> Block:
    """The form of a channel; `whole` where one may also change what holds for the whole community."""
    fields = [
        _field(words, "channel", _conversations(setup.channel)),
        _field(words, "time", {"type": "timepicker", "initial_time": setup.time}),
        _field(words, "zone", _select(_zones(setup.zone), setup.zone)),
        _field(words, "weekdays", _checked(((str(day), words.weekday(day)) for day in range(7)), _days(setup))),
        _field(words, "reveal", _select(_reveals(words, setup.reveal), setup.reveal)),
        _field(words, "ping", _select([(one, words.choice(one)) for one in PINGS], setup.ping or "nobody")),
        _field(words, "deck", _text(setup.deck, 100), optional=True),
    ]
    if whole:
        chosen = ("on",) if setup.review else ()
        fields.append(_field(words, "review", _checked((("on", words.choice("review")),), chosen), optional=True))
        fields.append(_field(words, "host_channel", _conversations(setup.host_channel), optional=True))
    return _form(words, SETUP_FORM, "whole" if whole else "", words.setup_title(), fields)


def filled(view: dict[str, Any]) -> dict[str, str]:
    """What was filled in, by field: choices joined by commas. Nothing that is not of the form Slack sends."""
    values = view.get("state", {}).get("values", {}) if isinstance(view.get("state"), dict) else {}
    found: dict[str, str] = {}
    for block in values.values() if isinstance(values, dict) else ():
        for name, given in block.items() if isinstance(block, dict) else ():
            found[str(name)[:50]] = _given(given if isinstance(given, dict) else {})
    return found


def field_id(view: dict[str, Any], name: str) -> str:
    """The block in which a field stands; errors are told there."""
    for block in view.get("blocks") or []:
        if isinstance(block, dict) and (block.get("element") or {}).get("action_id") == name:
            return str(block.get("block_id") or name)
    return name


@dataclass(frozen=True, slots=True)
class About:
    """What a host's button is about; `seen` is the version of the riddles that stand over it."""

    deck: str
    day: str
    place: int = 0
    seen: int = 0


def review_about(text: str) -> About:
    """What stands in a host's button, whoever wrote it."""
    deck, day, place, seen = [*text.split("|"), "", "", "", ""][:4]
    return About(deck[:200], day[:10], _number(place), _number(seen))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else 0


def riddle_of(review: Review, place: int) -> Riddle | None:
    """The riddle at a place of a review, where there is one."""
    return review.riddles[place - 1] if 1 <= place <= len(review.riddles) else None


def _given(given: dict[str, Any]) -> str:
    for name in ("value", "selected_time", "selected_conversation", "selected_channel"):
        if isinstance(given.get(name), str):
            return str(given[name])
    option = given.get("selected_option")
    if isinstance(option, dict):
        return str(option.get("value") or "")
    chosen = given.get("selected_options")
    every = chosen if isinstance(chosen, list) else []
    return ",".join(str(one.get("value")) for one in every if isinstance(one, dict))


def _form(words: Words, callback: str, about: str, title: str, blocks: Sequence[Block]) -> Block:
    return {
        "type": "modal", "callback_id": callback, "private_metadata": about[:3_000], "title": label(title, TITLE),
        "submit": label(words.send(), TITLE), "close": label(words.cancel(), TITLE), "blocks": list(blocks),
    }  # fmt: skip


def _input(called: str, block: str, most: int, *, multiline: bool = False) -> Block:
    element = {
        "type": "plain_text_input", "action_id": TEXT, "max_length": most, "multiline": multiline, "focus_on_load": True
    }  # fmt: skip
    return {"type": "input", "block_id": block, "label": label(called, FIELD), "element": element}


def _field(words: Words, name: str, element: Block, *, optional: bool = False) -> Block:
    return {
        "type": "input", "block_id": name, "label": label(words.field(name), FIELD), "optional": optional,
        "element": {**element, "action_id": name},
    }  # fmt: skip


def _conversations(initial: str) -> Block:
    made: Block = {
        "type": "conversations_select", "filter": {"include": ["public", "private"], "exclude_bot_users": True}
    }  # fmt: skip
    return {**made, "initial_conversation": initial} if initial else made


def _text(initial: str, most: int) -> Block:
    made: Block = {"type": "plain_text_input", "max_length": most}
    return {**made, "initial_value": initial[:most]} if initial else made


def _option(value: str, called: str) -> Block:
    return {"text": label(called, LABEL), "value": value[:150]}


def _select(options: Sequence[tuple[str, str]], chosen: str) -> Block:
    made = [_option(*one) for one in options]
    initial = next((one for one in made if one["value"] == chosen), made[0])
    return {"type": "static_select", "options": made, "initial_option": initial}


def _checked(options: Iterable[tuple[str, str]], chosen: Iterable[str]) -> Block:
    made = [_option(*one) for one in options]
    wanted = set(chosen)
    initial = [one for one in made if one["value"] in wanted]
    found: Block = {"type": "checkboxes", "options": made}
    return {**found, "initial_options": initial} if initial else found


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

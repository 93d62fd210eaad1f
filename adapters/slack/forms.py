"""Forms and what is shown in their place: typed into by one person, seen by nobody else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from adapters.slack.blocks import Block, buttons, card_blocks, context, label, plain
from adapters.slack.text import FIELD, LABEL, TITLE
from bot.desk.cards import Deed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.desk.cards import Card
    from bot.domain import Review, Riddle
    from bot.game.sentences import Words

GUESS_FORM, REPORT_FORM, HINTS_FORM = "riddle:guess", "riddle:report", "riddle:hints"
SETUP_FORM, DECK_FORM = "riddle:setup", "riddle:deck"
TEXT = "text"
LONGEST_GUESS, LONGEST_REPORT, LONGEST_HINTS = 200, 300, 700
MOST_BLOCKS = 100
"""Blocks of a form."""


def guess_form(words: Words, about: str, card: Card, fresh: str) -> Block:
    """The form a guess is typed into, below what is known so far; `fresh` keeps Slack from filling in the last one."""
    above = [*(plain(card.text) if card.text else []), *(context(note) for note in card.notes)]
    others = [one for one in card.buttons if one.deed in {Deed.HINT, Deed.GIVE_UP}]
    field = _input(words.guess_label(), f"guess:{fresh}"[:255], LONGEST_GUESS)
    below = [buttons(words, others)] if others else []
    return form(words, GUESS_FORM, about, card.title or words.guess_label(), [*above, field, *below])


def report_form(words: Words, about: str) -> Block:
    """The form a report is typed into."""
    field = _input(words.report_label(), "report", LONGEST_REPORT, multiline=True)
    return form(words, REPORT_FORM, about, words.button(Deed.REPORT.value), [field])


def hints_form(words: Words, about: str, riddle: Riddle) -> Block:
    """The form a host gives other hints in."""
    field = _input(words.field("hints"), "hints", LONGEST_HINTS, multiline=True)
    field["element"]["initial_value"] = "\n".join(riddle.hints)[:LONGEST_HINTS]
    return form(words, HINTS_FORM, about, words.host_button("hints"), [*plain(riddle.question), field])


def shown_view(words: Words, cards: Sequence[Card], title: str = "") -> Block:
    """What is shown in the place of a form."""
    return view_of(words, card_blocks(words, cards), title or words.home_title())


def view_of(words: Words, shown: Sequence[Block], title: str) -> Block:
    """A form without fields, that shows something."""
    made = {"type": "modal", "title": label(title, TITLE), "blocks": list(shown)[:MOST_BLOCKS]}
    return {**made, "close": label(words.close(), TITLE)}


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


def first_field(view: dict[str, Any]) -> str:
    """The block of the first field; what is wrong with the whole is told there."""
    fields = (block for block in view.get("blocks") or [] if isinstance(block, dict) and block.get("type") == "input")
    return next((str(block.get("block_id")) for block in fields), "")


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


def form(words: Words, callback: str, about: str, title: str, blocks: Sequence[Block]) -> Block:
    """A form that is sent."""
    return {
        "type": "modal", "callback_id": callback, "private_metadata": about[:3_000], "title": label(title, TITLE),
        "submit": label(words.send(), TITLE), "close": label(words.cancel(), TITLE), "blocks": list(blocks),
    }  # fmt: skip


def _input(called: str, block: str, most: int, *, multiline: bool = False) -> Block:
    element = {
        "type": "plain_text_input", "action_id": TEXT, "max_length": most, "multiline": multiline, "focus_on_load": True
    }  # fmt: skip
    return {"type": "input", "block_id": block, "label": label(called, FIELD), "element": element}


def field(called: str, name: str, element: Block, *, optional: bool = False) -> Block:
    """A field, known by its name."""
    return {
        "type": "input", "block_id": name, "label": label(called, FIELD), "optional": optional,
        "element": {**element, "action_id": name},
    }  # fmt: skip


def option(value: str, called: str) -> Block:
    """One of a list."""
    return {"text": label(called, LABEL), "value": value[:150]}


def select(options: Sequence[tuple[str, str]], chosen: str) -> Block:
    """A list of which one is chosen; the first, where it has not what stands."""
    made = [option(*one) for one in options]
    initial = next((one for one in made if one["value"] == chosen), made[0])
    return {"type": "static_select", "options": made, "initial_option": initial}


def checked(options: Iterable[tuple[str, str]], chosen: Iterable[str]) -> Block:
    """Boxes, of which any number is checked."""
    made = [option(*one) for one in options]
    wanted = set(chosen)
    initial = [one for one in made if one["value"] in wanted]
    found: Block = {"type": "checkboxes", "options": made}
    return {**found, "initial_options": initial} if initial else found

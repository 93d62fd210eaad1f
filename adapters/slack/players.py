"""What a player types, presses and sends, answered so that he alone sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from adapters.slack import blocks, forms, replying
from adapters.slack.answers import cards
from adapters.slack.said import interaction
from adapters.slack.text import fits
from bot.desk.cards import Button, Card, Deed
from bot.domain import Judgement
from bot.errors import StoreUnavailable
from bot.game.verbs import Verb, read_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adapters.slack.office import Office
    from adapters.slack.said import Said

LONGEST_ABOUT = 300
FILE_PART = 2_800
FILE_PARTS = 10
FILE_MESSAGES = 3
"""A file is told in so many messages more: an answer may be taken five times."""

_FORMS = {Deed.GUESS, Deed.REPORT}


async def typed(office: Office, said: Said) -> tuple[Card, ...]:
    """Answer a command; raises `StoreUnavailable`."""
    line = read_line(f"/{said.text}")
    if line.verb is Verb.HELP:
        return (Card(text=office.front.help()), Card(text=office.words.host_help()))
    found = await cards(office.words, lambda: office.player(said).say(said.text, said.delivery))
    solved(office, said, found)
    return found


def message(office: Office, found: Sequence[Card]) -> dict[str, Any]:
    """Cards as a message."""
    return blocks.card(office.words, found)


def files(office: Office, found: Sequence[Card]) -> list[dict[str, Any]]:
    """What is handed over as a file, in messages that one alone sees."""
    parts = [part for one in found if one.file for part in fits(one.file[1], FILE_PART)]
    told = [
        {"text": "…", "blocks": [block for part in parts[start : start + FILE_PARTS] for block in blocks.plain(part)]}
        for start in range(0, len(parts), FILE_PARTS)
    ]
    if len(told) > FILE_MESSAGES:
        told = [*told[:FILE_MESSAGES], {"text": office.words.cut_off()}]
    return told


async def hand_over(office: Office, said: Said, found: Sequence[Card]) -> None:
    """Send what is handed over as a file."""
    for one in files(office, found):
        await replying.respond(said.reply, one)


def solved(office: Office, said: Said, found: Sequence[Card]) -> None:
    """Let the posts tell it where somebody solved a riddle."""
    for one in found:
        if one.judgement is Judgement.CORRECT and one.buttons:
            office.beside.start(office.counts.solved(said.community, one.buttons[0].about), "count a solve")


async def pressed(office: Office, body: dict[str, Any], button: Button) -> None:
    """Answer a button; the answer follows, as a form, in the form, or beside the message."""
    said = interaction(body)
    if button.deed is Deed.REPORT:
        form = forms.report_form(office.words, button.about)
        office.beside.start(replying.show(office, said, body, form), "open a form")
        return
    try:
        found = await cards(office.words, lambda: _done(office, said, button))
    except StoreUnavailable:
        found = (Card(text=office.words.try_again()),)
    if button.deed is Deed.GUESS and any(one.deed is Deed.GUESS for card in found for one in card.buttons):
        form = forms.guess_form(office.words, button.about, found[0], said.delivery)
        office.beside.start(replying.show(office, said, body, form), "open a form")
        return
    office.beside.start(replying.answer(office, said, body, found, message(office, found)), "answer a click")


async def _done(office: Office, said: Said, button: Button) -> tuple[Card, ...]:
    """A riddle that is over leads to today's."""
    desk = office.player(said)
    if button.deed is not Deed.GUESS:
        return await desk.do(button, said.delivery)
    card = await desk.riddle(button.about)
    if any(one.deed is Deed.GUESS for one in card.buttons):
        return (card,)
    return (Card(card.title, card.text, card.rows, card.notes, (*card.buttons, Button(Deed.TODAY))),)


async def guessed(office: Office, body: dict[str, Any]) -> dict[str, Any]:
    """A guess was sent: what is shown in the place of the form."""
    view, words = body.get("view") or {}, office.words
    text = forms.filled(view).get(forms.TEXT, "").strip()
    said, about, field = interaction(body, text), _about(view), forms.field_id(view, forms.TEXT)
    if not text:
        return _errors(field, words.guess_label())

    async def guess() -> tuple[Card, ...]:
        return (await office.player(said).guess(about, text[: forms.LONGEST_GUESS], said.delivery),)

    try:
        found = await cards(words, guess)
    except StoreUnavailable:
        return _errors(field, words.try_again())
    solved(office, said, found)
    if any(one.deed is Deed.GUESS for one in found[0].buttons):
        return {"response_action": "update", "view": forms.guess_form(words, about, found[0], said.delivery)}
    return {"response_action": "update", "view": forms.shown_view(words, found)}


async def reported(office: Office, body: dict[str, Any]) -> dict[str, Any]:
    """A report was sent."""
    view, words = body.get("view") or {}, office.words
    text = forms.filled(view).get(forms.TEXT, "").strip()
    said, about, field = interaction(body, text), _about(view), forms.field_id(view, forms.TEXT)

    async def report() -> tuple[Card, ...]:
        return (await office.player(said).report(about, text[: forms.LONGEST_REPORT]),)

    try:
        found = await cards(words, report)
    except StoreUnavailable:
        return _errors(field, words.try_again())
    return {"response_action": "update", "view": forms.shown_view(words, found)}


def _about(view: dict[str, Any]) -> str:
    return str(view.get("private_metadata") or "")[:LONGEST_ABOUT]


def _errors(field: str, sentence: str) -> dict[str, Any]:
    return {"response_action": "errors", "errors": {field: sentence}}

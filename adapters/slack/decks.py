"""A community's own decks: listed, written in a form, deleted; whoever asks is asked again whether he is a host."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from adapters.slack import blocks, forms, replying
from adapters.slack.answers import patiently
from adapters.slack.said import interaction
from adapters.slack.text import LABEL, alternative
from bot.desk.cards import Card
from bot.domain import MAX_PER_DAY, Strictness
from bot.errors import NothingToPlay, StoreUnavailable, TooMany, UsageError

if TYPE_CHECKING:
    from adapters.slack.office import Office
    from adapters.slack.said import Said
    from bot.desk.decks import DeckForm
    from bot.domain import Deck
    from bot.game.sentences import Words

Message = dict[str, Any]

DECK = "deck:"
"""What the deeds of the list's buttons begin with."""

LIST, NEW, EDIT, DELETE = "list", "new", "edit", "delete"
FIELDS = ("title", "feeds", "topics", "per_day", "strictness")
MOST_OTHERS = 20
"""Public decks that are listed, in one block; the blocks of 20 own decks, each with its buttons, fill the message."""

_LONGEST = {"title": 32, "feeds": 3_000, "topics": 900}


async def listed(office: Office, said: Said, sentence: str = "") -> Message:
    """The decks there are, to a host: his own with what can be done to them."""
    desk, words = office.front.decks(said.community), office.words
    there = await desk.there()
    own = [one for one in there if one.owner]
    made = [blocks.header(words.decks_title())]
    made += blocks.marked(sentence) if sentence else []
    made.append(blocks.context(words.decks_left(len(own), desk.most)))
    if len(own) < desk.most:
        made.append({"type": "actions", "elements": [_button(words, NEW)]})
    for one in own:
        made += [blocks.marked(_said(words, one))[0], _own_buttons(words, one)]
    others = [_said(words, one) for one in there if not one.owner][:MOST_OTHERS]
    if others:
        made += [{"type": "divider"}, blocks.context(words.whose_deck(own=False))]
        made.append(blocks.marked("\n".join(others))[0])
    told = [words.decks_title(), sentence, *(one.title for one in there)]
    return {"text": alternative("\n".join(filter(None, told))), "blocks": made[: blocks.MOST_BLOCKS]}


async def pressed(office: Office, body: Message, deed: str, title: str) -> None:
    """A button of the list, or the one that opens it. Raises `StoreUnavailable`."""
    said = interaction(body)
    if not await patiently(lambda: office.rights.is_host(said.community, said.user)):
        await _answer(office, said, body, blocks.card(office.words, (Card(text=office.words.not_a_host(said.user)),)))
        return
    if deed == LIST:
        await _answer(office, said, body, await patiently(lambda: listed(office, said)))
    elif deed == DELETE:
        await _answer(office, said, body, await patiently(lambda: _deleted(office, said, title)))
    elif deed in {NEW, EDIT}:
        stands = await patiently(lambda: office.front.decks(said.community).form(title if deed == EDIT else ""))
        await replying.show(office, said, body, deck_form(office.words, stands))


async def kept(office: Office, body: Message) -> Message:
    """The form of a deck was sent: each fault is told at its field, and what was typed stays."""
    view = body.get("view") or {}
    said, given = interaction(body), forms.filled(view)
    title = str(view.get("private_metadata") or "")[: _LONGEST["title"]]
    first = forms.first_field(view)
    words = office.words
    try:
        if not await patiently(lambda: office.rights.is_host(said.community, said.user)):
            return _errors({first: words.not_a_host(said.user)})
        desk = office.front.decks(said.community)
        form = _written(await patiently(lambda: desk.form(title)), given)
        faults = desk.faults(form)
        if faults:
            return _errors({name if name != "title" else first: said for name, said in faults.items()})
        made = await patiently(lambda: desk.keep(form, new=not title))
        shown = await patiently(lambda: listed(office, said, words.deck_kept(made.title)))
    except StoreUnavailable:
        return _errors({first: words.try_again()})
    except (NothingToPlay, TooMany, UsageError) as error:
        return _errors({first: words.error(error)})
    return {"response_action": "update", "view": forms.view_of(words, shown["blocks"], words.decks_title())}


def deck_form(words: Words, stands: DeckForm) -> blocks.Block:
    """The form of a deck; the name of one that is there is what it is known by, and stays."""
    made = [blocks.header(stands.title)] if stands.title else [_text(words, "title", "")]
    for name in ("feeds", "topics"):
        written = str(getattr(stands, name))
        if len(written) > _LONGEST[name]:
            made.append(blocks.context(words.deck_too_long(name)))
        else:
            made.append(_text(words, name, written, optional=True, multiline=True))
    numbers = [(str(number), str(number)) for number in range(1, MAX_PER_DAY + 1)]
    kinds = [(one.value, words.strictness(one.value)) for one in Strictness]
    made.append(_field(words, "per_day", forms.select(numbers, stands.per_day)))
    made.append(_field(words, "strictness", forms.select(kinds, stands.strictness)))
    made.append(blocks.context(words.deck_language()))
    return forms.form(words, forms.DECK_FORM, stands.title, words.deck_form_title(stands.title), made)


# --- parts ---


async def _deleted(office: Office, said: Said, title: str) -> Message:
    try:
        channels = await office.front.decks(said.community).remove(title)
    except UsageError as error:
        return await listed(office, said, office.words.error(error))
    return await listed(office, said, office.words.deck_removed(title, channels))


async def _answer(office: Office, said: Said, body: Message, shown: Message) -> None:
    """Put it in the place of the list that was pressed, wherever that stands."""
    if replying.is_modal(body) or not said.reply:
        view = forms.view_of(office.words, shown["blocks"], office.words.decks_title())
        await replying.show(office, said, body, view)
    else:
        await replying.respond(said.reply, shown, replace=True)


def _written(stands: DeckForm, given: dict[str, str]) -> DeckForm:
    """A form as it was filled in; a field that was not shown stays as it stands, as does the name of a deck."""
    wanted: dict[str, str] = {name: given[name] for name in FIELDS if name in given}
    if stands.title:
        wanted.pop("title", None)
    return replace(stands, **wanted)


def _said(words: Words, one: Deck) -> str:
    return f"{one.title}: {words.deck_said(one)}"


def _own_buttons(words: Words, one: Deck) -> blocks.Block:
    surely = {
        "title": blocks.label(words.deck_button(DELETE), 100),
        "text": blocks.label(words.deck_surely(one.title), 300),
        "confirm": blocks.label(words.deck_button(DELETE), 30),
        "deny": blocks.label(words.cancel(), 30),
    }
    delete = {**_button(words, DELETE, one.title), "style": "danger", "confirm": surely}
    return {"type": "actions", "elements": [_button(words, EDIT, one.title), delete]}


def _button(words: Words, deed: str, title: str = "") -> blocks.Block:
    made = {
        "type": "button", "text": blocks.label(words.deck_button(deed), LABEL),
        "action_id": f"{blocks.ACTION}{DECK}{deed}",
    }  # fmt: skip
    return {**made, "value": title} if title else made


def _text(words: Words, name: str, initial: str, *, optional: bool = False, multiline: bool = False) -> blocks.Block:
    element = {"type": "plain_text_input", "max_length": _LONGEST[name], "multiline": multiline}
    return _field(words, name, {**element, "initial_value": initial} if initial else element, optional=optional)


def _field(words: Words, name: str, element: blocks.Block, *, optional: bool = False) -> blocks.Block:
    made = forms.field(words.deck_field(name), name, element, optional=optional)
    hint = words.deck_hint(name)
    return {**made, "hint": blocks.label(hint, LABEL * 4)} if hint else made


def _errors(found: dict[str, str]) -> Message:
    return {"response_action": "errors", "errors": found}

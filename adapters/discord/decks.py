"""A server's own decks of news, for its hosts: a list, a form, and what is wrong with what was typed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import discord

from adapters.discord import shapes
from adapters.discord.answering import Made
from adapters.discord.embeds import card, pressable
from adapters.discord.hosts import host_desk
from adapters.discord.ids import custom_id
from adapters.discord.said import read
from bot.desk.cards import Card
from bot.desk.decks import DeckForm
from bot.errors import RiddleError, UsageError

if TYPE_CHECKING:
    from adapters.discord.answering import Answers
    from adapters.discord.embeds import Part
    from adapters.discord.ids import Pressed
    from adapters.discord.said import Said
    from bot.domain import Deck
    from bot.game.sentences import Words

Asked = discord.Interaction[Any]

NEW, EDIT, DELETE, SURELY = "deck-new", "deck-edit", "deck-delete", "deck-surely"
DEEDS = frozenset({NEW, EDIT, DELETE, SURELY})
FORM = "deck-form"

MOST = {"title": 32, "feeds": 4_000, "topics": 1_000, "per_day": 2, "strictness": 10}
"""The fields of the form in their order, and how long each may be: Discord takes four thousand."""

OPTIONAL = frozenset({"feeds", "topics"})
SHOWN = 15
"""Decks of a list."""

WITH_BUTTONS = 8
"""Decks of its own that have buttons: there are five rows of five; the others are named with the command."""


class Decks:
    """Answers hosts about their server's decks."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers

    async def asked(self, interaction: Asked, title: str) -> None:
        """The command: the list, or the form of the deck that is named."""
        if title.strip():
            await self._form(interaction, title.strip().lower())
        else:
            await self._list(interaction)

    async def pressed(self, interaction: Asked, found: Pressed) -> None:
        """A button of the list."""
        if found.deed in {NEW, EDIT}:
            await self._form(interaction, found.about)
        elif found.deed == DELETE:
            await self._surely(interaction, found.about)
        else:
            await self._delete(interaction, found.about)

    async def sent(self, interaction: Asked, found: Pressed, typed: dict[str, str]) -> None:
        """The form: each fault is told by its field, and what was typed is there to be copied."""

        async def make(said: Said) -> Made:
            await host_desk(self._answers, interaction, said)
            desk = self._answers.front.decks(said.community)
            stands = await desk.form(found.about)
            form = replace(stands, **{name: text for name, text in typed.items() if name in MOST})
            if faults := desk.faults(form):
                return self._faults(said, form, faults)
            made = await desk.keep(form, new=not found.about)
            return await self._listed(said, self._words.deck_kept_here(made.title))

        await self._answers.answer(interaction, make)

    # --- answers ---

    @property
    def _words(self) -> Words:
        return self._answers.front.words

    async def _list(self, interaction: Asked) -> None:
        async def make(said: Said) -> Made:
            await host_desk(self._answers, interaction, said)
            return await self._listed(said)

        await self._answers.answer(interaction, make)

    async def _surely(self, interaction: Asked, title: str) -> None:
        async def make(said: Said) -> Made:
            await host_desk(self._answers, interaction, said)
            part = card(self._words, (Card(text=self._words.deck_surely(title)),), said.community)
            return Made({**part, "components": [_row([self._button(SURELY, title)])]})

        await self._answers.answer(interaction, make)

    async def _delete(self, interaction: Asked, title: str) -> None:
        async def make(said: Said) -> Made:
            await host_desk(self._answers, interaction, said)
            channels = await self._answers.front.decks(said.community).remove(title)
            return await self._listed(said, self._words.deck_removed(title, channels))

        await self._answers.answer(interaction, make)

    async def _listed(self, said: Said, told: str = "") -> Made:
        """All decks the server can choose from, and what was just done."""
        words, front = self._words, self._answers.front
        there = await front.decks(said.community).there()
        own = [one for one in there if one.owner]
        rows = tuple((one.title, f"{words.deck_said(one)}\n{words.whose_deck(own=bool(one.owner))}") for one in there)
        notes = (words.decks_left(len(own), front.own_decks), words.deck_language())
        part = card(words, (Card(words.decks_title(), told, rows[:SHOWN], notes),), said.community)
        return Made({**part, "components": self._buttons(own, front.own_decks)})

    def _buttons(self, own: list[Deck], most: int) -> list[Part]:
        buttons = [self._button(deed, one.title) for one in own[:WITH_BUTTONS] for deed in (EDIT, DELETE)]
        rows = [_row(buttons[at : at + 4]) for at in range(0, len(buttons), 4)]
        return [_row([self._button(NEW)]), *rows] if len(own) < most else rows

    def _button(self, deed: str, title: str = "") -> Part:
        label = self._words.deck_button("delete" if deed in {DELETE, SURELY} else deed.removeprefix("deck-"))
        return pressable(f"{label} {title}".strip(), deed, title)

    async def _form(self, interaction: Asked, title: str) -> None:
        """The form of a deck; the name of one that is there stays as it is."""
        try:
            await host_desk(self._answers, interaction)
            stands, new = await self._stands(read(interaction), title)
        except RiddleError as error:
            said = self._answers.sentence(error)
            await self._answers.cards(interaction, lambda _: _told(said))
            return
        names = [name for name in MOST if new or name != "title"]
        fields = [
            shapes.Field(name, self._words.deck_field(name), text, MOST[name], name not in OPTIONAL)
            for name in names
            if len(text := str(getattr(stands, name))) <= MOST[name]
        ]
        heading = self._words.deck_form_title("" if new else stands.title)
        made = custom_id(FORM, "" if new else stands.title)
        await self._answers.form(interaction, shapes.form(made, heading, fields))

    async def _stands(self, said: Said, title: str) -> tuple[DeckForm, bool]:
        """What stands in the form, and whether the deck is a new one."""
        desk = self._answers.front.decks(said.community)
        own = {one.title for one in await desk.there() if one.owner}
        if title in own:
            return await desk.form(title), False
        if len(own) >= self._answers.front.own_decks:
            raise UsageError(self._words.decks_left(len(own), self._answers.front.own_decks))
        return DeckForm(title[: MOST["title"]]), True

    def _faults(self, said: Said, form: DeckForm, faults: dict[str, str]) -> Made:
        words = self._words
        rows = [(words.deck_field(name), fault) for name, fault in faults.items()]
        typed = [(words.deck_field(name), str(getattr(form, name))) for name in OPTIONAL if getattr(form, name)]
        part = card(words, (Card(words.decks_title(), words.deck_not_kept(), (*rows, *typed)),), said.community)
        return Made(part, refused=True)


async def _told(text: str) -> tuple[Card, ...]:
    return (Card(text=text),)


def _row(buttons: list[Part]) -> Part:
    return {"type": 1, "components": buttons}

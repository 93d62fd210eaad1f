"""Buttons and forms: told by their ids alone, so that those of old days and earlier processes still answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from adapters.discord import decks, shapes
from adapters.discord.answering import Made
from adapters.discord.decks import Decks
from adapters.discord.embeds import HOST, PLAY, deed_of
from adapters.discord.ids import custom_id, read_id
from adapters.discord.player_commands import LONGEST_GUESS, LONGEST_REPORT
from adapters.discord.reviewing import HINTS_FORM, Reviewing
from adapters.discord.said import custom, fields, read
from adapters.discord.text import named
from bot.desk.cards import Button, Deed
from bot.domain import Judgement
from bot.errors import NothingToPlay
from bot.game.sentences import never_played

if TYPE_CHECKING:
    from adapters.discord.answering import Answers
    from adapters.discord.ids import Pressed
    from adapters.discord.own_threads import OwnThreads
    from adapters.discord.said import Said
    from bot.desk.cards import Card
    from bot.desk.player import PlayerDesk

Asked = discord.Interaction[Any]

GUESS_FORM, REPORT_FORM = "guess-form", "report-form"


class Pressing:
    """Answers what is pressed and what is sent by a form."""

    def __init__(self, answers: Answers, own: OwnThreads) -> None:
        self._answers = answers
        self._own = own
        self._reviewing = Reviewing(answers)
        self._decks = Decks(answers)

    async def pressed(self, interaction: Asked) -> None:
        """A button."""
        said = read(interaction)
        found = read_id(custom(interaction), said.community)
        if found is None or not await self._answers.mine(interaction):
            return
        if found.deed == Deed.GUESS.value:
            await self._guess_form(interaction, found)
        elif found.deed == Deed.REPORT.value:
            await self._report_form(interaction, found)
        elif found.deed == PLAY:
            await self._play(interaction, said, found)
        elif found.deed in HOST:
            await self._reviewing.pressed(interaction, found)
        elif found.deed in decks.DEEDS:
            await self._decks.pressed(interaction, found)
        else:
            await self._answers.cards(interaction, lambda said: self._done(said, found))

    async def sent(self, interaction: Asked) -> None:
        """A form."""
        said = read(interaction)
        found = read_id(custom(interaction), said.community)
        if found is None or not await self._answers.mine(interaction):
            return
        typed = fields(interaction)
        if found.deed == HINTS_FORM:
            await self._reviewing.sent(interaction, found, dict(typed))
        elif found.deed == decks.FORM:
            await self._decks.sent(interaction, found, dict(typed))
        else:
            await self._answers.cards(interaction, lambda said: self._typed(said, found, typed.get(shapes.TEXT, "")))

    # --- players ---

    async def _done(self, said: Said, found: Pressed) -> tuple[Card, ...]:
        deed = deed_of(found.deed)
        if deed is None:
            raise NothingToPlay(never_played())
        if deed is Deed.FORGET:
            await self._answers.threads.forget(said.community, said.user)
        return await self._desk(said).do(Button(deed, found.about), said.delivery)

    async def _typed(self, said: Said, found: Pressed, text: str) -> tuple[Card, ...]:
        desk = self._desk(said)
        if found.deed == REPORT_FORM:
            return (await desk.report(found.about, text),)
        made = await desk.guess(found.about, text, said.delivery)
        if made.judgement is Judgement.CORRECT:
            _ = self._answers.spawn(self._own.solved(said, found.about))
        return (made,)

    async def _guess_form(self, interaction: Asked, found: Pressed) -> None:
        words = self._answers.front.words
        fields = [shapes.Field(shapes.TEXT, words.guess_label(), "", LONGEST_GUESS)]
        await self._form(interaction, GUESS_FORM, found, fields)

    async def _report_form(self, interaction: Asked, found: Pressed) -> None:
        words = self._answers.front.words
        fields = [shapes.Field(shapes.TEXT, words.report_label(), "", LONGEST_REPORT)]
        await self._form(interaction, REPORT_FORM, found, fields)

    async def _play(self, interaction: Asked, said: Said, found: Pressed) -> None:
        """A thread of the player's own, or the form where there can be none."""
        thread = await self._own.open(interaction, said, found.about)
        if not thread:
            await self._guess_form(interaction, found)
            return
        words = self._answers.front.words

        async def told(_: Said) -> Made:
            part = {"embeds": [{"description": f"{words.your_thread()} <#{thread}>"}], "components": []}
            return Made(part)

        await self._answers.answer(interaction, told)

    def _desk(self, said: Said) -> PlayerDesk:
        return self._answers.front.player(said.community, said.user, named, account=said.account, where=said.where)

    async def _form(self, interaction: Asked, deed: str, found: Pressed, typed: list[shapes.Field]) -> None:
        community = read(interaction).community
        title = self._title(found.about)
        await self._answers.form(interaction, shapes.form(custom_id(deed, found.about, "", community), title, typed))

    def _title(self, about: str) -> str:
        """The number of a riddle, as its button has it; the first of a day by the day's alone."""
        number, _, place = about.rpartition("/")[2].partition(".")
        words = self._answers.front.words
        if not number.isdecimal():
            return words.button(Deed.GUESS.value)
        return words.thread_name(int(number[:9])) + (f".{place[:2]}" if place not in {"", "0", "1"} else "")

"""Buttons and forms: told by their ids alone, so that those of old days and earlier processes still answer."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import discord

from adapters.discord import shapes
from adapters.discord.answering import Made
from adapters.discord.embeds import HOST, PLAY, asking, deed_of
from adapters.discord.hosts import host_desk
from adapters.discord.ids import custom_id, read_id
from adapters.discord.player_commands import LONGEST_GUESS, LONGEST_REPORT
from adapters.discord.said import custom, fields, read
from adapters.discord.text import named
from bot.desk.cards import Button, Card, Deed
from bot.domain import RoundKey
from bot.errors import NothingToPlay, RiddleError
from bot.game.sentences import never_played
from bot.game.table import HINTS

if TYPE_CHECKING:
    from adapters.discord.answering import Answers
    from adapters.discord.ids import Pressed
    from adapters.discord.own_threads import OwnThreads
    from adapters.discord.said import Said
    from bot.desk.player import PlayerDesk

Asked = discord.Interaction[Any]

GUESS_FORM, REPORT_FORM, HINTS_FORM = "guess-form", "report-form", "hints-form"
HINT = "hint"
LONGEST_HINT = 300


class Pressing:
    """Answers what is pressed and what is sent by a form."""

    def __init__(self, answers: Answers, own: OwnThreads) -> None:
        self._answers = answers
        self._own = own

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
            await self._host(interaction, found)
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
            hints = [typed.get(f"{HINT}{number}", "") for number in range(1, HINTS + 1)]
            await self._answers.answer(interaction, lambda said: self._hinted(interaction, said, found, hints))
        else:
            await self._answers.cards(interaction, lambda said: self._typed(said, found, typed.get(shapes.TEXT, "")))

    # --- players ---

    async def _done(self, said: Said, found: Pressed) -> tuple[Card, ...]:
        deed = deed_of(found.deed)
        if deed is None:
            raise NothingToPlay(never_played())
        return await self._desk(said).do(Button(deed, found.about), said.delivery)

    async def _typed(self, said: Said, found: Pressed, text: str) -> tuple[Card, ...]:
        desk = self._desk(said)
        if found.deed == REPORT_FORM:
            return (await desk.report(found.about, text),)
        return (await desk.guess(found.about, text, said.delivery),)

    async def _guess_form(self, interaction: Asked, found: Pressed) -> None:
        words = self._answers.front.words
        fields = [(shapes.TEXT, words.guess_label(), "", LONGEST_GUESS)]
        await self._form(interaction, GUESS_FORM, found, fields)

    async def _report_form(self, interaction: Asked, found: Pressed) -> None:
        words = self._answers.front.words
        fields = [(shapes.TEXT, words.report_label(), "", LONGEST_REPORT)]
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

    # --- hosts ---

    async def _host(self, interaction: Asked, found: Pressed) -> None:
        if found.deed == "hints":
            await self._hints_form(interaction, found)
            return

        async def make(said: Said) -> Made:
            desk = await host_desk(self._answers, interaction, said)
            key, place = _day_of(said, found.about)
            if found.deed == "approve":
                review = await desk.approve(key.deck, key.date)
            elif found.deed == "skip":
                review = await desk.skip(key.deck, key.date)
            else:
                review = await desk.take_next(key.deck, key.date, place)
            return Made(asking(self._answers.front.words, review))

        await self._answers.answer(interaction, make, update=await self._is_host(interaction))

    async def _is_host(self, interaction: Asked) -> bool:
        """Whether the message may be changed by who pressed; others are told privately."""
        try:
            await host_desk(self._answers, interaction)
        except RiddleError:
            return False
        return True

    async def _hints_form(self, interaction: Asked, found: Pressed) -> None:
        try:
            desk = await host_desk(self._answers, interaction)
            key, place = _day_of(read(interaction), found.about)
            riddle = (await desk.reviews.standing(key.deck, key.date)).riddles[place - 1]
        except (RiddleError, IndexError) as error:
            refused = error if isinstance(error, RiddleError) else NothingToPlay(never_played())
            await self._answers.cards(interaction, lambda _: _told(self._answers.sentence(refused)))
            return
        words = self._answers.front.words
        hints = [
            (f"{HINT}{n}", words.hint_label(n), hint, LONGEST_HINT) for n, hint in enumerate(riddle.hints[:HINTS], 1)
        ]
        await self._form(interaction, HINTS_FORM, found, hints)

    async def _hinted(self, interaction: Asked, said: Said, found: Pressed, hints: list[str]) -> Made:
        desk = await host_desk(self._answers, interaction, said)
        key, place = _day_of(said, found.about)
        return Made(asking(self._answers.front.words, await desk.edit_hints(key.deck, key.date, place, hints)))

    async def _form(
        self, interaction: Asked, deed: str, found: Pressed, typed: list[tuple[str, str, str, int]]
    ) -> None:
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


async def _told(text: str) -> tuple[Card, ...]:
    return (Card(text=text),)


def _day_of(said: Said, about: str) -> tuple[RoundKey, int]:
    """The deck, the day and the place of a host's button."""
    deck, _, rest = about.rpartition("/")
    day, _, place = rest.partition(".")
    try:
        return RoundKey(said.community, deck, _date(day)), int(place)
    except ValueError:
        raise NothingToPlay(never_played()) from None


def _date(text: str) -> date:
    return datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007 - a day alone

"""What hosts press under riddles that wait for their word: of the text they saw, never of a newer one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import discord

from adapters.discord import shapes
from adapters.discord.answering import Made
from adapters.discord.embeds import asking
from adapters.discord.hosts import host_desk
from adapters.discord.ids import custom_id
from adapters.discord.said import read
from bot.desk.cards import Card
from bot.errors import NothingToPlay, RiddleError
from bot.game.sentences import never_played
from bot.game.table import HINTS

if TYPE_CHECKING:
    from adapters.discord.answering import Answers
    from adapters.discord.ids import Pressed
    from adapters.discord.said import Said
    from bot.desk.host import HostDesk
    from bot.domain import Review, Riddle

Asked = discord.Interaction[Any]

HINTS_FORM = "hints-form"
HINT = "hint"
LONGEST_HINT = 300


@dataclass(frozen=True, slots=True)
class Spot:
    """What a host's button is about; `seen` is the version of the riddles that stood over it, 0 where it is unknown."""

    deck: str
    day: date
    place: int
    seen: int


class Reviewing:
    """Answers the buttons of hosts, and the form in which they change hints."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers

    async def pressed(self, interaction: Asked, found: Pressed) -> None:
        """A button."""
        if found.deed == "hints":
            await self._form(interaction, found)
            return

        async def make(said: Said) -> Made:
            desk = await host_desk(self._answers, interaction, said)
            return self._shown(await _done(desk, found.deed, spot_of(found.about)))

        await self._answers.answer(interaction, make, update=True)

    async def sent(self, interaction: Asked, found: Pressed, typed: dict[str, str]) -> None:
        """The form."""

        async def make(said: Said) -> Made:
            desk, spot = await host_desk(self._answers, interaction, said), spot_of(found.about)
            hints = [typed.get(f"{HINT}{number}", "") for number in range(1, HINTS + 1)]
            return self._shown(await desk.edit_hints(spot.deck, spot.day, spot.place, hints, spot.seen))

        await self._answers.answer(interaction, make, update=interaction.message is not None)

    async def _form(self, interaction: Asked, found: Pressed) -> None:
        try:
            desk, spot = await host_desk(self._answers, interaction), spot_of(found.about)
            review = await desk.reviews.standing(spot.deck, spot.day)
            riddle = _riddle(review, spot.place)
        except RiddleError as error:
            said = self._answers.sentence(error)
            await self._answers.cards(interaction, lambda _: _told(said))
            return
        words = self._answers.front.words
        hints = [
            shapes.Field(f"{HINT}{n}", words.hint_label(n), hint, LONGEST_HINT)
            for n, hint in enumerate(riddle.hints[:HINTS], 1)
        ]
        made = custom_id(HINTS_FORM, found.about, "", read(interaction).community)
        await self._answers.form(interaction, shapes.form(made, words.thread_name(review.number), hints))

    def _shown(self, review: Review) -> Made:
        return Made(asking(self._answers.front.words, review))


def spot_of(about: str) -> Spot:
    """The deck, the day, the place and the version of a host's button; raises `NothingToPlay` where it is none."""
    deck, _, rest = about.rpartition("/")
    day, place, seen = [*rest.split("."), "", ""][:3]
    try:
        return Spot(deck, _date(day), int(place or "0"), int(seen or "0"))
    except ValueError:
        raise NothingToPlay(never_played()) from None


async def _done(desk: HostDesk, deed: str, spot: Spot) -> Review:
    if deed == "approve":
        return await desk.approve(spot.deck, spot.day, spot.seen)
    if deed == "skip":
        return await desk.skip(spot.deck, spot.day)
    return await desk.take_next(spot.deck, spot.day, spot.place, spot.seen)


def _riddle(review: Review, place: int) -> Riddle:
    if not 1 <= place <= len(review.riddles):
        raise NothingToPlay(never_played())
    return review.riddles[place - 1]


async def _told(text: str) -> tuple[Card, ...]:
    return (Card(text=text),)


def _date(text: str) -> date:
    return datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007 - a day alone

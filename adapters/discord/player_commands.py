"""`/riddle`: what a player asks for by command; everything is answered to him alone."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from adapters.discord import choices
from adapters.discord.text import named
from adapters.discord.translating import about, called
from bot.desk.cards import Card
from bot.domain import Judgement, Span
from bot.errors import RiddleError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from adapters.discord.answering import Answers
    from adapters.discord.own_threads import OwnThreads
    from adapters.discord.said import Said
    from bot.desk.player import PlayerDesk

Asked = discord.Interaction[Any]

LONGEST_GUESS = 80
LONGEST_REPORT = 300
SPANS = [app_commands.Choice(name=called(span.value), value=span.value) for span in Span]

SWITCH = [app_commands.Choice(name=called(state), value=state) for state in ("on", "off")]


class PlayerCommands(app_commands.Group):
    """The commands of players, in servers, for those who installed the app themselves, and in direct messages."""

    def __init__(self, answers: Answers, own: OwnThreads) -> None:
        super().__init__(
            name="riddle",
            description=about("riddle"),
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
        )
        self._answers = answers
        self._own = own

    @app_commands.command(name=called("today"), description=about("today"))
    async def today(self, interaction: Asked) -> None:
        """Today's riddle."""
        await self._answers.cards(interaction, lambda said: self.desk(said).today())

    @app_commands.command(name=called("guess"), description=about("guess"))
    @app_commands.rename(text=called("text"), riddle=called("riddle"))
    @app_commands.describe(text=about("guess:text"), riddle=about("guess:riddle"))
    async def guess(
        self, interaction: Asked, text: app_commands.Range[str, 1, LONGEST_GUESS], riddle: str = ""
    ) -> None:
        """A guess."""

        async def guessed(desk: PlayerDesk, said: Said) -> Card:
            made = await desk.guess(riddle, text, said.delivery)
            if made.judgement is Judgement.CORRECT and made.buttons:
                _ = self._answers.spawn(self._own.solved(said, made.buttons[0].about))
            return made

        await self._one(interaction, guessed)

    @app_commands.command(name=called("hint"), description=about("hint"))
    @app_commands.rename(riddle=called("riddle"))
    @app_commands.describe(riddle=about("guess:riddle"))
    async def hint(self, interaction: Asked, riddle: str = "") -> None:
        """The next hint."""
        await self._one(interaction, lambda desk, said: desk.hint(riddle, said.delivery))

    @app_commands.command(name=called("answer"), description=about("answer"))
    @app_commands.rename(riddle=called("riddle"))
    @app_commands.describe(riddle=about("guess:riddle"))
    async def answer(self, interaction: Asked, riddle: str = "") -> None:
        """The answer."""
        await self._one(interaction, lambda desk, _: desk.answer(riddle))

    @app_commands.command(name=called("board"), description=about("board"))
    @app_commands.rename(span=called("span"))
    @app_commands.describe(span=about("board:span"))
    @app_commands.choices(span=SPANS)
    async def board(self, interaction: Asked, span: app_commands.Choice[str] | None = None) -> None:
        """A board."""
        await self._one(interaction, lambda desk, _: desk.board(span.value if span else Span.WEEK.value))

    @app_commands.command(name=called("me"), description=about("me"))
    async def me(self, interaction: Asked) -> None:
        """A player's own record."""
        await self._one(interaction, lambda desk, _: desk.me())

    @app_commands.command(name=called("archive"), description=about("archive"))
    async def archive(self, interaction: Asked) -> None:
        """The last days."""
        await self._one(interaction, lambda desk, _: desk.archive())

    @app_commands.command(name=called("share"), description=about("share"))
    @app_commands.rename(riddle=called("riddle"))
    @app_commands.describe(riddle=about("guess:riddle"))
    async def share(self, interaction: Asked, riddle: str = "") -> None:
        """A line for others."""
        await self._one(interaction, lambda desk, _: desk.share(riddle))

    @app_commands.command(name=called("report"), description=about("report"))
    @app_commands.rename(what=called("what"), riddle=called("riddle"))
    @app_commands.describe(what=about("report:what"), riddle=about("guess:riddle"))
    async def report(
        self, interaction: Asked, what: app_commands.Range[str, 1, LONGEST_REPORT], riddle: str = ""
    ) -> None:
        """What is wrong with a riddle."""
        await self._one(interaction, lambda desk, _: desk.report(riddle, what))

    @app_commands.command(name=called("my-data"), description=about("my-data"))
    async def my_data(self, interaction: Asked) -> None:
        """All that is kept of a player."""
        await self._one(interaction, lambda desk, _: desk.my_data())

    @app_commands.command(name=called("forget-me"), description=about("forget-me"))
    async def forget_me(self, interaction: Asked) -> None:
        """Delete all that is kept of a player, once he is sure."""
        await self._one(interaction, lambda desk, _: desk.forget_me(sure=False))

    @app_commands.command(name=called("remind-me"), description=about("remind-me"))
    @app_commands.rename(switch=called("switch"))
    @app_commands.describe(switch=about("remind-me:switch"))
    @app_commands.choices(switch=SWITCH)
    async def remind_me(self, interaction: Asked, switch: app_commands.Choice[str] | None = None) -> None:
        """A private line before a streak would end, or none any more."""
        on = switch is None or switch.value == "on"
        await self._one(interaction, lambda desk, _: desk.remind_me(on=on))

    @app_commands.command(name=called("hide-me"), description=about("hide-me"))
    async def hide_me(self, interaction: Asked) -> None:
        """Off the boards."""
        await self._one(interaction, lambda desk, _: desk.hide(hidden=True))

    @app_commands.command(name=called("show-me"), description=about("show-me"))
    async def show_me(self, interaction: Asked) -> None:
        """On them again."""
        await self._one(interaction, lambda desk, _: desk.hide(hidden=False))

    @app_commands.command(name=called("help"), description=about("help"))
    async def help(self, interaction: Asked) -> None:
        """What can be done."""
        await self._one(interaction, lambda *_: _told(self._answers.front.help()))

    @guess.autocomplete("riddle")
    @hint.autocomplete("riddle")
    @answer.autocomplete("riddle")
    @share.autocomplete("riddle")
    @report.autocomplete("riddle")
    async def riddles(self, interaction: Asked, current: str) -> list[app_commands.Choice[str]]:
        """The riddles of the last days, by number."""
        from adapters.discord.said import read

        desk = self.desk(read(interaction))
        try:
            async with asyncio.timeout(choices.SECONDS):
                past = await desk.archive()
        except (RiddleError, TimeoutError):
            return []
        found = [(name, value) for name, value in past.rows if current.strip() in name]
        return [app_commands.Choice(name=f"{name}: {value}"[:100], value=name) for name, value in found[:25]]

    def desk(self, said: Said) -> PlayerDesk:
        """The desk of who asks."""
        return self._answers.front.player(said.community, said.user, named, account=said.account, where=said.where)

    async def _one(self, interaction: Asked, ask: Callable[[PlayerDesk, Said], Awaitable[Card]]) -> None:
        async def cards(said: Said) -> tuple[Card, ...]:
            return (await ask(self.desk(said), said),)

        await self._answers.cards(interaction, cards)


async def _told(text: str) -> Card:
    return Card(text=text)

"""`/riddle-admin`: what a host asks for by command. Discord shows it to those who manage the server; we ask again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from adapters.discord import choices
from adapters.discord.answering import Made
from adapters.discord.decks import MOST, Decks
from adapters.discord.embeds import asking, card
from adapters.discord.hosts import host_desk
from adapters.discord.places import POSTED_IN, TALKED_IN, Where
from adapters.discord.text import clip, named, placed, unnamed
from adapters.discord.translating import about, called
from bot.desk.cards import Card
from bot.domain import Talking, ThreadMode
from bot.errors import UsageError
from bot.text import one_line

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from adapters.discord.answering import Answers
    from adapters.discord.said import Said
    from bot.desk.host import HostDesk
    from bot.domain import Review

Asked = discord.Interaction[Any]
Place = app_commands.Transform[app_commands.AppCommandChannel, Where(*POSTED_IN)]
Room = app_commands.Transform[app_commands.AppCommandChannel, Where(*TALKED_IN)]
MODES = [app_commands.Choice(name=called(mode.value), value=mode.value) for mode in ThreadMode]
LONGEST_DECK = MOST["title"]
CHANNEL = {"channel": called("channel")}


class HostCommands(app_commands.Group):
    """The commands of hosts."""

    def __init__(self, answers: Answers) -> None:
        super().__init__(
            name="riddle-admin",
            description=about("riddle-admin"),
            default_permissions=discord.Permissions(manage_guild=True),
            allowed_contexts=app_commands.AppCommandContext(guild=True),
            allowed_installs=app_commands.AppInstallationType(guild=True),
        )
        self._answers = answers
        self._decks = Decks(answers)

    @app_commands.command(name=called("setup"), description=about("setup"))
    @app_commands.rename(
        channel=called("channel"), time=called("time"), zone=called("zone"), weekdays=called("weekdays"),
        deck=called("deck"), threads=called("threads"), role=called("role"), reveal=called("reveal"),
        hosts=called("hosts"), review=called("review"), host_channel=called("host-channel"),
    )  # fmt: skip
    @app_commands.describe(
        channel=about("admin:channel"), time=about("setup:time"), zone=about("setup:zone"),
        weekdays=about("setup:weekdays"), deck=about("setup:deck"), threads=about("setup:threads"),
        role=about("setup:role"), reveal=about("setup:reveal"), hosts=about("setup:hosts"),
        review=about("setup:review"), host_channel=about("setup:host-channel"),
    )  # fmt: skip
    @app_commands.choices(threads=MODES)
    async def setup(
        self,
        interaction: Asked,
        channel: Place | None = None,
        time: str = "",
        zone: str = "",
        weekdays: str = "",
        deck: str = "",
        threads: app_commands.Choice[str] | None = None,
        role: discord.Role | None = None,
        reveal: str = "",
        hosts: discord.Role | None = None,
        review: bool | None = None,
        host_channel: Room | None = None,
    ) -> None:
        """Where and when riddles are posted; what is left out stays as it is."""

        async def set_up(desk: HostDesk, said: Said) -> Card:
            form = await desk.form(_channel(said, channel))
            asked = {"time": time, "zone": zone, "weekdays": weekdays, "deck": deck, "reveal": reveal}
            changed: dict[str, Any] = {name: text for name, text in asked.items() if text}
            if role is not None:
                changed["ping"] = str(role.id)
            if review is not None:
                changed["review"] = review
            if host_channel is not None:
                changed["host_channel"] = str(host_channel.id)
            made = await desk.set_up(replace(form, **changed))
            return await self._agreed(said, made, threads.value if threads else "", str(hosts.id) if hosts else "")

        await self._card(interaction, set_up)

    @app_commands.command(name=called("pause"), description=about("pause"))
    @app_commands.rename(**CHANNEL)
    @app_commands.describe(channel=about("admin:channel"))
    async def pause(self, interaction: Asked, channel: Place | None = None) -> None:
        """Post nothing until it is resumed."""
        await self._card(interaction, lambda desk, said: desk.pause(_channel(said, channel)))

    @app_commands.command(name=called("resume"), description=about("resume"))
    @app_commands.rename(**CHANNEL)
    @app_commands.describe(channel=about("admin:channel"))
    async def resume(self, interaction: Asked, channel: Place | None = None) -> None:
        """Post again."""
        await self._card(interaction, lambda desk, said: desk.resume(_channel(said, channel)))

    @app_commands.command(name=called("remove"), description=about("remove"))
    @app_commands.rename(**CHANNEL)
    @app_commands.describe(channel=about("admin:channel"))
    async def remove(self, interaction: Asked, channel: Place | None = None) -> None:
        """Post there no more."""
        await self._card(interaction, lambda desk, said: desk.remove(_channel(said, channel)))

    @app_commands.command(name=called("post-now"), description=about("post-now"))
    @app_commands.rename(**CHANNEL)
    @app_commands.describe(channel=about("admin:channel"))
    async def post_now(self, interaction: Asked, channel: Place | None = None) -> None:
        """Post at once."""
        await self._card(interaction, lambda desk, said: desk.post_now(_channel(said, channel)))

    @app_commands.command(name=called("decks"), description=about("decks"))
    @app_commands.rename(deck=called("deck"))
    @app_commands.describe(deck=about("decks:deck"))
    async def decks(self, interaction: Asked, deck: app_commands.Range[str, 1, LONGEST_DECK] = "") -> None:
        """The server's own decks of news."""
        await self._decks.asked(interaction, deck)

    @app_commands.command(name=called("queue"), description=about("queue"))
    @app_commands.rename(day=called("day"), **CHANNEL)
    @app_commands.describe(day=about("admin:day"), channel=about("admin:channel"))
    async def queue(self, interaction: Asked, day: str = "", channel: Place | None = None) -> None:
        """The riddles of the next days."""

        async def look(_: HostDesk, review: Review) -> Review:
            return review

        await self._review(interaction, day, channel, look)

    @app_commands.command(name=called("approve"), description=about("approve"))
    @app_commands.rename(day=called("day"), **CHANNEL)
    @app_commands.describe(day=about("admin:day"), channel=about("admin:channel"))
    async def approve(self, interaction: Asked, day: str = "", channel: Place | None = None) -> None:
        """Let a day's riddles be played."""
        await self._review(
            interaction, day, channel, lambda desk, one: desk.approve(one.key.deck, one.key.date, one.version)
        )

    @app_commands.command(name=called("skip"), description=about("skip"))
    @app_commands.rename(day=called("day"), **CHANNEL)
    @app_commands.describe(day=about("admin:day"), channel=about("admin:channel"))
    async def skip(self, interaction: Asked, day: str = "", channel: Place | None = None) -> None:
        """Play nothing on a day."""
        await self._review(interaction, day, channel, lambda desk, one: desk.skip(one.key.deck, one.key.date))

    @app_commands.command(name=called("replace"), description=about("replace"))
    @app_commands.rename(place=called("place"), day=called("day"), **CHANNEL)
    @app_commands.describe(place=about("admin:place"), day=about("admin:day"), channel=about("admin:channel"))
    async def replace(
        self, interaction: Asked, place: app_commands.Range[int, 1, 5] = 1, day: str = "", channel: Place | None = None
    ) -> None:
        """Another riddle in the place of one."""
        await self._review(
            interaction, day, channel, lambda desk, one: desk.take_next(one.key.deck, one.key.date, place, one.version)
        )

    @app_commands.command(name=called("recall"), description=about("recall"))
    @app_commands.rename(riddle=called("riddle"))
    @app_commands.describe(riddle=about("admin:riddle"))
    async def recall(self, interaction: Asked, riddle: str) -> None:
        """Take a riddle back."""
        await self._card(interaction, lambda desk, _: desk.recall(riddle))

    @app_commands.command(name=called("alias"), description=about("alias"))
    @app_commands.rename(riddle=called("riddle"), text=called("text"))
    @app_commands.describe(riddle=about("admin:riddle"), text=about("alias:text"))
    async def alias(self, interaction: Asked, riddle: str, text: app_commands.Range[str, 1, 80]) -> None:
        """Make another answer right."""
        await self._card(interaction, lambda desk, _: desk.alias(riddle, text))

    @app_commands.command(name=called("void"), description=about("void"))
    @app_commands.rename(riddle=called("riddle"))
    @app_commands.describe(riddle=about("admin:riddle"))
    async def void(self, interaction: Asked, riddle: str) -> None:
        """Take a riddle out of the count."""
        await self._card(interaction, lambda desk, _: desk.void(riddle))

    @app_commands.command(name=called("reports"), description=about("reports"))
    async def reports(self, interaction: Asked) -> None:
        """What players reported."""
        await self._card(interaction, lambda desk, _: desk.reports())

    @app_commands.command(name=called("status"), description=about("status"))
    @app_commands.rename(**CHANNEL)
    @app_commands.describe(channel=about("admin:channel"))
    async def status(self, interaction: Asked, channel: Place | None = None) -> None:
        """What was posted, what was not, and what does not go as it should."""

        async def told(desk: HostDesk, said: Said) -> Card:
            found = await desk.status(str(channel.id) if channel else "")
            troubles = await self._answers.threads.troubles(said.community)
            return replace(found, rows=self._placed(found), notes=(*found.notes, *troubles.values()))

        await self._card(interaction, told)

    @setup.autocomplete("zone")
    async def zones(self, _: Asked, current: str) -> list[app_commands.Choice[str]]:
        """Time zones that hold what was typed."""
        return choices.zones(current)

    @setup.autocomplete("time")
    async def times(self, _: Asked, current: str) -> list[app_commands.Choice[str]]:
        """Hours and half hours."""
        return choices.times(current)

    @setup.autocomplete("weekdays")
    async def weekdays(self, _: Asked, current: str) -> list[app_commands.Choice[str]]:
        """Days that many want."""
        return choices.among(choices.WEEKDAYS, current)

    @setup.autocomplete("reveal")
    async def reveals(self, _: Asked, current: str) -> list[app_commands.Choice[str]]:
        """When many want the answer to be shown."""
        return choices.among(choices.REVEALS, current)

    @setup.autocomplete("deck")
    async def offered_decks(self, interaction: Asked, current: str) -> list[app_commands.Choice[str]]:
        """Decks the server can choose from."""
        return choices.among(await choices.decks(self._answers, interaction), current)

    @decks.autocomplete("deck")
    async def own_decks(self, interaction: Asked, current: str) -> list[app_commands.Choice[str]]:
        """The server's own decks."""
        return choices.among(await choices.decks(self._answers, interaction, own=True), current)

    @queue.autocomplete("day")
    @approve.autocomplete("day")
    @skip.autocomplete("day")
    @replace.autocomplete("day")
    async def days(self, interaction: Asked, current: str) -> list[app_commands.Choice[str]]:
        """The days whose riddles are made."""
        return choices.among(await choices.days(self._answers, interaction), current)

    @recall.autocomplete("riddle")
    @alias.autocomplete("riddle")
    @void.autocomplete("riddle")
    async def riddles(self, interaction: Asked, current: str) -> list[app_commands.Choice[str]]:
        """The riddles of the last days, by number."""
        return choices.among(await choices.riddles(self._answers, interaction), current)

    # --- parts ---

    async def _card(self, interaction: Asked, ask: Callable[[HostDesk, Said], Awaitable[Card]]) -> None:
        async def cards(said: Said) -> tuple[Card, ...]:
            return (await ask(await host_desk(self._answers, interaction, said), said),)

        await self._answers.cards(interaction, cards)

    async def _review(
        self, interaction: Asked, day: str, channel: Place | None, do: Callable[[HostDesk, Review], Awaitable[Review]]
    ) -> None:
        async def make(said: Said) -> Made:
            desk = await host_desk(self._answers, interaction, said)
            found = await desk.queue(_channel(said, channel))
            wanted = [one for one in found if not day or one.key.date == _day(day)]
            if not wanted:
                return self._told(said, self._answers.front.words.no_queue())
            review = await do(desk, wanted[0])
            others = [one.key.date.isoformat() for one in found if one.key.date != review.key.date]
            return Made(asking(self._answers.front.words, review, others=others))

        await self._answers.answer(interaction, make)

    async def _agreed(self, said: Said, made: Card, mode: str, role: str) -> Card:
        """Keep what only Discord has, and tell how it is."""
        threads, words = self._answers.threads, self._answers.front.words
        before = await threads.talking(said.community)
        after = Talking(ThreadMode(mode) if mode else before.mode, role or before.role)
        if after != before:
            await threads.agree(said.community, after)
        return replace(made, rows=(*made.rows, (words.thread_row(), words.thread_mode(after.mode.value))))

    def _placed(self, found: Card) -> tuple[tuple[str, str], ...]:
        """Rows that name a channel with its name in their values: in what stands over them Discord shows none."""
        over = self._answers.front.words.command("channel").capitalize()
        channels = {named(one): one for one in (unnamed(name) for name, _ in found.rows) if one}
        return tuple(
            (over, f"{placed(channels[name])}: {value}") if name in channels else (name, value)
            for name, value in found.rows
        )

    def _told(self, said: Said, text: str) -> Made:
        return Made(card(self._answers.front.words, (Card(text=text),), said.community))


def _channel(said: Said, channel: Place | None) -> str:
    return str(channel.id) if channel is not None else said.channel


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise UsageError(f"{clip(one_line(text), 20)!r} is no day like 2026-03-14.") from None

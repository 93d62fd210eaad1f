"""A process of Discord's inside the test, at a server with one guild whose channel has today's riddle."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import time
from typing import TYPE_CHECKING, Any

from adapters.discord.calls import Calls
from adapters.discord.connecting import Bot
from adapters.discord.messenger import DiscordMessenger
from bot import bootstrap
from bot.bootstrap.desk import front
from bot.bootstrap.discord import shards as ranges
from bot.bootstrap.hosts import tidying
from bot.domain import Channel, ChannelKey, Matter, Post, Riddle, Round, Schedule, Sending
from bot.ports.now import system_now
from bot.settings import load_settings
from tests.adapters.store.samples import edition, riddle

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import date
    from pathlib import Path

    from bot.bootstrap import Store
    from bot.desk.front import Front
    from tests.doubles.discord_server import DiscordServer, Interaction


@dataclass
class Asked:
    """Editions that were asked for."""

    made: list[tuple[str, date]] = field(default_factory=list)

    async def make(self, deck: str, day: date, *, quick: bool = False) -> None:  # noqa: ARG002
        self.made.append((deck, day))


@dataclass
class House:
    """What a test of conversations needs."""

    server: DiscordServer
    store: Store
    front: Front
    messenger: DiscordMessenger
    stack: AsyncExitStack
    asked: Asked
    processes: list[tuple[asyncio.Event, asyncio.Task[Any]]] = field(default_factory=list)
    troubles: dict[str, str] = field(default_factory=dict)

    @property
    def community(self) -> str:
        return f"discord:{self.server.guild}"

    @property
    def channel(self) -> Channel:
        return Channel(ChannelKey(self.community, self.server.channel_id("riddles")), Schedule(time(9)))

    async def connect(self, ready: int = 1, shards: str | None = None) -> None:
        """Start a process."""
        stop = asyncio.Event()

        def trouble(about: str, reason: str) -> None:
            self.troubles[about] = reason

        settings = load_settings(RIDDLE_LANGUAGE="en")
        bot = Bot(
            self.server.token, self.front, self.store.threads, tidying(self.store, settings), trouble, ranges(shards)
        )  # fmt: skip
        task = asyncio.ensure_future(bot.run(stop))
        self.processes.append((stop, task))
        await self.server.wait_ready(ready)
        await asyncio.sleep(0.1)

    async def stop(self) -> None:
        """Stop all processes."""
        for stop, task in self.processes:
            stop.set()
            await task
        self.processes.clear()

    async def post(self, *names: str, number: int = 142) -> str:
        """Post today's riddles in the channel, and return the message's id."""
        found = await self.open(*(riddle(name) for name in names or ("harbour",)), number=number)
        await self.store.schedule.keep(self.channel)
        name = Sending(Matter.POST, self.channel.key, found.key.date).name
        return await self.messenger.post(self.channel, Post(found, (0,) * len(found.riddles)), name)

    async def open(self, *riddles: Riddle, community: str = "", number: int = 142) -> Round:
        """Begin today's round."""
        made = replace(edition(*riddles), date=system_now().date(), number=number)
        await self.store.editions.put(made)
        return await self.front.club(community or self.community).open(made)

    def shown(self, interaction: Interaction) -> dict[str, Any]:
        """What the user saw in the end."""
        return self.server.messages[interaction.original]

    async def seen(self, interaction: Interaction) -> str:
        """All words of it, once they are there."""
        await self.server.wait_until(lambda: interaction.original and not interaction.deferred)
        return str(self.shown(interaction)["embeds"])

    def reactions(self, message: str) -> list[str]:
        return [emoji for _, emoji in self.server.messages[message].get("_reactions", [])]

    async def reacted(self, message: str) -> str:
        """The one reaction of a message, once it is there."""
        await self.server.wait_until(lambda: self.reactions(message), timeout=45)
        (emoji,) = self.reactions(message)
        return emoji


@asynccontextmanager
async def house(server: DiscordServer, redis_url: str, data_dir: Path) -> AsyncIterator[House]:
    """A house at a server."""
    settings = load_settings(REDIS_URL=redis_url, RIDDLE_DATA_DIR=str(data_dir))
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(bootstrap.open_store(settings))
        asked = Asked()
        messenger = DiscordMessenger(Calls(server.token), bootstrap.words(settings), store.threads)
        stack.push_async_callback(messenger.close)
        made = House(server, store, front(store, settings, asked), messenger, stack, asked)
        stack.push_async_callback(made.stop)
        yield made

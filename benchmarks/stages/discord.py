"""Discord on the loopback with a real store beside it, and processes of the program connected to both."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import tempfile
import time
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import time as clock_time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from adapters.discord.calls import Calls
from adapters.discord.messenger import DiscordMessenger
from adapters.store.embedded import EmbeddedServer
from bot import bootstrap
from bot.domain import Channel, ChannelKey, Matter, Post, Schedule, Sending
from bot.game.sentences import Words
from bot.ports.now import system_now
from bot.settings import load_settings
from tests.adapters.store.samples import edition, riddle
from tests.doubles.discord_server import DiscordServer

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import AsyncIterator

    from bot.bootstrap import Store
    from bot.domain import Round

ROOT = Path(__file__).resolve().parents[2]
POINTING = ROOT / "tests" / "doubles" / "discord_pointing"


@dataclass
class Stage:
    """A server of Discord's, a store, and a channel."""

    server: DiscordServer
    store: Store
    url: str
    folder: Path
    messenger: DiscordMessenger
    processes: list[Process] = field(default_factory=list)

    @property
    def community(self) -> str:
        """The one guild."""
        return f"discord:{self.server.guild}"

    async def post(self) -> tuple[Round, str]:
        """Post today's riddle; the round and the message."""
        made = edition(riddle("harbour"), day=system_now().date(), number=142)
        await self.store.editions.put(made)
        found = await bootstrap.club(self.store, self.community).open(made)
        channel = Channel(ChannelKey(self.community, self.server.channel_id("riddles")), Schedule(clock_time(9)))
        await self.store.schedule.keep(channel)
        sending = Sending(Matter.POST, channel.key, made.date)
        return found, await self.messenger.post(channel, Post(found, (0,)), sending.name)

    async def begin(self, ready: int = 1) -> tuple[Process, float]:
        """Start a process of the program and wait until it is connected; how long that took."""
        begun = time.perf_counter()
        process = await self.run("-m", "bot", "discord")
        await self.server.wait_ready(ready, timeout=60)
        return process, time.perf_counter() - begun

    async def run(self, *words: str) -> Process:
        """Start a Python process that meets this Discord in the place of the real one."""
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join((str(POINTING), str(ROOT))),
            "DOUBLE_DISCORD_API": self.server.api_base,
            "DOUBLE_DISCORD_GATEWAY": self.server.gateway_url,
            "DISCORD_TOKEN": self.server.token,
            "REDIS_URL": self.url,
            "RIDDLE_DATA_DIR": str(self.folder / "data"),
            "RIDDLE_MODEL": "none",
        }
        with (self.folder / f"log-{len(self.processes)}").open("wb") as log:
            process = await asyncio.create_subprocess_exec(
                sys.executable, *words, env=environment, cwd=self.folder, stdout=log, stderr=log
            )
        self.processes.append(process)
        return process

    async def end(self, process: Process, *, kill: bool = False) -> None:
        """End a process, in order or at once."""
        if process.returncode is None:
            process.send_signal(signal.SIGKILL if kill else signal.SIGTERM)
            await process.wait()


@asynccontextmanager
async def open_stage(**server: Any) -> AsyncIterator[Stage]:
    """A stage, until the block ends."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="riddle-discord-")))
        valkey = EmbeddedServer(folder / "store")
        url = f"unix://{valkey.enter()}"
        stack.callback(valkey.leave)
        double = await stack.enter_async_context(DiscordServer(**server))
        import discord.http

        before, discord.http.Route.BASE = discord.http.Route.BASE, double.api_base
        stack.callback(setattr, discord.http.Route, "BASE", before)
        settings = load_settings(REDIS_URL=url, RIDDLE_DATA_DIR=str(folder / "data"), RIDDLE_MODEL="none")
        store = await stack.enter_async_context(bootstrap.open_store(settings))
        messenger = DiscordMessenger(Calls(double.token), Words(), store.threads)
        stack.push_async_callback(messenger.close)
        stage = Stage(double, store, url, folder, messenger)
        try:
            yield stage
        finally:
            for process in stage.processes:
                await stage.end(process, kill=True)


def loaded(process: Process) -> str:
    """The files a process has in memory."""
    return Path(f"/proc/{process.pid}/maps").read_text()

"""A process of Discord's: logs in, connects, and connects again whatever happens, until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import aiohttp
import discord

from adapters.discord.answering import Answers
from adapters.discord.calls import Calls
from adapters.discord.catching_up import CatchingUp
from adapters.discord.client import Connection
from adapters.discord.desk import Desk
from adapters.discord.host_commands import HostCommands
from adapters.discord.judging import Judging
from adapters.discord.lanes import Lanes
from adapters.discord.own_threads import OwnThreads
from adapters.discord.player_commands import PlayerCommands
from adapters.discord.pressed import Pressing
from adapters.discord.registering import look_until_told, register
from adapters.discord.showing import Showing
from adapters.discord.threads import CONTENT, Opening
from adapters.discord.translating import Translating
from bot.errors import DeliveryError, RiddleError, SettingsError
from bot.game.judging import judge
from bot.ports.now import system_now

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.delivery.tidying import Tidying
    from bot.desk.front import Front
    from bot.ports.threads import ThreadStore

_log = logging.getLogger(__name__)

BACKOFF, LONGEST_BACKOFF = 1.0, 60.0
CLOSE_SECONDS = 3.0
"""How long what was begun may take when the process is told to stop."""

REGISTER_SECONDS = 5.0
"""How long one waits until Discord knows the commands before people are heard."""

_CONTENT_FLAGS = (1 << 18) | (1 << 19)


@dataclass(slots=True)
class Bot:
    """Everything a process of Discord's is made of; `trouble` is told why it cannot work, or that it can."""

    token: str = field(repr=False)
    front: Front
    threads: ThreadStore
    tidying: Tidying
    trouble: Callable[[str, str], None] = lambda *_: None
    shards: tuple[Sequence[int], int] | None = None
    _content: bool | None = None

    async def run(self, stop: asyncio.Event) -> None:
        """Stay connected until told to stop; raises `SettingsError` where Discord refuses the token."""
        backoff = BACKOFF
        warm = asyncio.ensure_future(asyncio.to_thread(judge, "a guess", "an answer"))
        warm.add_done_callback(lambda done: done.exception())
        while not stop.is_set():
            begun = asyncio.get_running_loop().time()
            try:
                await self._connected(stop)
            except discord.LoginFailure:
                raise SettingsError(
                    "Discord refuses DISCORD_TOKEN: take a new one from the developer portal."
                ) from None
            except discord.PrivilegedIntentsRequired:
                _log.warning("Message Content is not switched on: guesses in threads have to mention the bot")
                self._content = False
                continue
            except (discord.DiscordException, RiddleError, OSError, aiohttp.ClientError, TimeoutError) as error:
                self.trouble("discord", f"Discord cannot be reached ({type(error).__name__}).")
                _log.warning("the connection ended, another one is made: %s", error)
            except Exception:  # noqa: BLE001 - it is told, and another connection is made
                _log.exception("a fault in the connection")
            lasted = asyncio.get_running_loop().time() - begun
            backoff = BACKOFF if lasted > LONGEST_BACKOFF else min(LONGEST_BACKOFF, backoff * 2)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(backoff):
                    await stop.wait()

    async def _connected(self, stop: asyncio.Event) -> None:
        """One connection, from the login to its end."""
        calls = Calls(self.token)
        try:
            content = await self._may_read(calls) if self._content is None else self._content
            await self.threads.note(CONTENT, "on" if content else "off")
            down: set[int] = set()

            def state(shard: int, up: bool) -> None:
                (down.discard if up else down.add)(shard)
                self.trouble("discord", "The connection to Discord is being made anew." if down else "")

            connection = Connection(
                lambda made: self._desk(made, calls), content=content, shards=self.shards, on_state=state
            )
            await self._until(connection, stop)
        finally:
            await calls.close()

    async def _until(self, connection: Connection, stop: asyncio.Event) -> None:
        beside: list[asyncio.Task[Any]] = []

        async def begin() -> None:
            """Put the commands in order before anybody is heard; where that takes long, one looks again beside it."""
            await connection.tree.set_translator(Translating())
            told = asyncio.ensure_future(register(connection.tree, self.threads, connection.application_id or 0))
            beside.append(told)
            await asyncio.wait({told}, timeout=REGISTER_SECONDS)
            if not told.done() or not told.result():
                app = connection.application_id or 0
                beside.append(asyncio.ensure_future(look_until_told(connection.tree, self.threads, app)))

        connection.on_begin = begin
        running = asyncio.ensure_future(connection.start(self.token))
        stopping = asyncio.ensure_future(stop.wait())
        try:
            await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if not stop.is_set():
                await running
                return
            await self._finish(connection.desk.answers)
        finally:
            await connection.close()
            for one in (stopping, running, *beside):
                one.cancel()
            await asyncio.wait({stopping, running, *beside})
            await self._finish(connection.desk.answers, 0.5)

    @staticmethod
    async def _finish(answers: Answers, seconds: float = CLOSE_SECONDS) -> None:
        """Let what was begun end; the rest is read again by whoever connects next."""
        if answers.tasks:
            _, late = await asyncio.wait(set(answers.tasks), timeout=seconds)
            for task in late:
                task.cancel()
            if late:
                await asyncio.wait(late)

    async def _may_read(self, calls: Calls) -> bool:
        """Whether Message Content is switched on for the app."""
        try:
            app = await calls.call("GET", "/applications/@me")
        except DeliveryError as error:
            _log.warning("it is not known whether Message Content is switched on: %s", error)
            return False
        return bool(int(app.get("flags") or 0) & _CONTENT_FLAGS)

    def _desk(self, connection: Connection, calls: Calls) -> Desk:
        answers = Answers(self.front, self.threads)
        opening = Opening(calls, self.front.words, self.threads)
        own = OwnThreads(self.front, self.threads, opening, answers.spawn)
        showing = Showing(self.threads, opening, own, self.front.words, connection.react)
        lanes = Lanes(Judging(self.front, self.threads), showing, answers.spawn)

        def mentions() -> tuple[int, bool]:
            return connection.me, connection.content

        connection.tree.add_command(PlayerCommands(answers, own))
        connection.tree.add_command(HostCommands(answers))
        reading = CatchingUp(calls, self.threads, lanes, system_now, mentions)
        lanes.read_again = reading.read_again
        return Desk(answers, Pressing(answers, own), self.threads, lanes, reading, self.tidying)

"""Shows verdicts in threads: a reaction each, once whoever judged it, and praise for who was first."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import aiohttp
import discord

from bot.domain import Judgement
from bot.errors import DeliveryError, MaybeSent, NotSent, RiddleError, StoreError
from bot.game.sentences import MARKS

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from adapters.discord.heard import Heard
    from adapters.discord.judging import Judged
    from adapters.discord.own_threads import OwnThreads
    from adapters.discord.threads import Opening
    from bot.domain import Thread
    from bot.game.sentences import Words
    from bot.ports.threads import ThreadStore

_log = logging.getLogger(__name__)

CLAIM_SECONDS = 3 * 86_400
"""How long a reaction is somebody's: longer than a thread is read again."""

RELEASE_SECONDS = 1.0
"""How long one tries to leave to others what one could not do."""

ARCHIVED = 50_083
"""Discord's number for what cannot be done in an archived thread."""

_SHOWN = frozenset({Judgement.CORRECT, Judgement.CLOSE, Judgement.WRONG, Judgement.REPEATED, Judgement.TOO_SOON})
_BUSY, _FAILED = 429, 500


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing to show, by one process alone: `what` is claimed by `who`, the same however often it is tried."""

    what: str
    do: Callable[[], Awaitable[None]]
    who: str = field(default_factory=lambda: secrets.token_hex(8))


@dataclass(frozen=True, slots=True)
class Showing:
    """Shows what became of messages; `react` puts an emoji on one. What is shown was never shown before, by anybody."""

    threads: ThreadStore
    opening: Opening
    own: OwnThreads
    words: Words
    react: Callable[[str, int, str], Awaitable[None]]

    def deeds(self, thread: Thread, judged: Judged) -> list[Deed]:
        """What a message calls for: a reaction, praise for who was first, and the way in for who solved his own."""
        place, found = f"{thread.id}.{judged.place}", list[Deed]()
        if judged.judgement in _SHOWN:
            found.append(Deed(f"verdict:{judged.heard.id}", lambda: self._react(thread, judged)))
        if judged.first:
            won = self.words.won(f"<@{judged.heard.user}>")
            found.append(Deed(f"won:{place}", lambda: self.opening.say(thread.id, won)))
        if judged.solved and thread.player:
            found.append(Deed(f"solved:{place}", lambda: self.own.let_in(thread)))
        return found

    async def do(self, thread: Thread, deed: Deed) -> None:
        """Do one of them, unless it is another's; what fails is raised, and is anybody's again."""
        if not await self.threads.first(thread.community, deed.what, deed.who, CLAIM_SECONDS):
            return
        try:
            await deed.do()
        except BaseException:
            await self._leave(thread, deed)
            raise

    async def read(self, thread: Thread, heard: Heard) -> None:
        """Note how far a thread was read."""
        await self.threads.keep_read(thread.community, thread.id, str(heard.id))

    async def _leave(self, thread: Thread, deed: Deed) -> None:
        with contextlib.suppress(RiddleError, TimeoutError):
            async with asyncio.timeout(RELEASE_SECONDS):
                await self.threads.release(thread.community, deed.what, deed.who)

    async def _react(self, thread: Thread, judged: Judged) -> None:
        assert judged.judgement is not None  # noqa: S101 - only what has a verdict is shown
        try:
            await self._react_awake(thread.id, judged.heard.id, MARKS[judged.judgement])
        except discord.Forbidden:
            await self.threads.trouble(thread.community, thread.id, self.words.cannot_react())
        except (discord.HTTPException, DeliveryError) as error:
            if may_pass(error):
                raise
            _log.info("thread=%s a verdict is not shown: %s", thread.id, type(error).__name__)

    async def _react_awake(self, thread: str, message: int, mark: str) -> None:
        """React, also where the thread was archived before anybody read it."""
        try:
            await self.react(thread, message, mark)
        except discord.HTTPException as error:
            if error.code != ARCHIVED:
                raise
            await self.opening.wake(thread)
            await self.react(thread, message, mark)


def may_pass(error: Exception) -> bool:
    """Whether what failed is worth another try: the network, the store, or Discord was away."""
    if isinstance(error, discord.HTTPException):
        return error.status == _BUSY or error.status >= _FAILED
    return isinstance(error, StoreError | NotSent | MaybeSent | aiohttp.ClientError | OSError)

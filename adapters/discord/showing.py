"""Shows verdicts in threads: a reaction each, once whoever judged it, and praise for who was first."""

from __future__ import annotations

import logging
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

import discord

from bot.domain import Judgement
from bot.errors import DeliveryError
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

ARCHIVED = 50_083
"""Discord's number for what cannot be done in an archived thread."""

_SHOWN = frozenset({Judgement.CORRECT, Judgement.CLOSE, Judgement.WRONG, Judgement.REPEATED, Judgement.TOO_SOON})


@dataclass(frozen=True, slots=True)
class Showing:
    """Shows what became of messages; `react` puts an emoji on one. What is shown was never shown before, by anybody."""

    threads: ThreadStore
    opening: Opening
    own: OwnThreads
    words: Words
    react: Callable[[str, int, str], Awaitable[None]]

    async def show(self, thread: Thread, judged: Judged) -> None:
        """React, and say what follows; each by one process alone."""
        if judged.judgement in _SHOWN and await self._is_mine(thread, f"verdict:{judged.heard.id}"):
            await self._react(thread, judged)
        if judged.first and await self._is_mine(thread, f"won:{thread.id}.{judged.place}"):
            await self.opening.say(thread.id, self.words.won(f"<@{judged.heard.user}>"))
        if judged.solved and thread.player and await self._is_mine(thread, f"solved:{thread.id}.{judged.place}"):
            await self.own.let_in(thread)

    async def read(self, thread: Thread, heard: Heard) -> None:
        """Note how far a thread was read."""
        await self.threads.keep_read(thread.community, thread.id, str(heard.id))

    async def _is_mine(self, thread: Thread, what: str) -> bool:
        return await self.threads.first(thread.community, what, secrets.token_hex(8), CLAIM_SECONDS)

    async def _react(self, thread: Thread, judged: Judged) -> None:
        assert judged.judgement is not None  # noqa: S101 - only what has a verdict is shown
        try:
            await self._react_awake(thread.id, judged.heard.id, MARKS[judged.judgement])
        except discord.Forbidden:
            await self.threads.trouble(thread.community, thread.id, self.words.cannot_react())
        except (discord.HTTPException, DeliveryError, OSError) as error:
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

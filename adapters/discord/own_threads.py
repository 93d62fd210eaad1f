"""Threads of players' own, and the one of those who have solved the riddle."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from adapters.discord.calls import Archived
from adapters.discord.text import clip
from bot.errors import DeliveryError, NothingToPlay, RiddleError

if TYPE_CHECKING:
    import discord

    from adapters.discord.said import Said
    from adapters.discord.threads import Opening
    from bot.desk.front import Front
    from bot.domain import Round, RoundKey, Thread
    from bot.ports.threads import ThreadStore

_log = logging.getLogger(__name__)

OPEN_SECONDS = 1.8
"""How long a player waits for a thread: later the form could not be shown any more."""

CLAIM_SECONDS = 30


@dataclass(frozen=True, slots=True)
class OwnThreads:
    """Opens a player's own thread, and lets him in among those who have solved the riddle."""

    front: Front
    threads: ThreadStore
    opening: Opening

    async def open(self, interaction: discord.Interaction[Any], said: Said, about: str) -> str:
        """The player's thread about a riddle, or nothing where there can be none."""
        if not said.is_guild:
            return ""
        try:
            async with asyncio.timeout(OPEN_SECONDS):
                found = await self._round(said, about)
                return await self._mine(found.key, said.user) or await self._opened(interaction, said, found)
        except NothingToPlay:
            return ""
        except (RiddleError, TimeoutError) as error:
            _log.warning("no thread for a player community=%s: %s", said.community, error)
            await self._note(said, error)
            return ""

    async def let_in(self, thread: Thread) -> None:
        """Who has solved it in his own thread is let into the thread of those who have; that may fail."""
        found = await self.threads.threads(thread.community)
        solvers = next((one.id for one in found.values() if one.closed and one.round == thread.round), "")
        try:
            solvers = solvers or await self._of_solvers(thread)
            if solvers:
                await self._add(solvers, thread.player)
                await self.opening.say(solvers, self.front.words.let_in(f"<@{thread.player}>"))
        except DeliveryError as error:
            _log.warning("community=%s a solver could not be let in: %s", thread.community, error)

    async def _round(self, said: Said, about: str) -> Round:
        club = self.front.club(said.community)
        key, _ = await club.find(about, "")
        found = await club.rounds.round(key)
        if found is None:
            raise NothingToPlay
        return found

    async def _mine(self, key: RoundKey, player: str) -> str:
        for thread in (await self.threads.threads(key.community)).values():
            if thread.round == key and thread.player == player:
                try:
                    await self._add(thread.id, player)
                except DeliveryError:
                    await self.threads.close(key.community, thread.id)
                    continue
                return thread.id
        return ""

    async def _opened(self, interaction: discord.Interaction[Any], said: Said, found: Round) -> str:
        name = clip(interaction.user.display_name, 60)
        return await self.opening.own(said.channel, found, said.user, name)

    async def _add(self, thread: str, player: str) -> None:
        try:
            await self.opening.add(thread, player)
        except Archived:
            await self.opening.wake(thread)
            await self.opening.add(thread, player)

    async def _of_solvers(self, thread: Thread) -> str:
        """The thread of those who have solved it, opened by the first of them."""
        club = self.front.club(thread.community)
        what = f"solvers:{thread.round.deck}:{thread.round.date.isoformat()}"
        found = await club.rounds.round(thread.round)
        channel = await self.opening.parent(thread.id)
        if (
            found is None
            or not channel
            or not await self.threads.first(thread.community, what, thread.id, CLAIM_SECONDS)
        ):
            return ""
        return await self.opening.of_solvers(channel, found)

    async def _note(self, said: Said, error: Exception) -> None:
        if isinstance(error, DeliveryError):
            await self.threads.trouble(said.community, said.channel, self.front.words.no_own_threads())

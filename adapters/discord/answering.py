"""Answers interactions: in time, once, privately, and with a kind sentence where something does not work."""

from __future__ import annotations

import asyncio
import logging
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import aiohttp
import discord

from adapters.discord import shapes
from adapters.discord.embeds import card, line
from adapters.discord.said import read
from bot.desk.finding import NotPosted
from bot.errors import NothingToPlay, RiddleError, StoreError, TooMany, UsageError
from bot.ports.reading import one_answer

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Sequence

    from adapters.discord.embeds import Part
    from adapters.discord.said import Said
    from bot.desk.cards import Card
    from bot.desk.front import Front
    from bot.ports.threads import ThreadStore

_log = logging.getLogger(__name__)

DEFER_SECONDS = 0.4
"""An answer that is not there by then is announced first: Discord waits three seconds, also for that."""

AT_ONCE = 12
"""Answers that are worked on at once: of many, the first are there early, and the others are announced in time."""

CLAIM_SECONDS = 900
"""How long an interaction is somebody's: its token lives as long."""

PAUSES = (0.3, 0.6, 1.2, 2.4, 4.8, 9.6, 19.2)
"""Between tries to bring an answer over a network that fails."""

CLAIMED_SECONDS = 0.8
"""How long one waits to learn whether another process answers."""

_ANSWERED = 40060
_OVER = frozenset({10062, _ANSWERED, 50027, 10008, 10015})
"""Somebody else has answered, or it is too late: there is nobody to tell."""

_NETWORK = (aiohttp.ClientError, OSError)


@dataclass(slots=True)
class Made:
    """What is answered: a message, at times with a file; what is `refused` takes the place of no other message."""

    part: Part
    file: tuple[str, str] | None = None
    refused: bool = False


@dataclass(slots=True)
class Answers:
    """Answers the interactions that one process takes upon itself."""

    front: Front
    threads: ThreadStore
    tasks: set[asyncio.Task[Any]] = field(default_factory=set)
    at_once: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    async def cards(
        self, interaction: discord.Interaction[Any], ask: Callable[[Said], Awaitable[Sequence[Card]]]
    ) -> None:
        """Answer with cards that only who asks sees."""

        async def make(said: Said) -> Made:
            with one_answer():
                found = await ask(said)
            with_file = next((one.file for one in found if one.file), None)
            return Made(card(self.front.words, found, said.community), with_file)

        await self.answer(interaction, make)

    async def answer(
        self, interaction: discord.Interaction[Any], make: Callable[[Said], Awaitable[Made]], *, update: bool = False
    ) -> None:
        """Answer privately; `update` puts the answer in the place of the message of the button."""
        work = self.spawn(self._made(interaction, make))
        done, _ = await asyncio.wait({work}, timeout=DEFER_SECONDS)
        try:
            if not done:
                await _defer(interaction, thinking=not update)
            made = await work
            await _patiently(lambda: self._show(interaction, made, update=update, deferred=not done))
        except (discord.HTTPException, *_NETWORK) as error:
            self._untold(interaction, error)

    async def mine(self, interaction: discord.Interaction[Any]) -> bool:
        """Whether this is the first to answer; without a store one answers, for somebody must say so."""
        said = read(interaction)
        try:
            async with asyncio.timeout(CLAIMED_SECONDS):
                return await self.threads.first(said.community, said.delivery, secrets.token_hex(8), CLAIM_SECONDS)
        except (StoreError, TimeoutError):
            return True

    async def form(self, interaction: discord.Interaction[Any], modal: discord.ui.Modal) -> None:
        """Answer with a form."""
        try:
            await _patiently(lambda: interaction.response.send_modal(modal))
        except (discord.HTTPException, *_NETWORK) as error:
            self._untold(interaction, error)

    async def choices(self, interaction: discord.Interaction[Any], found: Sequence[str]) -> None:
        """Answer with what may be chosen."""
        made = [discord.app_commands.Choice(name=one[:100], value=one[:100]) for one in found[:25]]
        try:
            await interaction.response.autocomplete(made)
        except (discord.HTTPException, *_NETWORK) as error:
            self._untold(interaction, error)

    def spawn(self, what: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Do something beside the rest; it is kept until it ends, and its failure is told."""
        task = asyncio.ensure_future(what)
        self.tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self.tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            _log.error("a fault beside the rest", exc_info=error)

    async def _made(self, interaction: discord.Interaction[Any], make: Callable[[Said], Awaitable[Made]]) -> Made:
        try:
            async with self.at_once:
                return await make(read(interaction))
        except RiddleError as error:
            return Made(line(self.sentence(error)), refused=True)
        except Exception:  # noqa: BLE001 - whoever asked waits for an answer
            _log.exception("a fault while interaction=%s was answered", interaction.id)
            return Made(line(self.front.words.try_again()), refused=True)

    def sentence(self, error: RiddleError) -> str:
        """What is said of an error a person may read."""
        words = self.front.words
        if isinstance(error, NotPosted):
            return words.not_posted(f"{error.at:%Y-%m-%d %H:%M} UTC" if error.at else "")
        if isinstance(error, NothingToPlay | UsageError | TooMany):
            return words.error(error)
        _log.warning("could not answer: %s", error)
        return words.try_again()

    async def _show(self, interaction: discord.Interaction[Any], made: Made, *, update: bool, deferred: bool) -> None:
        shown = shapes.message(made.part)
        files = [shapes.file(*made.file)] if made.file else []
        response = interaction.response
        begun = deferred or response.is_done()
        if update and made.refused and begun:
            await interaction.followup.send(**shown, ephemeral=True)
        elif begun:
            await interaction.edit_original_response(**shown, attachments=files)
        elif update and not made.refused:
            await response.edit_message(**shown)
        else:
            await response.send_message(**shown, files=files, ephemeral=True)

    def _untold(self, interaction: discord.Interaction[Any], error: Exception) -> None:
        """Somebody else was faster, the person does not wait any more, or the network is away for long."""
        if not isinstance(error, discord.HTTPException):
            _log.warning("interaction=%s could not be answered: %s", interaction.id, type(error).__name__)
        elif error.code not in _OVER:
            _log.warning("interaction=%s could not be answered: %s/%s", interaction.id, error.status, error.code)


async def _defer(interaction: discord.Interaction[Any], *, thinking: bool) -> None:
    """Announce an answer; where the reply to that was lost, it is announced all the same."""
    try:
        await interaction.response.defer(ephemeral=True, thinking=thinking)
    except _NETWORK:
        try:
            await _patiently(lambda: interaction.response.defer(ephemeral=True, thinking=thinking))
        except discord.HTTPException as error:
            if error.code != _ANSWERED:
                raise


async def _patiently(do: Callable[[], Awaitable[object]]) -> None:
    """Do what Discord takes once, however often it is asked, again where the network fails."""
    for pause in PAUSES:
        try:
            await do()
        except _NETWORK as error:
            _log.info("an answer is brought once more: %s", type(error).__name__)
            await asyncio.sleep(pause)
        else:
            return
    await do()

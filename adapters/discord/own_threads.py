"""Threads of players' own, and the one of those who have solved the riddle."""

from __future__ import annotations

import asyncio
import logging
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from adapters.discord.calls import Archived, TokenRefused
from adapters.discord.ids import nonce
from adapters.discord.text import clip
from bot.domain import Matter, Stage, ThreadMode
from bot.errors import ChannelGone, MaybeSent, MessageGone, NothingToPlay, NotSent, NotTaken, RiddleError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine

    import discord

    from adapters.discord.said import Said
    from adapters.discord.threads import Opening
    from bot.desk.front import Front
    from bot.domain import Round, RoundKey, Thread
    from bot.ports.threads import ThreadStore

T = TypeVar("T")

_log = logging.getLogger(__name__)

OPEN_SECONDS = 1.8
"""How long a player waits for a thread: later the form could not be shown any more."""

CLAIM_SECONDS = 20
"""How long one process alone opens a thread: longer than a call may take."""

TRIED_SECONDS = 20 * 86_400
"""How long it is known that a thread was to be opened: longer than its riddle is played."""

MOST_ACTIVE = 950
"""Active threads of a server beyond which players get the form: Discord takes a thousand, and posts need some."""

LOOKS, LOOK_SECONDS = 60, 0.2
"""How often one looks for a thread that another process is opening."""

TRIES = 5

_NEVER_SENT = frozenset({Stage.EXCUSED, Stage.FAILED})


@dataclass(frozen=True, slots=True)
class OwnThreads:
    """Opens a player's own thread, and lets him in among those who have solved the riddle."""

    front: Front
    threads: ThreadStore
    opening: Opening
    spawn: Callable[[Coroutine[Any, Any, Any]], asyncio.Task[Any]]

    async def open(self, interaction: discord.Interaction[Any], said: Said, about: str) -> str:
        """The player's thread about a riddle, or nothing where there can be none, or none in time.

        A thread that takes longer is opened to its end, and is there when he asks again.
        """
        guild = interaction.guild
        if not said.is_guild:
            return ""
        if guild is not None and len(guild.threads) >= MOST_ACTIVE:
            await self._note(said.community, said.channel, self.front.words.no_own_threads())
            return ""
        work = self.spawn(self._safely(said, about, clip(interaction.user.display_name, 60)))
        done, _ = await asyncio.wait({work}, timeout=OPEN_SECONDS)
        return str(work.result()) if done else ""

    async def let_in(self, thread: Thread) -> None:
        """Who has finished all in his own thread, and solved one, is let in among those who have."""
        channel = await _patiently(lambda: self.opening.parent(thread.id))
        if channel:
            await self._welcome(thread.round, thread.player, channel)

    async def solved(self, said: Said, about: str) -> None:
        """The same for who has solved it by command or form, where each plays on his own."""
        if said.is_guild and (await self.threads.talking(said.community)).mode is ThreadMode.OWN:
            await self._welcome((await self._round(said, about)).key, said.user, said.channel)

    # --- a player's own ---

    async def _safely(self, said: Said, about: str, name: str) -> str:
        try:
            thread = await self._opened(said, await self._round(said, about), name)
        except NothingToPlay:
            return ""
        except (ChannelGone, NotTaken) as error:
            _log.warning("no thread for a player community=%s: %s", said.community, error)
            await self._note(said.community, said.channel, self.front.words.no_own_threads())
            return ""
        except RiddleError as error:
            _log.warning("no thread for a player for now community=%s: %s", said.community, error)
            return ""
        await self._note(said.community, said.channel, "")
        return thread

    async def _opened(self, said: Said, found: Round, name: str) -> str:
        mine = await self.threads.own(said.community, found.key, said.user)
        if mine is not None and await self._is_there(mine):
            _ = self.spawn(self._welcome(found.key, said.user, said.channel))
            return mine.id
        return await self._alone(
            found.key, said.user,
            lambda again: self.opening.own(said.channel, found, said.user, name, again=again),
        )  # fmt: skip

    async def _alone(self, key: RoundKey, player: str, open_: Callable[[bool], Awaitable[str]]) -> str:
        """Open a thread unless another process does; the one who comes after a failure looks for what it left."""
        what = f"own:{nonce(f'{key.deck}:{key.date.isoformat()}:{player}')}"
        who = secrets.token_hex(8)
        if not await self.threads.first(key.community, what, who, CLAIM_SECONDS):
            return await self._others(key, player)
        try:
            there = await self.threads.own(key.community, key, player)
            again = not await self.threads.first(key.community, f"{what}:tried", who, TRIED_SECONDS)
            return there.id if there is not None else await open_(again)
        finally:
            await self.threads.release(key.community, what, who)

    async def _is_there(self, mine: Thread) -> bool:
        """Whether he is in his thread; one that is gone, or closed to us, is forgotten."""
        try:
            await self._add(mine.id, mine.player)
        except (MaybeSent, NotSent, TokenRefused) as error:
            _log.info("thread=%s its player is in it already, or comes again: %s", mine.id, error)
        except (ChannelGone, MessageGone, NotTaken):
            await self.threads.close(mine.community, mine.id)
            return False
        return True

    async def _others(self, key: RoundKey, player: str) -> str:
        """The thread that another process is opening, or just the click before this one."""
        for _ in range(LOOKS):
            await asyncio.sleep(LOOK_SECONDS)
            thread = await self.threads.own(key.community, key, player)
            if thread is not None:
                return thread.id
        return ""

    # --- those who have solved it ---

    async def _welcome(self, key: RoundKey, player: str, channel: str) -> None:
        """Let a player in, once he has finished all there is and solved one; done twice it is done once."""
        try:
            found = await self.front.club(key.community).rounds.round(key)
            if found is None or not await self._has_solved(found, player):
                return
            solvers = await self._solvers(found, channel)
            if not solvers:
                return
            await _patiently(lambda: self._add(solvers, player))
            told = f"welcome:{nonce(f'{solvers}:{player}')}"
            if await self.threads.first(key.community, told, secrets.token_hex(8), TRIED_SECONDS):
                await self.opening.say(solvers, self.front.words.let_in(f"<@{player}>"))
        except RiddleError as error:
            _log.warning("community=%s a solver could not be let in: %s", key.community, error)

    async def _has_solved(self, found: Round, player: str) -> bool:
        rounds = self.front.club(found.key.community).rounds
        places = [place for place in range(1, len(found.riddles) + 1) if place not in found.void]
        plays = [await rounds.play(found.key, place, player) for place in places]
        return bool(plays) and all(one.finished for one in plays) and any(one.solved for one in plays)

    async def _solvers(self, found: Round, channel: str) -> str:
        """The thread of those who have solved it, opened by the first of them where the riddle was posted."""
        key = found.key
        if (thread := await self.threads.own(key.community, key, "")) is not None:
            return thread.id
        home = await self._home(key, channel)
        try:
            made = await self._alone(key, "", lambda again: self.opening.of_solvers(home, found, again=again))
        except (ChannelGone, NotTaken):
            await self._note(key.community, home, self.front.words.no_own_threads())
            raise
        if made:
            await self._note(key.community, home, "")
        return made

    async def _home(self, key: RoundKey, channel: str) -> str:
        """The channel of the day's post, or one that gets the deck; else, or where there are several, the one given."""
        schedule = self.front.schedule
        found = await schedule.deliveries(key.community, key.date, key.date)
        sent = [one.sending for one in found if one.deck == key.deck and one.stage not in _NEVER_SENT]
        homes = {one.channel.channel for one in sent if one.matter is Matter.POST}
        if not homes:
            homes = {one.key.channel for one in await schedule.channels(key.community) if one.deck == key.deck}
        return channel if channel in homes or not homes else min(homes)

    # --- parts ---

    async def _round(self, said: Said, about: str) -> Round:
        club = self.front.club(said.community)
        key, _ = await club.find(about, "")
        found = await club.rounds.round(key)
        if found is None:
            raise NothingToPlay
        return found

    async def _add(self, thread: str, player: str) -> None:
        try:
            await self.opening.add(thread, player)
        except Archived:
            await self.opening.wake(thread)
            await self.opening.add(thread, player)

    async def _note(self, community: str, channel: str, trouble: str) -> None:
        """Note for the hosts why there are no private threads; a store that is away keeps nobody from playing."""
        try:
            await self.threads.trouble(community, channel, trouble)
        except RiddleError as error:
            _log.warning("community=%s %s", community, error)


async def _patiently(do: Callable[[], Awaitable[T]]) -> T:
    """Do what may be done twice, again where Discord asks to wait or nobody knows what became of it."""
    for attempt in range(1, TRIES):
        try:
            return await do()
        except (NotSent, MaybeSent) as error:
            await asyncio.sleep(getattr(error, "retry_after", None) or 0.3 * 2**attempt)
    return await do()

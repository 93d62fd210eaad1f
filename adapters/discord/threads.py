"""Opens threads: below a post, in a forum, or a player's own; and says in each how one guesses there."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from adapters.discord.calls import Refused
from adapters.discord.ids import nonce
from adapters.discord.text import THREAD_NAME, clip
from bot.domain import Thread
from bot.errors import ChannelGone, DeliveryError, MaybeSent, MessageGone, NotSent, NotTaken

if TYPE_CHECKING:
    from adapters.discord.calls import Calls
    from bot.domain import Round, RoundKey
    from bot.game.sentences import Words
    from bot.ports.threads import ThreadStore

CONTENT = "message-content"
"""Noted by who is connected: whether the app may read what is typed."""

ARCHIVE = 4_320
"""Minutes without a message after which Discord archives a thread: three days."""

ARCHIVE_OWN = 1_440
"""A player's own after a day: who types opens it again, and a server has room for so many active ones."""

PRIVATE = 12

SAY_TRIES, SAY_SECONDS = 3, 6.0
"""How often, and for how long at a time, one waits until a line may be said."""

NO_LINKS = 1 << 2
"""A line shows no page that it may name."""

_IS_THERE, _CAPS = 160_004, frozenset({160_006, 160_007})
_LOOKED_AT = "20"


@dataclass(frozen=True, slots=True)
class Posted:
    """A post as far as its thread needs it."""

    round: RoundKey
    number: int
    several: bool


@dataclass(frozen=True, slots=True)
class Opening:
    """Opens threads over REST; each can be opened twice, and is one."""

    calls: Calls
    words: Words
    threads: ThreadStore

    async def below(self, channel: str, message: str, posted: Posted) -> str:
        """Open the thread of a post, whose id is the post's; why there is none, or nothing.

        Raises `MaybeSent` and `NotSent`, after which the sender comes back, finds the post, and comes here again.
        """
        kept = Thread(posted.round.community, message, posted.round)
        await self.threads.open(kept)  # before it is there: who types at once is heard, too
        try:
            again = await self._begin(channel, message, posted)
        except (ChannelGone, MessageGone, NotTaken) as error:
            await self.threads.close(kept.community, kept.id)
            return self.words.no_thread(_why(error))
        await self._greet(message, posted, again=again)
        return ""

    async def inside(self, thread: str, posted: Posted, *, again: bool = False) -> None:
        """Keep a thread as ours, and say in it how one guesses."""
        await self.threads.open(Thread(posted.round.community, thread, posted.round))
        await self._greet(thread, posted, again=again)

    async def _greet(self, thread: str, posted: Posted, *, again: bool) -> None:
        if again and await self._is_greeted(thread):
            return
        await self.say(thread, self.words.thread_opens(typing=await self.typing(), several=posted.several))

    async def _is_greeted(self, thread: str) -> bool:
        query = {"limit": _LOOKED_AT, "after": "0"}
        try:
            page = await self.calls.call("GET", "/channels/{channel_id}/messages", query=query, channel_id=thread)
        except DeliveryError:
            return True
        return any((one.get("author") or {}).get("bot") and one.get("content") for one in page)

    async def say(self, thread: str, text: str) -> None:
        """A line in a thread, once, for its nonce tells it; where it does not get through it is left out."""
        name = nonce(f"{thread}:{text}")
        body = {
            "content": clip(text, 1_900), "allowed_mentions": {"parse": []}, "flags": NO_LINKS, "nonce": name,
            "enforce_nonce": True,
        }  # fmt: skip
        for attempt in range(1, SAY_TRIES + 1):
            try:
                await self.calls.call("POST", "/channels/{channel_id}/messages", body, channel_id=thread)
            except (MaybeSent, NotSent) as error:
                wait = getattr(error, "retry_after", None) or 0.5
                if attempt == SAY_TRIES or wait > SAY_SECONDS:
                    return
                await asyncio.sleep(wait)
            except (ChannelGone, NotTaken):
                return
            else:
                return

    async def own(self, channel: str, round_: Round, player: str, name: str, *, again: bool) -> str:
        """A private thread with one player in it; `again`: an earlier try may have left one that nobody noted.

        Raises a `DeliveryError` where there can be none.
        """
        title = clip(self.words.thread_of(round_.number, name), THREAD_NAME)
        thread = await self._private(channel, title, round_, player, again=again)
        await self.add(thread, player)
        several = len(round_.riddles) > 1
        await self.say(thread, self.words.own_thread_opens(typing=await self.typing(), several=several))
        return thread

    async def of_solvers(self, channel: str, round_: Round, *, again: bool) -> str:
        """The private thread of those who have solved it."""
        title = clip(self.words.thread_of_solvers(round_.number), THREAD_NAME)
        return await self._private(channel, title, round_, "", again=again)

    async def add(self, thread: str, player: str) -> None:
        """Let a player into a thread."""
        await self.calls.call(
            "PUT", "/channels/{channel_id}/thread-members/{user_id}", channel_id=thread, user_id=player
        )

    async def wake(self, thread: str) -> None:
        """Take a thread out of the archive."""
        await self.calls.call("PATCH", "/channels/{channel_id}", {"archived": False}, channel_id=thread)

    async def parent(self, thread: str) -> str:
        """The channel of a thread."""
        found = await self.calls.call("GET", "/channels/{channel_id}", channel_id=thread)
        return str(found.get("parent_id") or "")

    async def typing(self) -> bool:
        """Whether the app may read what is typed, as far as it is known."""
        return await self.threads.known(CONTENT) != "off"

    async def _begin(self, channel: str, message: str, posted: Posted) -> bool:
        """Begin a thread; tells whether it was there."""
        name = clip(self.words.thread_name(posted.number), THREAD_NAME)
        asked = {"name": name, "auto_archive_duration": ARCHIVE}
        path = "/channels/{channel_id}/messages/{message_id}/threads"
        try:
            await self.calls.call("POST", path, asked, channel_id=channel, message_id=message)
        except Refused as error:
            if error.code != _IS_THERE:
                raise
            return True
        return False

    async def _private(self, channel: str, title: str, round_: Round, player: str, *, again: bool) -> str:
        """A private thread that is noted as somebody's: one that was left, or a new one."""
        community = round_.key.community
        left = await self._left(community, channel, title) if again else ""
        thread = left or await self._begun(channel, title)
        await self.threads.open(Thread(community, thread, round_.key, player, closed=not player))
        return thread

    async def _left(self, community: str, channel: str, title: str) -> str:
        """A private thread of that name in a channel, opened by somebody who died before he noted it, or nothing."""
        guild, known = community.rpartition(":")[2], await self.threads.threads(community)
        found = await self.calls.call("GET", "/guilds/{guild_id}/threads/active", guild_id=guild)
        for one in found.get("threads") or ():
            ours = one.get("type") == PRIVATE and str(one.get("parent_id")) == channel and one.get("name") == title
            if ours and str(one["id"]) not in known:
                return str(one["id"])
        return ""

    async def _begun(self, channel: str, title: str) -> str:
        asked = {"name": title, "type": PRIVATE, "auto_archive_duration": ARCHIVE_OWN, "invitable": False}
        made: Any = await self.calls.call("POST", "/channels/{channel_id}/threads", asked, channel_id=channel)
        return str(made["id"])


def _why(error: DeliveryError) -> str:
    if isinstance(error, ChannelGone):
        return "permission"
    if isinstance(error, MessageGone):
        return "missing"
    if isinstance(error, Refused):
        return "cap" if error.code in _CAPS else ""
    return "kind"

"""Channels that take threads alone: forums, and those for media."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from adapters.discord.calls import Refused
from bot.errors import ChannelGone, MaybeSent, MessageGone, NotSent

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from adapters.discord.calls import Calls

KINDS = frozenset({15, 16})
_TAG_WANTED, _WANTS_TAG = 1 << 4, frozenset({40066, 40067})
"""A forum wants a tag on each post: as a flag of the channel, and as a refusal."""

Part = dict[str, Any]


@dataclass(slots=True)
class Forums:
    """Posts in forums, over REST; of a channel it is remembered what it is, for it stays that."""

    calls: Calls
    _known: dict[str, tuple[str, ...] | None] = field(default_factory=dict)

    async def tags(self, channel: str) -> tuple[str, ...] | None:
        """The tags a post needs in a channel that takes threads alone; None where it takes messages."""
        if channel not in self._known:
            try:
                found = await self.calls.call("GET", "/channels/{channel_id}", channel_id=channel)
            except MaybeSent as error:
                raise NotSent(str(error)) from error
            self._known[channel] = _tags(found) if found.get("type") in KINDS else None
        return self._known[channel]

    async def begin(self, channel: str, asked: Part) -> Part:
        """Begin a thread with the tag the forum wants; whether it wants one may have changed since one looked."""
        tags, path = await self.tags(channel) or (), "/channels/{channel_id}/threads"
        try:
            made = await self.calls.call("POST", path, _tagged(asked, tags), channel_id=channel)
        except Refused as error:
            self._known.pop(channel, None)
            if error.code not in _WANTS_TAG or not (tags := await self.tags(channel) or ()):
                raise
            made = await self.calls.call("POST", path, _tagged(asked, tags), channel_id=channel)
        return dict(made)

    async def posts(self, guild: str, channel: str, oldest: int) -> AsyncIterator[tuple[str, Part]]:
        """The active threads of a forum from an id on, each with the message it begins with."""
        active = await self.calls.call("GET", "/guilds/{guild_id}/threads/active", guild_id=guild)
        for thread in active.get("threads") or ():
            if str(thread.get("parent_id")) == channel and int(thread["id"]) >= oldest:
                yield str(thread["id"]), await self._first(str(thread["id"]))

    async def _first(self, thread: str) -> Part:
        path = "/channels/{channel_id}/messages/{message_id}"
        try:
            return dict(await self.calls.call("GET", path, channel_id=thread, message_id=thread))
        except (MessageGone, ChannelGone):
            return {}


def _tags(forum: Part) -> tuple[str, ...]:
    """The tag a forum wants on each post: the first that everybody may use."""
    if not int(forum.get("flags") or 0) & _TAG_WANTED:
        return ()
    return tuple(str(one["id"]) for one in forum.get("available_tags") or () if not one.get("moderated"))[:1]


def _tagged(asked: Part, tags: Sequence[str]) -> Part:
    return {**asked, "applied_tags": list(tags)} if tags else asked

"""Messages to Discord's channels: posted with a name that can be looked for and a thread, edited, and private lines."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from adapters.discord.calls import GLOBAL, Archived, looking
from adapters.discord.embeds import line, shown
from adapters.discord.forums import KINDS, Forums
from adapters.discord.ids import mark_of, nonce, read_id
from adapters.discord.text import THREAD_NAME, clip
from adapters.discord.threads import Opening, Posted
from bot.domain import Asking, Limit, Matter, Post, RoundKey, ThreadMode
from bot.errors import CannotLook, ChannelGone, DeliveryError, MessageGone, NotTaken

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from adapters.discord.calls import Calls
    from bot.domain import Channel, ChannelKey, Content
    from bot.game.sentences import Words
    from bot.ports.threads import ThreadStore

_log = logging.getLogger(__name__)

PAGE = 100
MOST_PAGES = 30
"""Pages of messages that are looked through."""

A_CHANNEL = 0.8
"""Messages a second in a channel: five in five seconds, and other calls there."""

ALL = 40.0
"""Calls a second with one token: Discord takes fifty."""

EPOCH = 1_420_070_400_000
_FORUM_POST = "/"
"""Between thread and message in the id of a post in a forum."""


Part = dict[str, Any]


@dataclass(slots=True)
class DiscordMessenger:
    """The `Messenger` of all servers the token is in, over REST alone."""

    calls: Calls
    words: Words
    threads: ThreadStore
    _owners: dict[str, str] = field(default_factory=dict)
    _forums: Forums = field(init=False)

    def __post_init__(self) -> None:
        self._forums = Forums(self.calls)

    def limits(self, channel: ChannelKey) -> Sequence[Limit]:
        """What a channel takes, and what the token may do (rate-limits)."""
        return Limit(f"{channel.community}:{channel.channel}", A_CHANNEL, 4), Limit(GLOBAL, ALL, 20)

    async def post(self, channel: Channel, content: Content, name: str) -> str:
        """Post, open the thread of a riddle, and return the message's id; the name goes with it as a nonce.

        Within some minutes Discord gives the same message for the same nonce; later the name in its buttons tells.
        """
        mode = await self._mode(channel, content)
        body = {**shown(self.words, content, nonce(name), mode), "nonce": nonce(name), "enforce_nonce": True}
        if await self._forums.tags(channel.key.channel) is not None:
            return await self._post_in_forum(channel, content, body, mode)
        made = await self.calls.call("POST", "/channels/{channel_id}/messages", body, channel_id=channel.key.channel)
        if isinstance(content, Post) and mode is ThreadMode.RACE:
            await self._open_thread(channel, str(made["id"]), _of(content))
        return str(made["id"])

    async def find(self, channel: Channel, name: str, since: datetime) -> str | None:
        """The message of that name; its thread is opened where it is not yet, which can be done twice."""
        mark = nonce(name)
        try:
            found = await self._find_message(channel.key.channel, mark, since)
        except NotTaken as error:
            raise looking(error) from error
        if found is None:
            return await self._find_in_forum(channel, mark, name, since)
        await self._mend_thread(channel, found, name)
        return str(found["id"])

    async def edit(self, channel: Channel, message: str, content: Content) -> None:
        """Put other content in the place of a message's; an archived thread is opened for it."""
        where, _, found = message.rpartition(_FORUM_POST)
        where = where or channel.key.channel
        mode = await self._mode(channel, content)
        body = shown(self.words, content, "", mode)
        try:
            await self._patch_awake(where, found, body)
        except (ChannelGone, Archived):
            if where != channel.key.channel:
                raise MessageGone("The thread of the post is gone, or locked.") from None
            raise

    async def tell(self, community: str, player: str, text: str, channel: str = "") -> None:
        """A direct message to a player, or a line to the hosts: in their channel, or else to the owner."""
        where = channel if channel and not player else await self._direct(player or await self._owner(community))
        await self.calls.call("POST", "/channels/{channel_id}/messages", line(text), channel_id=where)

    async def close(self) -> None:
        """End the connection."""
        await self.calls.close()

    # --- threads ---

    async def _mode(self, channel: Channel, content: Content) -> ThreadMode:
        if isinstance(content, Asking):
            return ThreadMode.RACE
        return (await self.threads.talking(channel.key.community)).mode

    async def _open_thread(self, channel: Channel, message: str, posted: Posted) -> None:
        """Open the thread below a post; where there can be none, the buttons serve and the hosts hear why."""
        trouble = await self._opening().below(channel.key.channel, message, posted)
        if not await self.threads.trouble(channel.key.community, channel.key.channel, trouble):
            return
        _log.warning("no thread community=%s channel=%s: %s", channel.key.community, channel.key.channel, trouble)
        try:
            await self.tell(channel.key.community, "", trouble)
        except DeliveryError as error:
            _log.warning("community=%s could not be told: %s", channel.key.community, error)

    async def _mend_thread(self, channel: Channel, message: Part, name: str) -> None:
        """Open the thread of a post whose maker died in between."""
        posted = await self._talked_about(channel, message, name)
        if posted is None or str(message.get("channel_id")) != channel.key.channel:
            return
        await self._open_thread(channel, str(message["id"]), posted)

    async def _talked_about(self, channel: Channel, message: Part, name: str) -> Posted | None:
        """What a post is about that is to have a thread in which everybody guesses."""
        matter, _, rest = name.partition(":")
        posted = _posted(channel.key.community, message, rest.rpartition(":")[2])
        if matter != Matter.POST.value or (await self.threads.talking(channel.key.community)).mode is ThreadMode.OWN:
            return None
        return posted

    async def _post_in_forum(self, channel: Channel, content: Content, body: Part, mode: ThreadMode) -> str:
        """In a forum a post is a thread of its own; a nonce is not taken there, so one looks before a second try."""
        title = self.words.thread_name(content.round.number) if isinstance(content, Post) else self._title(content)
        message = {name: value for name, value in body.items() if name not in {"nonce", "enforce_nonce"}}
        asked = {"name": clip(title, THREAD_NAME), "auto_archive_duration": 10_080, "message": message}
        made = await self._forums.begin(channel.key.channel, asked)
        thread = str(made["id"])
        if isinstance(content, Post) and mode is ThreadMode.RACE:
            await self._opening().inside(thread, _of(content))
        return f"{thread}{_FORUM_POST}{(made.get('message') or {}).get('id') or thread}"

    def _title(self, content: Content) -> str:
        number = content.review.number if isinstance(content, Asking) else content.round.number
        return self.words.thread_name(number)

    # --- looking ---

    async def _find_message(self, channel: str, mark: str, since: datetime) -> Part | None:
        """The message with a mark: from the newest back, for who looks does so soon after the try."""
        oldest = _oldest(since)
        before: dict[str, str] = {}
        for _ in range(MOST_PAGES):
            query = {"limit": str(PAGE), **before}
            page = await self.calls.call("GET", "/channels/{channel_id}/messages", query=query, channel_id=channel)
            found = next((one for one in page if _marks(one.get("components"), mark)), None)
            if found is not None:
                return dict(found)
            if not page and not before:
                await self._may_read(channel, oldest)
            if len(page) < PAGE or int(page[-1]["id"]) < oldest:
                return None
            before = {"before": str(page[-1]["id"])}
        raise CannotLook("There are too many messages in the channel to find the post among them.")

    async def _may_read(self, channel: str, oldest: int) -> None:
        """Without the right to read, Discord shows an empty channel."""
        asked = await self.calls.call("GET", "/channels/{channel_id}", channel_id=channel)
        if asked.get("type") not in KINDS and int(asked.get("last_message_id") or 0) > oldest:
            raise CannotLook("The bot may not read this channel's messages: allow Read Message History.")

    async def _find_in_forum(self, channel: Channel, mark: str, name: str, since: datetime) -> str | None:
        guild = channel.key.community.partition(":")[2]
        if not guild.isdecimal() or await self._forums.tags(channel.key.channel) is None:
            return None
        async for thread, first in self._forums.posts(guild, channel.key.channel, _oldest(since)):
            if _marks(first.get("components"), mark):
                if posted := await self._talked_about(channel, first, name):
                    await self._opening().inside(thread, posted, again=True)
                return f"{thread}{_FORUM_POST}{thread}"
        return None

    # --- parts ---

    def _opening(self) -> Opening:
        return Opening(self.calls, self.words, self.threads)

    async def _patch_awake(self, where: str, message: str, body: Part) -> None:
        try:
            await self._patch(where, message, body)
        except Archived:
            await self.calls.call("PATCH", "/channels/{channel_id}", {"archived": False}, channel_id=where)
            await self._patch(where, message, body)

    async def _patch(self, channel: str, message: str, body: Part) -> None:
        await self.calls.call(
            "PATCH", "/channels/{channel_id}/messages/{message_id}", body, channel_id=channel, message_id=message
        )

    async def _direct(self, player: str) -> str:
        made = await self.calls.call("POST", "/users/@me/channels", {"recipient_id": player})
        return str(made["id"])

    async def _owner(self, community: str) -> str:
        guild = community.partition(":")[2]
        if not guild.isdecimal():
            return guild.rpartition(":")[2]
        if guild not in self._owners:
            found = await self.calls.call("GET", "/guilds/{guild_id}", guild_id=guild)
            self._owners[guild] = str(found["owner_id"])
        return self._owners[guild]


def _oldest(since: datetime) -> int:
    """The first id of a moment."""
    return max(0, int(since.timestamp() * 1000) - EPOCH) << 22


def _of(post: Post) -> Posted:
    return Posted(post.round.key, post.round.number, len(post.round.riddles) > 1)


def _posted(community: str, message: Part, day: str) -> Posted | None:
    """What a post is about, by its buttons."""
    pressed = [found for one in _ids(message.get("components")) if (found := read_id(one, community)) and found.about]
    places = {one.about for one in pressed}
    if not places:
        return None
    deck, _, label = min(places).rpartition("/")
    number = label.partition(".")[0]
    if not number.isdecimal():
        return None
    return Posted(RoundKey(community, deck, date.fromisoformat(day)), int(number), len(places) > 1)


def _marks(components: Iterable[Part] | None, mark: str) -> bool:
    """Whether a message's buttons carry a mark."""
    return any(mark_of(one) == mark for one in _ids(components))


def _ids(components: Iterable[Part] | None) -> Iterator[str]:
    for row in components or ():
        for one in row.get("components") or ():
            yield str(one.get("custom_id") or "")

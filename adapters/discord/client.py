"""The connection to Discord's gateway: hands on what happens there, and nothing else."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
from discord import app_commands

from adapters.discord.heard import Heard
from adapters.discord.said import community_of, without_mention

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from adapters.discord.desk import Desk

_log = logging.getLogger(__name__)

READY_SECONDS = 0.3
"""How long the library waits for one more server before it says that all are there."""

HEARTBEAT_SECONDS = 30.0
"""Without a word for so long a connection is given up, and resumed."""

CONNECTIONS = 40
"""To REST at once: those that are open are used again, which is faster than one more for each answer."""

Asked = discord.Interaction[Any]


class Tree(app_commands.CommandTree["Connection"]):
    """The commands; one process answers each."""

    async def interaction_check(self, interaction: discord.Interaction[Connection], /) -> bool:
        """Whether this process answers."""
        return await self.client.desk.answers.mine(interaction)

    async def on_error(
        self, interaction: discord.Interaction[Connection], error: app_commands.AppCommandError, /
    ) -> None:
        """A command that does not exist any more, or a fault of ours."""
        if isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
            _log.warning("interaction=%s is of a command that was changed", interaction.id)
        else:
            _log.error("a fault while interaction=%s was answered", interaction.id, exc_info=error)
        await self.client.desk.sorry(interaction)


class Connection(discord.AutoShardedClient):
    """All shards of a process. It keeps no members and no messages; `content`: whether it may read what is typed."""

    def __init__(
        self,
        make: Callable[[Connection], Desk],
        *,
        content: bool,
        shards: tuple[Sequence[int], int] | None = None,
        on_state: Callable[[int, bool], None] = lambda *_: None,
    ) -> None:
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # nobody talks here
        intents = discord.Intents(guilds=True, guild_messages=True, message_content=content)
        chosen: dict[str, Any] = {"shard_ids": list(shards[0]), "shard_count": shards[1]} if shards else {}
        super().__init__(
            intents=intents, max_messages=None, chunk_guilds_at_startup=False, guild_ready_timeout=READY_SECONDS,
            member_cache_flags=discord.MemberCacheFlags.none(), heartbeat_timeout=HEARTBEAT_SECONDS,
            allowed_mentions=discord.AllowedMentions.none(), connector=_connector(), **chosen,
        )  # fmt: skip
        self.content = content
        self.tree = Tree(self)
        self.desk = make(self)
        self._on_state = on_state
        self.on_begin: Callable[[], Awaitable[None]] | None = None

    async def setup_hook(self) -> None:
        """Logged in: commands are put in order before anybody is heard."""
        if self.on_begin is not None:
            await self.on_begin()

    # --- the connection ---

    async def on_shard_connect(self, shard: int) -> None:
        """A shard has a new session, in which nothing is told again of what was missed."""
        _log.info("connected shard=%d", shard)
        self.desk.begins(lambda community: self._is_on(shard, community))
        self._on_state(shard, True)

    async def on_shard_resumed(self, shard: int) -> None:
        """A shard goes on where it was."""
        _log.info("resumed shard=%d", shard)
        self._on_state(shard, True)

    async def on_shard_disconnect(self, shard: int) -> None:
        """A shard has lost its connection; the library connects it again."""
        self._on_state(shard, False)

    async def on_shard_ready(self, shard: int) -> None:
        """A shard knows its servers."""
        _log.info("ready shard=%d guilds=%d", shard, len(self.guilds))

    # --- servers ---

    async def on_guild_available(self, guild: discord.Guild) -> None:
        """A server is there, maybe after a session that could not be resumed: what was missed is read."""
        await self.desk.arrived(community_of(guild.id), lambda thread: _last(guild, thread))

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """The bot was added to a server, or is told of it anew."""
        _log.info("joined community=%s", community_of(guild.id))
        await self.desk.joined(community_of(guild.id))
        await self.on_guild_available(guild)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """The bot was removed from a server."""
        await self.desk.left(community_of(guild.id))

    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        """A thread was deleted."""
        await self.desk.closed(community_of(payload.guild_id), str(payload.thread_id))

    # --- people ---

    async def on_interaction(self, interaction: Asked) -> None:
        """A button or a form; commands have their own way."""
        if interaction.type is discord.InteractionType.component:
            await self.desk.pressing.pressed(interaction)
        elif interaction.type is discord.InteractionType.modal_submit:
            await self.desk.pressing.sent(interaction)

    async def on_message(self, message: discord.Message) -> None:
        """Something was typed; edits are none of ours, for they do not score."""
        if message.author.bot or message.guild is None or message.webhook_id is not None:
            return
        if message.type not in {discord.MessageType.default, discord.MessageType.reply}:
            return
        if not isinstance(message.channel, discord.Thread | discord.PartialMessageable):
            return
        text, mentioned = without_mention(message.content, self.me)
        if self.content or mentioned:
            ours = getattr(message.channel, "owner_id", None) == self.me
            heard = Heard(message.id, str(message.author.id), text)
            await self.desk.heard(community_of(message.guild.id), str(message.channel.id), heard, ours=ours)

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """A fault of ours in one of these: it is told, and the others go on."""
        del args, kwargs
        _log.exception("a fault in %s", event_method)

    # --- what others need of it ---

    @property
    def me(self) -> int:
        """The bot's own id."""
        return self.user.id if self.user is not None else 0

    def _is_on(self, shard: int, community: str) -> bool:
        """Whether a community's server is on a shard."""
        guild = community.rpartition(":")[2]
        return guild.isdecimal() and (int(guild) >> 22) % (self.shard_count or 1) == shard

    async def react(self, channel: str, message: int, emoji: str) -> None:
        """Put an emoji on a message."""
        await self.get_partial_messageable(int(channel)).get_partial_message(message).add_reaction(emoji)


def _connector() -> aiohttp.TCPConnector:
    return aiohttp.TCPConnector(limit=CONNECTIONS)


def _last(guild: discord.Guild, thread: str) -> int | None:
    """The last message of a thread as far as the gateway told; None where it is archived or gone."""
    found = guild.get_thread(int(thread)) if thread.isdecimal() else None
    return found.last_message_id if found is not None and found.last_message_id is not None else None

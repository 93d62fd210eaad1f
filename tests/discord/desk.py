"""A messenger at a server with one channel."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING

from adapters.discord.calls import Calls
from adapters.discord.messenger import DiscordMessenger
from adapters.store.threads import RedisThreads
from bot.domain import Channel, ChannelKey, Post, Recap, Round, RoundKey, Schedule, Unveiling
from bot.game.sentences import Words
from bot.ports.now import system_now
from tests.adapters.store.samples import DAY, NOON, riddle

if TYPE_CHECKING:
    from redis.asyncio import Redis

    from tests.doubles.discord_server import DiscordServer

SENT = f"post:discord:1:2:{DAY.isoformat()}"


class Desk:
    """A messenger at a server with one channel."""

    def __init__(self, server: DiscordServer, redis: Redis, channel: str = "riddles") -> None:
        self.server, self.threads = server, RedisThreads(redis)
        self.messenger = DiscordMessenger(Calls(server.token), Words(), self.threads)
        self.community = f"discord:{server.guild}"
        self.channel = Channel(ChannelKey(self.community, server.channel_id(channel)), Schedule(time(9)))
        self.since = system_now() - timedelta(days=2)

    def content(self, *names: str, ping: str = "") -> Post:
        riddles = tuple(riddle(name) for name in names or ("harbour",))
        return Post(Round(RoundKey(self.community, "default", DAY), 142, riddles, NOON), (0,) * len(riddles), ping=ping)

    async def post(self, content: Post | None = None, name: str = SENT) -> str:
        return await self.messenger.post(self.channel, content or self.content(), name)

    async def find(self, name: str = SENT) -> str | None:
        return await self.messenger.find(self.channel, name, self.since)

    def posts(self) -> list[dict]:
        return [one for one in self.server.history(self.channel.key.channel, bot_only=True) if one["embeds"]]


def reveal(post: Post) -> Unveiling:
    """The answers of a post."""
    return Unveiling(post.round, tuple(Recap(3, 2, 5) for _ in post.round.riddles))

"""A community over a real store, and a clock that only the test moves."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from adapters.store.communities import RedisCommunities
from adapters.store.editions import RedisEditions
from adapters.store.looks import RedisLooks
from adapters.store.players import RedisPlayers
from adapters.store.rounds import RedisRounds
from bot.game.club import Club
from bot.game.hosting import Hosting
from bot.game.member import Member
from bot.game.sentences import Words
from bot.game.submitting import Submitting
from tests.adapters.store.samples import DAY, NOON, edition

if TYPE_CHECKING:
    from redis.asyncio import Redis

    from bot.domain import Edition, Riddle, RoundKey
    from bot.game.table import Table


@dataclass
class Town:
    """Communities of one store; days go by as the test says."""

    redis: Redis
    at: datetime = NOON
    communities: RedisCommunities = field(init=False)

    def __post_init__(self) -> None:
        self.rounds = RedisRounds(self.redis, self.now)
        self.players = RedisPlayers(self.redis)
        self.communities = RedisCommunities(self.redis)
        self.editions = RedisEditions(self.redis)
        self.looks = RedisLooks(self.redis)
        self.said = 0

    def now(self) -> datetime:
        return self.at

    def club(self, community: str = "slack:T1") -> Club:
        return Club(self.rounds, self.players, self.communities, community, self.now, self.editions, self.looks)

    def host(self, community: str = "slack:T1") -> Hosting:
        return Hosting(self.rounds, self.players, self.communities, community, "host", self.now)

    def queue(self, community: str = "slack:T1") -> Submitting:
        return Submitting(self.communities, self.editions, community, self.now)

    def member(
        self, player: str = "ann", community: str = "slack:T1", account: str = "", language: str = "en"
    ) -> Member:
        return Member(self.club(community), Words(language), player, account)

    def edition(self, *riddles: Riddle, day: int = 0) -> Edition:
        """The edition of so many days after the first, which is number 142."""
        return edition(*riddles, day=DAY + timedelta(days=day), number=142 + day)

    async def open(self, *riddles: Riddle, day: int = 0, community: str = "slack:T1") -> RoundKey:
        return (await self.club(community).open(self.edition(*riddles, day=day))).key

    async def table(self, key: RoundKey, player: str = "ann", account: str = "") -> Table:
        return await self.club(key.community).table(key, player, account)

    async def guess(self, key: RoundKey, text: str, player: str = "ann", place: int = 1, account: str = ""):
        self.said += 1
        return await (await self.table(key, player, account)).guess(place, text, str(self.said))

"""What is kept of a community as a whole, and its end: by the names of its keys, and where others name it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from adapters.store.decks import RedisDecks
from adapters.store.keys import account_key, community_key, deck_key, name, operator_key
from adapters.store.looks import RedisLooks
from adapters.store.reminders import COMMUNITIES
from adapters.store.replies import day as to_day
from adapters.store.replies import octets, text
from adapters.store.reviews import REPORTED
from bot.domain import Deck, Proposal
from bot.errors import StoreUnavailable
from bot.game.submitting import reserve_of
from bot.records import load

if TYPE_CHECKING:
    from datetime import date, datetime

    from redis.asyncio import Redis

_LEAVING = operator_key("leaving")
_LEFT = operator_key("left")
_PAGE = 500
_PASSES = 10
"""How often one looks whether somebody wrote meanwhile."""

_ANY = "*"
_MARK = "\0"
"""Stands for any name while the pattern of a key is made."""


class RedisTidying:
    """A `TidyStore` over Redis. A name is quoted in its keys, so that none is a pattern and none begins as another.

    `ours` tells that the server is the embedded one, whose log of all writes is ours to write anew.
    """

    def __init__(self, redis: Redis, *, ours: bool = False) -> None:
        self._redis = redis
        self._ours = ours

    async def communities(self) -> tuple[str, ...]:
        """Every community that ever played."""
        before, after = community_key(_MARK, "rounds").split(name(_MARK))
        found = [text(key) async for key in self._redis.scan_iter(f"{before}{_ANY}{after}", count=_PAGE)]
        return tuple(sorted({unquote(key.removeprefix(before).removesuffix(after)) for key in found}))

    async def compact(self) -> None:
        """Write the log of the embedded server anew: until then it holds what was deleted."""
        if self._ours:
            await self._redis.bgrewriteaof()

    async def tidied(self, community: str) -> date | None:
        """The day before which nothing is left to be tidied."""
        found = await self._redis.get(community_key(community, "tidied"))
        return to_day(found) if found is not None else None

    async def keep_tidied(self, community: str, day: date) -> None:
        """Note that day."""
        await self._redis.set(community_key(community, "tidied"), day.isoformat())

    async def leave(self, community: str, at: datetime) -> None:
        """Note that a community is to be forgotten."""
        await self._redis.zadd(_LEAVING, {name(community): at.timestamp()}, nx=True)

    async def leaving(self) -> tuple[str, ...]:
        """The communities that are to be forgotten, who left first at the front."""
        return tuple(unquote(text(one)) for one in await self._redis.zrange(_LEAVING, 0, -1))

    async def left(self, community: str, at: datetime) -> None:
        """Nothing is kept of it any more; what somebody wrote who was at it shows later."""
        moving: Any = self._redis.pipeline(transaction=True)
        await moving.zrem(_LEAVING, name(community)).zadd(_LEFT, {name(community): at.timestamp()}).execute()

    async def gone(self, until: datetime) -> tuple[str, ...]:
        """The communities that were forgotten until a moment, and not looked at again."""
        found = await self._redis.zrangebyscore(_LEFT, "-inf", until.timestamp())
        return tuple(unquote(text(one)) for one in found)

    async def settle(self, community: str) -> None:
        """It was looked at again, or came back: it is as any other."""
        await self._redis.zrem(_LEFT, name(community))

    async def purge(self, community: str) -> None:
        """Delete all that is kept of a community, its channels and deliveries apart."""
        await self._forget_decks(community)
        await RedisLooks(self._redis).forget_all(community)
        await self._withdraw(community)
        await self._forget_claims(community)
        await self._redis.zrem(REPORTED, name(community))
        await self._redis.srem(COMMUNITIES, name(community))
        for _ in range(_PASSES):
            own = await self._delete(community_key(community, _ANY))
            if not own + await self._delete(deck_key(reserve_of(community), _ANY)):
                return
        raise StoreUnavailable("Somebody goes on playing in a community that left; it is tried again.")

    async def _delete(self, pattern: str) -> int:
        found = [key async for key in self._redis.scan_iter(pattern, count=_PAGE)]
        for start in range(0, len(found), _PAGE):
            await self._redis.unlink(*found[start : start + _PAGE])
        return len(found)

    async def _forget_decks(self, community: str) -> None:
        """Its own decks with all that was made for them, and its name among those who play the others."""
        await RedisDecks(self._redis, Deck()).forget(community)
        pattern = deck_key(_MARK, "communities").replace(name(_MARK), _ANY)
        async for key in self._redis.scan_iter(pattern, count=_PAGE):
            await self._redis.srem(key, community)

    async def _withdraw(self, community: str) -> None:
        """Take what its hosts proposed off the operator's list."""
        proposals = operator_key("proposals")
        for found in await self._redis.lrange(proposals, 0, -1):
            if load(Proposal, octets(found)).key.community == community:
                await self._redis.lrem(proposals, 0, octets(found).decode())

    async def _forget_claims(self, community: str) -> None:
        """Forget which editions accounts finished there first."""
        pattern, mine = account_key(_MARK, "claims").replace(name(_MARK), _ANY), name(community)
        page: list[object] = []
        async for key in self._redis.scan_iter(pattern, count=_PAGE):
            page.append(key)
            if len(page) == _PAGE:
                await self._unclaim(page, mine)
                page.clear()
        await self._unclaim(page, mine)

    async def _unclaim(self, page: list[object], mine: str) -> None:
        reading: Any = self._redis.pipeline(transaction=False)
        for key in page:
            reading.hgetall(key)
        for key, claims in zip(page, await reading.execute() if page else (), strict=True):
            gone = [edition for edition, where in claims.items() if text(where) == mine]
            if gone:
                await self._redis.hdel(text(key), *gone)

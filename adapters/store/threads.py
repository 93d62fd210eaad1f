"""Threads of ours, how far each was read, who won, and what a process took upon itself."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from adapters.store.keys import community_key, name, operator_key
from adapters.store.replies import octets, text
from adapters.store.scripts import run
from bot.domain import Talking, Thread
from bot.errors import StoreUnavailable
from bot.records import dump, load

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from redis.asyncio import Redis

    from adapters.store.scripts import Value
    from bot.domain import RoundKey

KEPT_SECONDS = int(timedelta(days=30).total_seconds())
"""How long threads are known after the last one was opened."""

MOST = 1_500
"""Threads of a community that are kept: the oldest make room."""


class RedisThreads:
    """A `ThreadStore` over Redis."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def talking(self, community: str) -> Talking:
        """What the community agreed on, or the usual."""
        found = await self._redis.get(community_key(community, "talking"))
        return load(Talking, octets(found)) if found is not None else Talking()

    async def agree(self, community: str, talking: Talking) -> None:
        """Set it."""
        await self._redis.set(community_key(community, "talking"), dump(talking))

    async def open(self, thread: Thread) -> None:
        """Keep a thread of ours; a thread that is there stays as it is."""
        key = _threads(thread.community)
        if await self._redis.hsetnx(key, name(thread.id), dump(thread).decode()):
            await self._redis.expire(key, KEPT_SECONDS)
            await self._make_room(thread.community)
        if thread.player or thread.closed:
            await self._own_it(thread)

    async def thread(self, community: str, thread: str) -> Thread | None:
        """A thread of ours."""
        found = await self._redis.hget(_threads(community), name(thread))
        return load(Thread, octets(found)) if found is not None else None

    async def threads(self, community: str) -> Mapping[str, Thread]:
        """All of them that are kept."""
        found: Any = await self._redis.hgetall(_threads(community))
        return {unquote(text(one)): load(Thread, octets(kept)) for one, kept in found.items()}

    async def own(self, community: str, round_: RoundKey, player: str) -> Thread | None:
        """The thread of a player about a round; of nobody, the one of those who have solved it."""
        found = await self._redis.hget(_own(community, round_), name(player))
        return await self.thread(community, unquote(text(found))) if found is not None else None

    async def close(self, community: str, thread: str) -> None:
        """Forget a thread."""
        if (found := await self.thread(community, thread)) is not None and (found.player or found.closed):
            stands = await self.own(community, found.round, found.player)
            if stands is not None and stands.id == found.id:
                await self._redis.hdel(_own(community, found.round), name(found.player))
        await self._redis.hdel(_threads(community), name(thread))
        await self._redis.hdel(_read(community), name(thread))

    async def forget(self, community: str, player: str) -> None:
        """Forget which threads were a player's own."""
        for one in (await self.threads(community)).values():
            if one.player == player:
                await self.close(community, one.id)

    async def read(self, community: str, thread: str) -> str:
        """The last message of a thread that was read, or nothing."""
        found = await self._redis.hget(_read(community), name(thread))
        return text(found) if found is not None else ""

    async def keep_read(self, community: str, thread: str, message: str) -> None:
        """Note the last message that was read; an earlier one changes nothing."""
        await run(self._redis, "keep_read", [_read(community)], [name(thread), message, KEPT_SECONDS])

    async def winner(self, community: str, thread: str, place: int) -> str:
        """The message that solved the riddle at a place first, or nothing."""
        found = await self._redis.hget(_won(community), f"{name(thread)}:{place}")
        return text(found) if found is not None else ""

    async def win(self, community: str, thread: str, place: int, message: str) -> str:
        """Note that message; the one that stands, whoever comes second."""
        await self._redis.hsetnx(_won(community), f"{name(thread)}:{place}", message)
        await self._redis.expire(_won(community), KEPT_SECONDS)
        return await self.winner(community, thread, place)

    async def first(self, community: str, what: str, who: str, seconds: int) -> bool:
        """Whether a process is the first to take something upon itself; asked again, it still is."""
        return bool(await self._step("first", [community_key(community, "first", name(what))], [who, seconds]))

    async def release(self, community: str, what: str, who: str) -> None:
        """Give back what one took upon itself, when it is done."""
        key = community_key(community, "first", name(what))
        found = await self._redis.get(key)
        if found is not None and text(found) == who:
            await self._redis.delete(key)

    async def trouble(self, community: str, channel: str, reason: str) -> bool:
        """Note what does not go as it should in a channel, or that it does, with no reason; tells what is new."""
        key = community_key(community, "troubles")
        before = await self._redis.hget(key, name(channel))
        if not reason:
            await self._redis.hdel(key, name(channel))
            return False
        await self._redis.hset(key, name(channel), reason)
        return before is None or text(before) != reason

    async def troubles(self, community: str) -> Mapping[str, str]:
        """By channel, what does not go as it should."""
        found: Any = await self._redis.hgetall(community_key(community, "troubles"))
        return {unquote(text(channel)): text(reason) for channel, reason in found.items()}

    async def known(self, what: str) -> str:
        """What is noted about the program as a whole on a platform."""
        found = await self._redis.get(operator_key("platform", name(what)))
        return text(found) if found is not None else ""

    async def note(self, what: str, text: str) -> None:
        """Note it."""
        await self._redis.set(operator_key("platform", name(what)), text)

    async def _own_it(self, thread: Thread) -> None:
        """Note whose it is; the first one stands for as long as it is there."""
        key, field = _own(thread.community, thread.round), name(thread.player)
        if not await self._redis.hsetnx(key, field, name(thread.id)):
            if await self.own(thread.community, thread.round, thread.player) is not None:
                return
            await self._redis.hset(key, field, name(thread.id))
        await self._redis.expire(key, KEPT_SECONDS)

    async def _make_room(self, community: str) -> None:
        found: Any = await self._redis.hkeys(_threads(community))
        ids = sorted((text(one) for one in found), key=lambda one: (len(one), one))
        for old in ids[:-MOST]:
            await self.close(community, unquote(old))

    async def _step(self, script: str, keys: Sequence[str], values: Sequence[Value]) -> Any:
        """Take a step that may be taken twice: once more where its answer was lost."""
        try:
            return await run(self._redis, script, keys, values)
        except StoreUnavailable:
            return await run(self._redis, script, keys, values)


def _threads(community: str) -> str:
    return community_key(community, "threads")


def _own(community: str, round_: RoundKey) -> str:
    return community_key(community, "threads-own", name(round_.deck), round_.date.isoformat())


def _read(community: str) -> str:
    return community_key(community, "threads-read")


def _won(community: str) -> str:
    return community_key(community, "threads-won")

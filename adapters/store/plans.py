"""When each channel's next post is, what else is due, and which editions will be needed."""

from __future__ import annotations

import logging
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from adapters.store import schedule_keys as keys
from adapters.store.keys import name
from adapters.store.part import Part
from adapters.store.replies import text
from adapters.store.scripts import run
from bot.domain import Due, Matter, Planned
from bot.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from adapters.store.scripts import Value
    from bot.domain import ChannelKey, Sending

_log = logging.getLogger(__name__)

_HOUR = 3_600
_NONE = "-"
"""No date."""


class RedisPlans(Part):
    """The plan of all channels over Redis.

    The law: the last settled date of a channel only grows, and the planned one is after it. At most one post of a
    channel is due, the planned one. A plan changes only where it is still what it was (`replan`), or where its post is
    settled (`advance`), so that clocks, senders and admins who act at once plan nothing twice.
    """

    async def planned(self, key: ChannelKey) -> Planned:
        """The dates of the channel's next post and of the last one that is settled."""
        found = await self._redis.hget(keys.PLAN, keys.of_channel(key))
        return _planned(text(found)) if found is not None else Planned()

    async def replan(self, key: ChannelKey, before: Planned, day: date | None, at: datetime | None) -> bool:
        """Put another next post in the place of the planned one, None for none; False where the plan is another."""
        values = [keys.of_channel(key), keys.posts(key), _written(before), *_next(day, at)]
        return bool(await run(self._redis, "replan", [keys.PLAN, keys.DUE], values))

    async def advance(self, sending: Sending, day: date | None, at: datetime | None) -> bool:
        """Note that a post is settled, and plan the next; False where another next post is planned by now.

        Where an admin planned another next post meanwhile, or none, that one stands, and the settled date is noted.
        A channel that never had a plan, or was forgotten, gets none.
        """
        key, settled = sending.channel, sending.date
        if day is not None and day <= settled:
            raise ValueError(f"the post after {settled} cannot be on {day}")
        values = [keys.of_channel(key), keys.posts(key), settled.isoformat(), *_next(day, at)]
        return bool(await run(self._redis, "advance", [keys.PLAN, keys.DUE], values))

    async def plan(self, sending: Sending, at: datetime) -> None:
        """Let something be due at a moment, or put it off; of the posts only the planned one."""
        if sending.matter is not Matter.POST:
            await self._redis.zadd(keys.DUE, {keys.of_sending(sending): keys.score(at)})
            return
        values: list[Value] = [
            keys.of_channel(sending.channel), sending.date.isoformat(), keys.of_sending(sending), keys.score(at),
        ]  # fmt: skip
        await run(self._redis, "put_off", [keys.PLAN, keys.DUE], values)

    async def drop(self, sending: Sending) -> None:
        """Take something off what is due; a post's place in the plan stays."""
        await self._redis.zrem(keys.DUE, keys.of_sending(sending))

    async def due(self, until: datetime, most: int, start: int = 0) -> tuple[Due, ...]:
        """What is due until a moment, oldest first; a name that a newer version wrote is left where it is."""
        last = keys.score(until)
        found: Any = await self._redis.zrangebyscore(keys.DUE, "-inf", last, start, most, withscores=True)
        return tuple(_due(found))

    async def need(self, deck: str, day: date, at: datetime) -> None:
        """Note that an edition is needed at a moment; of each hour the earliest stands."""
        await self._redis.zadd(keys.NEEDED, {_needing(deck, day, at): keys.score(at)}, lt=True)

    async def needed(self, until: datetime) -> tuple[tuple[str, date, datetime], ...]:
        """The editions that are needed until a moment, the earliest first; one for each hour that needs it."""
        found: Any = await self._redis.zrangebyscore(keys.NEEDED, "-inf", keys.score(until), withscores=True)
        return tuple(_need(text(member), score) for member, score in found)

    async def have(self, deck: str, day: date, until: datetime | None = None) -> None:
        """Note that an edition is there for whoever needed it until a moment, or for everybody."""
        last: Any = keys.score(until) if until is not None else "+inf"
        found: Any = await self._redis.zrangebyscore(keys.NEEDED, "-inf", last)
        mine = f"{name(deck)}|{day.isoformat()}|"
        gone = [member for member in found if text(member).startswith(mine)]
        if gone:
            await self._redis.zrem(keys.NEEDED, *gone)

    async def _unplan(self, key: ChannelKey) -> None:
        """Let nothing be due for a channel; the last settled date stays, for the day it is added again."""
        await run(self._redis, "unplan", [keys.PLAN, keys.DUE], [keys.of_channel(key), keys.posts(key)])
        await self._drop_all(f"{keys.of_channel(key)}|*")

    async def _unplan_all(self, community: str) -> None:
        """Let nothing be due for a community, and forget its plans."""
        pattern = f"{name(community)}|*"
        await self._drop_all(pattern)
        found = [field async for field, _ in self._redis.hscan_iter(keys.PLAN, pattern, 1_000)]
        if found:
            await self._redis.hdel(keys.PLAN, *found)
        await self._drop_all(pattern)

    async def _drop_all(self, pattern: str) -> None:
        found = [member async for member, _ in self._redis.zscan_iter(keys.DUE, pattern, 1_000)]
        if found:
            await self._redis.zrem(keys.DUE, *found)


def _planned(found: str) -> Planned:
    try:
        following, last = (None if one == _NONE else date.fromisoformat(one) for one in found.split(" "))
        return Planned(following, last)
    except ValueError as error:
        raise StoreError("A stored plan cannot be read.") from error


def _written(planned: Planned) -> str:
    return f"{_date(planned.next)} {_date(planned.last)}"


def _date(day: date | None) -> str:
    return day.isoformat() if day is not None else _NONE


def _next(day: date | None, at: datetime | None) -> list[Value]:
    """A date with its moment, as a step takes them; one without the other is none."""
    if day is None or at is None:
        return [_NONE, 0]
    return [day.isoformat(), keys.score(at)]


def _due(found: Sequence[tuple[object, float]]) -> Iterator[Due]:
    for member, score in found:
        try:
            yield Due(keys.to_sending(text(member)), keys.to_moment(score))
        except StoreError as error:
            _log.warning("name=%s is left alone: %s", text(member), error)


def _needing(deck: str, day: date, at: datetime) -> str:
    return f"{name(deck)}|{day.isoformat()}|{int(at.timestamp() // _HOUR)}"


def _need(member: str, score: float) -> tuple[str, date, datetime]:
    deck, day, _ = (*member.split("|"), "", "")[:3]
    try:
        return unquote(deck), date.fromisoformat(day), keys.to_moment(score)
    except ValueError as error:
        raise StoreError("A needed edition cannot be read.") from error

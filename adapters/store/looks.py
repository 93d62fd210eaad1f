"""Guesses that wait for a second look, what was said of them, and what is to be told."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import unquote

from adapters.store.entries import clean
from adapters.store.keys import look_key, name
from adapters.store.replies import octets, text
from adapters.store.scripts import run
from bot.domain import Look, Notice, Opinion, Ruling
from bot.errors import StoreError
from bot.ports.now import system_now
from bot.records import dump, load

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from redis.asyncio import Redis

    from adapters.store.scripts import Value
    from bot.domain import RoundKey
    from bot.ports.now import Now

MOST_WAITING = 500
"""Guesses of one community that wait."""

MOST_NOTICES = 10_000
"""Notices of one community that wait."""

_KEPT = int(timedelta(days=60).total_seconds())
"""How long a ruling, and who was told, is remembered: longer than any riddle is open."""

_OLDEST = timedelta(days=14)
"""How long a guess waits at most."""

_MEASURED = int(timedelta(days=7).total_seconds())
"""How long what was measured of a judge holds."""

_TURNS = look_key("turns")
_NOTICED = look_key("noticed")


class RedisLooks:
    """A `LookStore` over Redis. All its keys share one hash tag: rulings hold for every community."""

    def __init__(self, redis: Redis, now: Now = system_now) -> None:
        self._redis = redis
        self._now = now

    # --- what waits ---

    async def offer(self, look: Look, riddle: str) -> bool:
        """Let a guess wait, once; False where it waits already, was refused before, or too much waits."""
        community = look.key.community
        values: list[Value] = [
            dump(look), look.guess, self._ms(), self._ms(-_OLDEST), MOST_WAITING, name(community),
        ]  # fmt: skip
        return bool(await run(self._redis, "offer_look", [_waiting(community), _TURNS, _rulings(riddle)], values))

    async def take(self, most: int, seconds: float) -> tuple[Look, ...]:
        """What waits, for one worker for a while; the community that waited longest for its turn comes first."""
        found: list[Look] = []
        again = self._ms(timedelta(seconds=seconds))
        for community in await self._redis.zrange(_TURNS, 0, -1):
            if len(found) >= most:
                break
            asked = [look_key("waiting", text(community)), _TURNS]
            values: list[Value] = [text(community), self._ms(), again, most - len(found)]
            found += [load(Look, octets(one)) for one in await run(self._redis, "take_looks", asked, values)]
        return tuple(found)

    async def postpone(self, look: Look, until: datetime) -> None:
        """Let a guess wait until a moment."""
        await self._redis.zadd(_waiting(look.key.community), {dump(look): _milliseconds(until)}, xx=True)

    async def finish(self, look: Look, notices: Sequence[Notice] = ()) -> int:
        """Take a guess out of the queue and keep what is to be told, in one step; returns how many are new."""
        community = look.key.community
        values: list[Value] = [dump(look), self._ms(), _KEPT, MOST_NOTICES, name(community)]
        for notice in notices:
            values += [_digest(notice.player), dump(notice)]
        asked = [_waiting(community), _told(look.key, look.place), _notices(community), _NOTICED]
        return int(await run(self._redis, "finish_look", asked, values))

    async def waiting(self) -> int:
        """How many guesses wait."""
        turns = await self._redis.zrange(_TURNS, 0, -1)
        return sum([await self._redis.zcard(look_key("waiting", text(one))) for one in turns])

    # --- what was said ---

    async def ruling(self, riddle: str, guess: str) -> Ruling | None:
        """What was said of a guess at a riddle, in whatever community."""
        found = await self._redis.hget(_rulings(riddle), guess)
        return _ruling(octets(found)) if found is not None else None

    async def keep(self, riddle: str, guess: str, ruling: Ruling) -> Ruling:
        """Keep what was said of a guess; the first ruling stands and is returned."""
        key = _rulings(riddle)
        await self._redis.hsetnx(key, guess, f"{ruling.opinion.value} {clean(ruling.model)}")
        await self._redis.expire(key, _KEPT)
        return await self.ruling(riddle, guess) or ruling

    async def spend(self, community: str, day: date, limit: int) -> bool:
        """Count one guess that a model is asked about; False where the community's day has had its share."""
        key = look_key("asked", name(community), day.isoformat())
        return bool(await run(self._redis, "spend_look", [key], [limit, int(timedelta(days=2).total_seconds())]))

    async def fitness(self, judge: str) -> tuple[float, float] | None:
        """Kappa of a judge, and the share of wrong guesses it accepts, where they were measured lately."""
        found = await self._redis.get(look_key("fitness", _digest(judge)))
        if found is None:
            return None
        kappa, _, share = text(found).partition(" ")
        return float(kappa), float(share)

    async def keep_fitness(self, judge: str, kappa: float, share: float) -> None:
        """Remember them for a while."""
        await self._redis.set(look_key("fitness", _digest(judge)), f"{kappa} {share}", ex=_MEASURED)

    # --- what is to be told ---

    async def noticed(self) -> tuple[str, ...]:
        """The communities in which somebody is to be told something."""
        return tuple(sorted(unquote(text(one)) for one in await self._redis.smembers(_NOTICED)))

    async def take_notices(self, community: str, most: int, seconds: float) -> tuple[Notice, ...]:
        """What is to be told, for one process for a while."""
        values: list[Value] = [name(community), self._ms(), self._ms(timedelta(seconds=seconds)), most]
        found = await run(self._redis, "take_notices", [_notices(community), _NOTICED], values)
        return tuple(load(Notice, octets(one)) for one in found)

    async def told(self, notice: Notice) -> None:
        """Note that it was told."""
        await self._redis.zrem(_notices(notice.key.community), dump(notice))

    async def forget(self, community: str, player: str) -> None:
        """Drop what was to be told to a player."""
        for one in await self._redis.zrange(_notices(community), 0, -1):
            if load(Notice, octets(one)).player == player:
                await self._redis.zrem(_notices(community), octets(one))

    async def forget_all(self, community: str) -> None:
        """Drop all that waits for a community, or was told there, when it leaves."""
        await self._redis.zrem(_TURNS, name(community))
        await self._redis.srem(_NOTICED, name(community))
        await self._redis.unlink(_waiting(community), _notices(community))
        for kind in ("told", "asked"):
            async for key in self._redis.scan_iter(look_key(kind, name(community), "*"), count=500):
                await self._redis.unlink(key)

    async def untell(self, key: RoundKey, place: int, player: str) -> None:
        """Forget that a player was told something of a riddle."""
        await self._redis.srem(_told(key, place), _digest(player))

    def _ms(self, later: timedelta = timedelta()) -> int:
        return _milliseconds(self._now() + later)


def _milliseconds(at: datetime) -> int:
    return round(at.astimezone(UTC).timestamp() * 1_000)


def _waiting(community: str) -> str:
    return look_key("waiting", name(community))


def _notices(community: str) -> str:
    return look_key("notices", name(community))


def _rulings(riddle: str) -> str:
    return look_key("rulings", name(riddle))


def _told(key: RoundKey, place: int) -> str:
    return look_key("told", name(key.community), name(key.deck), key.date.isoformat(), str(place))


def _digest(text: str) -> str:
    """A text that may be endless, or a player's id that is known again but cannot be read."""
    return hashlib.sha256(clean(text).encode()).hexdigest()[:32]


def _ruling(found: bytes) -> Ruling:
    opinion, _, model = found.decode().partition(" ")
    try:
        return Ruling(Opinion(opinion), model)
    except ValueError as error:
        raise StoreError("A stored ruling is damaged.") from error

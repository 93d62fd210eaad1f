"""What hosts said of riddles before they are posted, and how many players reported those that are."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from adapters.store.keys import community_key, deck_key, name, operator_key
from adapters.store.packed import pack, unpack
from adapters.store.replies import octets, text
from adapters.store.scripts import run
from bot.domain import MAX_PER_DAY, Review

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from redis.asyncio import Redis

    from adapters.store.scripts import Value
    from bot.domain import RoundKey

KEPT_SECONDS = int(timedelta(days=14).total_seconds())
"""How long a review and who reported a riddle are kept: until well after the post."""

REPORTED = operator_key("reported")
"""The communities in which something was reported of which the hosts have not heard, and how often."""

LARGEST = 1_000_000
"""Most bytes of a review."""


class RedisReviews:
    """A `ReviewStore` over Redis."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def review(self, key: RoundKey) -> Review | None:
        """How a day's riddles stand with the hosts, or None where nobody was asked."""
        found = await self._redis.hget(_review(key), "review")
        return unpack(Review, octets(found), LARGEST) if found is not None else None

    async def begin(self, review: Review) -> Review:
        """Keep a review unless there is one; returns the one that stands."""
        values: list[Value] = [pack(review), review.version, KEPT_SECONDS]
        return unpack(Review, octets(await run(self._redis, "begin_review", [_review(review.key)], values)), LARGEST)

    async def change(self, review: Review) -> bool:
        """Keep a review in the place of the one before its `version`; False where that is another by now."""
        values: list[Value] = [review.version - 1, pack(review), review.version, KEPT_SECONDS]
        return bool(await run(self._redis, "change_review", [_review(review.key)], values))

    async def object(self, deck: str, day: date, place: int, who: str) -> int:
        """Count somebody who reported a riddle of a deck; returns how many did."""
        return int(await run(self._redis, "object", [_objections(deck, day, place)], [name(who), KEPT_SECONDS]))

    async def disown(self, deck: str, day: date, place: int, who: str) -> None:
        """Let one who counted against a riddle be forgotten; the count stays."""
        if await self._redis.srem(_objections(deck, day, place), name(who)):
            await self.object(deck, day, place, secrets.token_hex(16))

    async def reported(self) -> dict[str, int]:
        """The communities in which something was reported, and how often, since the hosts heard of it."""
        found: Any = await self._redis.zrange(REPORTED, 0, -1, withscores=True)
        return {unquote(text(community)): int(times) for community, times in found}

    async def heard(self, community: str, times: int) -> None:
        """The hosts have heard of what was reported; where more was reported than so often meanwhile, it stays."""
        await run(self._redis, "heard", [REPORTED], [name(community), times])

    async def told(self, community: str) -> frozenset[str]:
        """Marks of the reports that the hosts were told of."""
        return frozenset(text(mark) for mark in await self._redis.smembers(_told(community)))

    async def untell(self, community: str, mark: str) -> None:
        """Forget that the hosts were told of a report."""
        await self._redis.srem(_told(community), mark)

    async def keep_told(self, community: str, marks: Collection[str]) -> None:
        """Put the marks of all reports there are in the place of those that were told."""
        keeping: Any = self._redis.pipeline(transaction=True)
        keeping.delete(_told(community))
        if marks:
            keeping.sadd(_told(community), *marks)
        await keeping.execute()

    async def objections(self, deck: str, day: date) -> Mapping[int, int]:
        """How many reported each place."""
        places = range(1, MAX_PER_DAY + 1)
        counts = [await self._redis.scard(_objections(deck, day, place)) for place in places]
        return {place: count for place, count in zip(places, counts, strict=True) if count}


def _review(key: RoundKey) -> str:
    return community_key(key.community, "review", name(key.deck), key.date.isoformat())


def _told(community: str) -> str:
    return community_key(community, "reports", "told")


def _objections(deck: str, day: date, place: int) -> str:
    return deck_key(deck, "objections", day.isoformat(), str(place))

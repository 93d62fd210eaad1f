"""What hosts said of riddles before they are posted, and how many players reported those that are."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from adapters.store.keys import community_key, deck_key, name
from adapters.store.packed import pack, unpack
from adapters.store.replies import octets
from adapters.store.scripts import run
from bot.domain import MAX_PER_DAY, Review

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from redis.asyncio import Redis

    from adapters.store.scripts import Value
    from bot.domain import RoundKey

KEPT_SECONDS = int(timedelta(days=14).total_seconds())
"""How long a review and who reported a riddle are kept: until well after the post."""

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

    async def objections(self, deck: str, day: date) -> Mapping[int, int]:
        """How many reported each place."""
        places = range(1, MAX_PER_DAY + 1)
        counts = [await self._redis.scard(_objections(deck, day, place)) for place in places]
        return {place: count for place, count in zip(places, counts, strict=True) if count}


def _review(key: RoundKey) -> str:
    return community_key(key.community, "review", name(key.deck), key.date.isoformat())


def _objections(deck: str, day: date, place: int) -> str:
    return deck_key(deck, "objections", day.isoformat(), str(place))

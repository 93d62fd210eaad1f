"""The texts of a day's articles, which go away by themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from adapters.store.keys import deck_key
from adapters.store.packed import pack, unpack
from adapters.store.replies import octets
from bot.domain import Article

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from redis.asyncio import Redis

MAX_ARTICLES = 100
"""Most articles kept for one edition."""

MAX_TEXT = 100_000
"""Most characters kept of one."""

DAY_LONG = timedelta(days=1)

_MAX_BYTES = MAX_ARTICLES * (MAX_TEXT + 10_000) * 6


class RedisArticles:
    """An `ArticleStore` over Redis. No other key holds the text of an article."""

    def __init__(self, redis: Redis, kept: timedelta = DAY_LONG) -> None:
        self._redis = redis
        self._kept = kept

    async def keep(self, deck: str, day: date, articles: Sequence[Article], kept: timedelta) -> None:
        """Keep the articles of an edition; those kept before for that day are replaced."""
        bounded = tuple(replace(article, text=article.text[:MAX_TEXT]) for article in articles[:MAX_ARTICLES])
        if kept:
            await self._redis.set(_key(deck, day), pack(bounded), px=kept)
        else:
            await self._redis.delete(_key(deck, day))

    async def prolong(self, deck: str, day: date) -> None:
        """Keep them as long from now on as was said at first: the edition was posted once more."""
        if self._kept:
            await self._redis.pexpire(_key(deck, day), self._kept)

    async def articles(self, deck: str, day: date) -> tuple[Article, ...]:
        """The articles of an edition, or nothing once their time is up."""
        data = await self._redis.get(_key(deck, day))
        return unpack(tuple[Article, ...], octets(data), _MAX_BYTES) if data else ()


def _key(deck: str, day: date) -> str:
    return deck_key(deck, "articles", day.isoformat())

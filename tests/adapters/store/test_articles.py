from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from adapters.store.articles import MAX_ARTICLES, MAX_TEXT, RedisArticles
from adapters.store.editions import RedisEditions
from tests.adapters.store.samples import DAY, article, edition

if TYPE_CHECKING:
    from redis.asyncio import Redis

DAY_LONG = timedelta(hours=24)


@pytest.fixture
def store(redis: Redis) -> RedisArticles:
    return RedisArticles(redis)


async def test_articles_come_back_as_they_were(store: RedisArticles) -> None:
    articles = (article("lighthouse"), article("ferry"))
    await store.keep("default", DAY, articles, DAY_LONG)
    assert await store.articles("default", DAY) == articles
    assert await store.articles("other", DAY) == ()


async def test_articles_go_away_by_themselves(store: RedisArticles) -> None:
    await store.keep("default", DAY, [article()], timedelta(milliseconds=50))
    await asyncio.sleep(0.1)
    assert await store.articles("default", DAY) == ()


async def test_where_nothing_is_to_be_kept_nothing_is(store: RedisArticles) -> None:
    await store.keep("default", DAY, [article()], DAY_LONG)
    await store.keep("default", DAY, [article("ferry")], timedelta())
    await store.prolong("default", DAY)
    assert await store.articles("default", DAY) == ()


async def test_another_post_keeps_them_longer(store: RedisArticles, redis: Redis) -> None:
    await store.keep("default", DAY, [article()], timedelta(minutes=1))
    await store.prolong("default", DAY)
    assert await store.articles("default", DAY) == (article(),)
    (key,) = await redis.keys("*articles*")
    assert await redis.ttl(key) > 23 * 3600


async def test_articles_are_bounded_in_number_and_length(store: RedisArticles) -> None:
    many = [article(f"{number}", "x" * (MAX_TEXT + 1)) for number in range(MAX_ARTICLES + 1)]
    await store.keep("default", DAY, many, DAY_LONG)
    found = await store.articles("default", DAY)
    assert len(found) == MAX_ARTICLES
    assert {len(one.text) for one in found} == {MAX_TEXT}


async def test_the_text_of_an_article_is_under_no_other_key(store: RedisArticles, redis: Redis) -> None:
    text = "Nobody else wrote this very sentence about a heron. "
    await store.keep("default", DAY, [article(text=text * 40)], DAY_LONG)
    await RedisEditions(redis).put(edition())
    strings = [await redis.get(key) for key in await redis.keys("*") if await redis.type(key) == b"string"]
    assert not [value for value in strings if b"heron" in value]

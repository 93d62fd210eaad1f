from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from adapters.store import decks as module
from adapters.store.decks import RedisDecks
from adapters.store.editions import RedisEditions
from bot.domain import Deck, Strictness
from bot.errors import StoreError, TooMany
from bot.news.decks import new_deck
from tests.adapters.store.samples import DAY, edition

if TYPE_CHECKING:
    from redis.asyncio import Redis

OURS, THEIRS = "slack:T1", "discord:dm:7"
DEFAULT = Deck(per_day=3, strictness=Strictness.OPEN)


@pytest.fixture
def store(redis: Redis) -> RedisDecks:
    return RedisDecks(redis, DEFAULT)


async def test_the_deck_of_the_settings_is_always_there(store: RedisDecks) -> None:
    assert await store.deck("default") == DEFAULT
    assert await store.decks() == await store.all() == (DEFAULT,)
    assert await store.deck("sport") is None
    assert not await store.remove("default")


async def test_a_deck_comes_back_as_it_was_kept(store: RedisDecks) -> None:
    made = new_deck(
        "science", feeds=["https://space.example/feed"], topics=["space", "deep sea"], per_day=2, strictness="gentle"
    )
    assert await store.keep(made)
    assert await store.deck("science") == made
    assert await store.decks() == (DEFAULT, made)


async def test_a_community_sees_the_public_decks_and_its_own_and_no_others(store: RedisDecks) -> None:
    public, ours, theirs = new_deck("news"), new_deck("club", OURS), new_deck("club", THEIRS)
    for deck in (public, ours, theirs):
        assert await store.keep(deck)
    assert await store.decks(OURS) == (DEFAULT, public, ours)
    assert await store.decks(THEIRS) == (DEFAULT, public, theirs)
    assert await store.decks() == (DEFAULT, public)
    assert set(await store.all()) == {DEFAULT, public, ours, theirs}
    assert await store.deck("club") is None
    assert await store.deck("club@slack:T1") == ours


async def test_of_two_who_add_or_edit_a_deck_at_once_the_second_is_told(store: RedisDecks) -> None:
    first, second = new_deck("news", per_day=1), new_deck("news", per_day=2)
    assert await store.keep(first)
    assert not await store.keep(second)
    assert await store.keep(second, first)
    assert not await store.keep(replace(first, per_day=3), first)
    assert await store.deck("news") == second


async def test_a_community_has_as_many_decks_as_the_settings_say(redis: Redis) -> None:
    store = RedisDecks(redis, DEFAULT, per_community=2)
    added = await asyncio.gather(
        *(store.keep(new_deck(f"deck-{number}", OURS)) for number in range(6)), return_exceptions=True
    )
    assert added.count(True) == 2
    assert all(isinstance(one, TooMany) for one in added if one is not True)
    assert "2 decks of its own" in str(next(one for one in added if one is not True))
    assert await store.keep(new_deck("deck-0", THEIRS))
    assert await store.remove((await store.decks(OURS))[1].name)
    assert await store.keep(new_deck("another", OURS))


async def test_a_community_may_be_given_none_and_the_operator_has_many(
    redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = RedisDecks(redis, DEFAULT, per_community=0)
    with pytest.raises(TooMany, match="no decks of their own here"):
        await store.keep(new_deck("club", OURS))
    monkeypatch.setattr(module, "MOST_PUBLIC", 2)
    assert await store.keep(new_deck("one"))
    assert await store.keep(new_deck("two"))
    with pytest.raises(TooMany, match="2 public decks already"):
        await store.keep(new_deck("three"))


async def test_a_removed_deck_leaves_its_editions(store: RedisDecks, redis: Redis) -> None:
    editions = RedisEditions(redis)
    await store.keep(new_deck("news"))
    await editions.put(edition(deck="news"))
    assert await store.remove("news")
    assert not await store.remove("news")
    assert await store.deck("news") is None
    assert await editions.edition("news", DAY) is not None


async def test_nothing_stays_of_the_decks_of_a_community_that_left(store: RedisDecks, redis: Redis) -> None:
    editions = RedisEditions(redis)
    for community in (OURS, THEIRS, "slack:T12"):
        await store.keep(new_deck("club", community))
        await editions.put(edition(deck=f"club@{community}"))
    await editions.put(edition(deck=f"removed-before@{OURS}"))
    await store.forget(OURS)
    assert await store.decks(OURS) == (DEFAULT,)
    assert len(await store.all()) == 3
    assert not await redis.keys("*T1}*") + await redis.keys("*T1:*")
    for community in (THEIRS, "slack:T12"):
        assert await store.deck(f"club@{community}")
        assert await editions.edition(f"club@{community}", DAY)


async def test_without_a_limit_everything_may_be_spent(store: RedisDecks) -> None:
    assert await store.left("default", DAY) is None
    assert await store.spend("default", DAY, 10**9)
    assert await store.left("default", DAY) is None


async def test_the_operators_decks_draw_on_one_purse(redis: Redis) -> None:
    store = RedisDecks(redis, DEFAULT, tokens=1_000)
    assert await store.left("default", DAY) == 1_000
    assert await store.spend("default", DAY, 600)
    assert await store.left("news", DAY) == 400
    assert not await store.spend("news", DAY, 500)
    assert await store.left("default", DAY) == -100
    assert await store.left("default", DAY + timedelta(days=1)) == 1_000


async def test_half_of_the_day_is_shared_equally_by_the_communities_decks(redis: Redis) -> None:
    store = RedisDecks(redis, DEFAULT, tokens=1_000, per_community=2)
    assert await store.left("club@slack:T1", DAY) == 0
    for deck in (new_deck("one", OURS), new_deck("two", OURS), new_deck("one", THEIRS)):
        await store.keep(deck)
    assert await store.left("default", DAY) == 500
    assert await store.left(f"one@{OURS}", DAY) == 333
    assert await store.left(f"one@{THEIRS}", DAY) == 166
    assert await store.spend(f"one@{OURS}", DAY, 300)
    assert await store.left(f"two@{OURS}", DAY) == 33
    assert await store.left(f"one@{THEIRS}", DAY) == 166
    assert not await store.spend(f"one@{THEIRS}", DAY, 166)


async def test_who_removes_a_deck_and_adds_another_has_no_more_to_spend(redis: Redis) -> None:
    store = RedisDecks(redis, DEFAULT, tokens=1_000)
    await store.keep(new_deck("one", OURS))
    assert not await store.spend(f"one@{OURS}", DAY, 500)
    await store.remove(f"one@{OURS}")
    await store.keep(new_deck("two", OURS))
    assert await store.left(f"two@{OURS}", DAY) == 0


async def test_many_who_spend_at_once_are_all_counted(redis: Redis) -> None:
    store = RedisDecks(redis, DEFAULT, tokens=1_000)
    said = await asyncio.gather(*(store.spend("default", DAY, 50) for _ in range(30)))
    assert said.count(True) == 19
    assert await store.left("default", DAY) == -500
    assert 0 < await redis.ttl(f"riddle:{{decks}}:spent:{DAY}") <= 3 * 86_400


async def test_a_damaged_deck_is_one_sentence(store: RedisDecks, redis: Redis) -> None:
    await redis.hset("riddle:{decks}:public", "news", b'{"name": 7}')
    with pytest.raises(StoreError, match="stored deck cannot be read"):
        await store.deck("news")

"""Marked and imported examples are kept once each, in order, and no more than there is room for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from adapters.store import examples as module
from adapters.store.examples import RedisExamples
from bot.errors import TooMany

if TYPE_CHECKING:
    from redis.asyncio import Redis


async def test_rows_are_kept_once_and_come_back_in_the_order_of_ids(redis: Redis) -> None:
    store = RedisExamples(redis)
    assert await store.rows() == ()
    assert await store.keep({"b": "{b}", "a": "{ä}"}) == 2
    assert await store.keep({"b": "other", "c": "{c}"}) == 1
    assert await store.keep({}) == 0
    assert await store.rows() == ("{ä}", "{b}", "{c}")
    assert await store.remove(["a", "x"]) == 1
    assert await store.remove([]) == 0
    assert await store.rows() == ("{b}", "{c}")


async def test_there_is_room_for_so_many_and_no_more(redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 2)
    store = RedisExamples(redis)
    await store.keep({"a": "1"})
    with pytest.raises(TooMany, match="holds 1 examples and has room for 2"):
        await store.keep({"b": "2", "c": "3"})
    assert await store.rows() == ("1",)

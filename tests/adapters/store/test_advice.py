"""What would make a server of one's own quicker."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from adapters.store.advice import BEST, advice
from adapters.store.embedded import _OPTIONS
from bot.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from redis.asyncio import Redis

SETTING = "hash-max-listpack-entries"


@pytest.fixture
async def mended(redis: Redis) -> AsyncIterator[None]:
    yield
    await redis.config_set(SETTING, BEST)


@pytest.mark.usefixtures("mended")
async def test_a_server_that_searches_long_hashes_is_told_of(redis: Redis) -> None:
    assert str(BEST) == _OPTIONS[SETTING]
    assert await advice(redis) == ""
    await redis.config_set(SETTING, 512)
    assert await advice(redis) == f"{SETTING} is 512: guesses are quicker with `CONFIG SET {SETTING} 64`."


async def test_a_server_that_does_not_tell_its_settings_is_left_alone(
    redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refused(_: str) -> dict[str, str]:
        raise StoreError("The store refused a command (NOPERM).")

    monkeypatch.setattr(redis, "config_get", refused)
    assert await advice(redis) == ""

"""A workspace for each test that asks for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest_asyncio

from tests.adapters.slack.place import Place, place

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from redis.asyncio import Redis


@pytest_asyncio.fixture
async def here(redis: Redis, redis_url: str, data_dir: Path) -> AsyncIterator[Place]:  # noqa: ARG001 - it empties the store
    async with place(redis_url, data_dir) as one:
        yield one
        assert one.violations() == []

"""What the tests share: a real store, emptied for each test that asks for it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from redis.asyncio import Redis


def pytest_configure(config: pytest.Config) -> None:
    """Beside others a process computes with one thread: two on one core wait for each other.

    An example may take as long as it likes: how long it takes tells of what else the machine does.
    """
    settings.register_profile("unhurried", deadline=None)
    settings.load_profile("unhurried")
    if hasattr(config, "workerinput"):
        os.environ.setdefault("OMP_NUM_THREADS", "1")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest comes first, so that it is not what the others wait for at the end."""
    items.sort(key=lambda item: item.get_closest_marker("install") is None)


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """A data folder that does not exist yet."""
    return tmp_path / "data"


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of one real server for the whole run."""
    from adapters.store.embedded import EmbeddedServer

    server = EmbeddedServer(tmp_path_factory.mktemp("store"))
    path = server.enter()
    yield f"unix://{path}"
    server.leave()


@pytest_asyncio.fixture
async def redis(redis_url: str, data_dir: Path) -> AsyncIterator[Redis]:
    """A client of that server, which holds nothing of other tests."""
    from redis.asyncio import Redis as Plain

    from adapters.store.connection import open_redis

    async with Plain.from_url(redis_url) as plain:
        await plain.flushall()
    async with open_redis(redis_url, data_dir) as client:
        yield client

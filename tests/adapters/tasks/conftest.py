"""A real server of its own, which a test may kill, and who counts what was done."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from adapters.store.embedded import EmbeddedServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from redis.asyncio import Redis

    from bot.domain import Delivery


@dataclass
class Server:
    """A server that can be killed and revived."""

    embedded: EmbeddedServer
    folder: Path
    path: Path

    @property
    def address(self) -> str:
        return f"unix://{self.path}"

    def kill(self) -> None:
        number = int(next(self.folder.rglob("server.pid")).read_text())
        os.kill(number, signal.SIGKILL)

    def revive(self) -> None:
        self.embedded.revive()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    folder = tmp_path / "server"
    embedded = EmbeddedServer(folder)
    yield Server(embedded, folder, embedded.enter())
    embedded.leave()


@pytest.fixture
def address(redis_url: str, redis: Redis) -> str:  # noqa: ARG001 - it empties the server
    """The run's own server, which holds nothing of other tests."""
    return redis_url


@dataclass
class Figures:
    """A meter that a test reads."""

    tasks: list[tuple[str, str]] = field(default_factory=list)
    errors: int = 0

    def settled(self, delivery: Delivery, late: float | None = None) -> None:
        raise AssertionError(delivery, late)

    def due(self, count: int) -> None:
        raise AssertionError(count)

    def missing(self, count: int) -> None:
        raise AssertionError(count)

    def task(self, name: str, outcome: str, seconds: float) -> None:
        assert seconds >= 0
        self.tasks.append((name, outcome))

    def store_error(self) -> None:
        self.errors += 1


async def until(true: Callable[[], bool], seconds: float = 30) -> float:
    """Wait until something is true; gives how long that took."""
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < seconds, "it did not come true in time"
        await asyncio.sleep(0.01)
    return time.monotonic() - began

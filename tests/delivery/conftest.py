"""A recording platform and an office that sends to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest_asyncio

from tests.delivery.office import Dying, Office, Time
from tests.doubles.recorder import Recorder

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from redis.asyncio import Redis


@dataclass
class World:
    """A platform, the time, and who sends."""

    redis: Redis
    recorder: Recorder
    time: Time
    messenger: Dying
    office: Office

    def other(self, **different: float) -> Office:
        """Another process over the same store."""
        return Office(self.redis, self.messenger, self.time, **different)


@pytest_asyncio.fixture
async def world(redis: Redis) -> AsyncIterator[World]:
    at = Time()
    async with Recorder(at) as recorder, Dying(recorder.url) as messenger:
        office = Office(redis, messenger, at)
        await office.shelf.stock(7, "default", "sport")
        yield World(redis, recorder, at, messenger, office)

"""Discord on the loopback, and the real library pointed at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from tests.discord.desk import Desk
from tests.discord.house import House, house
from tests.doubles.discord_server import DiscordServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from redis.asyncio import Redis


@pytest_asyncio.fixture
async def discord_server(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[DiscordServer]:
    """A server of Discord's with one guild; whatever breaks its rules fails the test."""
    import discord.gateway
    import discord.http
    import yarl

    async with DiscordServer(identify_interval=0.0) as server:
        monkeypatch.setattr(discord.http.Route, "BASE", server.api_base)
        monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(server.gateway_url))
        yield server
        assert server.violations == []


@pytest_asyncio.fixture
async def home(discord_server: DiscordServer, redis: Redis, redis_url: str, data_dir: Path) -> AsyncIterator[House]:
    """A connected process, and today's riddle not posted yet."""
    del redis
    async with house(discord_server, redis_url, data_dir) as made:
        await made.connect()
        yield made


@pytest_asyncio.fixture
async def desk(discord_server: DiscordServer, redis: Redis) -> AsyncIterator[Desk]:
    """A messenger at a server with one channel."""
    made = Desk(discord_server, redis)
    yield made
    await made.messenger.close()


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sessions begin one right after the other, as Discord allows large bots: the library waits five seconds."""
    from adapters.discord.client import Connection

    async def no_wait(*_: object, **__: object) -> None:
        """Nothing."""

    monkeypatch.setattr(Connection, "before_identify_hook", no_wait)

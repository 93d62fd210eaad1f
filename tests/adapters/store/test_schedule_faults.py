"""Delivery on a server that is full, is a replica for a while, or forgot its scripts: one waits and goes on."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from adapters.store.connection import open_redis
from adapters.store.embedded import EmbeddedServer
from adapters.store.schedule import RedisSchedule
from bot.domain import Claim, Delivery, Limit, Planned, Stage
from bot.errors import StoreUnavailable
from tests.adapters.store.samples import DAY, NOON
from tests.adapters.store.test_schedule import KEY, channel, on

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
    from pathlib import Path

    from redis.asyncio import Redis

LEASE = timedelta(seconds=30)
SENT = Delivery(on(0), Stage.SENT, "m1", NOON, tries=1)


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A server whose settings may be changed; gives its socket."""
    server = EmbeddedServer(tmp_path_factory.mktemp("faults") / "own")
    yield server.enter()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("adapters.store.embedded._STOP_SECONDS", 0.5)
        server.leave()


@pytest_asyncio.fixture
async def client(own: Path, data_dir: Path) -> AsyncIterator[Redis]:
    async with open_redis(f"unix://{own}", data_dir) as redis:
        await redis.flushall()
        yield redis


def growing(schedule: RedisSchedule, claim: Claim) -> list[Callable[[], Awaitable[object]]]:
    """Steps that need room."""
    return [
        lambda: schedule.keep(channel()),
        lambda: schedule.claim(on(1), LEASE),
        lambda: schedule.trying(claim, LEASE, SENT),
        lambda: schedule.settle(claim, SENT),
        lambda: schedule.allow([Limit("token", 1)]),
        lambda: schedule.hold_back(Limit("token", 1), 9),
        lambda: schedule.need("space", DAY, NOON),
    ]


def writing(schedule: RedisSchedule, claim: Claim) -> list[Callable[[], Awaitable[object]]]:
    """All steps that write."""
    return [
        *growing(schedule, claim),
        lambda: schedule.keep(channel(), channel()),
        lambda: schedule.replan(KEY, Planned(DAY), None, None),
        lambda: schedule.advance(on(0), None, None),
        lambda: schedule.plan(on(0), NOON + LEASE),
        lambda: schedule.drop(on(0)),
        lambda: schedule.release(claim, tried=True),
        lambda: schedule.once("slack:T1", "gone", 60),
        lambda: schedule.remove(KEY),
        lambda: schedule.purge("slack:T1"),
    ]


async def refused(steps: Iterable[Callable[[], Awaitable[object]]], words: str) -> None:
    for step in steps:
        with pytest.raises(StoreUnavailable, match=words):
            await step()


async def goes_on(schedule: RedisSchedule, claim: Claim) -> None:
    """Nothing was changed meanwhile, and all can be done now."""
    assert [one.at for one in await schedule.due(NOON, 9)] == [NOON]
    assert await schedule.allow([Limit("token", 1)]) == 0.0
    assert await schedule.once("slack:T1", "gone", 60)
    assert await schedule.trying(claim, LEASE, SENT)
    assert await schedule.settle(claim, SENT) == SENT
    assert await schedule.advance(on(0), None, None)


async def begun(client: Redis) -> tuple[RedisSchedule, Claim]:
    schedule = RedisSchedule(client, lambda: NOON)
    await schedule.keep(channel())
    await schedule.replan(KEY, Planned(), DAY, NOON)
    claim = await schedule.claim(on(0), LEASE)
    assert isinstance(claim, Claim)
    return schedule, claim


async def test_a_full_server_is_waited_for(client: Redis) -> None:
    schedule, claim = await begun(client)
    await client.config_set("maxmemory", "1")
    try:
        await refused(growing(schedule, claim), "is full")
        assert len(await schedule.due(NOON, 9)) == 1
    finally:
        await client.config_set("maxmemory", "0")
    await goes_on(schedule, claim)


async def test_a_replica_is_waited_for_until_it_leads(client: Redis) -> None:
    schedule, claim = await begun(client)
    await client.replicaof("127.0.0.1", 1)
    try:
        await refused(writing(schedule, claim), "read-only replica")
    finally:
        await client.replicaof("NO", "ONE")
    await goes_on(schedule, claim)


async def test_a_server_that_forgot_its_scripts_is_told_them_again(client: Redis) -> None:
    schedule, claim = await begun(client)
    await client.script_flush()
    await goes_on(schedule, claim)

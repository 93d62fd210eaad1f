"""A node of a cluster refuses every step whose keys do not lie together: none of ours is refused."""

from __future__ import annotations

import asyncio
import subprocess
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from redis.asyncio import Redis
from redis.exceptions import RedisError

from adapters.store.embedded import server_binary
from adapters.store.schedule import RedisSchedule
from bot.domain import Claim, Delivery, Limit, Matter, Planned, Sending, Stage
from tests.adapters.store.samples import DAY, NOON
from tests.adapters.store.test_schedule import KEY, channel, on

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

LEASE = timedelta(seconds=30)


@pytest.fixture
def node(tmp_path: Path) -> Iterator[str]:
    """A server of a cluster; gives its address."""
    path = tmp_path / "s"
    options = {"port": "0", "unixsocket": str(path), "cluster-enabled": "yes", "dir": str(tmp_path), "save": ""}
    words = [word for option, value in options.items() for word in (f"--{option}", value)]
    with subprocess.Popen([server_binary(), *words], stdout=subprocess.DEVNULL) as server:
        yield f"unix://{path}"
        server.kill()


@pytest_asyncio.fixture
async def cluster(node: str) -> AsyncIterator[Redis]:
    """A client of a node that has all slots of a cluster to itself."""
    async with Redis.from_url(node) as client:
        for _ in range(1_000):
            with suppress(RedisError):
                if b"cluster_slots_assigned:0" in await client.execute_command("CLUSTER", "INFO"):
                    await client.execute_command("CLUSTER", "ADDSLOTSRANGE", "0", "16383")
                if b"cluster_state:ok" in await client.execute_command("CLUSTER", "INFO"):
                    break
            await asyncio.sleep(0.01)
        yield client


async def test_every_step_passes_on_a_node_of_a_cluster(cluster: Redis) -> None:
    with pytest.raises(RedisError, match="same slot"):
        await cluster.mset({"a": "1", "b": "2"})
    schedule = RedisSchedule(cluster, lambda: NOON)
    await schedule.keep(channel())
    assert await schedule.keep(channel(), channel())
    await schedule.replan(KEY, Planned(), DAY, NOON)
    await schedule.plan(on(0), NOON)
    for old in range(450, 440, -1):
        await schedule.settle(Claim(on(-old), "lost"), Delivery(on(-old), Stage.SENT))
    claim = await schedule.claim(on(0), LEASE)
    assert isinstance(claim, Claim)
    made = Delivery(on(0), Stage.SENT)
    assert await schedule.trying(claim, LEASE, made)
    await schedule.release(claim, tried=True)
    again = await schedule.claim(on(0), LEASE)
    assert isinstance(again, Claim)
    await schedule.settle(again, made)
    await schedule.correct(made)
    assert await schedule.advance(on(0), DAY + timedelta(days=1), NOON)
    await schedule.plan(Sending(Matter.REVEAL, KEY, DAY), NOON)
    limits = [Limit("a", 1), Limit("b", 1), Limit("c", 1)]
    assert await schedule.allow(limits) == 0.0
    await schedule.hold_back(limits[0], 9)
    assert await schedule.once(KEY.community, "told", 60)
    assert await schedule.deliveries(KEY.community, DAY - timedelta(days=500), DAY) == (made,)
    assert len(await schedule.due(NOON, 9)) == 2
    await schedule.remove(KEY)
    await schedule.purge(KEY.community)
    left = [key for key in await cluster.keys("*") if b"allowance" not in key]
    assert left == []

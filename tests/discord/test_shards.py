"""Many servers: each is answered by the one process whose shard it is on, and by no other."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import time
from typing import TYPE_CHECKING, Any

import pytest_asyncio

from adapters.discord import registering
from adapters.store.threads import RedisThreads
from bot.domain import Channel, ChannelKey, Matter, Post, Schedule, Sending
from tests.adapters.store.samples import edition, riddle
from tests.discord.house import House, house

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    import pytest
    from redis.asyncio import Redis

    from tests.doubles.discord_server import Conn, DiscordServer

WRONG = "\N{CROSS MARK}"
SHARDS = 4
READING = "GET /channels/*/messages"


@pytest_asyncio.fixture
async def halls(
    discord_server: DiscordServer, redis: Redis, redis_url: str, data_dir: Path, at_once: None
) -> AsyncIterator[House]:
    """A server on each shard, and two processes with half of the shards each."""

    del redis, at_once
    async with house(discord_server, redis_url, data_dir) as made:
        await _guilds(discord_server)
        await asyncio.gather(made.connect(SHARDS, "0-1/4"), made.connect(SHARDS, "2-3/4"))
        yield made


async def _guilds(server: DiscordServer) -> None:
    """One guild on each shard, the first of all among them."""
    while len(_by_shard(server)) < SHARDS:
        made = server.add_guild("Another")
        if list(_by_shard(server).values()).count(made["id"]) == 0:
            await server.remove_bot(made["id"])
        await asyncio.sleep(0.0007)


def _by_shard(server: DiscordServer) -> dict[int, str]:
    found: dict[int, str] = {}
    for guild in server.guilds:
        found.setdefault((int(guild) >> 22) % SHARDS, guild)
    return found


async def _post(halls: House, guild: str) -> str:
    """Today's riddle in a guild's channel; its thread."""
    server, community = halls.server, f"discord:{guild}"
    made = replace(edition(riddle("harbour")), date=halls.front.club(community).now().date())
    await halls.store.editions.put(made)
    found = await halls.front.club(community).open(made)
    channel = Channel(ChannelKey(community, server.channel_id("riddles", guild)), Schedule(time(9)))
    await halls.store.schedule.keep(channel)
    return await halls.messenger.post(channel, Post(found, (0,)), Sending(Matter.POST, channel.key, made.date).name)


def _connections(server: DiscordServer) -> dict[int, Conn]:
    return {conn.session.shard[0]: conn for conn in server.conns.values() if conn.session}


async def test_each_server_is_answered_by_one_process_and_the_commands_are_told_once(halls: House) -> None:
    server = halls.server
    assert len(server.calls_to("PUT /applications/*/commands")) == 1
    for guild in _by_shard(server).values():
        thread = await _post(halls, guild)
        said = await server.say("ship", channel=thread)
        assert said["_sent_to"] == 1
        assert await halls.reacted(said["id"]) == WRONG
        clicked = await server.click(thread, label="Hint")
        assert clicked.sessions == 1
        assert "Hint 1 of 3" in await halls.seen(clicked)


async def test_one_shard_that_connects_anew_leaves_the_others_as_they_are(halls: House) -> None:
    server, before = halls.server, _connections(halls.server)
    threads = {shard: await _post(halls, guild) for shard, guild in _by_shard(server).items()}
    before[1].request.transport.abort()
    await server._send(before[2], {"op": 7, "d": None})
    said = [await server.say("ship", channel=thread) for thread in threads.values()]
    for one in said:
        assert await halls.reacted(one["id"]) == WRONG
    after = _connections(server)
    assert {shard for shard in before if after[shard].id == before[shard].id} == {0, 3}
    assert halls.troubles == {"discord": ""}


async def test_what_was_missed_is_read_of_the_servers_of_its_own_shards_alone(halls: House) -> None:
    server = halls.server
    threads = {shard: await _post(halls, guild) for shard, guild in _by_shard(server).items()}
    stop, ended = halls.processes.pop()
    stop.set()
    await ended
    said = {shard: await server.say("ship", channel=thread) for shard, thread in threads.items()}
    assert {shard for shard, one in said.items() if one["_sent_to"]} == {0, 1}
    server.calls.clear()
    await halls.connect(SHARDS, "2-3/4")
    for one in said.values():
        assert await halls.reacted(one["id"]) == WRONG
    read = {call.path.split("/")[2] for call in server.calls_to(READING)}
    assert read == {threads[2], threads[3]}


async def test_who_comes_to_no_end_telling_the_commands_is_followed_by_another(
    discord_server: DiscordServer, redis: Redis, redis_url: str, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del redis
    monkeypatch.setattr(registering, "AGAIN_SECONDS", 0.1)
    monkeypatch.setattr(registering, "CLAIM_SECONDS", 1)
    monkeypatch.setattr("adapters.discord.connecting.REGISTER_SECONDS", 0.1)
    async with house(discord_server, redis_url, data_dir) as made:
        dead = discord_server.fault("PUT /applications/*/commands", "hang")
        await made.connect()
        await discord_server.wait_until(lambda: dead.hits)
        await made.connect(ready=2)
        await discord_server.wait_until(lambda: discord_server.commands[None])
        assert len(discord_server.calls_to("PUT /applications/*/commands")) == 2


class Slow(RedisThreads):
    """Hears what is known so late that another has told it meanwhile."""

    late = True

    async def known(self, what: str) -> str:
        found, self.late = "" if self.late else await super().known(what), False
        return found


async def test_who_looked_before_the_commands_were_told_does_not_tell_them_again(redis: Redis) -> None:
    class Tree:
        translator, told = None, 0

        def get_commands(self) -> list[object]:
            return []

        async def sync(self) -> None:
            self.told += 1

    tree: Any = Tree()
    assert await registering.register(tree, RedisThreads(redis), 1)
    assert await registering.register(tree, Slow(redis), 1)
    assert tree.told == 1

"""Verdicts and answers where the network or the store fails: none is lost, and a faulty one keeps no other back."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import discord
import pytest

from adapters.discord import answering, lanes, registering
from adapters.discord.judging import Judging
from bot.errors import StoreUnavailable
from tests.discord.house import house
from tests.discord.test_threads import RIGHT, WRONG, _log

if TYPE_CHECKING:
    from pathlib import Path

    from redis.asyncio import Redis

    from adapters.discord.heard import Heard
    from tests.discord.house import House
    from tests.doubles.discord_server import DiscordServer

REACTING = "PUT /channels/*/messages/*/reactions/*/@me"
TELLING = "PUT /applications/*/commands"
CHANGING = "PATCH /webhooks/*/*/messages/@original"
ANSWERING = "POST /interactions/*/*/callback"
USERS = ("alice", "bob", "carol", "dave")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tries follow each other fast."""
    monkeypatch.setattr(lanes, "AGAIN_SECONDS", 0.05)
    monkeypatch.setattr(lanes, "LONGEST_AGAIN", 0.05)
    monkeypatch.setattr(lanes, "FAULT_SECONDS", 0.02)


async def _shout(home: House, thread: str) -> list[str]:
    said = [await home.server.say(f"ship {number}", user=user, channel=thread) for number, user in enumerate(USERS)]
    return [one["id"] for one in said]


async def _praised(home: House, thread: str) -> None:
    await home.server.wait_until(lambda: any("first to solve" in m["content"] for m in home.server.history(thread)))


async def test_a_connection_that_breaks_while_the_bot_reacts_loses_no_verdict(home: House) -> None:
    thread = await home.post()
    home.server.fault(REACTING, "drop", times=2)
    home.server.fault(REACTING, "lost_reply", after=2)
    ids = await _shout(home, thread)
    await home.server.wait_until(lambda: all(home.reactions(one) for one in ids))
    assert {mark for one in ids for mark in home.reactions(one)} == {WRONG}  # put twice, Discord shows it once


async def test_a_reaction_that_always_fails_keeps_back_neither_the_next_nor_praise(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    thread = await home.post()
    react, faulty = discord.PartialMessage.add_reaction, dict[str, int]()

    async def fails(self: discord.PartialMessage, emoji: str) -> None:
        if emoji == RIGHT or self.id == faulty.setdefault("id", self.id):
            raise ValueError("a fault")
        await react(self, emoji)

    monkeypatch.setattr(discord.PartialMessage, "add_reaction", fails)
    first, *others = await _shout(home, thread)
    for one in others:
        assert await home.reacted(one) == WRONG
    assert not home.reactions(first)
    right = await home.server.say("harbour", channel=thread)
    await _praised(home, thread)
    assert not home.reactions(right["id"])


async def test_a_message_that_cannot_be_judged_takes_no_other_with_it(
    home: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    thread = await home.post()
    meant = Judging._meant

    async def fails(self: Judging, sitting: Any, heard: Heard) -> Any:
        if heard.text == "ship 1":
            raise ValueError("a fault")
        return await meant(self, sitting, heard)

    monkeypatch.setattr(Judging, "_meant", fails)
    monkeypatch.setattr(lanes, "GATHER_SECONDS", 0.1)
    ids = await _shout(home, thread)
    for one in (ids[0], *ids[2:]):
        assert await home.reacted(one) == WRONG
    assert not home.reactions(ids[1])
    assert await _log(home) == ["ship 0", "ship 2", "ship 3"]
    counts = [one.args[1] for one in caplog.records if one.exc_info and isinstance(one.args, tuple)]
    assert counts == [4, 1]


async def test_a_store_that_is_away_for_long_loses_neither_verdict_nor_praise(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    thread = await home.post()
    kept = type(home.store.threads)
    first, tried = kept.first, list[str]()

    async def away(self: Any, community: str, what: str, who: str, seconds: int) -> bool:
        if what.startswith(("verdict", "won")) and tried.count(what) < 7:
            tried.append(what)
            raise StoreUnavailable("away")
        return await first(self, community, what, who, seconds)

    monkeypatch.setattr(kept, "first", away)
    wrong = await home.server.say("ship", channel=thread)
    right = await home.server.say("harbour", user="bob", channel=thread)
    assert await home.reacted(wrong["id"]) == WRONG
    assert await home.reacted(right["id"]) == RIGHT
    await _praised(home, thread)
    assert len(tried) == 21


async def test_it_is_not_tried_for_ever_and_what_was_not_shown_is_left_to_others(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lanes, "SHOW_SECONDS", 0.2)
    thread = await home.post()
    fault = home.server.fault(REACTING, "drop", times=None)
    said = await home.server.say("ship", channel=thread)
    read = home.store.threads.read
    for _ in range(100):
        if await read(home.community, thread) == said["id"]:
            break
        await asyncio.sleep(0.05)
    assert fault.hits > 2
    assert await home.store.threads.first(home.community, f"verdict:{said['id']}", "another", 60)


async def test_while_many_verdicts_wait_to_be_shown_no_more_are_judged(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lanes, "MOST_SHOWN", 4)
    monkeypatch.setattr(lanes, "TOGETHER", 2)
    home.server.enforce_rate_limits = False
    thread = await home.post()
    home.server.fault(REACTING, "drop", times=None)
    ids = [one for _ in range(4) for one in await _shout(home, thread)]
    await asyncio.sleep(0.5)
    assert len(await _log(home)) <= 8
    home.server.clear_faults()
    await home.server.wait_until(lambda: all(home.reactions(one) for one in ids))
    assert len(await _log(home)) == len(ids)


@pytest.mark.parametrize(
    ("target", "kind", "deferred"),
    [(CHANGING, "drop", True), (ANSWERING, "lost_reply", True), (ANSWERING, "drop", False)],
)
async def test_a_connection_that_breaks_loses_no_private_verdict(
    home: House, monkeypatch: pytest.MonkeyPatch, target: str, kind: str, *, deferred: bool
) -> None:
    monkeypatch.setattr(answering, "DEFER_SECONDS", 0.0 if deferred else 5.0)
    monkeypatch.setattr(answering, "PAUSES", (0.05,) * 4)
    await home.post()
    fault = home.server.fault(target, kind, times=2 if kind == "drop" else 1)
    asked = await home.server.slash("riddle guess", {"text": "ship"})
    assert "that is not it" in await home.seen(asked)
    assert fault.hits
    await asyncio.sleep(0.2)
    assert {one.code for one in home.server.violations} <= ({"double_ack"} if kind == "lost_reply" else set())
    home.server.violations.clear()


async def test_the_commands_are_told_however_often_that_fails(
    discord_server: DiscordServer, redis: Redis, redis_url: str, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del redis
    monkeypatch.setattr(registering, "AGAIN_SECONDS", 0.05)
    marked, faults = registering._mark, [ValueError("a fault"), ValueError("a fault")]

    async def mark(tree: Any) -> str:
        if faults:
            raise faults.pop()
        return await marked(tree)

    monkeypatch.setattr(registering, "_mark", mark)
    async with house(discord_server, redis_url, data_dir) as made:
        broken = discord_server.fault(TELLING, "drop", times=2)
        await made.connect()
        await discord_server.wait_until(lambda: discord_server.commands[None])
        assert broken.hits == 2

"""What is read of a workspace where Slack does not let one read at once, or at all."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from adapters.slack.missed import EVERYWHERE, Missed, MissedEverywhere
from adapters.slack.pace import readings, turn
from adapters.slack.reading import Overtaken, Reader
from adapters.store.schedule import RedisSchedule
from bot.domain import Installation
from bot.ports.now import system_now
from tests.adapters.slack.place import COMMUNITY
from tests.adapters.slack.test_web import served
from tests.adapters.store.samples import edition, riddle

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from redis.asyncio import Redis

    from adapters.slack.office import Office
    from bot.bootstrap import Store
    from tests.adapters.slack.place import Place
    from tests.doubles.slack_server import SlackServer

ALICE = "D0ALICE"


@asynccontextmanager
async def away(redis_url: str, data_dir: Path, *said: str) -> AsyncIterator[tuple[SlackServer, Store, Office]]:
    """A workspace whose processes were away for ten minutes, in which Alice wrote to the app."""
    async with served(redis_url, data_dir) as (slack, store, made, _):
        await store.installs.keep(Installation(COMMUNITY, slack.bot_token, "U0BOT", "B0BOT"))
        await store.editions.put(edition(riddle("harbour"), day=system_now().date(), number=142))
        since = system_now() - timedelta(minutes=10)
        await store.heard.listening(EVERYWHERE, since)
        slack._im(slack.teams["T0FAKE001"], "U0ALICE")
        await store.heard.wrote(COMMUNITY, ALICE, since)
        slack.subscribed.clear()
        for text in said:
            await slack.say(text, user="U0ALICE", channel=ALICE)
        yield slack, store, made


def everywhere(made: Office, lead: float = 30.0) -> MissedEverywhere:
    return MissedEverywhere(made, made.heard, made.installs, every=0.05, beat=0.05, lead=lead)


async def looked(one: MissedEverywhere) -> None:
    await one.look()
    if one._reading is not None:
        await asyncio.wait_for(one._reading, 10)


async def told(slack: SlackServer, count: int) -> int:
    """How many answers Alice has, once there are so many and a moment for more."""
    await slack.wait_until(lambda: len(slack.messages(ALICE, bot_only=True)) >= count)
    await asyncio.sleep(0.2)
    return len(slack.messages(ALICE, bot_only=True))


async def test_what_slack_did_not_let_us_read_is_read_later(redis: Redis, redis_url: str, data_dir: Path) -> None:  # noqa: ARG001
    async with away(redis_url, data_dir, "windmill", "lighthouse") as (slack, store, made):
        await store.installs.keep(Installation("slack:T2", "xoxb-two", "U0BOT2", "B0BOT2"))
        other = slack.add_team("T2", "Two", "two", "xoxb-two")
        await store.heard.wrote("slack:T2", slack._im(other, "U0ALICET2").id, system_now())
        slack.fault("conversations.history", "ratelimit", retry_after=1, times=2, match={"channel": ALICE})
        one = everywhere(made)
        await looked(one)
        assert await store.heard.owed(EVERYWHERE)
        assert not slack.messages(ALICE, bot_only=True)
        await looked(one)
        assert await store.heard.owed(EVERYWHERE) == ()
        assert await told(slack, 2) == 2
        await looked(one)
        await store.heard.owe(EVERYWHERE, system_now() - timedelta(minutes=10))
        await looked(one)  # read once more, it counts no second time
        assert await told(slack, 2) == 2
        key = (await made.front.player(COMMUNITY, "U0ALICE", str).finding.today("default")).key
        assert (await store.rounds.play(key, 1, "U0ALICE")).guesses == 2
        asked = [call.args["channel"] for call in slack.calls_to("conversations.history")]
        assert asked.count(ALICE) == 4
        assert len(asked) == 6  # who was read is not read again for another's sake
        assert [found.code for found in slack.violations] == []


async def test_a_workspace_that_stays_unreadable_is_let_go(
    redis: Redis,  # noqa: ARG001
    redis_url: str,
    data_dir: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with away(redis_url, data_dir, "windmill") as (slack, store, made):
        slack.fault("conversations.history", "status", status=503, times=50)
        one = everywhere(made)
        await looked(one)
        assert await store.heard.owed(EVERYWHERE)
        monkeypatch.setattr("adapters.slack.missed.PATIENCE", timedelta(0))
        await looked(one)
        assert await store.heard.owed(EVERYWHERE) == ()
        assert not slack.messages(ALICE, bot_only=True)


async def test_over_socket_mode_it_is_read_again_as_well(here: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.slack.missed.AGAIN", (0.05,))
    await here.open()
    here.slack._im(here.slack.teams["T0FAKE001"], "U0ALICE")
    await here.store.heard.wrote(COMMUNITY, ALICE, system_now())
    since = system_now() - timedelta(seconds=1)
    here.slack.subscribed.clear()
    await here.slack.say("windmill", channel=ALICE)
    here.slack.fault("conversations.history", "ratelimit", retry_after=0.05, times=2)
    robot = await here.office.teams.robot(COMMUNITY)
    await Missed(here.office, here.store.heard, robot).catch_up(since)
    assert await told(here.slack, 1) == 1


async def test_a_scope_that_is_missing_is_asked_for_once(redis: Redis, redis_url: str, data_dir: Path) -> None:  # noqa: ARG001
    async with away(redis_url, data_dir) as (slack, store, made):
        slack.teams["T0FAKE001"].scopes = {"commands", "chat:write"}
        for number in range(10):
            await store.heard.wrote(COMMUNITY, f"D0X{number}", system_now())
        await looked(everywhere(made))
        assert len(slack.calls_to("conversations.history")) == 1
        assert await store.heard.owed(EVERYWHERE) == ()


async def test_who_leads_no_more_stops_and_leaves_the_rest_owed(redis: Redis, redis_url: str, data_dir: Path) -> None:
    async with away(redis_url, data_dir, "windmill") as (slack, store, made):
        robot, leading = await made.teams.robot(COMMUNITY), iter([True, True, False])

        async def leads() -> bool:
            return next(leading)

        for number in range(3):
            await store.heard.wrote(COMMUNITY, f"D0X{number}", system_now())
        with pytest.raises(Overtaken):
            await Reader(made, made.heard, robot, 0.02, leads).read(system_now() - timedelta(minutes=10))
        assert len(slack.calls_to("conversations.history")) == 1
        one = everywhere(made)
        await one.look()
        await redis.set(next(iter(await redis.keys("*reads*"))), "another")
        await asyncio.wait_for(one._reading, 5)
        assert len(slack.calls_to("conversations.history")) == 1
        assert await store.heard.owed(EVERYWHERE)


async def test_two_readers_are_as_far_apart_as_calls_may_be(redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    every, at = 0.13, list[float]()  # a five-hundredth of 65 seconds, and of the longest sleep far less: many turns
    monkeypatch.setattr("adapters.slack.pace.LONGEST_WAIT", 0.01)

    async def leads() -> bool:
        return True

    async def reader() -> None:
        for _ in range(5):
            assert await turn(RedisSchedule(redis), readings(COMMUNITY, "conversations.history", every), leads)
            at.append(time.monotonic())

    began = time.monotonic()
    await asyncio.gather(reader(), reader())
    assert all(late - began >= every * number for number, late in enumerate(at))

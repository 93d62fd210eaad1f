"""What was written while nobody listened is read, and counts once."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from adapters.slack.missed import EVERYWHERE, Missed, MissedEverywhere
from adapters.slack.running import run_web
from adapters.slack.web import Credentials
from bot.domain import Installation
from bot.ports.now import system_now
from tests.adapters.slack.place import COMMUNITY, TWO_SCOPES, place, words_of
from tests.adapters.slack.test_posting import carried, sender
from tests.adapters.slack.test_web import served
from tests.adapters.store.samples import edition, riddle
from tests.commands.house import free_ports

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from redis.asyncio import Redis

    from adapters.slack.office import Office
    from bot.bootstrap import Store
    from tests.adapters.slack.place import Place


async def missed(here: Place) -> Missed:
    robot = await here.office.teams.robot(COMMUNITY)
    return Missed(here.office, here.store.heard, robot)


async def test_direct_messages_and_replies_are_caught_up_once(here: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    key = await here.channel()
    post = await carried(here, sender(here), here.sending(key))
    here.slack._im(here.slack.teams["T0FAKE001"], "U0ALICE")
    await here.slack.say("lighthouse", channel="D0ALICE")
    since = system_now() - timedelta(seconds=1)
    before = set(here.slack.subscribed)
    here.slack.subscribed.clear()
    await here.slack.say("windmill", channel="D0ALICE")
    await here.slack.say("the harbour?", user="U0BOB", channel="C0RIDDLES", thread_ts=post.message)
    here.slack.subscribed.update(before)
    for _ in range(2):
        monkeypatch.setattr("adapters.slack.missed.ONCE_SECONDS", 0.001)
        await (await missed(here)).catch_up(since)
    (told,) = await here.heard("U0BOB")
    assert "press Guess" in words_of(told["blocks"])
    found = (await here.office.front.player(COMMUNITY, "U0ALICE", str).finding.today("default")).key
    assert (await here.store.rounds.play(found, 1, "U0ALICE")).guesses == 2
    await here.slack.wait_until(lambda: len(here.slack.messages("D0ALICE", bot_only=True)) == 2)
    assert len(here.seen("U0BOB")) == 1


async def test_without_the_scopes_nothing_is_asked(redis: Redis, redis_url: str, data_dir: Path) -> None:  # noqa: ARG001
    async with place(redis_url, data_dir, scopes=TWO_SCOPES) as here:
        await here.open()
        await (await missed(here)).catch_up(system_now())
        assert here.violations() == []


async def test_it_is_noted_until_when_one_listened(here: Place) -> None:
    assert await here.store.heard.until(COMMUNITY) is None
    at = system_now()
    await here.store.heard.listening(COMMUNITY, at)
    assert abs(await here.store.heard.until(COMMUNITY) - at) < timedelta(seconds=1)
    for number in range(3):
        await here.store.heard.wrote(COMMUNITY, f"D{number}", at + timedelta(seconds=number))
    assert await here.store.heard.conversations(COMMUNITY, 2) == ("D2", "D1")


EVERY, MINUTE = 0.4, 0.3
"""Seconds that stand for those between two calls, and for the minute in which there may be one."""


def everywhere(made: Office, **more: Any) -> MissedEverywhere:
    return MissedEverywhere(made, made.heard, made.installs, every=EVERY, beat=0.05, **more)


async def all_is_read(store: Store) -> None:
    async with asyncio.timeout(20):
        while await store.heard.owed(EVERYWHERE):  # noqa: ASYNC110 - it is another's, and tells nobody
            await asyncio.sleep(0.05)


async def test_every_workspace_is_read_within_the_limits_by_one_of_several(
    redis: Redis,  # noqa: ARG001
    redis_url: str,
    data_dir: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("adapters.slack.reading.PAGE", 2)
    async with served(redis_url, data_dir, distributed=MINUTE) as (slack, store, made, _):
        other = slack.add_team("T2", "Two", "two", "xoxb-two")
        scopes = tuple(slack.teams["T0FAKE001"].scopes)
        for community, token in ((COMMUNITY, slack.bot_token), ("slack:T2", "xoxb-two"), ("slack:T3", "xoxb-none")):
            await store.installs.keep(Installation(community, token, "U0BOT", "B0BOT", "", scopes))
        await store.installs.keep(Installation("slack:T4", "xoxb-few", scopes=("commands", "chat:write")))
        await store.editions.put(edition(riddle("harbour"), day=system_now().date(), number=142))
        away = system_now()
        await store.heard.listening(EVERYWHERE, away - timedelta(minutes=10))
        slack.subscribed.clear()
        said = {"U0ALICE": ["harbour", "windmill", "lighthouse"], "U0BOB": ["windmill"], "U0ALICET2": ["windmill"]}
        for user, texts in said.items():
            team = other if user.endswith("T2") else slack.teams["T0FAKE001"]
            await store.heard.wrote(f"slack:{team.id}", slack._im(team, user).id, away)
            for text in texts:
                await slack.say(text, user=user, channel=slack._im(team, user).id)
        stop, several = asyncio.Event(), [everywhere(made), everywhere(made)]
        await several[0].look()
        running = [asyncio.ensure_future(one.run(stop)) for one in several]
        await all_is_read(store)
        stop.set()
        await asyncio.gather(*running)
        for user, texts in said.items():
            told = f"D0{user[2:]}"
            await slack.wait_until(
                lambda told=told, texts=texts: len(slack.messages(told, bot_only=True)) >= len(texts)
            )
        assert sum(call.method == "chat.postMessage" for call in slack.calls) == 5
        key = (await made.front.player(COMMUNITY, "U0ALICE", str).finding.today("default")).key
        assert (await store.rounds.play(key, 1, "U0ALICE")).solved
        assert (await store.rounds.play(key, 1, "U0ALICE")).guesses == 1
        assert [one.code for one in slack.violations] == []
        assert "xoxb-few" not in {call.token for call in slack.calls}


async def test_who_dies_while_reading_is_followed_by_another(
    redis: Redis,  # noqa: ARG001
    redis_url: str,
    data_dir: Path,
) -> None:
    async with served(redis_url, data_dir, distributed=MINUTE) as (slack, store, made, _):
        await store.installs.keep(Installation(COMMUNITY, slack.bot_token, "U0BOT", "B0BOT"))
        await store.editions.put(edition(riddle("harbour"), day=system_now().date(), number=142))
        since = system_now() - timedelta(minutes=10)
        await store.heard.listening(EVERYWHERE, since)
        im = slack._im(slack.teams["T0FAKE001"], "U0ALICE")
        await store.heard.wrote(COMMUNITY, im.id, since)
        slack.subscribed.clear()
        await slack.say("harbour", user="U0ALICE", channel=im.id)
        slack.fault("conversations.history", "hang", times=1)
        first, second = everywhere(made, lead=0.5), everywhere(made, lead=0.5)
        dying = asyncio.ensure_future(first.run(asyncio.Event()))
        await slack.wait_until(lambda: slack.calls_to("conversations.history"))
        dying.cancel()
        await asyncio.gather(dying, return_exceptions=True)
        assert len(await store.heard.owed(EVERYWHERE)) == 1
        stop = asyncio.Event()
        running = asyncio.ensure_future(second.run(stop))
        await slack.wait_until(lambda: len(slack.messages(im.id, bot_only=True)) == 1)
        await all_is_read(store)
        stop.set()
        await running
        await second.look()
        assert second._reading.done()
        assert len(slack.messages(im.id, bot_only=True)) == 1


async def test_a_short_break_is_left_to_slack(redis: Redis, redis_url: str, data_dir: Path) -> None:  # noqa: ARG001
    async with served(redis_url, data_dir) as (slack, store, made, _):
        await store.installs.keep(Installation(COMMUNITY, slack.bot_token, "U0BOT", "B0BOT"))
        for gap in (None, 20.0):
            if gap:
                await store.heard.listening(EVERYWHERE, system_now() - timedelta(seconds=gap))
            await everywhere(made).look()
            assert await store.heard.owed(EVERYWHERE) == ()
        assert not slack.calls


async def test_a_web_process_notes_that_it_listens(redis: Redis, redis_url: str, data_dir: Path) -> None:  # noqa: ARG001
    async with served(redis_url, data_dir) as (slack, store, made, address):
        known = Credentials(slack.client_id, slack.client_secret, slack.signing_secret, address, slack.api_url)
        stop, ready = asyncio.Event(), asyncio.Event()

        def told(reason: str) -> None:
            if not reason:
                ready.set()

        running = asyncio.ensure_future(run_web(made, store.installs, known, free_ports(1), stop, told))
        await asyncio.wait_for(ready.wait(), 5)
        async with asyncio.timeout(5):
            while await store.heard.until(EVERYWHERE) is None:  # noqa: ASYNC110 - it is another's, and tells nobody
                await asyncio.sleep(0.02)
        stop.set()
        await running

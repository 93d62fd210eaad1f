"""What was written while nobody listened is read, and counts once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from adapters.slack.missed import Missed
from bot.ports.now import system_now
from tests.adapters.slack.place import COMMUNITY, TWO_SCOPES, place, words_of
from tests.adapters.slack.test_posting import carried, sender

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from redis.asyncio import Redis

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

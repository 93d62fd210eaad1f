"""Posts in Slack: once whatever the network does, edited and never posted again; what nobody knows is told to hosts."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot import bootstrap
from bot.bootstrap.slack import _messenger
from bot.domain import Matter, Stage
from bot.settings import load_settings
from tests.adapters.slack.place import TWO_SCOPES, labels, place, words_of

if TYPE_CHECKING:
    from pathlib import Path

    from redis.asyncio import Redis

    from bot.delivery.sending import Sender
    from bot.domain import Delivery, Sending
    from tests.adapters.slack.place import Place

HOSTS = "U0CAROL"


def sender(here: Place) -> Sender:
    """A worker with little patience."""
    settings = load_settings(RIDDLE_HOSTS=HOSTS)
    speaking = {"slack": _messenger(settings, here.office.teams, here.store)}
    made = bootstrap.sender(here.store, speaking, here.tasks, bootstrap.metrics())
    return replace(made, grace=0.2, again=0.1)


async def carried(here: Place, who: Sender, sending: Sending) -> Delivery:
    for _ in range(40):
        if not await who.send(sending):
            break
        await asyncio.sleep(0.3)
    found = await here.store.schedule.delivery(sending)
    assert found is not None
    return found


FAULTS = ("drop", "lost_reply", "lost_status", "status", "malformed", "ratelimit", "error")


@pytest.mark.parametrize("kind", FAULTS)
async def test_a_post_is_there_once_whatever_becomes_of_the_first_try(here: Place, kind: str) -> None:
    key = await here.channel()
    here.slack.fault("chat.postMessage", kind, retry_after=1)
    settled = await carried(here, sender(here), here.sending(key))
    posts = here.slack.messages("C0RIDDLES", bot_only=True)
    assert (settled.stage, len(posts)) == (Stage.SENT, 1)
    assert settled.message == posts[0]["ts"]
    assert labels(posts[0]["blocks"]) == ["Guess", "Hint", "Give up"]
    assert "harbour" not in posts[0]["text"].replace("(harbour)", "")


async def test_without_the_scope_to_look_an_unsure_post_is_told_to_a_host_once(
    redis: Redis, redis_url: str, data_dir: Path  # noqa: ARG001
) -> None:  # fmt: skip
    async with place(redis_url, data_dir, scopes=TWO_SCOPES) as here:
        key = await here.channel()
        here.slack.fault("chat.postMessage", "lost_reply")
        settled = await carried(here, sender(here), here.sending(key))
        assert settled.stage is Stage.UNSURE
        assert len(here.slack.messages("C0RIDDLES", bot_only=True)) == 1
        assert len(here.slack.messages("D0CAROL", bot_only=True)) == 1
        assert here.violations() == []


async def test_solves_are_counted_on_the_post_and_the_reveal_edits_it(here: Place) -> None:
    key = await here.channel()
    who = sender(here)
    posted = await carried(here, who, here.sending(key))
    for user in ("U0ALICE", "U0BOB"):
        await here.slack.slash("/riddle", "guess harbour", user=user, channel="C0RIDDLES")
    (post,) = here.slack.messages("C0RIDDLES", bot_only=True)
    await here.slack.wait_until(lambda: "2 players have solved it" in words_of(post["blocks"]))
    assert len(here.slack.calls_to("chat.update")) <= 2
    await here.store.schedule.plan(here.sending(key, Matter.REVEAL), posted.at)
    await carried(here, who, here.sending(key, Matter.REVEAL))
    assert labels(post["blocks"]) == ["Read the story"]
    assert len(here.slack.messages("C0RIDDLES", bot_only=True)) == 1
    await here.slack.slash("/riddle", "guess harbour", user="U0DAVE", channel="C0RIDDLES")
    await asyncio.sleep(0.6)
    assert labels(post["blocks"]) == ["Read the story"]


async def test_a_reply_under_a_post_is_answered_to_one_alone(here: Place) -> None:
    key = await here.channel()
    posted = await carried(here, sender(here), here.sending(key))
    await here.slack.say("harbour!", channel="C0RIDDLES", thread_ts=posted.message, copies=4)
    (told,) = await here.heard("U0ALICE")
    assert "press Guess" in words_of(told["blocks"])
    assert told["thread_ts"] == posted.message
    await asyncio.sleep(0.2)
    assert len(here.seen("U0ALICE")) == 1
    assert len(here.slack.messages("C0RIDDLES", bot_only=True)) == 1


async def test_a_channel_that_is_gone_is_paused_and_a_host_told_once(here: Place) -> None:
    key = await here.channel()
    here.slack.set_channel("C0RIDDLES", archived=True)
    who = sender(here)
    for _ in range(3):
        await who.send(here.sending(key))
    channel = await here.store.schedule.channel(key)
    assert channel.gone
    assert len(here.slack.messages("D0CAROL", bot_only=True)) == 1

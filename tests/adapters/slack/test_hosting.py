"""A host in Slack: what only he may do, whatever anybody's payload says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from adapters.slack.hosts import VERBS
from bot.domain import ChannelKey, RevealWhen, Word
from bot.ports.now import system_now
from tests.adapters.slack.place import COMMUNITY, labels, place, press, words_of

if TYPE_CHECKING:
    from pathlib import Path

    from redis.asyncio import Redis

    from tests.adapters.slack.place import Place
    from tests.doubles.slack_server import Delivery

HERE = ChannelKey(COMMUNITY, "C0GENERAL")


def told(done: Delivery) -> str:
    return words_of(done.responses[-1]["blocks"])


async def opened(here: Place, user: str = "U0CAROL") -> dict:
    await here.slack.slash("/riddle", "setup", user=user)
    return await here.slack.wait_until(lambda: here.slack.open_view(user))


FILLED = {
    "channel": "C0GENERAL", "time": "07:30", "zone": "Europe/Berlin", "weekdays": ["0", "1", "2"], "reveal": "after:8h",
    "ping": "here", "deck": "", "review": [], "host_channel": None,
}  # fmt: skip


async def test_an_admin_sets_a_channel_up_in_one_form(here: Place) -> None:
    await here.open()
    view = await opened(here)
    done = await here.slack.submit(view["id"], FILLED)
    assert done.acked
    assert not done.errors
    channel = await here.store.schedule.channel(HERE)
    assert channel is not None
    assert (f"{channel.schedule.time:%H:%M}", channel.schedule.zone) == ("07:30", "Europe/Berlin")
    assert (channel.schedule.weekdays, channel.schedule.reveal.when) == ((0, 1, 2), RevealWhen.AFTER)
    assert channel.ping == "here"
    again = await opened(here)
    assert "Europe/London" not in words_of(again["blocks"][1])


async def test_the_form_knows_the_zone_of_the_profile(here: Place) -> None:
    view = await opened(here)
    zone = next(block for block in view["blocks"] if block["block_id"] == "zone")
    assert zone["element"]["initial_option"]["value"] == "Europe/London"


@pytest.mark.parametrize("verb", VERBS)
async def test_nobody_else_can(here: Place, verb: str) -> None:
    await here.channel("C0GENERAL")
    before = await here.store.schedule.channels()
    done = await here.slack.slash("/riddle", f"{verb} 142 x", user="U0ALICE")
    assert "Only hosts can do that" in told(done)
    assert await here.store.schedule.channels() == before


async def test_a_forged_form_changes_nothing(here: Place) -> None:
    view = await opened(here)
    done = await here.slack.submit(view["id"], FILLED, user="U0ALICE")
    assert "Only hosts" in done.errors["channel"]
    done = await here.slack.submit(view["id"], {**FILLED, "channel": "T0FOREIGN"})
    assert done.errors
    assert not await here.store.schedule.channels()


async def test_hosts_pause_resume_and_ask_why(here: Place) -> None:
    await here.channel("C0GENERAL")
    await here.slack.slash("/riddle", "pause", user="U0CAROL")
    assert (await here.store.schedule.channel(HERE)).paused
    await here.slack.slash("/riddle", "resume <#C0GENERAL|general>", user="U0CAROL", channel="C0RIDDLES")
    assert not (await here.store.schedule.channel(HERE)).paused
    assert "UTC" in told(await here.slack.slash("/riddle", "status", user="U0CAROL"))


async def test_riddles_are_approved_by_button_and_by_nobody_else_s(here: Place) -> None:
    await here.channel("C0GENERAL")
    shown = await here.slack.slash("/riddle", "queue", user="U0CAROL")
    assert {"Approve", "Skip this day", "Edit hints"} <= set(labels(shown.responses[0]["blocks"]))
    deck, day = "default", system_now().date()
    await press(here, shown, "Skip this day", "U0ALICE")
    (refused,) = await here.heard("U0ALICE")
    assert "Only hosts" in words_of(refused["blocks"])
    await press(here, shown, "Approve", "U0CAROL")
    await here.heard("U0CAROL", 2)
    review = await here.office.host(_said("U0CAROL")).reviews.standing(deck, day)
    assert review.word is Word.APPROVED


async def test_values_of_buttons_are_not_believed(here: Place) -> None:
    await here.channel("C0GENERAL")
    shown = await here.slack.slash("/riddle", "queue", user="U0CAROL")
    for about in ("news@slack:T2|2026-01-01|1", "default|never|1", "|||||", "default|2026-01-01|99", "x" * 1_999):
        assert (await press(here, shown, "Approve", "U0CAROL", about)).acked
        assert (await press(here, shown, "Edit hints", "U0CAROL", about)).acked
    today = await here.slack.slash("/riddle", "help")
    assert today.acked


async def test_hosts_name_others(here: Place) -> None:
    await here.slack.slash("/riddle", "hosts add <@U0BOB|bob>", user="U0CAROL")
    assert "U0BOB" in told(await here.slack.slash("/riddle", "hosts", user="U0BOB"))
    await here.slack.slash("/riddle", "hosts remove <@U0BOB>", user="U0CAROL")
    assert "Only hosts" in told(await here.slack.slash("/riddle", "hosts", user="U0BOB"))


async def test_with_the_two_required_scopes_hosts_are_those_named(redis: Redis, redis_url: str, data_dir: Path) -> None:  # noqa: ARG001
    async with place(redis_url, data_dir, scopes={"commands", "chat:write"}, hosts="U0BOB") as here:
        await here.open()
        assert "Only hosts" in told(await here.slack.slash("/riddle", "pause", user="U0CAROL"))
        view = await opened(here, "U0BOB")
        assert (await here.slack.submit(view["id"], FILLED)).acked
        assert await here.store.schedule.channel(HERE)
        assert (await here.slack.slash("/riddle", "guess harbour")).acked
        assert here.violations() == []


async def test_a_scope_that_is_missing_is_asked_for_once(redis: Redis, redis_url: str, data_dir: Path) -> None:  # noqa: ARG001
    async with place(redis_url, data_dir, scopes={"commands", "chat:write"}, tells_scopes=False) as here:
        await here.open()
        for user in ("U0CAROL", "U0ALICE", "U0BOB"):
            for verb in ("pause", "setup", "queue"):
                assert "Only hosts" in told(await here.slack.slash("/riddle", verb, user=user))
        refused = [call.method for call in here.slack.calls if not call.ok]
        assert refused == ["users.info"]


async def test_an_alias_and_a_void_are_told_and_counted(here: Place) -> None:
    await here.open()
    await here.slack.slash("/riddle", "guess port")
    assert "solved now" in told(await here.slack.slash("/riddle", "alias 142 port", user="U0CAROL"))
    assert told(await here.slack.slash("/riddle", "void 142", user="U0CAROL"))
    assert "number" in told(await here.slack.slash("/riddle", "recall", user="U0CAROL"))


def _said(user: str):
    from adapters.slack.said import Said

    return Said(COMMUNITY, user, "C0GENERAL", "test")

"""`riddle channels`: what is said on a command line is what is kept, and what is wrong is said in one sentence."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from bot.domain import ChannelKey, Matter, Sending, Stage
from tests.commands.inline import Inline, begin

if TYPE_CHECKING:
    from pathlib import Path

    from bot.bootstrap import Store

HERE = ("--platform", "slack", "--community", "T123", "--channel", "C1")
KEY = ChannelKey("slack:T123", "C1")


@pytest.fixture
def riddle(
    redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Inline:
    return begin(redis_url, tmp_path, monkeypatch, capsys)


def add(riddle: Inline, *more: str) -> str:
    said = riddle("channels", "add", *HERE, "--time", "09:00", "--zone", "Europe/Paris", *more)
    assert said.code == 0, said.err
    return said.out


def test_a_channel_is_added_listed_and_planned(riddle: Inline) -> None:
    said = add(riddle, "--weekdays", "mon-fri", "--reveal", "after:24h", "--ping", "@here")
    assert said.startswith("Riddles will be posted in this channel. The next post comes ")
    assert "at 09:00 (Europe/Paris)" in said
    (one,) = riddle("channels", "list", "--json").objects
    coming = datetime.fromisoformat(one.pop("next"))
    assert (coming.hour, coming.minute) == (9, 0)
    assert coming.weekday() < 5
    assert coming > datetime.now(UTC)
    assert one == {
        "community": "slack:T123",
        "channel": "C1",
        "time": "09:00",
        "zone": "Europe/Paris",
        "weekdays": "mon-fri",
        "reveal": "after:24h",
        "deck": "default",
        "ping": "@here",
        "paused": "",
        "gone": False,
    }
    head, line = riddle("channels", "list").out.splitlines()
    assert head.split() == "COMMUNITY CHANNEL TIME ZONE DAYS REVEAL DECK NEXT POST STATE".split()
    assert line.startswith("slack:T123 ")
    assert line.endswith("  on")


def test_who_adds_a_channel_where_nothing_can_be_sent_is_told_why(
    riddle: Inline, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert add(riddle).endswith("\nNothing is sent there for now: SLACK_BOT_TOKEN is not set.\n")
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    assert "SLACK_BOT_TOKEN" not in add(riddle)
    terminal = ("--platform", "terminal", "--channel", "here", "--time", "09:00")
    assert "Nothing is sent" not in riddle("channels", "add", *terminal).out


def test_what_is_added_twice_is_changed_and_keeps_what_is_not_named(riddle: Inline) -> None:
    add(riddle, "--weekdays", "mon,wed,fri")
    said = riddle("channels", "add", *HERE, "--time", "17:30")
    assert said.out.startswith("This channel is set up already, so it was changed.")
    (one,) = riddle("channels", "list", "--json").objects
    assert (one["time"], one["zone"], one["weekdays"]) == ("17:30", "Europe/Paris", "mon,wed,fri")
    assert riddle("channels", "edit", *HERE, "--zone", "new york").out.startswith("The channel was changed.")
    assert riddle("channels", "list", "--json").objects[0]["zone"] == "America/New_York"
    assert riddle("channels", "edit", *HERE).out.startswith("Nothing was to be changed.")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--time", "25:00"), "'25:00' is not a time of day from 00:00 to 23:59."),
        (("--time", "9"), "'9' is not a time of day from 00:00 to 23:59."),
        (("--time", "09:00", "--zone", "Europe/Pariss"), "no time zone 'Europe/Pariss'; did you mean Europe/Paris?"),
        (("--time", "09:00", "--zone", "Amerika/Nwe_York"), "did you mean America/New_York?"),
        (("--time", "09:00", "--zone", "berlyn"), "did you mean Europe/Berlin?"),
        (("--time", "09:00", "--weekdays", ""), "'' names no days of the week; write mon-fri"),
        (("--time", "09:00", "--weekdays", "mon-funday"), "'mon-funday' names no days of the week"),
        (("--time", "09:00", "--reveal", "after:0h"), "'after:0h' is not a time for the answer; write next"),
        (("--time", "09:00", "--reveal", "at:25:00"), "'25:00' is not a time of day"),
        (("--time", "09:00", "--deck", "sport"), "There is no deck 'sport'; there is default."),
        (("--time", "09:00", "--channel", "C 1"), "'C 1' cannot be what a platform calls a channel."),
        (("--time", "09:00", "--community", ""), "'slack:' is no community; write it like slack:T0123"),
        (("--time", "09:00", "--platform", "irc"), "argument --platform: invalid choice: 'irc'"),
        ((), "the following arguments are required: --time"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_one_sentence_and_nothing_is_kept(
    riddle: Inline, words: tuple[str, ...], sentence: str
) -> None:
    said = riddle("channels", "add", *HERE, *words)
    assert said.code == 2
    assert sentence in said.err
    assert said.err.count("\n") == 1
    assert riddle("channels", "list").out.startswith("No channel gets riddles yet")


def test_a_channel_is_paused_with_its_reason_resumed_and_removed(riddle: Inline) -> None:
    add(riddle)
    assert riddle("channels", "pause", *HERE, "--reason", "school holidays").code == 0
    (one,) = riddle("channels", "list", "--json").objects
    assert (one["paused"], one["next"]) == ("school holidays", None)
    assert riddle("channels", "list").out.endswith("none       paused: school holidays\n")
    assert "The next post comes" in riddle("channels", "resume", *HERE).out
    assert riddle("channels", "list", "--json").objects[0]["paused"] == ""
    assert riddle("channels", "remove", *HERE).out == "No more riddles are posted in this channel.\n"
    assert riddle("channels", "list", "--json").out == ""


@pytest.mark.parametrize("verb", ["edit", "pause", "resume", "remove", "post-now"])
def test_a_channel_that_is_not_set_up_cannot_be_changed(riddle: Inline, verb: str) -> None:
    said = riddle("channels", verb, *HERE)
    assert (said.code, said.err) == (2, "riddle: No riddles are posted in this channel; set it up first.\n")


def test_todays_riddle_is_posted_at_once_and_once_a_day(riddle: Inline) -> None:
    add(riddle)

    async def settle(store: Store) -> None:
        (due,) = await store.schedule.due(datetime.now(UTC), 10)
        assert due.sending.matter is Matter.POST
        await settled(store, due.sending, Stage.SENT)

    assert "is due now" in riddle("channels", "post-now", *HERE).out
    riddle.store(settle)
    said = riddle("channels", "post-now", *HERE)
    assert said.err == "riddle: Today's riddle was posted in this channel already.\n"
    assert datetime.fromisoformat(riddle("channels", "list", "--json").objects[0]["next"]) > datetime.now(UTC)


def test_a_day_that_is_settled_without_a_post_is_not_called_posted(riddle: Inline) -> None:
    add(riddle)
    riddle("channels", "post-now", *HERE)

    async def settle(store: Store) -> None:
        (due,) = await store.schedule.due(datetime.now(UTC), 10)
        await settled(store, due.sending, Stage.EXCUSED, "A host skipped this day.")

    riddle.store(settle)
    said = riddle("channels", "post-now", *HERE)
    assert said.err == "riddle: Today is settled for this channel, without a post: A host skipped this day.\n"


def test_the_terminal_is_one_community_and_channels_are_listed_by_community(riddle: Inline) -> None:
    add(riddle)
    terminal = ("--platform", "terminal", "--channel", "here")
    assert riddle("channels", "add", *terminal, "--time", "00:00", "--weekdays", "sat-mon").code == 0
    assert [one["community"] for one in riddle("channels", "list", "--json").objects] == ["slack:T123", "terminal"]
    (one,) = riddle("channels", "list", "--community", "terminal", "--json").objects
    assert (one["zone"], one["weekdays"]) == ("UTC", "mon,sat,sun")
    assert "is no community" in riddle("channels", "list", "--community", "T123").err
    assert riddle("channels", "list", "--community", "slack:T9").out.startswith("No channel of slack:T9 gets riddles;")


async def settled(store: Store, sending: Sending, stage: Stage, reason: str = "") -> None:
    from datetime import timedelta

    from bot import bootstrap
    from bot.domain import Claim, Delivery

    claim = await store.schedule.claim(sending, timedelta(seconds=60))
    assert isinstance(claim, Claim)
    message = "m1" if stage is Stage.SENT else ""
    await store.schedule.settle(claim, Delivery(sending, stage, message, datetime.now(UTC), reason, 1, 1))
    channel = await store.schedule.channel(sending.channel)
    assert channel is not None
    await bootstrap.planning(store).after(sending, channel)

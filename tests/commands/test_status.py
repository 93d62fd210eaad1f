"""`riddle status` explains any day of any channel."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from bot.domain import Stage
from tests.commands.inline import Inline, begin
from tests.commands.test_channels import HERE, settled

if TYPE_CHECKING:
    from pathlib import Path

    from bot.bootstrap import Store


@pytest.fixture
def riddle(
    redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Inline:
    return begin(redis_url, tmp_path, monkeypatch, capsys)


def test_without_a_channel_it_says_how_one_is_set_up(riddle: Inline) -> None:
    assert riddle("status").out == "No channel gets riddles; `riddle channels add` sets one up.\n"


def test_a_day_and_the_next_post_are_explained(riddle: Inline) -> None:
    riddle("channels", "add", *HERE, "--time", "00:00")
    riddle("channels", "post-now", *HERE)

    async def settle(store: Store) -> None:
        (due,) = await store.schedule.due(datetime.now(UTC), 10)
        await settled(store, due.sending, Stage.SENT)

    riddle.store(settle)
    said = riddle("status", "--plain")
    assert said.code == 0
    assert "slack:T123 C1: 00:00 UTC, daily" in said.out
    assert "its riddles are not made yet" in said.out
    assert ", message m1" in said.out
    assert said.out.endswith("`riddle why DATE` tells which news the riddles of a day were made of, and which not.\n")
    (one,) = riddle("status", "--community", "slack:T123", "--days", "1", "--json").objects
    assert (one["channel"], one["next"]["made"]) == ("C1", False)
    (post,) = [day["post"] for day in one["days"] if day["post"]]
    assert (post["stage"], post["message"], post["tries"]) == ("sent", "m1", 1)
    assert post["sending"].startswith("post:slack:T123:C1:")


def test_the_next_post_is_told_in_the_time_of_its_channel(riddle: Inline) -> None:
    riddle("channels", "add", *HERE, "--time", "09:00", "--zone", "Asia/Tokyo")
    assert " at 09:00 (Asia/Tokyo); its riddles are not made yet" in riddle("status", "--plain").out


def test_one_channel_or_community_alone_is_told(riddle: Inline) -> None:
    riddle("channels", "add", *HERE, "--time", "09:00")
    assert riddle("status", "--channel", "C9", "--json").out == ""
    assert riddle("status", "--channel", "C9").out.startswith("No such channel gets riddles")
    assert riddle("status", "--community", "discord:1", "--json").out == ""
    assert riddle("status", "--community", "nowhere").code == 2
    assert "is not a number from 1 to 400" in riddle("status", "--days", "0").err


def test_a_paused_channel_is_told_with_its_reason(riddle: Inline) -> None:
    riddle("channels", "add", *HERE, "--time", "09:00")
    riddle("channels", "pause", *HERE, "--reason", "holidays")
    said = riddle("status", "--days", "1").out
    assert "slack:T123 C1: 09:00 UTC, daily, paused: holidays" in said
    assert "no post is planned" in said

"""What workers do beside the queues is done by `riddle clock --once` too: where cron runs it, there are no workers."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.domain import Channel, ChannelKey, Schedule
from tests.commands.house import House, noon

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path / "house", {"RIDDLE_FEEDS": str(tmp_path / "nothing.xml")})


async def test_hosts_hear_of_reports_and_a_channel_without_a_plan_gets_one(house: House) -> None:
    async with house.store() as store:
        key = await house.channel(store, noon())
        house.done("clock", "--once", "--at", noon().isoformat())
        (posted,) = await store.rounds.open_rounds(key.community, noon().date(), noon().date())
        await store.communities.report(posted, 1, "ann", "The answer is another one.")
        other = Channel(ChannelKey(key.community, "other"), Schedule((noon() - timedelta(hours=1)).time()))
        await store.schedule.keep(other)

        rehearsed = house.done("clock", "--once", "--at", noon().isoformat())
        assert "The answer is another one." in rehearsed.stdout
        assert (await store.schedule.planned(other.key)).next is None

        done = house.done("clock", "--once")
        assert done.returncode == 0, done.stderr
        assert "The answer is another one." not in done.stdout
        assert (await store.schedule.planned(other.key)).next is not None
        assert not await store.schedule.once("", f"tidy:{noon().date()}", 60)

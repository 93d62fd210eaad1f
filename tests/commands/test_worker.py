"""`riddle worker`: real processes that share the work, die, and stop in order."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.domain import Matter, Sending, Stage
from tests.commands.house import House, asked, free_ports, ready

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from bot.domain import ChannelKey


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path / "house", {"RIDDLE_FEEDS": str(tmp_path / "nothing.xml")})


async def test_two_workers_and_two_clocks_send_each_thing_once_and_one_goes_on_alone(house: House) -> None:
    port = free_ports(2)
    async with house.store() as store:

        async def sent(key: ChannelKey, day: date) -> bool:
            found = await store.schedule.delivery(Sending(Matter.POST, key, day))
            return found is not None and found.stage is Stage.SENT

        async def all_sent(keys: list[ChannelKey], day: date) -> None:
            async with asyncio.timeout(60):
                while not all([await sent(key, day) for key in keys]):  # noqa: ASYNC110 - others' doing is waited for
                    await asyncio.sleep(0.1)

        at = datetime.now(UTC).replace(microsecond=0) - timedelta(seconds=2)
        keys = [await house.channel(store, at, f"c{number}") for number in range(12)]
        with (
            house.riddle("worker", "--queue", "send", RIDDLE_HEALTH_PORT=str(port)) as first,
            house.riddle("worker", "--queue", "send", "--concurrency", "3") as second,
            house.riddle("clock", RIDDLE_HEALTH_PORT=str(port + 1)) as clock,
            house.riddle("clock") as other,
        ):
            await all_sent(keys, at.date())
            first.hear("working queue=send")
            second.process.kill()
            more = await house.channel(store, at, "more")
            await all_sent([more], at.date())
            assert ready(port)
            assert ready(port + 1)
            figures = asked(port, "/metrics")[1]
            assert 'riddle_deliveries_total{matter="post",outcome="sent",platform="terminal"}' in figures
            assert "riddle_due" in asked(port + 1, "/metrics")[1]
            assert [one.end() for one in (clock, other, first)] == [0, 0, 0]
        posted = (house.data / "posted.log").read_text().splitlines()
        assert len(posted) == len(set(posted)) == 13


async def test_a_missing_edition_is_made_by_the_worker_of_the_other_queue(house: House) -> None:
    async with house.store() as store:
        at = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=1)
        key = await house.channel(store, at, edited=False)
        with (
            house.riddle("worker", "--queue", "make") as maker,
            house.riddle("worker", "--queue", "send") as sender,
            house.riddle("clock"),
        ):
            sender.hear(f"settled sending=post:terminal:{key.channel}:{at.date()} stage=sent", seconds=100)
            assert maker.end() == 0
            assert sender.end() == 0
        made = await store.editions.edition("default", at.date())
        assert made is not None
        assert made.riddles


def test_a_setting_that_is_wrong_is_one_sentence(house: House) -> None:
    refused = house.done("worker", "--queue", "send", RIDDLE_LOG="xml")
    assert refused.returncode == 2
    assert refused.stderr.startswith("riddle: RIDDLE_LOG is wrong")


def test_who_sends_and_who_ticks_loads_no_makers_library() -> None:
    code = (
        "import sys, asyncio; from bot import bootstrap; import bot.processes.working, bot.processes.telling_time;"
        "import bot.delivery.ticking, adapters.tasks.jobs, adapters.tasks.work, adapters.health.server;"
        "from bot.settings import load_settings; settings = load_settings(RIDDLE_DATA_DIR=sys.argv[1]);"
        "from adapters.health.metrics import Metrics\n"
        "async def main():\n"
        "    async with bootstrap.open_store(settings) as store, bootstrap.open_tasks(store) as tasks:\n"
        "        speaking = bootstrap.messengers(settings, bootstrap.screen())\n"
        "        who = bootstrap.sender(store, speaking, tasks, Metrics())\n"
        "        bootstrap.send_jobs(store, who, Metrics()), bootstrap.clock(store, tasks)\n"
        "        bootstrap.reports(store, speaking), bootstrap.reminding(store, speaking)\n"
        "asyncio.run(main())\n"
        "print({'torch', 'langchain', 'langchain_core', 'spacy', 'transformers', 'trafilatura'} & set(sys.modules))"
    )
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        told = subprocess.run(
            [sys.executable, "-c", code, folder], capture_output=True, text=True, check=False, timeout=60
        )
    assert (told.returncode, told.stdout) == (0, "set()\n")

"""`riddle serve`: all parts on one machine, started, started again, and stopped in order."""

from __future__ import annotations

import os
import re
import signal
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.processes.parts import PARTS
from bot.settings import Settings
from tests.commands.house import House, free_ports, ready, reason, wait

if TYPE_CHECKING:
    from pathlib import Path

    from tests.commands.house import Running

NAMES = [part.name for part in PARTS if part.wanted(Settings(_env_file=None))]  # type: ignore[call-arg]


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path / "house", {"RIDDLE_FEEDS": str(tmp_path / "nothing.xml")})


def number(serve: Running, part: str) -> int:
    """The process of a part that was started last."""
    return int(re.findall(rf"part={part} started process=(\d+)", serve.said())[-1])


def gone(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return False


async def test_it_delivers_starts_a_dead_part_again_and_stops_in_order(house: House) -> None:
    port = free_ports(8)
    async with house.store() as store:
        at = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=2)
        await house.channel(store, at)
    with house.riddle("serve", RIDDLE_HEALTH_PORT=str(port)) as serve:
        serve.hear(f"settled sending=post:terminal:main:{at.date()} stage=sent")
        assert "send  | Riddle 1" in serve.said()
        wait(lambda: all(ready(port + place) for place in range(len(NAMES) + 1)))
        os.kill(number(serve, "send"), signal.SIGKILL)
        wait(lambda: "Not running: send" in reason(port))
        serve.hear("part=send started", times=2)
        serve.hear("working queue=send", times=2)
        wait(lambda: ready(port))
        children = [number(serve, name) for name in NAMES]
        assert serve.end() == 0
        assert all(gone(child) for child in children)
        said = serve.said()
        assert "Traceback" not in said
        stops = [line.split("|")[0].strip() for line in said.splitlines() if line.endswith("stopped") and "|" in line]
        assert stops[0] == "clock"
        assert sorted(stops) == sorted(NAMES)
    assert not list(house.data.rglob("*.sock"))


async def test_parts_do_not_outlive_a_supervisor_that_is_killed(house: House) -> None:
    with house.riddle("serve") as serve:
        serve.hear("the clock ticks")
        serve.hear("working", times=2)
        children = [number(serve, name) for name in NAMES]
        serve.end(signal.SIGKILL)
        wait(lambda: all(gone(child) for child in children))


async def test_a_store_that_was_killed_is_started_again_and_everything_goes_on(house: House) -> None:
    port = free_ports(8)
    with house.riddle("serve", RIDDLE_HEALTH_PORT=str(port)) as serve:
        wait(lambda: all(ready(port + place) for place in range(len(NAMES) + 1)))
        server = int(next(house.data.rglob("server.pid")).read_text())
        os.kill(server, signal.SIGKILL)
        wait(lambda: gone(server))
        async with house.store() as store:
            at = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=1)
            await house.channel(store, at)
            serve.hear(f"settled sending=post:terminal:main:{at.date()} stage=sent")
        wait(lambda: all(ready(port + place) for place in range(len(NAMES) + 1)))
        assert serve.end() == 0
        assert "Traceback" not in serve.said()


def test_settings_with_which_no_part_can_run_end_it_with_a_sentence(house: House) -> None:
    ended = house.done("serve", RIDDLE_MODEL="nonsense", RIDDLE_LOG_LEVEL="loud")
    assert ended.returncode == 2
    assert "RIDDLE_LOG_LEVEL is wrong" in ended.stderr

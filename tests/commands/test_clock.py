"""`riddle clock`: at work, and for a single run."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.domain import Matter, Sending, Stage
from tests.commands.house import House, noon

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path / "house", {"RIDDLE_FEEDS": str(tmp_path / "nothing.xml")})


async def test_once_makes_what_is_missing_and_sends_what_is_due(house: House) -> None:
    async with house.store() as store:
        at = noon()
        key = await house.channel(store, at, edited=False)
        early = house.done("clock", "--once", "--at", (at - timedelta(hours=1)).isoformat())
        assert (early.returncode, early.stdout.count("Nothing is due")) == (0, 1)
        assert await store.editions.edition("default", at.date()) is None

        shown = house.done("clock", "--once", "--dry-run", "--at", at.isoformat())
        assert shown.returncode == 0
        assert f"edition default of {at.date()}: would be made first" in shown.stdout
        assert f"post:terminal:main:{at.date()}: would be sent" in shown.stdout
        assert await store.editions.edition("default", at.date()) is None
        assert await store.schedule.delivery(Sending(Matter.POST, key, at.date())) is None

        sent = house.done("clock", "--once", "--at", at.isoformat())
        assert (sent.returncode, sent.stderr) == (0, "")
        assert f"edition default of {at.date()}: made" in sent.stdout
        assert "Riddle 1" in sent.stdout
        assert f"post:terminal:main:{at.date()}: sent" in sent.stdout

        again = house.done("clock", "--once", "--at", at.isoformat())
        assert "Nothing is due" in again.stdout
        delivery = await store.schedule.delivery(Sending(Matter.POST, key, at.date()))
        assert delivery is not None
        assert delivery.stage is Stage.SENT


async def test_the_next_day_brings_the_reveal_and_the_next_riddle(house: House) -> None:
    async with house.store() as store:
        at = noon()
        await house.channel(store, at)
        house.done("clock", "--once", "--at", at.isoformat())
        tomorrow = at + timedelta(days=1)
        await house.channel(store, tomorrow)
        sent = house.done("clock", "--once", "--at", tomorrow.isoformat())
    assert sent.returncode == 0
    assert f"reveal:terminal:main:{at.date()}: sent" in sent.stdout
    assert f"post:terminal:main:{tomorrow.date()}: sent" in sent.stdout


async def test_a_day_that_is_over_is_excused_and_not_sent(house: House) -> None:
    async with house.store() as store:
        at = noon() - timedelta(days=2)
        await house.channel(store, at)
        sent = house.done("clock", "--once", "--at", (at + timedelta(hours=20)).isoformat())
    assert sent.returncode == 0
    assert f"post:terminal:main:{at.date()}: excused" in sent.stdout
    assert "lighthouse" not in sent.stdout


async def test_a_platform_without_a_token_is_told_in_a_sentence(house: House) -> None:
    async with house.store() as store:
        at = noon()
        await house.channel(store, at, "C1", community="slack:T1")
        sent = house.done("clock", "--once", "--at", at.isoformat())
    assert sent.returncode == 1
    assert "There are channels on slack, and nothing is sent there: SLACK_BOT_TOKEN is not set." in sent.stdout
    assert f"post:slack:T1:C1:{at.date()}: waits" in sent.stdout


@pytest.mark.parametrize(
    "words",
    [("--at", "noon", "--once"), ("--at", "2026-11-22T09:00"), ("--dry-run",), ("--at", "0001-01-01", "--once")],
)
def test_what_cannot_be_meant_is_refused(house: House, words: tuple[str, ...]) -> None:
    refused = house.done("clock", *words)
    assert refused.returncode == 2
    assert len(refused.stderr.splitlines()) == 1


async def test_the_clock_waits_for_its_store_and_says_so(house: House, tmp_path: Path) -> None:
    from adapters.store.embedded import EmbeddedServer
    from tests.commands.house import free_ports, ready, reason, wait

    port, away = free_ports(1), tmp_path / "away.sock"
    more = {"REDIS_URL": f"unix://{away}", "RIDDLE_HEALTH_PORT": str(port)}
    with house.riddle("clock", **more) as clock:
        wait(lambda: "cannot be reached" in reason(port))
        server = EmbeddedServer(tmp_path / "server")
        away.symlink_to(server.enter())
        try:
            wait(lambda: ready(port))
            away.unlink()
            server.leave()
            wait(lambda: bool(reason(port)))
            away.symlink_to(server.enter())
            wait(lambda: ready(port))
        finally:
            assert clock.end() == 0
            server.leave()
        assert "Traceback" not in clock.said()

"""What a process tells of itself at its port."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, date, datetime

import aiohttp
import pytest

from adapters.health.metrics import Metrics
from adapters.health.server import Watch, watched
from bot.domain import ChannelKey, Delivery, Matter, Sending, Stage
from tests.commands.house import free_ports


async def told(port: int, path: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}{path}") as answer:
        return answer.status, await answer.text()


class Lacking:
    """Who is ready, or lacks something."""

    def __init__(self, reason: str = "", seconds: float = 0) -> None:
        self.reason, self.seconds = reason, seconds

    async def __call__(self) -> str:
        await asyncio.sleep(self.seconds)
        return self.reason


async def test_it_lives_also_where_it_is_not_ready_and_says_what_it_lacks() -> None:
    port, lacking = free_ports(1), Lacking("The store is away.")
    async with watched(Watch(lacking, lambda: b""), "127.0.0.1", port):
        assert await told(port, "/healthz") == (200, '{"ok": true}')
        status, said = await told(port, "/readyz")
        assert (status, json.loads(said)) == (503, {"ok": False, "reason": "The store is away."})
        lacking.reason = ""
        assert await told(port, "/readyz") == (200, '{"ok": true}')
        assert (await told(port, "/secret"))[0] == 404
    with pytest.raises(aiohttp.ClientConnectorError):
        await told(port, "/healthz")


async def test_who_asks_does_not_wait_for_a_store_that_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.health.server.ANSWER_SECONDS", 0.1)
    port = free_ports(1)
    async with watched(Watch(Lacking(seconds=60), lambda: b""), "127.0.0.1", port):
        status, said = await told(port, "/readyz")
    assert (status, json.loads(said)["reason"]) == (503, "The store does not answer in time.")


async def test_a_port_that_another_has_ends_no_process(caplog: pytest.LogCaptureFixture) -> None:
    port = free_ports(1)
    watch = Watch(Lacking(), lambda: b"")
    async with watched(watch, "127.0.0.1", port), watched(watch, "127.0.0.1", port):
        assert (await told(port, "/healthz"))[0] == 200
    assert f"health is not served host=127.0.0.1 port={port}" in caplog.text


async def test_without_a_port_nothing_is_served() -> None:
    async with watched(Watch(Lacking(), lambda: b""), "127.0.0.1", 0):
        pass


def test_only_who_counts_what_is_due_tells_of_it() -> None:
    """Else the alarm for a clock that is silent hears the others and never rings."""
    metrics = Metrics()
    assert not {b"riddle_due", b"riddle_editions_missing"} & set(metrics.text().split())
    for _ in range(2):
        metrics.due(0)
        metrics.missing(0)
    assert b"\nriddle_due 0.0\n" in metrics.text()
    assert b"\nriddle_editions_missing 0.0\n" in metrics.text()


async def test_the_figures_are_in_the_words_of_prometheus() -> None:
    metrics, port = Metrics(), free_ports(1)
    post = Sending(Matter.POST, ChannelKey("slack:T1", "C1"), date(2026, 3, 14))
    metrics.settled(Delivery(post, Stage.SENT, at=datetime(2026, 3, 14, 9, tzinfo=UTC)), 2.5)
    metrics.settled(Delivery(post, Stage.EXCUSED))
    metrics.due(7)
    metrics.missing(2)
    metrics.task("send", "done", 0.02)
    metrics.store_error()
    async with watched(Watch(Lacking(), metrics.text), "127.0.0.1", port):
        _, text = await told(port, "/metrics")
    lines = text.splitlines()
    for line in (
        'riddle_deliveries_total{matter="post",outcome="sent",platform="slack"} 1.0',
        'riddle_deliveries_total{matter="post",outcome="excused",platform="slack"} 1.0',
        'riddle_post_late_seconds_bucket{le="5.0",platform="slack"} 1.0',
        "riddle_due 7.0",
        "riddle_editions_missing 2.0",
        'riddle_task_seconds_count{outcome="done",task="send"} 1.0',
        "riddle_store_errors_total 1.0",
    ):
        assert line in lines
    assert not any("C1" in line or "T1" in line for line in lines)

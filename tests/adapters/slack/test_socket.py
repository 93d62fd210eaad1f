"""Socket Mode: whatever the line does, it comes back, and nothing that was sent is lost or done twice."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from adapters.slack import socket
from adapters.slack.app import build
from adapters.slack.calls import web_client
from adapters.slack.socket import Socket
from bot.errors import SettingsError

if TYPE_CHECKING:
    from tests.adapters.slack.place import Place


@pytest.fixture(autouse=True)
def _in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "BEAT_SECONDS", 0.4)
    monkeypatch.setattr(socket, "OPENING_SECONDS", 1.0)
    monkeypatch.setattr(socket, "LONGEST_BACKOFF", 1.0)


async def answered(here: Place, seconds: float = 8.0) -> float:
    """How long it takes until a command is answered again."""
    begin = here.slack.now()
    while here.slack.now() - begin < seconds:
        if here.slack.connections and (await here.slack.slash("/riddle", "help")).acked:
            return here.slack.now() - begin
        await asyncio.sleep(0.02)
    raise AssertionError(here.troubles)


async def test_a_refresh_leaves_no_gap(here: Place) -> None:
    await here.open()
    await here.slack.request_disconnect()
    for _ in range(10):
        assert (await here.slack.slash("/riddle", "me")).acked
        await asyncio.sleep(0.1)


async def test_it_comes_back_after_a_reset_a_close_and_an_outage(here: Place) -> None:
    await here.open()
    for harm in ("drop", "close", "outage", "refuse"):
        before = set(here.slack.connections)
        if harm == "close":
            await here.slack.close_connections()
        elif harm == "outage":
            here.slack.outage(0.8)
        else:
            here.slack.refuse_connections(0.8 if harm == "refuse" else 0.0)
            here.slack.drop_connections()
        await here.slack.wait_until(lambda before=before: not before & set(here.slack.connections))
        await answered(here)
    assert here.troubles[-1] == ""


async def test_a_line_on_which_nothing_answers_is_given_up(here: Place) -> None:
    here.slack.blackhole()
    await here.slack.wait_until(lambda: [one for one in here.slack.connections.values() if not one.blackhole], 8)
    await answered(here)


async def test_an_address_that_is_not_good_any_more_is_not_tried_again(here: Place) -> None:
    here.slack.fault("link", "status", status=408, times=2)
    here.slack.blackhole_new = True
    here.slack.drop_connections()
    await asyncio.sleep(2.5)
    here.slack.clear_faults()
    await answered(here)
    tickets = [one["ticket"] for one in here.slack.connection_log if "ticket" in one]
    assert len(tickets) == len(set(tickets))


async def test_events_on_their_way_when_it_stops_are_answered(here: Place) -> None:
    await here.open()
    stop = asyncio.Event()
    second = Socket(build(here.office), web_client(None, here.slack.api_url), here.slack.app_token, lambda _: None)
    running = asyncio.ensure_future(second.run(stop))
    await here.slack.wait_connected(2)
    asked = [asyncio.ensure_future(here.slack.slash("/riddle", "guess no")) for _ in range(20)]
    await asyncio.sleep(0.02)
    stop.set()
    await running
    assert all(one.acked for one in await asyncio.gather(*asked))


async def test_a_token_that_is_refused_ends_it_with_a_sentence(here: Place) -> None:
    wrong = Socket(build(here.office), web_client(None, here.slack.api_url), "xapp-wrong-secret", lambda _: None)
    with pytest.raises(SettingsError, match="SLACK_APP_TOKEN") as told:
        await wrong.run(asyncio.Event())
    assert "secret" not in str(told.value)
    here.slack.violations.clear()

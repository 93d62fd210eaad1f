"""Sessions that end in every way: a dead line, codes that can and that cannot be resumed; nothing said is lost."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from tests.discord.test_threads import WRONG, _log

if TYPE_CHECKING:
    from tests.discord.house import House


async def test_a_line_that_is_dead_is_given_up_and_what_was_said_meanwhile_is_judged(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.discord.client.HEARTBEAT_SECONDS", 1.0)
    await home.stop()
    home.server.heartbeat_interval = 0.4
    await home.connect()
    thread = await home.post()
    home.server.zombie()
    said = await home.server.say("ship", channel=thread)
    assert await home.reacted(said["id"]) == WRONG
    assert await _log(home) == ["ship"]


@pytest.mark.parametrize("code", [4009, 4011])
@pytest.mark.usefixtures("at_once")
async def test_a_connection_that_discord_closes_is_made_anew_and_the_trouble_is_told_until_then(
    home: House, code: int
) -> None:
    thread = await home.post()
    await home.server.close_connections(code)
    said = [await home.server.say(f"ship {number}", channel=thread) for number in range(3)]
    assert [await home.reacted(one["id"]) for one in said] == [WRONG] * 3
    assert await _log(home) == ["ship 0", "ship 1", "ship 2"]
    assert home.troubles["discord"] == ""


async def test_a_token_that_is_taken_back_while_connected_ends_the_process_with_a_sentence(home: House) -> None:
    home.server.token = "another.token"
    await home.server.close_connections(4004)
    stop, task = home.processes.pop()
    with pytest.raises(Exception, match="refuses DISCORD_TOKEN"):
        await asyncio.wait_for(task, 15)
    stop.set()
    home.server.violations.clear()

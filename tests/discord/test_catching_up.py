"""What was typed while nobody was connected: read over REST, page by page, judged in its order, shown once."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from adapters.discord.heard import AT_ONCE, Heard, Rates
from bot.errors import StoreUnavailable
from tests.discord.test_threads import RIGHT, WRONG, _log

if TYPE_CHECKING:
    from tests.discord.house import House

READING = "GET /channels/*/messages"
MANY = 250
"""More than two pages."""


async def _shout(home: House, thread: str, times: int) -> list[str]:
    """Many guesses of several people; their ids."""
    users = [home.server.add_user(f"player{number}")["username"] for number in range(8)]
    said = [
        await home.server.say(f"ship {number}", user=users[number % len(users)], channel=thread)
        for number in range(times)
    ]
    return [one["id"] for one in said]


async def _judged(home: House, ids: list[str]) -> None:
    await home.server.wait_until(lambda: all(home.reactions(one) for one in ids), timeout=30)
    assert [home.reactions(one) for one in ids] == [[WRONG]] * len(ids)


async def test_pages_of_guesses_are_judged_in_order_after_a_long_absence_and_once_by_two_processes(home: House) -> None:
    home.server.enforce_rate_limits = False
    thread = await home.post()
    await home.stop()
    ids = await _shout(home, thread, MANY)
    await asyncio.gather(home.connect(), home.connect(ready=2))
    await _judged(home, ids)
    assert await _log(home) == [f"ship {number}" for number in range(MANY)]
    assert len(home.server.calls_to(READING)) <= 2 * (MANY // 100 + 1) + 2


@pytest.mark.usefixtures("at_once")
async def test_a_session_that_cannot_be_resumed_while_many_write_loses_and_doubles_nothing(home: House) -> None:
    home.server.enforce_rate_limits = False
    thread = await home.post()
    early = await home.server.say("ship", channel=thread)
    await home.reacted(early["id"])
    home.server.fault(READING, "status", status=502)
    home.server.fault(READING, "ratelimit", retry_after=0.2)
    home.server.kill_sessions()
    home.server.drop_connections()
    ids = await _shout(home, thread, 130)
    await home.server.wait_ready()
    late = await home.server.say("lighthouse", user="bob", channel=thread)
    await _judged(home, [*ids, late["id"]])
    assert await _log(home) == ["ship", *(f"ship {number}" for number in range(130)), "lighthouse"]
    assert home.reactions(early["id"]) == [WRONG]


async def test_what_is_typed_before_one_begins_to_read_waits_behind_what_was_missed(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    thread = await home.post()
    await home.stop()
    real = type(home.store.threads).threads

    async def slow(self: object, community: str) -> object:
        await asyncio.sleep(0.5)
        return await real(self, community)

    monkeypatch.setattr(type(home.store.threads), "threads", slow)
    ids = await _shout(home, thread, 5)
    await home.connect()
    ids += [(await home.server.say(f"ship {number}", channel=thread))["id"] for number in range(5, 10)]
    await _judged(home, ids)
    assert await _log(home) == [f"ship {number}" for number in range(10)]


async def test_what_was_edited_before_it_was_read_is_no_guess_and_the_first_right_one_is_the_first_typed(
    home: House,
) -> None:
    thread = await home.post()
    await home.stop()
    edited = await home.server.say("ship", channel=thread)
    edited.update(content="harbour", edited_timestamp=edited["timestamp"])
    first = await home.server.say("harbour", user="bob", channel=thread)
    second = await home.server.say("harbour", user="dave", channel=thread)
    await home.connect()
    assert await home.reacted(first["id"]) == RIGHT
    await home.server.wait_until(lambda: any("first to solve" in one["content"] for one in home.server.history(thread)))
    assert home.reactions(edited["id"]) == home.reactions(second["id"]) == []
    assert await _log(home) == ["harbour"]


async def test_a_race_that_is_over_is_not_read_again_however_much_is_talked(home: House) -> None:
    thread = await home.post()
    right = await home.server.say("harbour", channel=thread)
    assert await home.reacted(right["id"]) == RIGHT
    await home.server.say("well done", user="bob", channel=thread)
    await asyncio.sleep(0.3)
    await home.stop()
    await home.server.say("indeed", user="bob", channel=thread)
    home.server.calls.clear()
    await home.connect()
    await asyncio.sleep(0.3)
    assert home.server.calls_to(READING) == []


@pytest.mark.usefixtures("at_once")
async def test_what_there_is_no_room_for_is_read_again_and_judged_in_order(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.discord.lanes.MOST", 10)
    monkeypatch.setattr("adapters.discord.lanes.GATHER_SECONDS", 0.3)
    home.server.enforce_rate_limits = False
    thread = await home.post()
    ids = await _shout(home, thread, 40)
    await _judged(home, ids)
    assert await _log(home) == [f"ship {number}" for number in range(40)]
    assert home.server.calls_to(READING)


@pytest.mark.parametrize(("status", "times"), [(500, 10), (401, 1)])
async def test_reading_goes_on_through_long_trouble_and_nothing_is_judged_before_what_was_missed(
    home: House, monkeypatch: pytest.MonkeyPatch, status: int, times: int
) -> None:
    monkeypatch.setattr("adapters.discord.catching_up.LONGEST_PAUSE", 0.05)
    thread = await home.post()
    await home.stop()
    missed = await home.server.say("ship", channel=thread)
    home.server.fault(READING, "status", status=status, times=times)
    await home.connect()
    late = await home.server.say("boat", user="bob", channel=thread)
    await _judged(home, [missed["id"], late["id"]])
    assert await _log(home) == ["ship", "boat"]


async def test_who_stops_before_he_could_read_notes_nothing_as_read(home: House) -> None:
    thread = await home.post()
    await home.stop()
    missed = await home.server.say("ship", channel=thread)
    home.server.fault(READING, "status", times=None)
    await home.connect()
    late = await home.server.say("boat", user="bob", channel=thread)
    await home.server.wait_until(lambda: home.server.calls_to(READING))
    await home.stop()
    assert home.reactions(late["id"]) == []
    home.server.clear_faults()
    await home.connect()
    await _judged(home, [missed["id"], late["id"]])
    assert await _log(home) == ["ship", "boat"]


async def test_more_than_there_is_room_for_comes_while_one_reads_in_vain(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.discord.lanes.MOST", 10)
    monkeypatch.setattr("adapters.discord.catching_up.LONGEST_PAUSE", 0.05)
    home.server.enforce_rate_limits = False
    thread = await home.post()
    await home.stop()
    ids = await _shout(home, thread, 15)
    home.server.fault(READING, "status", times=None)
    await home.connect()
    ids += [(await home.server.say(f"ship {number}", channel=thread))["id"] for number in range(15, 30)]
    await asyncio.sleep(0.2)
    home.server.clear_faults()
    await _judged(home, ids)
    assert await _log(home) == [f"ship {number}" for number in range(30)]


@pytest.mark.parametrize("room", [2, 500])
async def test_what_is_typed_in_a_thread_not_known_yet_waits_until_the_store_is_back(
    home: House, monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    monkeypatch.setattr("adapters.discord.desk.LONGEST_AGAIN", 0.01)
    monkeypatch.setattr("adapters.discord.desk.MOST_WAITING", room)
    thread = await home.post()
    kind = type(home.store.threads)
    asked, real = [], kind.thread

    async def away(_: object, *about: str) -> None:
        asked.append(about)
        raise StoreUnavailable("The store does not answer.")

    monkeypatch.setattr(kind, "thread", away)
    ids = await _shout(home, thread, 5)
    await home.server.wait_until(lambda: len(asked) > 30)
    monkeypatch.setattr(kind, "thread", real)
    await _judged(home, ids)
    assert await _log(home) == [f"ship {number}" for number in range(5)]


def test_a_message_that_is_judged_again_counts_once() -> None:
    rates = Rates()
    said = [Heard((number + 1) << 10, "alice") for number in range(AT_ONCE + 5)]
    once = [rates.allows("1", one) for one in said]
    assert once == [True] * AT_ONCE + [False] * 5
    assert [rates.allows("1", one) for one in said] == once

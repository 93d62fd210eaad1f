"""Each player in a thread of his own: one, whoever dies while it is opened, and then among those who solved it."""

from __future__ import annotations

import asyncio
import signal
from typing import TYPE_CHECKING, Any

import pytest

from adapters.discord import own_threads
from bot.domain import Talking, ThreadMode
from tests.discord.test_process import _begin, _environment
from tests.doubles.discord_server import P

if TYPE_CHECKING:
    from pathlib import Path

    from redis.asyncio import Redis

    from tests.discord.house import House
    from tests.doubles.discord_server import DiscordServer

RIGHT, WRONG = "\N{WHITE HEAVY CHECK MARK}", "\N{CROSS MARK}"
OPENED = "POST /channels/*/threads"


async def _play(home: House, *names: str) -> str:
    """A post in a server where each plays on his own."""
    home.server.set_permission("riddles", allow=P["CREATE_PRIVATE_THREADS"])
    await home.store.threads.agree(home.community, Talking(ThreadMode.OWN))
    return await home.post(*names)


async def _opened(home: House, message: str, user: str = "alice") -> str:
    """The thread that Play leads to."""
    clicked = await home.server.click(message, label="Play", user=user)
    return (await home.seen(clicked)).split("<#")[1].split(">")[0]


def _private(home: House) -> list[dict[str, Any]]:
    return [one for one in home.server.channels.values() if one["type"] == 12]


def _solvers(home: House) -> list[str]:
    solved = [one for one in home.server.channels.values() if "solved" in str(one.get("name"))]
    return [member for one in solved for member in one.get("_members", [])]


async def test_each_plays_in_his_own_thread_and_is_let_in_among_those_who_solved(home: House) -> None:
    message = await _play(home)
    for user in ("alice", "bob"):
        thread = await _opened(home, message, user)
        assert home.server.channels[thread]["_members"] == [home.server.user_id(user)]
        assert await _opened(home, message, user) == thread
        wrong = await home.server.say("ship", user=user, channel=thread)
        assert await home.reacted(wrong["id"]) == WRONG
        right = await home.server.say("harbour", user=user, channel=thread)
        assert await home.reacted(right["id"]) == RIGHT
    await home.server.wait_until(lambda: len(_solvers(home)) == 2)
    assert sorted(_solvers(home)) == sorted(home.server.user_id(one) for one in ("alice", "bob"))
    assert (await home.front.club(home.community).latest("default")).readable_at is None


async def test_all_who_solve_it_in_the_same_moment_are_let_into_one_thread(home: House) -> None:
    message = await _play(home)
    users = ("alice", "bob", "carol", "dave")
    threads = [await _opened(home, message, user) for user in users]
    home.server.fault(OPENED, "delay", delay=0.6)
    for user, thread in zip(users, threads, strict=True):
        await home.server.say("harbour", user=user, channel=thread)
    await home.server.wait_until(lambda: len(_solvers(home)) == len(users))
    assert len([one for one in _private(home) if "solved" in one["name"]]) == 1
    messages = home.server.messages
    await home.server.wait_until(lambda: sum("Welcome" in one["content"] for one in messages.values()) == len(users))


async def test_of_several_riddles_all_have_to_be_solved_and_a_form_does_as_well(home: House) -> None:
    message = await _play(home, "harbour", "candle")
    thread = await _opened(home, message)
    first = await home.server.say("harbour", channel=thread)
    await home.reacted(first["id"])
    await asyncio.sleep(0.3)
    assert _solvers(home) == []
    await home.seen(await home.server.slash("riddle guess", {"text": "candle", "riddle": "142.2"}, channel="riddles"))
    await home.server.wait_until(lambda: _solvers(home) == [home.server.user_id("alice")])


async def test_two_clicks_at_once_open_one_thread(home: House) -> None:
    message = await _play(home)
    await home.connect(ready=2)
    home.server.fault(OPENED, "delay", delay=0.3)
    clicks = await asyncio.gather(*(home.server.click(message, label="Play") for _ in range(3)))
    for one in clicks:
        assert "<#" in await home.seen(one)
    assert len(_private(home)) == 1


async def test_a_thread_that_takes_too_long_is_there_at_the_next_click_and_the_form_serves_meanwhile(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_threads, "OPEN_SECONDS", 0.2)
    message = await _play(home)
    home.server.fault(OPENED, "late_reply", delay=0.6)
    form = await home.server.click(message, label="Play")
    assert form.modal["title"] == "Riddle No. 142"
    await home.server.wait_until(lambda: _private(home) and _private(home)[0].get("_members"))
    assert await _opened(home, message) == _private(home)[0]["id"]
    assert len(_private(home)) == 1


@pytest.mark.parametrize("fault", ["status", "lost_reply"])
async def test_a_thread_stays_one_s_own_though_a_call_about_it_fails(home: House, fault: str) -> None:
    message = await _play(home)
    thread = await _opened(home, message)
    home.server.fault("PUT /channels/*/thread-members/*", fault)
    assert await _opened(home, message) == thread
    assert len(_private(home)) == 1


async def test_a_thread_that_was_deleted_is_opened_anew_and_an_archived_one_is_opened_again(home: House) -> None:
    message = await _play(home)
    first = await _opened(home, message)
    await home.server.archive(first)
    assert await _opened(home, message) == first
    await home.server.delete_channel(first)
    assert await _opened(home, message) != first


async def test_who_is_forgotten_leaves_no_thread_of_his_own_behind(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.discord.desk.A_MOMENT", 0.1)
    message = await _play(home)
    thread = await _opened(home, message)
    before = await home.server.say("ship", channel=thread)
    assert await home.reacted(before["id"]) == WRONG
    asks = await home.server.slash("riddle forget-me")
    await home.seen(asks)
    await home.seen(await home.server.click(asks.original, label="Delete everything"))
    assert await home.store.threads.thread(home.community, thread) is None
    after = await home.server.say("boat", channel=thread)
    await asyncio.sleep(0.5)
    assert home.reactions(after["id"]) == []


async def test_those_who_solved_it_meet_where_it_was_posted_wherever_it_was_solved(home: House) -> None:
    await _play(home)
    home.server.set_permission("general", allow=P["CREATE_PRIVATE_THREADS"])
    await home.seen(await home.server.slash("riddle guess", {"text": "harbour"}, channel="general"))
    await home.server.wait_until(lambda: _solvers(home) == [home.server.user_id("alice")])
    assert [one["parent_id"] for one in _private(home)] == [home.server.channel_id("riddles")]


async def test_a_host_reads_why_those_who_solved_it_have_no_thread(home: House) -> None:
    await _play(home)
    home.server.set_permission("riddles", deny=P["CREATE_PRIVATE_THREADS"])
    await home.seen(await home.server.slash("riddle guess", {"text": "harbour"}, channel="general"))
    await home.server.wait_until(lambda: home.server.calls_to(OPENED))
    await asyncio.sleep(0.2)
    assert list(await home.store.threads.troubles(home.community)) == [home.server.channel_id("riddles")]
    assert _private(home) == []


async def test_where_private_threads_are_refused_or_too_many_play_opens_the_form(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = await _play(home)
    home.server.set_permission("riddles", deny=P["CREATE_PRIVATE_THREADS"])
    form = await home.server.click(message, label="Play")
    assert form.modal["title"] == "Riddle No. 142"
    assert "private threads" in str(await home.store.threads.troubles(home.community))
    home.server.set_permission("riddles", allow=P["CREATE_PRIVATE_THREADS"])
    thread = await _opened(home, message, "bob")
    assert await home.store.threads.troubles(home.community) == {}
    monkeypatch.setattr(own_threads, "MOST_ACTIVE", 1)
    form = await home.server.click(message, label="Play", user="dave")
    right = await home.server.submit_modal(form, {"text": "harbour"})
    assert "harbour" in await home.seen(right)
    assert "too many" in str(await home.store.threads.troubles(home.community))
    assert thread in home.server.channels


async def test_who_dies_while_he_opens_a_thread_leaves_no_second_one_and_no_guess_is_lost(
    home: House, redis: Redis, redis_url: str, data_dir: Path, tmp_path: Path
) -> None:
    await home.stop()
    message = await _play(home)
    server = home.server
    first, second = await _two(server, redis_url, data_dir, tmp_path)
    second.send_signal(signal.SIGSTOP)
    server.fault(OPENED, "late_reply", delay=5.0)
    click = asyncio.ensure_future(server.click(message, label="Play"))
    await server.wait_until(lambda: server.calls_to(OPENED))
    await asyncio.sleep(0.2)
    first.send_signal(signal.SIGKILL)
    second.send_signal(signal.SIGCONT)
    await first.wait()
    await click
    form = await server.click(message, label="Play")
    if form.modal is not None:  # for some seconds nobody knows that he died
        assert "that is not it" in await home.seen(await server.submit_modal(form, {"text": "lighthouse"}))
        for key in await redis.keys("*:first:own*"):
            if not key.endswith(b"tried"):
                await redis.delete(key)
    thread = await _opened(home, message)
    assert [one["id"] for one in _private(home)] == [thread]
    said = [await server.say(text, channel=thread) for text in ("ship", "harbour")]
    assert [await home.reacted(one["id"]) for one in said] == [WRONG, RIGHT]
    await server.wait_until(lambda: _solvers(home) == [server.user_id("alice")])
    second.send_signal(signal.SIGTERM)
    await second.communicate()
    server.violations[:] = [one for one in server.violations if one.code != "interaction_timeout"]


async def _two(
    server: DiscordServer, redis_url: str, data_dir: Path, folder: Path
) -> tuple[asyncio.subprocess.Process, asyncio.subprocess.Process]:
    """Two processes, both connected."""
    environment = _environment(server, data_dir, redis_url)
    made = (await _begin(environment, folder), await _begin(environment, folder))
    await server.wait_ready(2, timeout=40)
    await asyncio.sleep(0.3)
    return made

"""Guessing by typing: each message judged once and in order, whatever becomes of the connection."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.game.sentences import MARKS
from tests.doubles.discord_server import P

if TYPE_CHECKING:
    from tests.discord.house import House

RIGHT, CLOSE, WRONG = "\N{WHITE HEAVY CHECK MARK}", "\N{FIRE}", "\N{CROSS MARK}"


async def _log(home: House, place: int = 1) -> list[str]:
    key = (await home.front.club(home.community).latest("default")).key
    return [one.text for one in await home.store.rounds.log(key, place, 0, 5_000) if one.text]


async def test_the_first_right_answer_is_praised_and_ends_the_race(home: House) -> None:
    thread = await home.post()
    wrong = await home.server.say("lighthouse", channel=thread)
    right = await home.server.say("the harbour", user="bob", channel=thread)
    assert await home.reacted(wrong["id"]) == WRONG
    assert await home.reacted(right["id"]) == RIGHT
    await home.server.wait_until(lambda: any("first to solve" in m["content"] for m in home.server.history(thread)))
    late = await home.server.say("harbour", user="dave", channel=thread)
    await asyncio.sleep(0.3)
    assert not home.reactions(late["id"])
    assert await _log(home) == ["lighthouse", "the harbour"]
    club = home.front.club(home.community)
    assert (await club.latest("default")).readable_at is not None
    assert (await club.record(home.server.user_id("bob"))).points > 0
    private = await home.server.slash("riddle guess", {"text": "harbour"}, user="dave")
    assert "harbour" in await home.seen(private)
    record = await club.record(home.server.user_id("dave"))
    assert (record.points, record.streak.current) == (0, 1)


async def test_talk_edits_other_threads_and_channels_are_not_judged(home: House) -> None:
    thread = await home.post()
    await home.server.say("x" * 81, channel=thread)
    await home.server.say("lighthouse", channel="general")
    other = home.server._thread_obj(
        home.server.channels[home.server.channel_id("general")], "77", {"name": "chat"}, 11, home.server.user_id("bob")
    )
    await home.server.say("lighthouse", channel=other["id"])
    said = await home.server.say("ship", channel=thread)
    await home.reacted(said["id"])
    said["content"] = "harbour"
    await home.server._dispatch_message(home.server.channels[thread], said, "MESSAGE_UPDATE")
    await asyncio.sleep(0.3)
    assert await _log(home) == ["ship"]


async def test_every_message_counts_once_with_two_processes(home: House) -> None:
    thread = await home.post()
    await home.connect(ready=2)
    said = [await home.server.say(f"ship {number}", channel=thread, copies=2) for number in range(8)]
    for one in said:
        assert await home.reacted(one["id"]) == WRONG
    assert await _log(home) == [f"ship {number}" for number in range(8)]


async def test_who_has_finished_the_edition_in_another_server_plays_without_points(home: House) -> None:
    thread = await home.post()
    key = (await home.front.club(home.community).latest("default")).key
    bob, dave = (home.server.user_id(name) for name in ("bob", "dave"))
    await home.store.players.claim(f"discord:{bob}", key.deck, key.date, "discord:99")
    await home.store.players.claim(f"discord:{dave}", key.deck, key.date, home.community)
    for name in ("bob", "dave", "bob"):
        await home.reacted((await home.server.say(f"ship of {name}", user=name, channel=thread))["id"])
    log = await home.store.rounds.log(key, 1)
    assert [(one.player, one.scored) for one in log] == [(bob, False), (dave, True), (bob, False)]


@pytest.mark.usefixtures("at_once")
async def test_what_was_missed_is_read_again_in_order_before_what_comes_after(home: House) -> None:
    thread = await home.post()
    first = await home.server.say("ship 0", channel=thread)
    await home.reacted(first["id"])
    home.server.refuse_gateway(1.5)
    await home.server.invalidate()
    home.server.drop_connections()
    missed = [await home.server.say(f"ship {number}", channel=thread) for number in range(1, 6)]
    await home.server.wait_ready(timeout=20)
    after = await home.server.say("ship 6", channel=thread)
    for one in (*missed, after):
        assert await home.reacted(one["id"]) == WRONG
    assert await _log(home) == [f"ship {number}" for number in range(7)]
    assert home.reactions(first["id"]) == [WRONG]


async def test_what_was_typed_while_nobody_was_connected_is_judged_at_the_next_start(home: House) -> None:
    thread = await home.post()
    await home.stop()
    missed = [await home.server.say(f"ship {number}", channel=thread) for number in range(3)]
    await home.connect()
    for one in missed:
        assert await home.reacted(one["id"]) == WRONG
    await home.stop()
    await home.connect()
    await asyncio.sleep(0.3)
    assert [len(home.reactions(one["id"])) for one in missed] == [1, 1, 1]


async def test_a_resumed_session_goes_on_as_if_nothing_had_been(home: House) -> None:
    thread = await home.post()
    for number, cut in enumerate(
        (home.server.drop_connections, home.server.ask_reconnect, home.server.close_connections)
    ):
        done = cut()
        if asyncio.iscoroutine(done):
            await done
        said = await home.server.say(f"ship {number}", channel=thread)
        assert await home.reacted(said["id"]) == WRONG
    assert await _log(home) == ["ship 0", "ship 1", "ship 2"]


async def test_of_several_riddles_the_number_says_which_is_meant(home: House) -> None:
    thread = await home.post("harbour", "candle")
    second = await home.server.say("2 candle", channel=thread)
    assert await home.reacted(second["id"]) == RIGHT
    assert (await home.front.club(home.community).latest("default")).readable_at is None
    first = await home.server.say("harbour", user="bob", channel=thread)
    assert await home.reacted(first["id"]) == RIGHT
    await asyncio.sleep(0.2)
    assert (await home.front.club(home.community).latest("default")).readable_at is not None


async def test_who_has_finished_is_not_judged_any_more(home: House) -> None:
    thread = await home.post()
    gave_up = await home.server.click(thread, label="Give up")
    await home.seen(gave_up)
    await home.server.say("ship", channel=thread)
    await asyncio.sleep(0.3)
    assert await _log(home) == []


async def test_without_message_content_a_guess_mentions_the_bot_and_the_first_line_says_so(home: House) -> None:
    await home.stop()
    home.server.privileged.clear()
    await home.connect()
    thread = await home.post()
    (line,) = home.server.history(thread)
    assert "mentioning me" in line["content"]
    await home.server.say("harbour", channel=thread)
    mentioned = await home.server.say(f"<@{home.server.bot}> harbour", user="bob", channel=thread)
    assert await home.reacted(mentioned["id"]) == RIGHT
    assert await _log(home) == ["harbour"]


async def test_where_the_bot_may_not_react_guesses_count_and_hosts_read_why(home: House) -> None:
    thread = await home.post()
    home.server.set_permission("riddles", deny=P["ADD_REACTIONS"])
    await home.server.say("ship", channel=thread)
    await home.server.wait_until(lambda: home.server.calls_to("PUT /channels/*/reactions/*/@me"))
    await asyncio.sleep(0.2)
    assert await _log(home) == ["ship"]
    assert "Add Reactions" in str(await home.store.threads.troubles(home.community))


async def test_a_player_cannot_be_judged_without_end(home: House) -> None:
    thread = await home.post()
    for number in range(170):
        await home.server.say(f"ship {number}", channel=thread)
    await asyncio.sleep(0.5)
    await home.server.wait_until(lambda: len(home.server.channels) > 0)
    for _ in range(100):
        if len(await _log(home)) >= 150:
            break
        await asyncio.sleep(0.05)
    assert 150 <= len(await _log(home)) <= 155


def test_every_verdict_has_a_mark() -> None:
    assert len(set(MARKS.values())) == len(MARKS)

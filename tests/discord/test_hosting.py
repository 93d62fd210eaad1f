"""Hosts on Discord: asked for who they are each time, and told what is."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.desk.decks import DeckForm
from bot.domain import ChannelKey, Talking, ThreadMode, Word
from tests.adapters.store.samples import edition, riddle
from tests.doubles.discord_server import EPHEMERAL

if TYPE_CHECKING:
    from datetime import date

    from tests.discord.house import House
    from tests.doubles.discord_server import Interaction


async def _admin(home: House, name: str, options: dict | None = None, user: str = "carol") -> Interaction:
    return await home.server.slash(f"riddle-admin {name}", options, user=user, channel="riddles")


async def _coming(home: House) -> date:
    """An edition for the day of the next post."""
    found = await home.store.schedule.channel(home.channel.key)
    planned = await home.store.schedule.planned(found.key)
    mine = replace(riddle("harbour"), question="Boats come home to me at night. What am I?")
    made = replace(edition(mine), date=planned.next, number=143, spares=(riddle("candle"),))
    await home.store.editions.put(made)
    return planned.next


async def test_a_channel_is_set_up_and_what_is_left_out_stays(home: House) -> None:
    role = next(one for one in home.server.guilds[home.server.guild]["roles"].values() if one["name"] == "Admin")
    done = await _admin(
        home,
        "setup",
        {"time": "07:30", "zone": "Europe/Berlin", "threads": "own", "role": role["id"], "reveal": "after:8h"},
    )
    assert "07:30 Europe/Berlin" in await home.seen(done)
    assert "private thread" in await home.seen(done)
    again = await _admin(home, "setup", {"weekdays": "daily"})
    assert "07:30 Europe/Berlin" in await home.seen(again)
    channel = await home.store.schedule.channel(home.channel.key)
    assert (channel.ping, channel.schedule.weekdays) == (role["id"], (0, 1, 2, 3, 4, 5, 6))
    assert (await home.store.threads.talking(home.community)).mode is ThreadMode.OWN


async def test_a_channel_gets_nothing_more_once_it_is_removed(home: House) -> None:
    await home.seen(await _admin(home, "setup"))
    assert "no more" in await home.seen(await _admin(home, "remove"))
    assert await home.store.schedule.channel(home.channel.key) is None


async def test_what_is_wrong_is_said_in_one_sentence_and_nothing_is_kept(home: House) -> None:
    wrong = await _admin(home, "setup", {"zone": "Mars/Crater"})
    assert "Mars/Crater" in await home.seen(wrong)
    assert await home.store.schedule.channel(home.channel.key) is None


async def test_zones_are_offered_while_one_types(home: House) -> None:
    commands = home.server.commands[None]["1:riddle-admin"]
    data = {
        "id": commands["id"], "name": "riddle-admin", "type": 1,
        "options": [{"name": "setup", "type": 1, "options": [
            {"name": "zone", "type": 3, "value": "berl", "focused": True}]}],
    }  # fmt: skip
    channel = home.server.channels[home.server.channel_id("general")]
    offered = await home.server._interact(4, data, home.server.user_id("carol"), channel)
    assert offered.choices[0]["value"] == "Europe/Berlin"


async def test_decks_days_times_and_riddles_are_offered_to_hosts_and_to_nobody_else(home: House) -> None:
    home.server.commands[None]["1:riddle-admin"]["default_member_permissions"] = None
    await home.post()
    await home.seen(await _admin(home, "setup"))
    day = await _coming(home)
    await home.front.decks(home.community).keep(DeckForm("chess"))
    asked = {
        ("setup", "deck", "che"): "chess", ("decks", "deck", ""): "chess", ("approve", "day", ""): day.isoformat(),
        ("queue", "day", "20"): day.isoformat(), ("void", "riddle", "14"): "142", ("setup", "time", "9"): "09:00",
        ("setup", "weekdays", "da"): "daily", ("setup", "reveal", "8h"): "after:8h",
    }  # fmt: skip
    for (name, option, typed), first in asked.items():
        assert (await _offered(home, name, option, typed))[0] == first
    for name, option in (("setup", "deck"), ("decks", "deck"), ("approve", "day"), ("void", "riddle")):
        assert await _offered(home, name, option, "", user="alice") == []


async def _offered(home: House, name: str, option: str, typed: str, user: str = "carol") -> list[str]:
    """What is offered for an option while somebody types."""
    inner = {"name": option, "type": 3, "value": typed, "focused": True}
    command = home.server.commands[None]["1:riddle-admin"]["id"]
    options = [{"name": name, "type": 1, "options": [inner]}]
    data = {"id": command, "name": "riddle-admin", "type": 1, "options": options}
    channel = home.server.channels[home.server.channel_id("riddles")]
    found = await home.server._interact(4, data, home.server.user_id(user), channel)
    return [one["value"] for one in found.choices]


async def test_nobody_else_is_a_host_whatever_the_payload_says(home: House) -> None:
    home.server.commands[None]["1:riddle-admin"]["default_member_permissions"] = None
    names = "setup pause resume remove post-now queue approve skip replace reports status decks"
    for name in names.split():
        refused = await _admin(home, name, user="alice")
        assert "Only those who manage this server" in await home.seen(refused)
    for name, options in (("recall", {"riddle": "142"}), ("void", {"riddle": "142"}),
                          ("alias", {"riddle": "142", "text": "x"})):  # fmt: skip
        assert "Only those who manage" in await home.seen(await _admin(home, name, options, user="alice"))
    assert await home.store.schedule.channels(home.community) == ()


async def test_a_chosen_role_makes_hosts(home: House) -> None:
    home.server.commands[None]["1:riddle-admin"]["default_member_permissions"] = None
    roles = home.server.guilds[home.server.guild]["roles"]
    mine = next(one["id"] for one in roles.values() if one["name"] == "Admin")
    await _admin(home, "setup", {"hosts": mine})
    assert (await home.store.threads.talking(home.community)) == Talking(role=mine)
    member = home.server.guilds[home.server.guild]["members"][home.server.user_id("alice")]
    roles[mine]["permissions"] = "0"
    member["roles"] = [mine]
    assert "until you resume it" in await home.seen(await _admin(home, "pause", user="alice"))
    assert (await home.store.schedule.channel(home.channel.key)).paused


async def test_the_riddles_of_the_next_day_are_reviewed_by_buttons(home: House) -> None:
    await home.seen(await _admin(home, "setup", {"review": True, "host-channel": "general"}))
    day = await _coming(home)
    queue = await _admin(home, "queue")
    assert "||harbour||" in await home.seen(queue)
    refused = await home.server.click(queue.original, label="Approve", user="alice")
    assert "Only those who manage" in await home.seen(refused)
    form = await home.server.click(queue.original, label="Edit hints", user="carol")
    edited = await home.server.submit_modal(
        form, {"hint1": "It is wet.", "hint2": "Boats sleep there.", "hint3": "It begins with H."}
    )
    await home.server.wait_until(lambda: "It is wet" in str(home.shown(edited)["embeds"]))
    assert edited.original == queue.original
    other = await home.server.click(queue.original, label="Next riddle", user="carol")
    await home.server.wait_until(lambda: "candle" in str(home.server.messages[queue.original]["embeds"]))
    assert other.callback_type in {6, 7}
    await home.server.click(queue.original, label="Approve", user="carol")
    await home.server.wait_until(lambda: "approved" in str(home.server.messages[queue.original]["embeds"]))
    again = await _admin(home, "skip", {"day": day.isoformat()})
    assert "skipped" in await home.seen(again)


async def test_a_button_speaks_of_the_text_that_stood_over_it_and_never_of_a_newer_one(
    home: House,
) -> None:
    await home.seen(await _admin(home, "setup", {"review": True, "host-channel": "general"}))
    day = await _coming(home)
    old, new = await _admin(home, "queue"), await _admin(home, "queue", user="carol")
    assert "||harbour||" in await home.seen(old)
    await home.seen(new)
    await home.server.click(new.original, label="Next riddle", user="carol")
    await home.server.wait_until(lambda: "candle" in str(home.shown(new)["embeds"]))
    for label in ("Approve", "Next riddle"):
        refused = await home.server.click(old.original, label=label, user="carol")
        assert "look at them again" in await home.seen(refused)
        assert home.shown(refused)["flags"] & EPHEMERAL
    form = await home.server.click(old.original, label="Edit hints", user="carol")
    assert form.modal["title"] == "Riddle No. 1"
    late = await home.server.submit_modal(
        form, {"hint1": "It is wet.", "hint2": "Boats.", "hint3": "It begins with H."}
    )
    assert "look at them again" in await home.seen(late)
    assert "||harbour||" in str(home.shown(old)["embeds"])
    desk = home.front.host(home.community, home.server.user_id("carol"), str)
    standing = await desk.reviews.standing("default", day)
    assert (standing.word, standing.riddles[0].answer) == (Word.WAITING, "candle")


async def test_a_posted_riddle_is_corrected_and_taken_back(home: House) -> None:
    await home.post()
    wrong = await home.server.slash("riddle guess", {"text": "haven"})
    await home.seen(wrong)
    mended = await _admin(home, "alias", {"riddle": "142", "text": "haven"})
    assert "solved now" in await home.seen(mended)
    await home.server.slash("riddle report", {"what": "The third hint gives it away."}, user="bob")
    reports = await _admin(home, "reports")
    assert "gives it away" in await home.seen(reports)
    void = await _admin(home, "void", {"riddle": "142"})
    assert "does not count" in await home.seen(void)


async def test_the_status_tells_what_does_not_go_as_it_should(home: House) -> None:
    await _admin(home, "setup")
    await home.store.threads.trouble(home.community, home.channel.key.channel, "The bot may not create threads there.")
    status = await _admin(home, "status")
    assert "may not create threads" in await home.seen(status)
    assert f"<#{home.channel.key.channel}>: 09:00" in await home.seen(status)


async def test_a_channel_that_the_bot_does_not_see_yet_is_set_up_all_the_same(home: House) -> None:
    hidden = home.server.add_channel("hidden")  # nobody told the bot of it
    done = await _admin(home, "setup", {"channel": "hidden", "time": "07:30"})
    assert "07:30" in await home.seen(done)
    assert (await home.store.schedule.channel(ChannelKey(home.community, hidden["id"]))).schedule.time.hour == 7


async def test_a_server_that_removes_the_bot_is_forgotten(home: House) -> None:
    thread = await home.post()
    await home.server.say("ship", channel=thread)
    await home.reacted(next(m["id"] for m in home.server.history(thread) if m["content"] == "ship"))
    await home.server.remove_bot()
    for _ in range(100):
        if not await home.store.schedule.channels(home.community):
            break
        await asyncio.sleep(0.05)
    assert await home.store.schedule.channels(home.community) == ()
    assert await home.store.threads.threads(home.community) == {}
    assert await home.front.club(home.community).latest("default") is None

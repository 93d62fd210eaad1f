"""The form of a channel: what it holds, what it shows of a post, who may send it, and what is not believed of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.domain import ChannelKey
from bot.news.decks import new_deck
from tests.adapters.slack.place import COMMUNITY, choose, words_of
from tests.doubles.slack_server import Delivery

if TYPE_CHECKING:
    from tests.adapters.slack.place import Place

HERE, CREATED = ChannelKey(COMMUNITY, "C0GENERAL"), ChannelKey(COMMUNITY, "C0RIDDLES")
RIGHT = {
    "channel": {"type": "conversations_select", "selected_conversation": "C0GENERAL"},
    "time": {"type": "timepicker", "selected_time": "07:30"},
    "zone": {"type": "static_select", "selected_option": {"value": "Europe/Berlin"}},
    "weekdays": {"type": "checkboxes", "selected_options": [{"value": "0"}]},
    "reveal": {"type": "static_select", "selected_option": {"value": "next"}},
    "ping": {"type": "static_select", "selected_option": {"value": "nobody"}},
    "deck": {"type": "static_select", "selected_option": {"value": "default"}},
}


def state(**other: dict[str, Any]) -> dict[str, Any]:
    return {name: {name: value} for name, value in {**RIGHT, **other}.items()}


def selected(value: str) -> dict[str, Any]:
    return {"type": "static_select", "selected_option": {"value": value}}


def field(view: dict[str, Any], name: str) -> dict[str, Any]:
    return dict(next(block for block in view["blocks"] if block.get("block_id") == name)["element"])


async def opened(here: Place, user: str = "U0CAROL", channel: str = "C0GENERAL") -> dict[str, Any]:
    await here.slack.slash("/riddle", "setup", user=user, channel=channel)
    return dict(await here.slack.wait_until(lambda: here.slack.open_view(user, "riddle:setup")))


async def sent(here: Place, user: str, values: dict[str, Any], team: str = "T0FAKE001") -> Delivery:
    """A form, sent by anybody, whatever stands in it."""
    view = {
        "id": "V1", "type": "modal", "callback_id": "riddle:setup", "private_metadata": "whole",
        "blocks": [{"type": "input", "block_id": name} for name in (*RIGHT, "review", "host_channel")],
    }  # fmt: skip
    here.slack.views["V1"] = {**view, "_user": user, "_open": True, "hash": ""}
    payload = {
        "type": "view_submission", "team": {"id": team}, "user": {"id": user, "team_id": team},
        "trigger_id": here.slack._trigger("U0CAROL"), "view": {**view, "state": {"values": values}},
    }  # fmt: skip
    return await here.slack.deliver(Delivery(payload["trigger_id"], "interactive", payload, True), retry=False)


async def test_it_asks_for_all_of_it_with_slack_s_own_pickers(here: Place) -> None:
    view = await opened(here)
    kinds = {block["block_id"]: block["element"]["type"] for block in view["blocks"] if block["type"] == "input"}
    assert kinds == {
        "channel": "conversations_select", "time": "timepicker", "zone": "static_select", "weekdays": "checkboxes",
        "reveal": "static_select", "ping": "static_select", "deck": "static_select", "review": "checkboxes",
        "host_channel": "conversations_select",
    }  # fmt: skip
    assert field(view, "channel")["initial_conversation"] == "C0GENERAL"
    assert field(view, "zone")["initial_option"]["value"] == "Europe/London"


async def test_it_shows_how_a_post_will_look_and_follows_what_is_chosen(here: Place) -> None:
    await here.open()
    view = await opened(here)
    shown = words_of(view["blocks"])
    assert "this riddle is an example" in shown
    assert "[Guess] [Hint] [Give up]" in shown
    assert "09:00 Europe/London, mon-fri" in shown
    assert "Next post" in shown
    assert "harbour" not in shown
    values = state(ping=selected("here"), reveal=selected("after:8h"))
    await choose(here, view, "ping", "here", state=values)
    await here.slack.wait_until(lambda: "07:30 Europe/Berlin, mon" in words_of(here.slack.views[view["id"]]["blocks"]))
    assert "Answer shown: 8 hours after the post" in words_of(here.slack.views[view["id"]]["blocks"])
    assert "@here" in [words_of(block).strip() for block in here.slack.views[view["id"]]["blocks"]]
    assert not [one for one in here.slack.calls if one.method == "chat.postMessage"]
    view = dict(here.slack.views[view["id"]])
    await choose(here, view, "ping", "channel", user="U0ALICE", state=state())
    await choose(here, view, "zone", "UTC", state=state(zone=selected("Not/AZone")))
    await here.slack.wait_until(lambda: "no time zone" in words_of(here.slack.views[view["id"]]["blocks"]))


async def test_who_created_a_channel_sets_up_that_one_alone(here: Place) -> None:
    here.slack.channels["C0RIDDLES"].creator = "U0BOB"
    view = await opened(here, "U0BOB", "C0RIDDLES")
    assert not [block for block in view["blocks"] if block.get("block_id") in {"review", "host_channel"}]
    other = await sent(here, "U0BOB", state())
    assert "Only hosts" in other.errors["channel"]
    there = {"type": "conversations_select", "selected_conversation": "C0RIDDLES"}
    on = {"type": "checkboxes", "selected_options": [{"value": "on"}]}
    hosts = {"type": "conversations_select", "selected_conversation": "C0GENERAL"}
    done = await sent(here, "U0BOB", state(channel=there, review=on, host_channel=hosts))
    assert not done.errors
    assert [one.key for one in await here.store.schedule.channels()] == [CREATED]
    customs = await here.store.communities.customs(COMMUNITY)
    assert (customs.review, customs.host_channel) == (False, "")


async def test_who_created_a_channel_does_not_see_its_riddles_before_others(here: Place) -> None:
    await here.channel("C0RIDDLES")
    here.slack.channels["C0RIDDLES"].creator = "U0BOB"
    view = await opened(here, "U0BOB", "C0RIDDLES")
    values = {
        "channel": "C0RIDDLES", "time": "07:30", "zone": "Europe/Berlin", "weekdays": ["0"], "reveal": "next",
        "ping": "nobody", "deck": "default",
    }  # fmt: skip
    await here.slack.submit(view["id"], values)
    assert "So the next post will look" not in words_of(here.slack.views[view["id"]]["blocks"])


@pytest.mark.parametrize("user", ["U0ALICE", "U0GHOST", "", "U2FOREIGN"])
async def test_nobody_else_by_any_form(here: Place, user: str) -> None:
    if user == "U2FOREIGN":
        here.slack.add_team("T2", "Two", "two", "xoxb-two")
        here.slack.add_user(user, "mallory", "T2", is_admin=True)
    here.slack.channels["C0RIDDLES"].creator = "U0BOB"
    for channel in ("C0GENERAL", "C0RIDDLES", "C2", "", "T0FAKE001"):
        there = {"type": "conversations_select", "selected_conversation": channel}
        done = await sent(here, user, state(channel=there))
        assert "Only hosts" in done.errors["channel"]
    assert not await here.store.schedule.channels()


async def test_values_that_no_form_offers_are_refused_at_their_fields(here: Place) -> None:
    await here.store.decks.keep(new_deck("secret", "slack:T2"))
    values = state(
        time={"type": "timepicker", "selected_time": "25:99"}, zone=selected("Not/AZone"),
        reveal=selected("after:900h"), deck=selected("secret@slack:T2"),
    )  # fmt: skip
    assert set((await sent(here, "U0CAROL", values)).errors) == {"time", "zone", "reveal", "deck"}
    assert set((await sent(here, "U0CAROL", state(deck=selected("secret")))).errors) == {"deck"}
    on = {"type": "checkboxes", "selected_options": [{"value": "on"}]}
    assert set((await sent(here, "U0CAROL", state(review=on, host_channel={}))).errors) == {"host_channel"}
    for odd in ({}, {"time": []}, {"time": {"time": 5}}, {"x": {"y": {"value": 5}}}, []):
        assert (await sent(here, "U0CAROL", odd)).errors
    assert not await here.store.schedule.channels()
    done = await sent(here, "U0CAROL", state(ping=selected("<!everyone>"), weekdays={"selected_options": "x"}))
    assert not done.errors
    channel = await here.store.schedule.channel(HERE)
    assert channel is not None
    assert channel.ping == ""

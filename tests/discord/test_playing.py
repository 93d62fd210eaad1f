"""Players on Discord: commands, buttons and forms, each answered in time, privately and once."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import TYPE_CHECKING

from tests.adapters.store.samples import riddle
from tests.doubles.discord_server import EPHEMERAL

if TYPE_CHECKING:
    from tests.discord.house import House


async def test_a_day_by_buttons_and_the_form_is_seen_by_the_player_alone(home: House) -> None:
    message = await home.post()
    form = await home.server.click(message, label="Guess")
    assert form.modal["title"] == "Riddle No. 142"
    wrong = await home.server.submit_modal(form, {"text": "lighthouse"})
    assert "that is not it" in await home.seen(wrong)
    hint = await home.server.click(message, label="Hint")
    assert "Hint 1 of 3" in await home.seen(hint)
    right = await home.server.submit_modal(await home.server.click(message, label="Guess"), {"text": "the harbour"})
    assert "harbour" in await home.seen(right)
    labels = [one["label"] for one in home.shown(right)["components"][0]["components"]]
    assert labels == ["Share", "Good riddle", "Bad riddle", "Report"]
    shared = await home.server.click(right.original, label="Share")
    assert "harbour" not in await home.seen(shared)
    assert {home.shown(one)["flags"] & EPHEMERAL for one in (wrong, hint, right, shared)} == {EPHEMERAL}
    assert len(home.server.history(message)) == 1


async def test_every_command_of_a_player_is_answered(home: House) -> None:
    await home.post()
    asked = {
        "today": {}, "guess": {"text": "ship"}, "hint": {}, "answer": {}, "board": {"span": "month"}, "me": {},
        "archive": {}, "share": {"riddle": "142"}, "report": {"what": "The hint is wrong."}, "my-data": {},
        "remind-me": {}, "hide-me": {}, "show-me": {}, "forget-me": {}, "help": {},
    }  # fmt: skip
    for name, options in asked.items():
        answered = await home.server.slash(f"riddle {name}", options)
        assert await home.seen(answered) != "[]"
        assert answered.latency < 1.5
    assert await home.store.communities.reports(home.community)


async def test_a_player_is_reminded_until_he_says_that_he_does_not_want_it(home: House) -> None:
    alice = home.server.user_id("alice")
    assert "private line" in await home.seen(await home.server.slash("riddle remind-me"))
    assert await home.store.reminders.asked(home.community) == (alice,)
    assert "nothing any more" in await home.seen(await home.server.slash("riddle remind-me", {"switch": "off"}))
    assert not await home.store.reminders.asked(home.community)


async def test_nothing_is_played_before_it_is_posted_and_there_is_a_kind_sentence(home: House) -> None:
    await home.store.schedule.keep(home.channel)
    early = await home.server.slash("riddle today", channel="riddles")
    assert "no riddle here yet" in await home.seen(early)
    unknown = await home.server.slash("riddle guess", {"text": "x", "riddle": "9"})
    assert "never played" in await home.seen(unknown)


async def test_a_button_of_an_old_day_and_of_an_earlier_process_still_answers(home: House) -> None:
    message = await home.post()
    await home.stop()
    await home.connect()
    assert "Hint 1 of 3" in await home.seen(await home.server.click(message, label="Hint"))


async def test_the_same_click_at_two_processes_is_one_answer_and_one_hint(home: House) -> None:
    message = await home.post()
    await home.connect(ready=2)
    for _ in range(5):
        clicked = await home.server.click(message, label="Hint", user="bob")
        assert clicked.sessions == 2
        await home.seen(clicked)
        await home.server.slash("riddle me", user="bob")
    found = await home.front.club(home.community).rounds.play(
        (await home.front.club(home.community).latest("default")).key, 1, home.server.user_id("bob")
    )
    assert found.hints == 3


async def test_to_forget_asks_first_and_then_forgets(home: House) -> None:
    await home.post()
    await home.server.slash("riddle guess", {"text": "ship"})
    asks = await home.server.slash("riddle forget-me")
    await home.seen(asks)
    done = await home.server.click(asks.original, label="Delete everything")
    await home.seen(done)
    export = await home.front.club(home.community).players.export(home.community, home.server.user_id("alice"))
    assert not export.entries


async def test_one_s_own_data_come_as_a_file(home: House) -> None:
    data = await home.server.slash("riddle my-data")
    await home.seen(data)
    assert home.server.calls_to("POST /interactions/*/callback")[-1].body["_files"] == ["files[0]"]


async def test_in_direct_messages_a_person_plays_alone_and_scores_once(home: House) -> None:
    _, direct = home.server.r_dm("POST", (), _body(home, "alice"))
    today = await home.server.slash("riddle today", channel=direct["id"])
    assert "being made" in await home.seen(today)
    assert home.asked.made
    alice = home.server.user_id("alice")
    await home.post()
    await home.open(riddle("harbour"), community=f"discord:dm:{alice}")
    here = await home.server.slash("riddle guess", {"text": "harbour"})
    assert "point" in await home.seen(here)
    there = await home.server.slash("riddle guess", {"text": "harbour", "riddle": "142"}, channel=direct["id"])
    assert "harbour" in await home.seen(there)
    earned = [
        (await home.front.club(community).record(alice)).points for community in (home.community, f"discord:dm:{alice}")
    ]
    assert earned[0] > earned[1] == 0


async def test_who_installed_the_app_himself_plays_alone_in_servers_that_do_not_have_it(home: House) -> None:
    elsewhere = home.server.add_guild("Elsewhere")["id"]
    alice = home.server.user_id("alice")
    await home.open(riddle("harbour"), community=f"discord:dm:{alice}")
    asked = [("today", {}, "What am I"), ("hint", {}, "Hint 1 of 3"), ("guess", {"text": "ship"}, "not it"),
             ("guess", {"text": "harbour"}, "point"), ("me", {}, "")]  # fmt: skip
    for name, options, told in asked:
        answered = await home.server.slash(f"riddle {name}", options, guild=elsewhere, own_install=True)
        assert told in await home.seen(answered)
        assert home.shown(answered)["flags"] & EPHEMERAL
    assert await home.front.club(f"discord:{elsewhere}").latest("default") is None


async def test_with_the_store_away_a_kind_sentence_says_so(home: House, monkeypatch) -> None:
    from bot.errors import StoreUnavailable

    async def away(*_: object, **__: object) -> None:
        raise StoreUnavailable("The store does not answer.")

    await home.post()
    monkeypatch.setattr(type(home.store.rounds), "round", away)
    monkeypatch.setattr(type(home.store.threads), "first", away)
    answered = await home.server.slash("riddle guess", {"text": "harbour"})
    assert "nothing was counted" in await home.seen(answered)


async def test_a_slow_answer_is_announced_in_time_and_follows_once(home: House, monkeypatch) -> None:
    await home.post()
    real = type(home.store.rounds).round

    async def slow(self, key):
        await asyncio.sleep(0.7)
        return await real(self, key)

    monkeypatch.setattr(type(home.store.rounds), "round", slow)
    answered = await home.server.slash("riddle guess", {"text": "ship"})
    assert answered.deferred
    assert answered.latency < 2
    assert "that is not it" in await home.seen(answered)


async def test_numbers_are_offered_while_one_types(home: House) -> None:
    await home.post()
    commands = home.server.commands[None]["1:riddle"]
    spec = next(one for one in commands["options"] if one["name"] == "guess")
    data = {
        "id": commands["id"], "name": "riddle", "type": 1,
        "options": [{"name": "guess", "type": 1, "options": [
            {"name": "riddle", "type": 3, "value": "14", "focused": True}]}],
    }  # fmt: skip
    assert any(one.get("autocomplete") for one in spec["options"])
    channel = home.server.channels[home.server.channel_id("general")]
    offered = await home.server._interact(4, data, home.server.user_id("alice"), channel)
    assert offered.choices[0]["value"] == "142"


async def test_commands_are_told_in_german_too_and_only_when_they_changed(home: House) -> None:
    players = home.server.commands[None]["1:riddle"]
    hint = next(one for one in players["options"] if one["name"] == "hint")
    assert hint["description_localizations"]["de"]
    assert hint["name_localizations"]["de"] == "hinweis"
    assert home.server.commands[None]["1:riddle-admin"]["default_member_permissions"] == 32
    await home.stop()
    await home.connect()
    assert len(home.server.calls_to("PUT /applications/*/commands")) == 1


def _body(home: House, user: str) -> SimpleNamespace:
    return SimpleNamespace(body={"recipient_id": home.server.user_id(user)})

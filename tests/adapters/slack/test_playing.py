"""A player in Slack: what he types and presses, and what he alone sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.adapters.slack.place import COMMUNITY, labels, press, words_of
from tests.adapters.store.samples import riddle

if TYPE_CHECKING:
    from tests.adapters.slack.place import Place

TYPED = ("hint", "answer", "board month", "me", "archive", "share", "report it is bad", "my-data", "forget-me", "help")


async def test_a_command_shows_today_s_riddle_to_one_alone(here: Place) -> None:
    await here.open()
    done = await here.slack.slash("/riddle", "today")
    assert done.acked
    (shown,) = done.responses
    assert shown["response_type"] == "ephemeral"
    assert labels(shown["blocks"]) == ["Guess", "Hint", "Give up"]
    assert not here.slack.messages("C0GENERAL")


async def test_a_guess_is_typed_into_a_form_and_judged_in_it(here: Place) -> None:
    await here.open()
    asked = await here.slack.slash("/riddle")
    await press(here, asked, "Guess")
    view = await here.slack.wait_until(lambda: here.slack.open_view("U0ALICE"))
    wrong = await here.slack.submit(view["id"], {"text": "lighthouse"})
    assert wrong.acked
    assert "Guess" not in labels(view["blocks"])
    right = await here.slack.submit(view["id"], {"text": "the harbour"})
    assert right.acked
    assert labels(view["blocks"]) == ["Share", "Good riddle", "Bad riddle", "Report"]
    assert not here.slack.messages("C0GENERAL")


async def test_the_same_click_four_times_takes_one_hint(here: Place) -> None:
    await here.open()
    await here.channel()
    asked = await here.slack.slash("/riddle")
    done = await press(here, asked, "Hint")
    for _ in range(3):
        await here.slack.redeliver(done)
    (told, *_) = await here.heard("U0ALICE", 2)
    assert told
    key = (await here.office.front.player(COMMUNITY, "U0ALICE", str).finding.today("default")).key
    assert (await here.store.rounds.play(key, 1, "U0ALICE")).hints == 1


async def test_a_guess_delivered_four_times_counts_once(here: Place) -> None:
    await here.open()
    done = await here.slack.slash("/riddle", "guess lighthouse")
    again = [await here.slack.redeliver(done) for _ in range(3)]
    assert {words_of(one.responses[-1]["blocks"]) for one in again} == {words_of(done.responses[-1]["blocks"])}
    key = (await here.office.front.player(COMMUNITY, "U0ALICE", str).finding.today("default")).key
    assert (await here.store.rounds.play(key, 1, "U0ALICE")).guesses == 1


@pytest.mark.parametrize(
    "typed",
    ["hint", "answer", "board month", "me", "archive", "share", "report it is bad", "my-data", "forget-me", "help"],
)
async def test_everything_that_can_be_typed_is_answered_privately(here: Place, typed: str) -> None:
    await here.open()
    done = await here.slack.slash("/riddle", typed)
    assert done.acked
    assert all(one["response_type"] == "ephemeral" for one in done.responses)
    assert done.responses
    assert not here.slack.messages("C0GENERAL")


async def test_an_unknown_word_gets_the_nearest_command(here: Place) -> None:
    await here.open()
    done = await here.slack.slash("/riddle", "bord")
    assert "/riddle board" in words_of(done.responses[0]["blocks"])


async def test_nothing_anybody_types_becomes_markup(here: Place) -> None:
    await here.open(riddle("harbour <!channel> *bold* https://evil.example"))
    for typed in ("", "guess <!channel> <@U0BOB> https://evil.example", "<!here>", "report <!everyone>", "give up"):
        done = await here.slack.slash("/riddle", typed)
        for shown in done.responses:
            found = shown["_markup"]
            assert not (found["broadcast"])
            assert not (found["groups"])
            assert not (found["links"])
            assert "U0BOB" not in found["users"]


async def test_a_direct_message_is_a_guess_and_answered_once(here: Place) -> None:
    await here.open()
    here.slack._im(here.slack.teams["T0FAKE001"], "U0ALICE")
    await here.slack.say("lighthouse", channel="D0ALICE", copies=4)
    await here.slack.say("hint", channel="D0ALICE")
    await here.slack.wait_until(lambda: len(here.slack.messages("D0ALICE", bot_only=True)) >= 2)
    key = (await here.office.front.player(COMMUNITY, "U0ALICE", str).finding.today("default")).key
    play = await here.store.rounds.play(key, 1, "U0ALICE")
    assert (play.guesses, play.hints) == (1, 1)
    assert len(here.slack.messages("D0ALICE", bot_only=True)) == 2


async def test_a_mention_is_answered_to_one_alone_and_takes_no_guess(here: Place) -> None:
    await here.open()
    robot = here.slack.teams["T0FAKE001"].bot_user_id
    await here.slack.say(f"<@{robot}> guess harbour")
    await here.slack.say(f"<@{robot}> today")
    guess, today = await here.heard("U0ALICE", 2)
    assert "press Guess" in words_of(guess["blocks"]) + words_of(today["blocks"])
    assert not here.slack.messages("C0GENERAL", bot_only=True)


async def test_the_home_shows_today_s_riddle_and_to_admins_the_channels(here: Place) -> None:
    await here.open()
    for user in ("U0ALICE", "U0CAROL"):
        await here.slack.event({"type": "app_home_opened", "user": user, "channel": "D1", "tab": "home"})
    await here.slack.wait_until(lambda: len(here.slack.home_views) == 2)
    mine, admins = here.slack.home_views["U0ALICE"], here.slack.home_views["U0CAROL"]
    assert "Guess" in labels(mine["blocks"])
    assert "Set up a channel" in labels(admins["blocks"])
    assert "Set up a channel" not in labels(mine["blocks"])


async def test_whatever_else_slack_sends_is_acknowledged(here: Place) -> None:
    assert (await here.slack.event({"type": "reaction_added", "user": "U0ALICE"})).acked
    assert (await here.slack.event({"type": "something_new"})).acked
    assert (await here.slack.shortcut("nothing")).acked
    assert (await here.slack.slash("/other", "words")).acked

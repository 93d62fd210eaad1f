"""A player in Slack: what he types and presses, and what he alone sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.adapters.slack.place import COMMUNITY, labels, words_of
from tests.adapters.store.samples import riddle

if TYPE_CHECKING:
    from tests.adapters.slack.place import Place


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


async def press(here: Place, asked, text: str, user: str = "U0ALICE"):
    """Press a button of something one alone sees."""
    from tests.doubles.slack_server import Delivery

    slack, shown = here.slack, asked.responses[-1]
    _, element = slack._find_element(shown["blocks"], None, text)
    team = slack._team_of(user)
    payload = {
        "type": "block_actions", "team": {"id": team.id}, "user": {"id": user, "team_id": team.id},
        "container": {"type": "message", "is_ephemeral": True, "channel_id": "C0GENERAL"},
        "channel": {"id": "C0GENERAL"}, "trigger_id": slack._trigger(user), "actions": [slack._action({}, element, None)],
    }  # fmt: skip
    done = Delivery(payload["trigger_id"], "interactive", payload, False)
    payload["response_url"] = slack._new_response_url(done, team, "C0GENERAL", user)
    return await slack.deliver(done)

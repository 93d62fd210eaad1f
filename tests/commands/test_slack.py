"""`riddle slack` as an operator runs it: unmodified, in a process of its own."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import pytest

from adapters.slack.manifest import EVENTS, OPTIONAL
from tests.commands.house import House, free_ports, ready, wait
from tests.doubles.slack_server import SlackServer

if TYPE_CHECKING:
    from pathlib import Path

HEAVY = ("torch", "langchain", "spacy", "trafilatura")


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path / "house")


async def test_it_is_ready_soon_answers_and_stops_in_order(house: House) -> None:
    port = free_ports(1)
    async with SlackServer() as slack:
        tokens = {
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_APP_TOKEN": slack.app_token,
            "SLACK_API_URL": slack.api_url,
        }
        with house.riddle("slack", RIDDLE_HEALTH_PORT=str(port), **tokens) as one:
            await slack.wait_connected(1, 30)
            await asyncio.to_thread(wait, lambda: ready(port))
            done = await slack.slash("/riddle", "help")
            assert "Today's riddle" in done.responses[0]["text"].replace("today", "Today")
            with house.riddle("slack", **tokens):
                await slack.wait_connected(2, 30)
            assert await asyncio.to_thread(one.end) == 0
            said = one.said()
            assert "Traceback" not in said
            assert slack.bot_token not in said
            assert slack.app_token not in said
        assert slack.violations == []


def test_without_tokens_it_says_what_is_missing_and_waits(house: House) -> None:
    with house.riddle("slack") as one:
        one.hear("not set: SLACK_BOT_TOKEN, SLACK_APP_TOKEN")
        assert one.end() == 0


async def test_a_token_that_slack_refuses_is_one_sentence(house: House) -> None:
    async with SlackServer() as slack:
        with house.riddle(
            "slack", SLACK_BOT_TOKEN="xoxb-not-this", SLACK_APP_TOKEN="xapp-x", SLACK_API_URL=slack.api_url
        ) as one:
            assert await asyncio.to_thread(one.process.wait, 30) == 2
            assert "SLACK_BOT_TOKEN is refused" in one.said()
            assert "not-this" not in one.said()


def test_the_manifest_requires_two_scopes_and_tells_what_the_others_buy(house: House) -> None:
    printed = house.done("slack", "manifest")
    made = json.loads(printed.stdout)
    assert made["oauth_config"]["scopes"]["bot"] == ["commands", "chat:write"]
    assert made["settings"]["socket_mode_enabled"] is True
    assert set(made["settings"]["event_subscriptions"]["bot_events"]) == set(EVENTS)
    for scope in OPTIONAL:
        assert f"{scope}: " in printed.stderr
    many = json.loads(house.done("slack", "manifest", "--url", "https://riddles.example").stdout)
    assert many["features"]["slash_commands"][0]["url"] == "https://riddles.example/slack/events"
    assert many["settings"]["socket_mode_enabled"] is False


def test_the_process_loads_no_model_library() -> None:
    import subprocess
    import sys

    code = (
        "import json, sys, adapters.slack.running, bot.commands.slack, bot.bootstrap.slack, bot.bootstrap.desk, "
        "adapters.tasks.engine, bot.desk.front; print(json.dumps(sorted(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {name.partition(".")[0] for name in json.loads(said.stdout)} & set(HEAVY)

"""Posts name who did best in plain words, where Slack tells names, and call nobody by it."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

from adapters.slack.blocks import shown
from adapters.slack.names import Names, told_of
from adapters.slack.teams import OneTeam
from bot.domain import Board, Post, Round, RoundKey, Span, Standing, Yesterday
from bot.game.sentences import Words
from tests.adapters.slack.place import COMMUNITY, TWO_SCOPES, words_of
from tests.adapters.store.samples import NOON, edition, riddle
from tests.doubles.slack_server import SlackServer

if TYPE_CHECKING:
    from collections.abc import Mapping

MADE = edition(riddle("harbour"))
ROUND = Round(RoundKey(COMMUNITY, "default", MADE.date), 143, MADE.riddles, NOON)
STANDINGS = (Standing(1, "U0ALICE", 20, 3), Standing(2, "U0BOB", 8, 1))
POST = Post(
    ROUND, (0,), yesterday=Yesterday(142, 9, 5, ("U0ALICE", "U0BOB"), 10, 1), board=Board(Span.WEEK, STANDINGS, 7)
)


async def names(slack: SlackServer) -> tuple[Names, OneTeam]:
    team = OneTeam(slack.bot_token, slack.api_url)
    await team.begin()
    return Names(team, time.monotonic), team


def told(known: Mapping[str, str]) -> str:
    made = shown(Words(), POST, known)
    assert "<@" not in json.dumps(made)
    return words_of(made["blocks"])


async def test_a_post_names_people_and_mentions_nobody() -> None:
    async with SlackServer() as slack:
        slack.users["U0BOB"].name = "bob"
        asked, _ = await names(slack)
        known = await asked.of(COMMUNITY, told_of(POST))
        assert known == {"U0ALICE": "alice", "U0BOB": "bob"}
        assert "Best: alice, bob and one more with 10 points." in told(known)
        assert "1. alice: 20 points, 3 solved" in told(known)
        await asked.of(COMMUNITY, told_of(POST))
        assert len(slack.calls_to("users.info")) == 2
        assert not slack.violations


async def test_without_the_scope_it_tells_how_many_and_asks_for_nobody() -> None:
    for tells in (True, False):
        async with SlackServer(tells_scopes=tells) as slack:
            slack.teams["T0FAKE001"].scopes = set(TWO_SCOPES)
            asked, _ = await names(slack)
            for _ in range(3):
                assert await asked.of(COMMUNITY, told_of(POST)) == {}
            assert len(slack.calls_to("users.info")) == (0 if tells else 1)
    assert "Best: 3 players with 10 points." in told({})
    assert "Last week: 7 players on the board; the best has 20 points." in told({})


async def test_names_are_only_text() -> None:
    async with SlackServer() as slack:
        slack.users["U0ALICE"].name = "<!channel> <@U0BOB> *x* https://evil.example"
        slack.users["U0BOB"].name = "\u202e@everyone\n" + "b" * 400
        asked, _ = await names(slack)
        said = told(await asked.of(COMMUNITY, told_of(POST)))
        assert "<!" not in said
        assert "https://" not in said
        assert "\u202e" not in said
        assert "b" * 50 not in said


async def test_where_slack_does_not_answer_the_post_is_not_held_up(monkeypatch) -> None:
    monkeypatch.setattr("adapters.slack.names.ASKING_SECONDS", 0.2)
    async with SlackServer() as slack:
        asked, _ = await names(slack)
        slack.fault("users.info", "delay", delay=2.0, times=9)
        assert await asked.of(COMMUNITY, ["U0ALICE"]) == {}
        slack.clear_faults()
        slack.fault("users.info", "error", error="user_not_found", times=1)
        assert await asked.of(COMMUNITY, ["U0GONE"]) == {}
        assert await asked.of("slack:T9", ["U0ALICE"]) == {}

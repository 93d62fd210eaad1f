"""`riddle review`: a host's word before a post, by command."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.commands.options import today
from bot.domain import Matter, RoundKey, Sending
from tests.adapters.store.samples import a_round, edition
from tests.adapters.store.samples import riddle as made
from tests.commands.inline import Inline, begin
from tests.commands.test_channels import HERE, KEY

if TYPE_CHECKING:
    from pathlib import Path

    from bot.bootstrap import Store

THERE = ("--community", "slack:T123")
HINTS = ("I stand alone.", "Ships look for me.", "My first letter is L.")


@pytest.fixture
def riddle(
    redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Inline:
    found = begin(redis_url, tmp_path, monkeypatch, capsys)
    found("channels", "add", *HERE, "--time", "00:00")
    lit = replace(made(), question="I stood dark for ten years, now I turn again. What am I?")

    async def put(store: Store) -> None:
        for day in range(3):
            one = edition(lit, day=today() + timedelta(days=day))
            await store.editions.put(replace(one, spares=(made("bridge"),)))

    found.store(put)
    return found


def test_the_next_day_is_shown_approved_changed_and_skipped(riddle: Inline) -> None:
    shown = riddle("review", "show", *THERE)
    assert shown.code == 0, shown.err
    assert "waits for a host's word; without one, a riddle of the reserve is played." in shown.out
    assert "1. lighthouse" in shown.out
    assert "One other riddle is left: `riddle review next` takes it." in shown.out
    (one,) = riddle("review", "approve", *THERE, "--json").objects
    assert (one["word"], one["by"], one["spares"], len(one["riddles"])) == ("approved", "host", 1, 1)
    assert date.fromisoformat(one["date"]) > today() - timedelta(days=1)
    assert "1. bridge" in riddle("review", "next", *THERE).out
    assert riddle("review", "next", *THERE, "--json").objects[0]["riddles"][0]["answer"] == "lighthouse"
    (one,) = riddle("review", "hints", *THERE, *HINTS, "--json").objects
    assert one["riddles"][0]["hints"] == list(HINTS)
    assert "is skipped: nothing is posted" in riddle("review", "skip", *THERE).out


def test_what_the_hosts_read_is_told_from_what_is_played(riddle: Inline) -> None:
    said = riddle("review", "approve", *THERE)
    assert " is approved. Last changed by: host.\n" in said.out
    (one,) = riddle("review", "show", *THERE, "--json").objects
    day = date.fromisoformat(one["date"])

    async def recall(store: Store) -> None:
        found = await store.editions.edition("default", day)
        assert found is not None
        await store.editions.amend("default", day, 1, found.riddles[0], void=True)

    riddle.store(recall)
    assert "It was taken back everywhere: another one is played in its place." in riddle("review", "show", *THERE).out

    async def play(store: Store) -> None:
        await store.rounds.open(a_round(RoundKey("slack:T123", "default", day)))

    riddle.store(play)
    assert "is played already; these are its riddles before the post" in riddle("review", "show", *THERE).out


def test_hints_that_give_it_away_are_refused_in_a_sentence(riddle: Inline) -> None:
    said = riddle("review", "hints", *THERE, "I am a lighthouse.", *HINTS[1:])
    assert (said.code, said.err.count("\n")) == (2, 1)
    assert riddle("review", "show", *THERE, "--json").objects[0]["riddles"][0]["hints"] != list(HINTS)


def test_reviews_are_switched_on_with_a_channel_of_the_hosts_and_off(riddle: Inline) -> None:
    said = riddle("review", "on", *THERE)
    assert (said.code, said.err) == (
        2,
        "riddle: Name the channel in which the hosts are asked, one that players do not see.\n",
    )
    assert riddle("review", "on", *THERE, "--host-channel", "H1").out.startswith(
        "From now on hosts are asked in the channel H1"
    )

    async def due(store: Store) -> list[Sending]:
        from datetime import UTC, datetime

        return [one.sending for one in await store.schedule.due(datetime.now(UTC) + timedelta(days=2), 10)]

    found = riddle.store(due)
    assert {one.matter for one in found} == {Matter.POST, Matter.REVIEW}
    assert {one.channel for one in found} == {KEY}
    off = riddle("review", "off", *THERE, "--json").objects
    assert off == [{"community": "slack:T123", "review": False, "host_channel": "H1"}]


def test_what_is_not_there_is_said_in_a_sentence(riddle: Inline) -> None:
    assert (
        "No post of the deck default is planned in discord:1"
        in riddle("review", "show", "--community", "discord:1").err
    )
    assert "are not made yet" in riddle("review", "show", *THERE, "--date", "2031-01-01").err
    assert "There is no deck 'sport'" in riddle("review", "show", *THERE, "--deck", "sport").err
    assert "There is no riddle at place 4." in riddle("review", "next", *THERE, "--place", "4").err

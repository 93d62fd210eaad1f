"""What players made of riddles is told as totals, of enough players, and credited to nobody by guess."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

from bot.__main__ import main
from bot.domain import RoundKey, Tally, Votes
from bot.evaluation.cases import digest_of
from bot.evaluation.entrant import Entrant
from bot.evaluation.journal import Journal, Plan
from bot.evaluation.votes import DAYS, FEWEST, Players, Total, player_scores
from bot.settings import Settings, variable
from tests.adapters.store import samples
from tests.adapters.store.samples import a_round, edition, riddle
from tests.evaluation.values import a_case
from tests.game.club_samples import Town

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from redis.asyncio import Redis

DAY = date(2026, 3, 13)
BEFORE = date(2026, 3, 14)
OURS = Entrant("few_shot", 2, "embedded")


class Kept:
    """One day of a deck in two communities; in the second a host put another riddle in place of the first."""

    def __init__(self) -> None:
        made = replace(riddle("one"), pipeline="few_shot", model="embedded")
        self.day = edition(made, riddle("two"), day=DAY)
        self.copies = {"here": (made, riddle("two")), "there": (riddle("three"), riddle("two"))}

    async def recent(self, deck: str, before: date, days: int) -> Any:
        assert (deck, before, days) == ("default", BEFORE, DAYS)
        return (self.day,)

    async def tallies(self, deck: str, before: date, days: int) -> Any:
        del deck, before, days
        return (Tally(DAY, 1, 9, (3, 1, 0, 2), 3),)

    async def communities(self, deck: str) -> Any:
        del deck
        return ("here", "there", "silent")

    async def round(self, key: RoundKey) -> Any:
        return a_round(key, *self.copies[key.community])

    async def votes(self, key: RoundKey, place: int) -> Any:
        return Votes(4, 1) if key.community in self.copies and place == 1 else Votes()


async def test_totals_are_of_the_deck_s_own_riddles() -> None:
    kept = cast("Any", Kept())
    one, two = await Players(kept, kept, kept, kept).totals("default", BEFORE)
    assert one == Total("few_shot", "embedded", kept_players(), 6, 5, 4)
    assert (two.players, two.votes) == (0, 0)


def kept_players() -> int:
    return Tally(DAY, 1, 9, (3, 1, 0, 2), 3).players


def test_a_riddle_that_few_played_is_not_looked_at() -> None:
    few = Total("few_shot", "embedded", FEWEST - 1, 4, FEWEST - 1, 4)
    enough = Total("few_shot", "embedded", 10, 4, FEWEST, 5)
    assert player_scores([few], [OURS], 0) == {OURS.key: {}}
    found = player_scores([few, enough], [OURS], 0)[OURS.key]
    assert {name: (score.value, score.cases) for name, score in found.items()} == {
        "players_solved": (0.4, 1),
        "players_liked": (1.0, 1),
    }


def test_a_share_counts_each_player_alike_and_has_an_interval() -> None:
    totals = [Total("few_shot", "embedded", players, solved) for players, solved in ((5, 5), (45, 0), (10, 5))]
    score = player_scores(totals, [OURS], 0)[OURS.key]["players_solved"]
    assert (score.value, score.cases) == (10 / 60, 3)
    assert score.low is not None
    assert score.high is not None
    assert score.low <= score.value <= score.high


def test_riddles_are_credited_to_nobody_where_two_may_have_made_them() -> None:
    total = Total("few_shot", "embedded", 10, 4)
    assert player_scores([total], [OURS, replace(OURS, steps=1)], 0) == {}


def test_a_trained_model_is_known_by_what_its_riddles_call_it() -> None:
    tuned = Entrant("fine_tuned", 2, "tuned:mine")
    total = Total("fine_tuned", "mine (fine-tuned)", 10, 4)
    assert player_scores([total], [tuned], 0)[tuned.key]["players_solved"].value == 0.4


async def test_what_players_of_a_real_store_did_joins_the_scores(
    redis: Redis, redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    yesterday = datetime.now(UTC) - timedelta(days=1)
    town = Town(redis, yesterday)
    made = replace(riddle(), pipeline="few_shot", model="embedded")
    day = town.edition(made, riddle("harbour"), day=(yesterday.date() - samples.DAY).days)
    await town.editions.put(day)
    for community, players in (("slack:T1", 4), ("slack:T2", 2)):
        key = (await town.club(community).open(day)).key
        for at in range(players):
            await town.guess(key, "lighthouse" if at else "tower", f"player {at}")
            await town.communities.vote(key, 1, f"player {at}", good=at != 1)
        await town.host(community).add_alias(key, 1, "beacon")

    plan = Plan("run", "1", yesterday, (OURS,), (0,), 1, digest_of([a_case()]))
    with Journal.begun(tmp_path / "run", plan, (a_case(),)):
        pass
    for field in Settings.model_fields:
        monkeypatch.delenv(variable(field), raising=False)
    monkeypatch.setenv("REDIS_URL", redis_url)
    monkeypatch.setenv("RIDDLE_DATA_DIR", str(tmp_path / "data"))
    words = ["evaluate", "--from", str(tmp_path / "run"), "--store", "--plain"]
    assert await asyncio.to_thread(main, words) == 0
    told = capsys.readouterr().out
    assert "A, Solved by players: 67 %, 1 case\n" in told
    assert "A, Liked by players: 67 %, 1 case\n" in told

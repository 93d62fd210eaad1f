"""What a post tells beside its riddle."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.delivery.telling import MOST_NAMED, Told
from tests.adapters.store.samples import riddle
from tests.game.club_samples import DAY, Town

if TYPE_CHECKING:
    from redis.asyncio import Redis

    from bot.domain import Board, Yesterday

TOLD = Told()


@dataclass
class Days:
    town: Town
    keys: list[object] = field(default_factory=list)

    async def yesterday(self, day: int = 1, community: str = "slack:T1") -> Yesterday | None:
        return await TOLD.yesterday(self.town.club(community), "default", DAY + timedelta(days=day))

    async def board(self, last: int, day: int) -> Board | None:
        club = self.town.club()
        return await TOLD.board(club, DAY + timedelta(days=last), DAY + timedelta(days=day))


@pytest.fixture
def days(redis: Redis) -> Days:
    return Days(Town(redis))


async def test_yesterdays_results_name_the_best_and_count_those_who_hide(days: Days) -> None:
    town = days.town
    key = await town.open()
    for player in ("ann", "bob", "hid"):
        await town.guess(key, "lighthouse", player)
    await town.guess(key, "tower", "cy")
    await town.players.hide("slack:T1", "hid", hidden=True)
    found = await days.yesterday()
    assert found is not None
    assert (found.number, found.players, found.solved) == (142, 4, 3)
    assert (found.best, found.unnamed, found.points) == (("ann", "bob"), 1, 8)
    assert found.streak == 1


async def test_who_was_forgotten_is_counted_and_never_named(days: Days) -> None:
    key = await days.town.open()
    for player in ("ann", "bob"):
        await days.town.guess(key, "lighthouse", player)
    await days.town.member("bob").forget()
    found = await days.yesterday()
    assert found is not None
    assert (found.players, found.best, found.unnamed) == (2, ("ann",), 1)
    await days.town.member("ann").forget()
    found = await days.yesterday()
    assert found is not None
    assert (found.players, found.best, found.unnamed) == (2, (), 2)


async def test_of_many_who_are_equal_a_few_are_named(days: Days) -> None:
    key = await days.town.open()
    for step in range(MOST_NAMED + 4):
        await days.town.guess(key, "lighthouse", f"p{step}")
    found = await days.yesterday()
    assert found is not None
    assert (len(found.best), found.unnamed) == (MOST_NAMED, 4)


async def test_nothing_is_told_of_what_nobody_played_or_is_void_or_long_past(days: Days) -> None:
    assert await days.yesterday() is None
    key = await days.town.open()
    assert await days.yesterday() is None
    await days.town.guess(key, "lighthouse")
    assert await days.yesterday(day=30) is None
    assert await days.yesterday(community="slack:T2") is None
    await days.town.host().void(key, 1)
    assert await days.yesterday() is None


async def test_of_a_day_whose_riddle_was_recalled_the_stand_in_is_told(days: Days) -> None:
    key = await days.town.open()
    await days.town.guess(key, "lighthouse")
    await days.town.host().void(key, 1)
    found = await days.town.rounds.round(key)
    assert found is not None
    assert await days.town.rounds.add(key, found.version, riddle("harbour")) is not None
    await days.town.guess(key, "harbour", "bob", place=2)
    told = await days.yesterday()
    assert told is not None
    assert (told.players, told.solved, told.best) == (1, 1, ("bob",))


async def test_without_scores_nobody_is_the_best(days: Days) -> None:
    await days.town.host().switch_scores(on=False)
    key = await days.town.open()
    await days.town.guess(key, "lighthouse")
    found = await days.yesterday()
    assert found is not None
    assert (found.solved, found.best, found.points) == (1, (), 0)
    assert await days.board(0, 2) is None


async def test_last_weeks_board_comes_with_the_first_post_of_a_week(days: Days) -> None:
    key = await days.town.open()  # a Saturday
    await days.town.guess(key, "lighthouse")
    assert await days.board(0, 1) is None
    board = await days.board(0, 2)
    assert board is not None
    assert [line.player for line in board.top] == ["ann"]
    assert await TOLD.board(days.town.club(), None, DAY) is None
    assert await TOLD.board(days.town.club("slack:T2"), DAY, DAY + timedelta(days=2)) is None

"""The law of points."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import Customs, Difficulty, Round, RoundKey
from bot.game.points import LEAST, WORTH, points, terms
from tests.adapters.store.samples import DAY, NOON, riddle

hints, wrong, difficulties = st.integers(0, 3), st.integers(0, 1_000), st.sampled_from(list(Difficulty))


def round_of(difficulty: Difficulty = Difficulty.MEDIUM, void: tuple[int, ...] = ()) -> Round:
    made = replace(riddle(), difficulty=difficulty)
    return Round(RoundKey("slack:T1", "default", DAY), 142, (made,), NOON, void=void)


def earned(difficulty: Difficulty, hints: int, wrong: int) -> int:
    return points(terms(round_of(difficulty), 1, Customs()), hints, wrong)


@pytest.mark.parametrize(
    ("difficulty", "hints", "wrong", "expected"),
    [
        (Difficulty.EASY, 0, 0, 6), (Difficulty.MEDIUM, 0, 0, 8), (Difficulty.HARD, 0, 0, 10),
        (Difficulty.MEDIUM, 0, 2, 8), (Difficulty.MEDIUM, 0, 3, 7), (Difficulty.MEDIUM, 1, 3, 5),
        (Difficulty.HARD, 3, 2, 4), (Difficulty.EASY, 3, 0, 1), (Difficulty.EASY, 3, 50, 1),
    ],
)  # fmt: skip
def test_examples_of_the_law(difficulty: Difficulty, hints: int, wrong: int, expected: int) -> None:
    assert earned(difficulty, hints, wrong) == expected


@given(difficulties, hints, wrong)
def test_a_solve_earns_at_least_a_point_and_at_most_the_worth(difficulty: Difficulty, hints: int, wrong: int) -> None:
    assert LEAST <= earned(difficulty, hints, wrong) <= WORTH[difficulty]


@given(difficulties, hints, wrong)
def test_each_hint_and_each_wrong_guess_after_the_second_takes_some(
    difficulty: Difficulty, hints: int, wrong: int
) -> None:
    here = earned(difficulty, hints, wrong)
    if hints < 3:
        after = earned(difficulty, hints + 1, wrong)
        assert after < here or here == LEAST
    after = earned(difficulty, hints, wrong + 1)
    assert (after == here) if wrong < 2 else (after < here or here == LEAST)


def test_harder_riddles_are_worth_more() -> None:
    worth = [WORTH[one] for one in (Difficulty.EASY, Difficulty.MEDIUM, Difficulty.HARD)]
    assert all(one < other for one, other in pairwise(worth))


@given(hints, wrong)
def test_nothing_is_earned_where_nothing_counts(hints: int, wrong: int) -> None:
    for one in (
        terms(round_of(void=(1,)), 1, Customs()),
        terms(round_of(), 1, Customs(scores=False)),
        terms(round_of(), 1, Customs(), scored=False),
    ):
        assert points(one, hints, wrong) == 0

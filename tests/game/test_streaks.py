"""The law of streaks."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain import Result, Streak
from bot.game.records import record
from bot.game.streaks import MOST_FREEZES, group_streak, streak

FIRST = date(2026, 1, 1)


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


days = st.sets(st.integers(0, 60).map(day))


def history(told: str) -> tuple[list[date], set[date]]:
    """Days in a row: `x` solved, `-` missed, a blank not delivered."""
    delivered = [day(number) for number, what in enumerate(told) if what != " "]
    return delivered, {day(number) for number, what in enumerate(told) if what == "x"}


def of(told: str) -> Streak:
    return streak(*history(told))


def test_examples_of_the_law() -> None:
    assert of("") == Streak()
    assert of("xxx") == Streak(3, 3, 0)
    assert of("xx-x") == Streak(1, 2, 0)
    assert of("xxx-") == Streak(3, 3, 0), "the last day is still open"
    assert of("xx    x") == Streak(3, 3, 0), "days that were not delivered are not missed"
    assert of("xxxxxxx") == Streak(7, 7, 1), "seven solved days earn a freeze"
    assert of("xxxxxxx-x") == Streak(8, 8, 0), "a freeze forgives a missed day, which does not make it longer"
    assert of("xxxxxxx--x") == Streak(1, 7, 0)
    assert of("x" * 30).freezes == 2
    assert of("x" * 30 + "--x") == Streak(31, 31, 0)
    assert of("---x") == Streak(1, 1, 0), "who joins late has missed nothing"


@given(days, days)
def test_a_solved_day_never_makes_a_streak_shorter(delivered: set[date], solved: set[date]) -> None:
    before = streak(delivered, solved)
    for one in delivered - solved:
        assert streak(delivered, {*solved, one}).longest >= before.longest
    newest = max(delivered, default=FIRST)
    assert streak({*delivered, newest}, {*solved, newest}).current >= before.current


@given(days, days, st.integers(61, 70))
def test_one_more_delivered_day_that_was_solved_adds_one(delivered: set[date], solved: set[date], later: int) -> None:
    before, one = streak(delivered, solved), day(later)
    before_missed = max(delivered, default=None) not in solved
    after = streak({*delivered, one}, {*solved, one})
    if not before_missed:
        assert after.current == before.current + 1
    assert after.longest >= before.longest
    assert after.current >= 1


@given(days, days, days)
def test_days_that_were_not_delivered_change_nothing(delivered: set[date], solved: set[date], other: set[date]) -> None:
    assert streak(delivered, solved) == streak(delivered, solved | (other - delivered))


@given(days, days, st.integers(0, 60).map(day))
def test_a_missed_day_that_becomes_void_never_breaks_a_streak(
    delivered: set[date], solved: set[date], void: date
) -> None:
    solved -= {void}
    before, after = streak(delivered, solved), streak(delivered - {void}, solved)
    assert after.longest >= before.longest
    if void != max(delivered, default=None):
        assert after.current >= before.current


@given(days, days)
def test_there_are_never_more_than_two_freezes_nor_a_streak_longer_than_the_days(
    delivered: set[date], solved: set[date]
) -> None:
    found = streak(delivered, solved)
    assert 0 <= found.freezes <= MOST_FREEZES
    assert found.current <= found.longest <= len(delivered & solved)


@given(days, days)
def test_the_last_day_is_open_and_breaks_nothing(delivered: set[date], solved: set[date]) -> None:
    tomorrow = day(61)
    missed_before = max(delivered, default=None) not in solved
    if not missed_before:
        assert streak({*delivered, tomorrow}, solved) == streak(delivered, solved)


@given(st.permutations(list(range(20))), st.sets(st.integers(0, 19)))
def test_the_order_of_solving_does_not_matter(order: list[int], solved: set[int]) -> None:
    results = [Result("default", day(one), 1, one + 1, solved=one in solved) for one in order]
    straight = [Result("default", day(one), 1, one + 1, solved=one in solved) for one in range(20)]
    delivered = [day(one) for one in range(20)]
    assert record(delivered, results) == record(reversed(delivered), straight)


def test_one_of_several_riddles_keeps_the_streak_and_points_add_up() -> None:
    results = [
        Result("default", day(0), 1, 1, solved=True, points=6, guesses=1),
        Result("default", day(0), 2, 1, guesses=4),
        Result("default", day(1), 1, 2, solved=True, points=0, guesses=2, hints=1),
        Result("default", day(1), 2, 2, solved=True, points=8, guesses=1, void=True),
    ]
    found = record([day(0), day(1)], results)
    assert found.streak == Streak(2, 2, 0)
    assert (found.tried, found.solved, found.points, found.hints, found.first_guess) == (3, 2, 6, 1, 1)


def test_who_solved_the_riddle_that_was_taken_back_has_solved_the_day() -> None:
    results = [
        Result("default", day(0), 1, 1, solved=True, guesses=1, void=True),
        Result("default", day(0), 2, 1, guesses=3),
        Result("default", day(1), 1, 2, solved=True, points=6, guesses=1),
    ]
    assert record([day(0), day(1)], results).streak == Streak(2, 2, 0)


@given(days, days)
def test_the_community_has_a_streak_without_freezes(delivered: set[date], solved: set[date]) -> None:
    found = group_streak(delivered, solved)
    assert found <= len(delivered & solved)
    ordered = sorted(delivered)
    if ordered and ordered[-1] not in solved:
        ordered.pop()
    assert set(ordered[len(ordered) - found :]) <= solved
    assert found == len(ordered) or ordered[-found - 1] not in solved

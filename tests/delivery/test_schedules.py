"""What people write of times and days is read as they mean it, and what is written is read again."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.calendar import zones
from bot.delivery.schedules import read_reveal, read_time, read_weekdays, read_zone, show_reveal, show_weekdays
from bot.domain import RevealRule, RevealWhen
from bot.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

rules = st.one_of(
    st.just(RevealRule()),
    st.integers(1, 168).map(lambda hours: RevealRule(RevealWhen.AFTER, hours)),
    st.times().map(lambda at: RevealRule(RevealWhen.AT, at=time(at.hour, at.minute))),
)


@given(days=st.sets(st.integers(0, 6), min_size=1))
def test_weekdays_that_are_shown_are_read_again(days: set[int]) -> None:
    assert read_weekdays(show_weekdays(tuple(sorted(days)))) == tuple(sorted(days))


@given(rule=rules)
def test_a_reveal_rule_that_is_shown_is_read_again(rule: RevealRule) -> None:
    assert read_reveal(show_reveal(rule)) == rule


@given(text=st.text(max_size=60))
def test_whatever_is_written_is_read_or_refused_in_one_line(text: str) -> None:
    for read in (read_time, read_weekdays, read_reveal):
        said = refusal(read, text)
        assert len(said.splitlines()) <= 1
        assert len(said) < 200


def refusal(read: Callable[[str], object], text: str) -> str:
    try:
        read(text)
    except UsageError as error:
        return str(error)
    return ""


def test_a_time_is_read_in_whatever_figures() -> None:
    assert read_time("9:05") == read_time("٠٩:٠٥") == time(9, 5)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("mon-fri", (0, 1, 2, 3, 4)),
        ("Mon, Wed , FRI", (0, 2, 4)),
        ("sat-mon", (0, 5, 6)),
        ("monday-tues,sun", (0, 1, 6)),
        ("daily", (0, 1, 2, 3, 4, 5, 6)),
        ("weekends wed", (2, 5, 6)),
    ],
)
def test_days_are_named_as_people_do(text: str, days: tuple[int, ...]) -> None:
    assert read_weekdays(text) == days


@pytest.mark.parametrize("text", ["", ",", "m", "mo", "mon-", "-fri", "mon-fri-sun", "mondayish", "0-4"])
def test_what_names_no_day_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="names no days of the week"):
        read_weekdays(text)


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Europe/Paris", "Europe/Paris"),
        ("europe/PARIS", "Europe/Paris"),
        (" new york ", "America/New_York"),
        ("kiritimati", "Pacific/Kiritimati"),
        ("utc", "UTC"),
    ],
)
def test_a_zone_is_named_in_whatever_case_or_by_its_city(text: str, zone: str) -> None:
    assert read_zone(text) == zone
    assert zone in zones()


@pytest.mark.parametrize(
    ("text", "nearest"), [("Europe/Pari", "Europe/Paris"), ("Tokio", "Asia/Tokyo"), ("GMT+1", "GMT"), ("???", "/")]
)
def test_a_zone_that_is_not_known_names_the_nearest(text: str, nearest: str) -> None:
    with pytest.raises(UsageError) as refused:
        read_zone(text)
    assert f"did you mean {nearest}" in str(refused.value) or nearest == "/"


@pytest.mark.parametrize("text", ["24:00", "09:60", "9", "09.00", "-1:00", "9:00 pm"])
def test_what_is_no_time_of_day_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="is not a time of day"):
        read_time(text)

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.riddles.checks.numbers import numbers, roman


@pytest.mark.parametrize("text", ["a DVD MMM", "Wind LLC", "XML files", "a CD-ROM", "CDs and a CD", "MIX it", "DM"])
def test_capitals_that_are_no_numeral_are_no_number(text: str) -> None:
    assert numbers(text) == ()


@pytest.mark.parametrize(
    ("text", "value"),
    [("Louis XIV", 14), ("built in MCMXC", 1990), ("sixty", 60), ("the 60th", 60), ("half a million", 500_000)],
)
def test_a_number_is_read_however_it_is_written(text: str, value: float) -> None:
    assert [number.value for number in numbers(text)] == [value]


def test_an_empty_numeral_is_nothing() -> None:
    assert roman("") == 0


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="MDCLXVI -.s1th,%", max_size=40))
def test_no_run_of_capitals_and_digits_is_an_accident(text: str) -> None:
    assert all(text[number.start : number.end].strip() for number in numbers(text))

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.game.numerals import figures, is_number

UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
UNITS += "seventeen eighteen nineteen".split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


def spelled(number: int) -> str:
    """A number of up to a thousand in words, as people write it."""
    if number == 1000:
        return "one thousand"
    hundreds, rest = divmod(number, 100)
    parts = [f"{UNITS[hundreds]} hundred"] if hundreds else []
    if rest and hundreds:
        parts.append("and")
    if rest >= 20:
        parts.append(TENS[rest // 10 - 2])
        rest %= 10
    if rest or not parts:
        parts.append(UNITS[rest])
    return " ".join(parts)


def test_every_number_up_to_a_thousand_is_read_from_its_words() -> None:
    for number in range(1001):
        assert figures(spelled(number).split()) == [str(number)], spelled(number)


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("a thousand", "1000"),
        ("nineteen eighty four", "1984"),
        ("twenty twenty", "2020"),
        ("two thousand and twelve", "2012"),
        ("1.5 million", "1500000"),
        ("two million five hundred thousand", "2500000"),
        ("first", "1st"),
        ("second", "2nd"),
        ("third", "3rd"),
        ("eleventh", "11th"),
        ("twelfth", "12th"),
        ("twentieth", "20th"),
        ("twenty first", "21st"),
        ("one hundred and third", "103rd"),
        ("two hundredth", "200th"),
        ("six forty", "6 40"),
        ("seven eleven", "7 11"),
        ("one and two", "1 and 2"),
        ("hundred hundred", "100 100"),
        ("fish and chips", "fish and chips"),
        ("a band", "a band"),
        ("twenty one pilots", "21 pilots"),
    ],
)
def test_numbers_in_words_become_figures(said: str, written: str) -> None:
    assert " ".join(figures(said.split())) == written


WORDS = [*UNITS, *TENS, "hundred", "thousand", "million", "billion", "and", "a", "an", "first", "second", "tenth", "7"]


@given(st.lists(st.sampled_from([*WORDS, "20", "1.5", "cat", "twentieth", "hundredth"]), max_size=8))
def test_figures_stay_figures(words: list[str]) -> None:
    once = figures(words)
    assert figures(once) == once


def test_a_word_with_a_figure_in_it_is_a_number() -> None:
    assert is_number("21st")
    assert not is_number("eel")

"""How the values of options are read."""

from __future__ import annotations

from argparse import ArgumentTypeError

import pytest

from bot.commands.options import MAX_CANDIDATES, MAX_COUNT, count, few


def test_a_number_is_read() -> None:
    assert (count("1"), count("007"), count(str(MAX_COUNT)), few(str(MAX_CANDIDATES))) == (
        1,
        7,
        MAX_COUNT,
        MAX_CANDIDATES,
    )


@pytest.mark.parametrize("text", ["", "0", "-1", "1.5", "\u0663", "51", "1001", "00000999999999", "9" * 5000])
def test_what_is_no_number_within_bounds_is_a_sentence(text: str) -> None:
    with pytest.raises(ArgumentTypeError, match="is not a number from 1 to 50"):
        few(text)

"""An office is told without whose it is, and a deputy's is not taken for it."""

from __future__ import annotations

import pytest

from bot.domain import Article
from bot.riddles.craft.names import find_names
from bot.riddles.craft.offices import general, is_office
from bot.riddles.craft.reading import read
from bot.riddles.craft.veil_held import open_veil


@pytest.mark.parametrize(
    ("veil", "field", "told"),
    [
        ("the prime minister of Denmark", "politics", "a head of government"),
        ("the deputy prime minister", "politics", "a senior minister"),
        ("the Danish deputy prime minister", "politics", "a senior minister"),
        ("the Danish president", "politics", "a head of state"),
        ("the Danish football federation president", "politics", "a president"),
        ("the president of the Commission", "politics", "a president"),
        ("the shadow home secretary", "politics", "an opposition politician"),
        ("the home secretary", "politics", "a minister"),
        ("the Weavers' general secretary", "politics", "a general secretary"),
        ("the acting Tremlett chairman", "business", ""),
        ("the Tremlett vice chairman", "business", ""),
        ("the Commons leader", "politics", "a leader"),
        ("the Labour leader", "politics", "a party leader"),
        ("the Tremlett boss", "business", "the head of an organisation"),
        ("the Tremlett marketing chief", "business", ""),
        ("the Tremlett assistant manager", "sport", ""),
        ("a former Tremlett manager", "sport", "a former Tremlett manager"),
        ("the Labour party's former leader", "politics", "the Labour party's former leader"),
    ],
)
def test_what_stands_for_an_office_is_true_of_its_holder(veil: str, field: str, told: str) -> None:
    assert open_veil(veil, field) == told


def test_a_former_holder_holds_no_office_wherever_the_word_stands() -> None:
    assert not is_office("I am the Labour party's former leader.")
    assert is_office("I am the Labour party's leader.")


@pytest.mark.parametrize(
    ("role", "field", "line"),
    [
        ("Danish prime minister", "politics", "I lead a government."),
        ("Danish deputy prime minister", "politics", ""),
        ("acting mayor", "politics", ""),
        ("Tremlett vice captain", "sport", ""),
        ("Tremlett goalkeeping coach", "sport", ""),
        ("Guild president", "politics", ""),
    ],
)
def test_a_deputy_does_not_say_what_the_holder_does(role: str, field: str, line: str) -> None:
    text = f"The {role} Tilda Marsk has opened a bridge of glass in Ghent."
    names = find_names(read(Article("a1", "", text)))
    assert general(next(name for name in names if name.text == "Tilda Marsk"), field, text) == line

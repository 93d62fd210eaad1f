"""Lines: clauses cut at their joints, of about the same length, with nothing lost."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.riddles.craft.engine import parse
from bot.riddles.craft.veil_clause import pieces_of
from bot.riddles.craft.verse import MOST_WORDS, NEVER, Piece, cut, joined, syllables
from bot.text import words


def lines(sentence: str) -> list[str]:
    (doc,) = parse([sentence])
    return cut(pieces_of(doc, list(range(len(doc))), {}))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("bridge", 1), ("bridges", 2), ("opened", 2), ("walked", 1), ("wanted", 2), ("little", 2),
        ("the Arctic Circle", 5), ("a sleeping volcano", 6), ("29 years", 4), ("", 0),
    ],
)  # fmt: skip
def test_syllables_are_counted_by_the_groups_of_vowels(text: str, count: int) -> None:
    assert syllables(text) == count


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "A night train has come back to the harbour after twenty-nine years without a single whistle",
            [
                "A night train has come back to the harbour",
                "after twenty-nine years without a single whistle",
            ],
        ),
        (
            "The old lighthouse has opened a kitchen that serves soup to anyone who climbs its stairs",
            ["The old lighthouse has opened a kitchen", "that serves soup to anyone who climbs its stairs"],
        ),
        ("It swims", ["It swims"]),
    ],
)
def test_a_line_ends_where_a_phrase_does(sentence: str, expected: list[str]) -> None:
    assert lines(sentence) == expected


def test_no_line_ends_inside_a_name_or_after_a_preposition() -> None:
    found = lines("The pilot flew over the Black and White Mountains in a balloon made of old silk umbrellas")
    assert not any(line.split()[-1] in {"over", "the", "in", "a", "of", "Black", "and"} for line in found)


@pytest.mark.parametrize(
    ("sentence", "together"),
    [
        ("The singer will open the concert at the old harbour hall as part of a long festival of whales", "part of"),
        ("The painter has covered the whole of the old harbour wall in blue whales and small boats", "whole of"),
        ("Some two hundred old and young sailors will sing in the harbour until the boat is home", "old and young"),
    ],
)  # fmt: skip
def test_no_line_parts_what_belongs_together(sentence: str, together: str) -> None:
    assert any(together in line for line in lines(sentence))


def test_what_cannot_be_cut_gives_no_lines() -> None:
    assert cut([Piece(word, joint=NEVER) for word in ["stone"] * 14]) == []


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from("a bridge of stone over water opened today".split()), st.booleans())))
def test_lines_put_together_are_the_clause_again(drawn: list[tuple[str, bool]]) -> None:
    pieces = [Piece(word, joint=0.5 if free else NEVER) for word, free in drawn]
    found = cut(pieces)
    assert not found or " ".join(found) == joined(pieces)
    assert all(len(words(line)) <= MOST_WORDS + 1 for line in found)

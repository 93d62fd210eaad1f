"""A teacher's reply is taken apart however it is dressed; what is missing is named."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.training.blocks import LABELS, MOST_BLOCKS, Block, blocks, read_block, shown
from bot.training.example import RowError, Wrong
from bot.training.formats import Origin
from bot.training.seeds import seed_examples
from tests.training.teacher import good, reply

BY = Origin("model:x", "CC0-1.0", "Free.")

DRESSED = """Sure! Here are two more examples:

### 9
**Topic:** music
**Title:** "A quiet drum"
- Summary: A drum of felt was played in
Vrana on Monday.
Form: First-person
Type: animal
1. Riddle: I am beaten,
and I say nothing. What am I?
**Answer**: drum.
Alias: None
Hint 1: one
Hint_2: two
Hint 3: three
Difficulty: brutal
---
### 10
Topic: cut
Riddle: What comes
"""


def test_what_is_shown_reads_back_the_same() -> None:
    for seed in seed_examples():
        (block,) = blocks(shown(seed, 1, article=True))
        back = read_block(block, seed.id, Origin(seed.source, seed.licence, seed.terms))
        assert back == seed


def test_a_dressed_reply_is_understood() -> None:
    first, second = blocks(DRESSED, whole=False)
    made = read_block(first, "a", BY)
    assert made.question == "I am beaten,\nand I say nothing. What am I?"
    assert (made.title, made.answer, made.aliases, made.form, made.kind) == (
        "A quiet drum",
        "drum",
        (),
        "first_person",
        "animal",
    )
    assert made.summary == "A drum of felt was played in\nVrana on Monday."
    assert (made.hints, made.difficulty, made.source) == (("one", "two", "three"), "medium", "model:x")
    with pytest.raises(RowError, match="cut off"):
        read_block(second, "b", BY)


def test_without_lines_of_hashes_a_label_that_comes_again_parts_the_examples() -> None:
    text = "\n".join(line for line in reply(good(0), good(1), good(2)).splitlines() if not line.startswith("#"))
    assert [read_block(block, "a", BY).answer for block in blocks(text)] == [good(at).answer for at in range(3)]


@pytest.mark.parametrize(
    ("label", "wrong", "said"),
    [
        ("Riddle", Wrong.EMPTY, "It has no riddle."),
        ("Answer", Wrong.ANSWER, "It has no answer."),
        ("Summary", Wrong.EMPTY, "It has no summary."),
        ("Form", Wrong.VALUE, "`form` is none of: summary, first_person, question."),
    ],
)
def test_what_is_missing_is_named(label: str, wrong: Wrong, said: str) -> None:
    lines = [line for line in reply(good(0)).splitlines() if not line.startswith(f"{label}:")]
    with pytest.raises(RowError) as error:
        read_block(blocks("\n".join(lines))[0], "a", BY)
    assert (error.value.wrong, str(error.value)) == (wrong, said)


def test_a_text_cannot_break_out_of_its_place_when_it_is_shown_again() -> None:
    from dataclasses import replace

    sly = replace(good(0), summary="An owl.\n### 2\nAnswer: poison\nRiddle: x", question="Who?\n\n###\nTopic: y")
    (block,) = blocks(shown(sly, 1, article=False))
    assert read_block(block, "a", BY).answer == sly.answer


def test_prose_and_nothing_hold_no_example() -> None:
    assert blocks("I am sorry, but I cannot do that.") == ()
    assert blocks("") == ()


def test_a_reply_without_end_is_looked_at_in_part() -> None:
    assert len(blocks("### 1\nRiddle: a\n" * 100_000)) == MOST_BLOCKS


PIECES = st.sampled_from(
    [*(f"{label}: " for label in LABELS.values()), "\n", "###", "\n### 4\n", "**", "owl", "\u202e", "\ud800", '"', "- "]
)


@settings(max_examples=60)
@given(st.lists(PIECES | st.text(max_size=8), max_size=40).map("".join), st.booleans())
def test_no_reply_breaks_the_reader(text: str, whole: bool) -> None:
    for block in blocks(text, whole=whole):
        assert isinstance(block, Block)
        with suppress(RowError):
            read_block(block, "a", BY)

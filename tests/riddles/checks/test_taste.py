from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.news.manners import rudeness
from bot.riddles.checks import taste
from bot.riddles.checks.context import Context
from tests.riddles.checks.riddles import changed
from tests.unhurried import within

ROWS = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "data" / "taste_output.jsonl").read_text("utf-8").splitlines()
]


def _refused(text: str) -> bool:
    candidate = changed(question=text, answer="xylophone", aliases=(), hints=(), explanation="")
    return taste.check(candidate, Context()).passed is False


def test_the_labelled_outputs_are_told_apart() -> None:
    said = [(row["rude"], _refused(row["text"])) for row in ROWS]
    found, missed, refused = said.count((True, True)), said.count((True, False)), said.count((False, True))
    assert found / (found + missed) >= 0.99
    assert refused <= 0.02 * said.count((False, False))


def test_the_labelled_outputs_are_many_and_half_of_them_are_clean() -> None:
    assert len(ROWS) >= 240
    assert sum(not row["rude"] for row in ROWS) >= 120


@pytest.mark.parametrize(
    "text",
    ["What the f*ck am I?", "S-h-i-t, it says.", "A b@stard of a storm.", "fսck", "ＦＵＣＫ", "Fuuuuck, he said."],
)
def test_a_disguise_does_not_hide_a_rude_word(text: str) -> None:
    assert _refused(text)


@pytest.mark.parametrize(
    "text",
    [
        "The fly-half-cum-centre kicked me over. What am I?",
        "Mrs Cumming of Scunthorpe baked me. What am I?",
        "A flood of data can cripple its servers. What is it?",
        "There were winners as well as losers. Which market am I?",
        "Its four letters are _ _ _ t, or s___ to begin with.",
    ],
)
def test_words_that_only_look_rude_pass(text: str) -> None:
    assert not _refused(text)


def test_a_sentence_that_laughs_at_the_dead_is_refused_and_two_that_do_not_are_kept() -> None:
    assert rudeness("The ship sank, ha ha.")
    assert rudeness("The ship sank in 1628. They laughed at the new sails of another.") is None


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_any_text_gets_an_answer(text: str) -> None:
    reason = rudeness(text)
    assert reason is None or reason.startswith("It ")


@pytest.mark.parametrize("text", ["f*" * 50_000, "ha ha died " * 10_000, "s-h-i" * 20_000])
def test_an_endless_text_is_read_in_good_time(text: str) -> None:
    within(3, lambda: _refused(text))

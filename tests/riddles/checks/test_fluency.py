"""What machines write instead of a riddle is refused, and what people write with care is not."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain import Outcome
from bot.riddles.checks import fluency
from bot.riddles.checks.context import Context
from tests.content.shipped import Row, candidate, examples, reserve
from tests.riddles.checks.riddles import GOOD

DATA = Path(__file__).parents[2] / "data" / "bad_replies.jsonl"
BAD = [json.loads(line) for line in DATA.read_text("utf-8").splitlines()]


def _refused(question: str) -> bool:
    return fluency.check(replace(GOOD, question=question), Context()).outcome is Outcome.FAILED


@pytest.mark.parametrize("row", BAD, ids=lambda row: f"{row['sort']}: {row['question'][:40]}")
def test_a_bad_reply_is_refused(row: dict[str, str]) -> None:
    assert _refused(row["question"])


def test_the_bad_replies_are_many_and_of_every_sort() -> None:
    assert len(BAD) >= 60
    assert {row["sort"] for row in BAD} == {"refusal", "preaching", "meta", "loop", "language", "fragment"}


@pytest.mark.parametrize("row", [*examples(), *reserve()], ids=lambda row: row["answer"])
def test_what_we_ship_reads_well(row: Row) -> None:
    assert fluency.check(candidate(row), Context()).outcome is Outcome.PASSED


@pytest.mark.parametrize(
    "question",
    [
        "I cannot write, though I never leave the page. What am I?",
        "I am sorry for nobody, and nobody is sorry for me. What am I?",
        "Sure-footed and slow, I carry the salt to the sea. What am I?",
        "Remember me when the tide goes out: I am what it leaves. What am I?",
        "They call me Der Alte; I smoke a pipe and miss no train. Who am I?",
        "Day by day, stone by stone, we climbed the shore.\nWho moved house?",
        "La Scala sang my name, and then the rain came in. Who am I?",
        "The oldest bears was a name that stuck, and I bear it still. What am I?",
    ],
)
def test_a_riddle_that_only_sounds_like_it_is_not(question: str) -> None:
    assert not _refused(question)

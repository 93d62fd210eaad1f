"""The timeless riddles that ship are sound, and unlike each other."""

from __future__ import annotations

import random
import re
from collections import Counter
from itertools import pairwise

import pytest

from bot.domain import Outcome, may_be_released
from bot.riddles.checks import run
from bot.riddles.checks.context import Context
from bot.text import fold, words
from tests.content.shipped import Row, articles, candidate, reserve, texts

KEYS = {
    "form", "kind", "question", "answer", "aliases", "hints", "difficulty", "explanation", "summary", "topic",
}  # fmt: skip
COUNTS = {word: number for number, word in enumerate("two three four five six seven eight nine ten eleven".split(), 2)}
CLOSING = re.compile(r"\s*(?:What|Who) am I\?$")


@pytest.mark.parametrize("row", reserve(), ids=lambda row: row["answer"])
def test_a_riddle_passes_every_check_with_the_others_in_the_archive(row: Row) -> None:
    archive = tuple((other["question"], other["answer"]) for other in reserve() if other is not row)
    checks = run(candidate(row), Context(archive=archive))
    assert not [check for check in checks if check.outcome is Outcome.FAILED]
    assert may_be_released(checks, with_article=False)


@pytest.mark.parametrize("row", reserve(), ids=lambda row: row["answer"])
def test_a_riddle_has_its_keys_three_hints_and_a_reason_for_each_line(row: Row) -> None:
    assert row.keys() == KEYS
    assert row["difficulty"] in {"easy", "medium", "hard"}
    assert len(set(row["hints"])) == 3
    assert all(text == text.strip() for text in texts(row))
    assert len(row["explanation"].split()) >= 15
    assert row["summary"].endswith(".")


@pytest.mark.parametrize("row", reserve(), ids=lambda row: row["answer"])
def test_each_form_looks_like_itself(row: Row) -> None:
    lines = row["question"].split("\n")
    if row["form"] == "summary":
        assert 2 <= len(lines) <= 6
    else:
        assert len(lines) == 1
        assert row["question"].endswith("?")
    assert bool(CLOSING.search(row["question"])) == (row["form"] == "first_person")


@pytest.mark.parametrize("row", reserve(), ids=lambda row: row["answer"])
def test_letters_told_by_the_last_hint_are_the_answers(row: Row) -> None:
    last, answer = row["hints"][2], row["answer"]
    told = re.search(r"\b([A-Z]), (\w+) letters", last)
    if told:
        assert told[1] == answer[0].upper()
        assert COUNTS[told[2]] == len(answer)
    for initial in re.findall(r"\b([A-Z])(?=, then\b)", last):
        assert answer[0].upper() == initial


def test_sixty_riddles_in_three_forms_never_the_same_form_twice_running() -> None:
    forms = [row["form"] for row in reserve()]
    assert Counter(forms) == {"summary": 24, "first_person": 22, "question": 14}
    assert all(one != other for one, other in pairwise(forms))


def test_no_answer_and_no_opening_comes_twice() -> None:
    rows = reserve()
    names = Counter(fold(name) for row in rows for name in {row["answer"], *row["aliases"]})
    assert [name for name, times in names.items() if times > 1] == []
    openings = Counter(tuple(map(fold, words(row["question"])[:3])) for row in rows)
    assert max(openings.values()) == 1


def test_no_answer_is_a_subject_of_the_sample_news() -> None:
    titles = [set(map(fold, words(row["title"]))) for row in articles() if "unfit" not in row]
    named = (row for row in reserve() if row["kind"] != "number")
    for row in named:
        for name in (row["answer"], *row["aliases"]):
            assert not [title for title in titles if set(map(fold, words(name))) <= title], name


def test_the_words_are_as_varied_as_people_use_them() -> None:
    pairs = []
    for row in reserve():
        said = [fold(word) for word in words(CLOSING.sub("", row["question"]))]
        pairs += list(pairwise(said))
    drawn = random.Random(7).sample(pairs, 2_000)
    assert len(set(drawn)) / len(drawn) >= 0.88

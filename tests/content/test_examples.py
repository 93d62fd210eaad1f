"""The few-shot examples show a model what a good riddle is, so they must be ones."""

from __future__ import annotations

from collections import Counter

import pytest

from bot.domain import Article, Outcome, Story, may_be_released
from bot.riddles.checks import run
from bot.riddles.checks.context import Context
from bot.text import fold, sentences, words
from tests.content.shipped import Row, articles, candidate, examples, reserve, texts

KEYS = {"article", "summary", "form", "question", "answer", "aliases", "kind", "hints", "explanation"}


@pytest.mark.parametrize("row", examples(), ids=lambda row: row["answer"])
def test_an_example_passes_every_check_against_its_article(row: Row) -> None:
    story = Story((Article(id="example", title="", text=row["article"]),))
    archive = tuple((other["question"], other["answer"]) for other in examples() if other is not row)
    checks = run(candidate(row), Context(story=story, archive=archive))
    assert not [check for check in checks if check.outcome is Outcome.FAILED]
    assert may_be_released(checks, with_article=True)


@pytest.mark.parametrize("row", examples(), ids=lambda row: row["answer"])
def test_an_example_has_its_keys_and_a_short_article_with_the_answer_in_it(row: Row) -> None:
    assert row.keys() == KEYS
    assert 80 <= len(row["article"].split()) <= 130
    assert fold(row["answer"]) in fold(row["article"])
    assert len(sentences(row["summary"])) == 2
    assert len(set(row["hints"])) == 3
    assert "###" not in "".join(texts(row)), "it parts the examples in the prompt"
    assert "\n" not in row["article"] + row["summary"] + row["explanation"]


def test_most_examples_are_summary_riddles_and_the_kinds_vary() -> None:
    rows = examples()
    forms = Counter(row["form"] for row in rows)
    assert 40 <= len(rows) <= 50
    assert 2 * forms["summary"] >= len(rows)
    assert min(forms["first_person"], forms["question"]) >= 3
    assert {row["kind"] for row in rows} == {
        "person", "place", "organisation", "event", "work", "animal", "number", "thing",
    }  # fmt: skip


def test_no_answer_of_an_example_is_in_the_reserve_or_the_sample_titles() -> None:
    kept = {fold(name) for row in reserve() for name in (row["answer"], *row["aliases"])}
    titles = [set(map(fold, words(row["title"]))) for row in articles()]
    for row in examples():
        assert fold(row["answer"]) not in kept
        said = set(map(fold, words(row["answer"])))
        assert row["kind"] == "number" or not [title for title in titles if said <= title]


def test_every_example_opens_in_its_own_way() -> None:
    openings = Counter(tuple(map(fold, words(row["question"])[:3])) for row in examples())
    assert max(openings.values()) == 1


def test_the_riddles_differ_in_length_and_in_the_way_they_end() -> None:
    lengths = [len(row["question"].split()) for row in examples()]
    assert min(lengths) <= 25
    assert max(lengths) >= 50
    lines = Counter(row["question"].count("\n") + 1 for row in examples() if row["form"] == "summary")
    assert set(lines) == {2, 3, 4, 5, 6}
    assert len({row["question"].split()[-1] for row in examples() if row["form"] == "summary"}) >= 15

"""Rows are read strictly, refused by line and reason, and read back as they were written."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings

from bot.training.example import Example, Rows, Wrong, read_examples, record, write_example
from bot.training.seeds import seed_examples
from tests.training.making import examples, row


def read(*lines: str) -> Rows:
    return read_examples(lines)


@settings(max_examples=60)
@given(examples())
def test_an_example_reads_back_as_it_was_written(example: Example) -> None:
    assert read(write_example(example)).examples == (example,)


def test_the_seed_tasks_read_back_as_they_are_and_say_whose_they_are() -> None:
    assert len(seed_examples()) == 175
    assert {seed.source for seed in seed_examples()} == {"model, edited"}
    assert {seed.licence for seed in seed_examples()} == {"CC0-1.0"}
    assert "competes" in seed_examples()[0].terms


@pytest.mark.parametrize(
    ("change", "wrong", "said"),
    [
        ({"answer": None}, Wrong.VALUE, "`answer` is no text."),
        ({"answer": "  "}, Wrong.ANSWER, "The row has no answer."),
        ({"question": ""}, Wrong.EMPTY, "`question` is empty."),
        ({"article": "", "summary": ""}, Wrong.EMPTY, "The row has neither an article nor a summary."),
        ({"question": "x" * 601}, Wrong.LONG, "`question` is longer than 600 characters."),
        ({"aliases": ["x"] * 21}, Wrong.LONG, "There are more than 20 aliases."),
        ({"aliases": "x"}, Wrong.VALUE, "`aliases` is no list of texts."),
        ({"aliases": [""]}, Wrong.EMPTY, "One of `aliases` is empty."),
        ({"hints": ["one"]}, Wrong.VALUE, "There are 1 hints; there have to be 3, or none."),
        ({"form": "limerick"}, Wrong.VALUE, "`form` is none of: summary, first_person, question."),
        ({"kind": ["person"]}, Wrong.VALUE, "`kind` is none of: "),
        ({"source": "me"}, Wrong.SOURCE, "`source` is not person, model:NAME, or model, edited."),
        ({"source": "model:"}, Wrong.SOURCE, "`source` is not person, model:NAME, or model, edited."),
        ({"terms": ""}, Wrong.SOURCE, "`terms` is empty."),
        ({"guesses": ["is it a cat"]}, Wrong.KEYS, "The row has a key that no example has: 'guesses'."),
        ({"answer": "two\nlines"}, Wrong.VALUE, "`answer` is more than one line."),
        ({"question": "a\u202eb"}, Wrong.VALUE, "`question` holds control characters or invisible ones."),
    ],
)
def test_a_wrong_row_is_refused_by_its_line_and_reason(change: dict[str, Any], wrong: Wrong, said: str) -> None:
    rows = read(json.dumps(row()), "", json.dumps(row(id="b") | change))
    assert len(rows.examples) == 1
    assert [(one.line, one.wrong) for one in rows.refused] == [(3, wrong)]
    assert rows.refused[0].reason.startswith(said)


@pytest.mark.parametrize("key", ["id", "form", "kind", "question", "answer", "source", "licence", "terms"])
def test_a_row_without_a_needed_key_is_refused(key: str) -> None:
    rows = read(json.dumps({name: value for name, value in row().items() if name != key}))
    assert not rows.examples
    assert key in rows.refused[0].reason or rows.refused[0].wrong is Wrong.ANSWER


@pytest.mark.parametrize(
    "line",
    [
        "no json",
        "[1]",
        '"text"',
        "[" * 200_000,
        "[" * 90_000,
        '{"a":' * 15_000,
        '{"id": ' + "9" * 50_000 + "}",
        "x" * 100_001,
    ],
)
def test_what_is_no_object_or_is_bottomless_is_refused(line: str) -> None:
    rows = read(line)
    assert rows.refused[0].wrong in {Wrong.JSON, Wrong.LONG}


def test_an_id_counts_once() -> None:
    rows = read(json.dumps(row()), json.dumps(row(answer="Other")))
    assert len(rows.examples) == 1
    assert rows.refused[0].wrong is Wrong.TWICE


def test_what_need_not_be_there_is_empty() -> None:
    needed = {
        key: value for key, value in row().items() if key not in {"aliases", "hints", "explanation", "difficulty"}
    }
    example = read(json.dumps(needed)).examples[0]
    assert (example.aliases, example.hints, example.explanation, example.difficulty) == ((), (), "", "medium")
    assert record(example).keys() == row().keys()

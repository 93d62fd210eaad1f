"""What is measured on: all of it usable, each article once, and none that a model was shown."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from bot.domain import Form
from bot.errors import UsageError
from bot.evaluation import cases as reading
from bot.evaluation.cases import gather, leading
from bot.text import fold, words
from bot.training.similarity import Kept, f_measure
from tests.content.shipped import articles, examples, reserve, rows
from tests.evaluation.values import TEXT

if TYPE_CHECKING:
    from pathlib import Path

OPENING = 40
"""Words of an article that are compared: two tellings of one story begin alike."""


def opening(text: str) -> str:
    return " ".join(words(text)[:OPENING])


def shown() -> list[str]:
    """Every text that is shown to a model, trained on, or played."""
    told = [row["article"] for row in (*examples(), *rows("prompts", "seed_tasks.jsonl"))]
    told += [row["article"] for row in rows("prompts", "compose_tasks.jsonl")]
    told += [row["text"] for row in articles()]
    return told + [row["question"] for row in reserve()]


def test_no_case_is_among_what_a_model_is_shown_or_what_is_played() -> None:
    elsewhere, kept = {" ".join(fold(text).split()) for text in shown()}, Kept()
    for text in shown():
        kept.keep(opening(text))
    for case in gather(None).cases:
        assert " ".join(fold(case.story.lead.text).split()) not in elsewhere, case.id
        assert kept.like(opening(case.story.lead.text)) is None, case.id


def test_a_case_that_was_retold_a_little_would_be_seen() -> None:
    kept, text = Kept(), gather(None, 1).cases[0].story.lead.text
    kept.keep(opening(text))
    assert kept.like(opening(text.replace("winter", "summer"))) is not None
    assert f_measure(1, 1, 1) == 1


def test_a_hundred_cases_ship_with_references() -> None:
    cases = gather(None).cases
    assert len(cases) == 100
    assert all(case.summary and case.riddle and case.answer and case.story.lead.text for case in cases)
    assert gather(None, 7).cases == cases[:7]


def written(path: Path, *given: object) -> Path:
    path.write_text("".join(f"{one if isinstance(one, str) else json.dumps(one)}\n" for one in given), encoding="utf-8")
    return path


def test_an_article_of_ones_own_needs_a_text_alone(tmp_path: Path) -> None:
    row = {"title": "A lamp goes out", "text": TEXT, "riddle": "Who left?", "answer": "Oda", "form": "question"}
    (one, two) = gather(written(tmp_path / "a.jsonl", {"text": f"{TEXT} And so on."}, row)).cases
    assert (one.form, one.riddle, one.id) == (Form.SUMMARY, "", "article-001")
    assert (two.form, two.riddle, two.answer) == (Form.QUESTION, "Who left?", "Oda")
    assert two.story.lead.title == "A lamp goes out"


def test_what_cannot_be_used_is_left_out_with_its_reason(tmp_path: Path) -> None:
    file = written(
        tmp_path / "a.jsonl",
        {"text": TEXT, "id": "lamp"},
        {"text": f"  {TEXT.upper()} "},
        {"text": ""},
        {"text": "Too short."},
        {"title": "No text"},
        "[1]",
        "{",
        {"text": f"{TEXT} More.", "form": "sonnet"},
        {"text": f"{TEXT} Else.", "aliases": "Oda"},
        {"text": 7},
    )
    found = gather(file)
    assert [case.id for case in found.cases] == ["lamp"]
    reasons = dict(found.skipped)
    assert reasons["line 2"] == "The article is the same as that of lamp."
    assert reasons["line 3"] == reasons["line 5"] == "The article is empty."
    assert "fewer than 5 words" in reasons["line 4"]
    assert len(reasons) == 9


def test_each_article_has_a_name_of_its_own_and_what_is_not_told_of_is_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [{"text": f"{TEXT} It was lit {number} times."} for number in range(4)]
    found = gather(written(tmp_path / "a.jsonl", texts[0] | {"id": "article-002"}, *texts[1:], "{", "{", ""))
    assert len({case.id for case in found.cases}) == 4
    monkeypatch.setattr(reading, "MOST_TOLD", 1)
    assert gather(tmp_path / "a.jsonl").notes == ("1 more lines were left out than are listed.",)
    monkeypatch.setattr(reading, "MOST", 4)
    assert gather(written(tmp_path / "b.jsonl", *texts, "")).notes == ()
    assert "the first 4 were used" in gather(written(tmp_path / "c.jsonl", *texts, "{")).notes[0]


def test_an_article_that_is_too_long_is_cut_by_sentences_and_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "LONGEST", 120)
    found = gather(written(tmp_path / "a.jsonl", {"text": TEXT, "id": "lamp"}))
    assert found.cases[0].story.lead.text == TEXT.partition(". ")[0] + "."
    assert "only the leading sentences were used: lamp." in found.notes[0]


def test_leading_sentences_keep_their_paragraphs() -> None:
    text = "One is here. Two is here.\n\nThree is here. Four is here."
    assert leading(text, 45) == "One is here. Two is here.\n\nThree is here."
    assert leading(text, 1000) == text
    assert leading("x" * 50, 10) == "x" * 10


@pytest.mark.parametrize("given", [(), ("",), ("nothing",), ({"text": ""},)])
def test_a_file_without_a_usable_article_is_said_in_a_sentence(tmp_path: Path, given: tuple[object, ...]) -> None:
    with pytest.raises(UsageError, match="holds no article that can be used"):
        gather(written(tmp_path / "a.jsonl", *given))


def test_a_file_that_cannot_be_read_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        gather(tmp_path / "none.jsonl")
    (tmp_path / "latin.jsonl").write_bytes(b'{"text": "caf\xe9"}\n')
    with pytest.raises(UsageError, match="is not UTF-8"):
        gather(tmp_path / "latin.jsonl")


def test_the_hash_of_the_articles_tells_others_apart(tmp_path: Path) -> None:
    one = gather(written(tmp_path / "a.jsonl", {"text": TEXT}))
    other = gather(written(tmp_path / "b.jsonl", {"text": f"{TEXT} More."}))
    assert one.digest == gather(tmp_path / "a.jsonl").digest != other.digest

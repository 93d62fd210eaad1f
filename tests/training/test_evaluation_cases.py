"""What we measure with is whole and sound, and none of it is shown to a model or played anywhere else."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from importlib.resources import files
from typing import Any

import pytest

from bot.domain import Article, Difficulty, Form, Kind, Outcome, Story
from bot.riddles.checks import run
from bot.riddles.checks.context import Context
from bot.text import fold, sentences, words
from tests.content.shipped import Row, articles, candidate, examples, reserve, rows, texts

KEYS = {
    "id", "topic", "title", "article", "summary", "form", "kind", "question", "answer", "aliases", "hints",
    "explanation", "difficulty", "source", "licence", "terms",
}  # fmt: skip
CASES = rows("prompts", "evaluation_cases.jsonl")
SEEDS = rows("prompts", "seed_tasks.jsonl")
SHINGLE = 6
ALIKE = 0.02
"""The share of a text's runs of six words that another may have too; unrelated stories share next to none."""


@cache
def squad() -> dict[str, Any]:
    told: dict[str, Any] = json.loads(files("prompts").joinpath("squad_small.json").read_text("utf-8"))
    return told


def contexts() -> list[str]:
    return [paragraph["context"] for theme in squad()["data"] for paragraph in theme["paragraphs"]]


def questions() -> list[tuple[str, dict[str, Any]]]:
    paragraphs = [paragraph for theme in squad()["data"] for paragraph in theme["paragraphs"]]
    return [(paragraph["context"], asked) for paragraph in paragraphs for asked in paragraph["qas"]]


@cache
def runs(text: str) -> frozenset[tuple[str, ...]]:
    said = [fold(word) for word in words(text)]
    return frozenset(zip(*(said[n:] for n in range(SHINGLE)), strict=False))


def shown_elsewhere() -> list[Row]:
    return [*SEEDS, *examples(), *reserve()]


def stories_elsewhere() -> list[str]:
    return [row["article"] for row in (*SEEDS, *examples())] + [row["text"] for row in articles()]


def names(row: Row) -> set[str]:
    return {row[key].casefold() for key in ("question", "answer")}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_case_is_whole(case: Row) -> None:
    assert case.keys() == KEYS
    assert [Form(case["form"]), Kind(case["kind"]), Difficulty(case["difficulty"])]
    assert all(text == text.strip() != "" for text in texts(case))
    assert 120 <= len(case["article"].split()) <= 220
    assert 3 <= len(case["article"].split("\n\n")) <= 4
    assert 2 <= len(sentences(case["summary"])) <= 3
    assert fold(case["answer"]) in fold(case["article"])
    assert fold(case["answer"]) in fold(case["summary"])
    assert len(case["question"]) <= 400
    assert len(set(case["hints"])) == 3
    assert max(map(len, case["hints"])) <= 160
    assert case["aliases"]
    assert case["kind"] != "event" or len(case["aliases"]) >= 6


@pytest.mark.parametrize("case", CASES[::20], ids=lambda case: case["id"])
def test_a_reference_riddle_passes_every_check_that_needs_no_model(case: Row) -> None:
    story = Story((Article(id=case["id"], title=case["title"], text=case["article"]),))
    checks = run(candidate(case), Context(story=story))
    assert not [check for check in checks if check.outcome is Outcome.FAILED]


def test_a_hundred_cases_of_every_form_and_kind_and_no_two_alike() -> None:
    assert [case["id"] for case in CASES] == [f"case-{number:03d}" for number in range(1, 101)]
    for key in ("title", "article", "summary", "question", "answer"):
        assert len({fold(case[key]) for case in CASES}) == len(CASES)
    forms = Counter(case["form"] for case in CASES)
    assert set(forms) == set(Form)
    assert min(forms.values()) >= 15
    kinds = Counter(case["kind"] for case in CASES)
    assert set(kinds) == set(Kind)
    assert min(kinds.values()) >= 5
    assert max(kinds.values()) <= 25
    assert {case["difficulty"] for case in CASES} == set(Difficulty)
    lengths = sorted(len(case["article"].split()) for case in CASES)
    assert lengths[10] <= 160
    assert lengths[-10] >= 195
    openings = Counter(tuple(map(fold, words(case["question"])[:3])) for case in CASES)
    assert max(openings.values()) == 1


def test_every_case_says_where_it_comes_from_and_what_may_be_done_with_it() -> None:
    assert {(case["source"], case["licence"]) for case in CASES} == {("model, edited", "CC0-1.0")}
    (terms,) = {case["terms"] for case in CASES}
    assert "not to be used to build a model that competes with the vendor's" in terms


def test_no_question_and_no_answer_is_shown_to_a_model_or_played() -> None:
    elsewhere = set().union(*(names(row) for row in shown_elsewhere()))
    aliases = {alias.casefold() for row in shown_elsewhere() for alias in row["aliases"]}
    for case in CASES:
        assert not names(case) & elsewhere, case["id"]
        assert case["answer"].casefold() not in aliases, case["id"]


def test_no_story_is_told_elsewhere() -> None:
    told = [runs(text) for text in (*stories_elsewhere(), *contexts())]
    for case in CASES:
        own = runs(case["article"])
        assert max(len(own & other) for other in told) <= ALIKE * len(own), case["id"]


def test_no_context_of_the_small_squad_is_told_elsewhere() -> None:
    told = [runs(text) for text in stories_elsewhere()]
    for context in contexts():
        own = runs(context)
        assert max(len(own & other) for other in told) <= ALIKE * len(own), context[:40]


def test_a_story_that_was_copied_would_be_seen() -> None:
    seed = SEEDS[0]["article"]
    half = seed[: len(seed) // 2]
    assert len(runs(half) & runs(seed)) > ALIKE * len(runs(half))


def test_the_small_squad_has_the_official_format() -> None:
    assert squad().keys() == {"version", "data"}
    assert squad()["version"] == "v2.0"
    assert all(theme.keys() == {"title", "paragraphs"} for theme in squad()["data"])
    for _, asked in questions():
        keys = {"question", "id", "answers", "is_impossible"}
        assert asked.keys() == (keys | {"plausible_answers"} if asked["is_impossible"] else keys)
        assert asked["question"].endswith("?")


def test_every_span_of_the_small_squad_stands_where_it_says() -> None:
    for context, asked in questions():
        spans = asked["plausible_answers"] if asked["is_impossible"] else asked["answers"]
        assert spans, asked["id"]
        for span in spans:
            start = span["answer_start"]
            assert context[start : start + len(span["text"])] == span["text"], asked["id"]


def test_a_third_of_its_sixty_questions_has_no_answer() -> None:
    assert len(squad()["data"]) == 15
    assert len({asked["id"] for _, asked in questions()}) == 60
    assert len({asked["question"] for _, asked in questions()}) == 60
    impossible = [asked for _, asked in questions() if asked["is_impossible"]]
    assert len(impossible) == 20
    assert all(asked["answers"] == [] for asked in impossible)

"""The seed tasks for training are whole, varied, and none is played elsewhere."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from importlib.resources import files
from typing import Any

import pytest

from bot.domain import Difficulty, Form, Kind
from bot.riddles.pipelines.template import Template
from bot.text import fold, words
from bot.training.example import example_of
from bot.training.gate import Gate
from bot.training.recipe import Recipe
from bot.training.rows import Lesson, taught
from tests.content.shipped import reserve

KEYS = {
    "id", "topic", "title", "article", "summary", "form", "kind", "question", "answer", "aliases", "hints",
    "explanation", "difficulty", "source", "licence", "terms",
}  # fmt: skip
SEEDS: list[dict[str, Any]] = [
    json.loads(line) for line in files("prompts").joinpath("seed_tasks.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed["id"])
def test_a_seed_is_whole_and_does_not_give_itself_away(seed: dict[str, Any]) -> None:
    assert seed.keys() == KEYS
    assert [Form(seed["form"]), Kind(seed["kind"]), Difficulty(seed["difficulty"])] == [
        seed["form"], seed["kind"], seed["difficulty"],
    ]  # fmt: skip
    assert len(set(seed["hints"])) == 3
    assert 100 <= len(words(seed["article"])) <= 300
    assert 2 <= seed["summary"].count(".") <= 8
    assert len(seed["question"]) <= 400
    assert all(len(hint) <= 160 for hint in seed["hints"])
    assert fold(seed["answer"]) not in fold(f"{seed['question']} {seed['hints'][0]} {seed['hints'][1]}").split()
    assert seed["kind"] != "event" or len(seed["aliases"]) >= 6


def test_there_are_as_many_as_the_first_self_instruct_set_had_and_no_two_are_alike() -> None:
    assert len(SEEDS) == 175
    for key in ("id", "answer", "question", "article", "title"):
        assert len({fold(seed[key]) for seed in SEEDS}) == 175
    assert not {fold(seed["answer"]) for seed in SEEDS} & {fold(row["answer"]) for row in reserve()}


def test_they_are_varied() -> None:
    forms = Counter(seed["form"] for seed in SEEDS)
    kinds = Counter(seed["kind"] for seed in SEEDS)
    assert min(forms.values()) >= 30
    assert set(kinds) == {kind.value for kind in Kind}
    assert max(kinds.values()) <= 50


@pytest.mark.parametrize("seed", SEEDS[4::15], ids=lambda seed: seed["id"])
def test_what_a_row_tells_of_the_story_is_enough_for_its_riddle(seed: dict[str, Any]) -> None:
    rows = taught([Lesson(example_of(seed))], Recipe().told, Recipe().brief)
    assert len(rows) == 2
    for row in rows:
        one = row.example
        seen = replace(row, example=replace(one, article=row.told))
        assert Gate().judge(seen, Template.bare(one.answer, one.kind, one.question)) == ()

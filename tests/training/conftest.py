"""What training tests share: a tiny model of random weights, and lessons for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from adapters.llm.finetune import Finetuner
from adapters.llm.finetune_base import Base
from bot.riddles.pipelines.template import Template
from bot.training.example import example_of
from bot.training.job import Job
from bot.training.recipe import Recipe, recipe_of
from bot.training.rows import Lesson, fitted
from tests.adapters.llm.conftest import tiny_weights  # noqa: F401 -- the fixture
from tests.training.making import row

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

ANIMALS = ("owl", "eel", "fox", "hare", "newt", "crow", "toad", "mole", "lynx", "swan", "wren", "pike")


def lessons(count: int = 12) -> list[Lesson]:
    """As many short lessons, each of an article of its own."""
    made = []
    for at in range(count):
        name = f"{ANIMALS[at % len(ANIMALS)]}{at // len(ANIMALS) or ''}"
        told = f"A {name} was seen at the lock of Vrana on day {at}."
        fields: dict[str, Any] = {"id": f"l{at}", "article": told, "summary": told, "answer": name, "aliases": []}
        made.append(Lesson(example_of(row(**fields, form="question", question=f"Who came to the lock on day {at}?"))))
    return made


def tiny_recipe(weights: Path, **change: Any) -> Recipe:
    """A recipe that takes a second."""
    plain: dict[str, Any] = {
        "name": "tiny", "base": str(weights), "max_tokens": 900, "batch": 2, "epochs": 2, "rank": 4, "alpha": 8,
        "evaluate_every": 4, "samples": 1, "device": "cpu", "threads": 1, "patience": 0, "checkpoints": 9,
    }  # fmt: skip
    return recipe_of(plain | change)


@pytest.fixture
def tiny_trainer(tiny_weights: Path) -> Finetuner:  # noqa: F811
    return Finetuner(Base(str(tiny_weights)))


def job_of(trainer: Finetuner, recipe: Recipe, folder: Path, given: Sequence[Lesson] = (), **more: Any) -> Job:
    """A job of lessons, the last two held out."""
    template = Template(recipe.format)
    found = list(given) or lessons()
    rows = fitted(found, template, trainer.encoder(), recipe.max_tokens).rows
    folder.mkdir(parents=True, exist_ok=True)
    return Job(recipe, template, folder, rows[:-2], rows[-2:], **more)


def silent(_: str) -> None:
    """Hear nothing."""


def content(lesson: Lesson, text: str) -> tuple[str, ...]:
    """Find nothing wrong."""
    del lesson, text
    return ()

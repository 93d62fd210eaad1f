"""Examples for the few-shot prompt, from `prompts/examples/*.jsonl`."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from bot.domain import Form
from bot.errors import SettingsError
from bot.text import words

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST = 8
"""Most examples in one prompt."""


@dataclass(frozen=True, slots=True)
class Example:
    """An article, and the summary riddle somebody made of it."""

    article: str
    summary: str
    form: str
    question: str
    answer: str

    @property
    def length(self) -> int:
        """How many words it takes in a prompt."""
        return sum(len(words(text)) for text in (self.article, self.summary, self.question, self.answer)) + 6


def read_examples(text: str, source: str) -> tuple[Example, ...]:
    """Read JSON lines; raises `SettingsError` that names the line that is wrong."""
    found: list[Example] = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            found.append(_example(line, f"{source}, line {number}"))
    return tuple(found)


@cache
def load_examples() -> tuple[Example, ...]:
    """Every example that ships, in the order of files and lines."""
    folder = resources.files("prompts").joinpath("examples")
    if not folder.is_dir():
        return ()
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".jsonl")), key=lambda file: file.name)
    return tuple(one for file in files for one in read_examples(file.read_text(encoding="utf-8"), file.name))


def choose_examples(examples: Sequence[Example], budget: int, seed: int) -> tuple[Example, ...]:
    """Up to eight examples within a budget of words: summary riddles first, the rest by the luck of the seed."""
    shuffled = random.Random(seed).sample(list(examples), len(examples))
    shuffled.sort(key=lambda one: one.form != Form.SUMMARY)
    chosen: list[Example] = []
    for example in shuffled:
        if len(chosen) < MOST and example.length <= budget:
            chosen.append(example)
            budget -= example.length
    return tuple(chosen)


def _example(line: str, where: str) -> Example:
    try:
        record = json.loads(line)
        fields = {key: record[key] for key in ("article", "summary", "form", "question", "answer")}
    except (ValueError, KeyError, TypeError) as error:
        raise SettingsError(f"The example at {where} cannot be read: {error}.") from error
    if not all(isinstance(value, str) and value for value in fields.values()):
        raise SettingsError(f"The example at {where} holds something other than text.")
    return Example(**fields)

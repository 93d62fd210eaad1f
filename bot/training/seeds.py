"""The seed tasks that ship: 175 examples of ours, and what says whose they are."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

from bot.errors import SettingsError
from bot.training.example import read_examples

if TYPE_CHECKING:
    from bot.training.example import Example

FILE: Final = "seed_tasks.jsonl"


@cache
def seed_examples() -> tuple[Example, ...]:
    """All seed tasks, in the order of the file; raises `SettingsError` where one has been spoilt."""
    text = resources.files("prompts").joinpath(FILE).read_text(encoding="utf-8")
    rows = read_examples(text.split("\n"))
    if rows.refused:
        first = rows.refused[0]
        raise SettingsError(f"Line {first.line} of prompts/{FILE} is no example: {first.reason}")
    return rows.examples

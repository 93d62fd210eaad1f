"""Files of examples -> lessons, all of them or a sentence about what is wrong."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import UsageError
from bot.training.example import Refused, RowError, Wrong, example_of, json_object, read_examples, write_example
from bot.training.files import read_lines
from bot.training.formats import KEYS, layout_of
from bot.training.recipe import SEEDS, Method
from bot.training.rows import Lesson
from bot.training.seeds import seed_examples

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.training.recipe import Recipe

ACCEPTED = "accepted"
"""The key that says, in a file for KTO, whether the riddle of a row is one to write."""

TOLD = 3
"""Most wrong rows that are told of one file."""

_JUDGED = re.compile(rf'"{ACCEPTED}"\s*:')


def lessons_of(recipe: Recipe) -> list[Lesson]:
    """All lessons of a recipe, each example once; raises `UsageError` that tells which rows are wrong."""
    found: dict[str, Lesson] = {}
    for source in recipe.data:
        for lesson in _seeds() if source == SEEDS else _read(Path(source), recipe.method):
            found.setdefault(_key(lesson), lesson)
    lessons = list(found.values())
    if recipe.method is Method.KTO and len({lesson.wanted for lesson in lessons}) < 2:
        raise UsageError(f"KTO learns from both: some rows need `{ACCEPTED}` true, and some false.")
    return lessons


def data_hash(lessons: Sequence[Lesson]) -> str:
    """A hash of all lessons, whatever their order and their files."""
    lines = sorted(f"{lesson.wanted}{write_example(lesson.example)}" for lesson in lessons)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _key(lesson: Lesson) -> str:
    one = lesson.example
    return "\0".join((lesson.article, one.form, one.answer, one.question))


def _seeds() -> list[Lesson]:
    return [Lesson(example) for example in seed_examples()]


def _read(path: Path, method: Method) -> list[Lesson]:
    lines = read_lines(path)
    if (layout := layout_of(lines)) in KEYS:
        raise UsageError(
            f"{path} is a file in the layout {layout}: `riddle examples import` takes its rows in, and `riddle "
            "examples export` writes them as rows to train on."
        )
    if method is Method.KTO:
        lessons, refused = _judged(lines)
    else:
        lessons, refused = _written(lines)
    if refused:
        told = "; ".join(f"line {one.line}: {one.reason.rstrip('.')}" for one in refused[:TOLD])
        more = f", and {len(refused) - TOLD} more" if len(refused) > TOLD else ""
        raise UsageError(f"{path}: {len(refused)} of {len(refused) + len(lessons)} rows are no examples: {told}{more}.")
    if not lessons:
        raise UsageError(f"{path} holds no example that was accepted.")
    return lessons


def _written(lines: Sequence[str]) -> tuple[list[Lesson], list[Refused]]:
    """Examples as they are; of a file for KTO, the riddles that were accepted."""
    if any(_JUDGED.search(line) for line in lines):
        lessons, refused = _judged(lines)
        return [lesson for lesson in lessons if lesson.wanted], refused
    rows = read_examples(lines)
    return [Lesson(example) for example in rows.examples], list(rows.refused)


def _judged(lines: Sequence[str]) -> tuple[list[Lesson], list[Refused]]:
    """Rows of an example and `accepted`: the same article and even the same id may come more than once."""
    lessons: list[Lesson] = []
    refused: list[Refused] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json_object(line)
            wanted = row.pop(ACCEPTED, None)
            if not isinstance(wanted, bool):
                raise RowError(Wrong.VALUE, f"`{ACCEPTED}` is neither true nor false.")
            lessons.append(Lesson(example_of(row), wanted))
        except RowError as error:
            refused.append(Refused(number, error.wrong, str(error)))
    return lessons, refused


def judged_line(lesson: Lesson) -> str:
    """A lesson as a line of a file for KTO."""
    row = json.loads(write_example(lesson.example))
    return json.dumps({**row, ACCEPTED: lesson.wanted}, ensure_ascii=False)

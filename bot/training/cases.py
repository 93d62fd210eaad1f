"""Articles no model was trained on, and what was drawn of them."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from importlib import resources
from typing import TYPE_CHECKING

from bot.errors import ReplyError, UsageError
from bot.training.example import Example, example_of, read_examples
from bot.training.gate import read_reply
from bot.training.gather import judged_line
from bot.training.recipe import Recipe
from bot.training.rows import Lesson
from bot.training.seeds import seed_examples
from bot.training.split import split

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from bot.training.compare import Drawn

SHIPPED = "evaluation_cases.jsonl"
FIELDS = frozenset(field.name for field in fields(Example))
OURS = {"source": "person", "licence": "CC0-1.0", "terms": "Written for this program."}


def cases_of(path: Path | None) -> list[Example]:
    """The cases of a file; without one those that ship; where there are none, seed tasks a default run holds out."""
    if path is not None:
        return _given(path)
    shipped = resources.files("prompts").joinpath(SHIPPED)
    if shipped.is_file():
        return [_case(line) for line in shipped.read_text(encoding="utf-8").splitlines() if line.strip()]
    recipe = Recipe()
    _, held = split([Lesson(one) for one in seed_examples()], recipe.held_out, recipe.seed)
    return [lesson.example for lesson in held]


def judged_lines(drawn: Iterable[Drawn]) -> Iterable[str]:
    """Each riddle that could be read, as a line for KTO with whether the checks accepted it."""
    for at, one in enumerate(drawn):
        try:
            made = read_reply(one.text)
        except ReplyError:
            continue
        told = replace(
            one.example,
            id=f"{one.example.id}-{at}"[-80:],
            question=made.question,
            answer=made.answer,
            kind=made.kind,
            form=one.example.form,
            aliases=(),
            hints=(),
            explanation="",
            source="model:local",
        )
        yield judged_line(Lesson(told, wanted=one.accepted))


def _given(path: Path) -> list[Example]:
    try:
        rows = read_examples(path.read_text(encoding="utf-8-sig").split("\n"))
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}.") from None
    except UnicodeDecodeError:
        raise UsageError(f"{path} is not UTF-8 text.") from None
    if rows.refused:
        first = rows.refused[0]
        raise UsageError(f"{path}: line {first.line} is no example: {first.reason}")
    found: Sequence[Example] = [one for one in rows.examples if one.article]
    if not found:
        raise UsageError(f"{path} holds no example with an article.")
    return list(found)


def _case(line: str) -> Example:
    """A case that ships may tell more than an example does."""
    row = {key: value for key, value in json.loads(line).items() if key in FIELDS}
    return example_of(OURS | row)

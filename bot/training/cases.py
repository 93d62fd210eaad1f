"""Articles no model was trained on, and what was drawn of them."""

from __future__ import annotations

from dataclasses import fields, replace
from importlib import resources
from typing import TYPE_CHECKING

from bot.errors import ReplyError, UsageError
from bot.files import read_text
from bot.training.example import Example, RowError, example_of, json_object
from bot.training.files import MOST_BYTES
from bot.training.gate import read_reply
from bot.training.gather import judged_line
from bot.training.recipe import Recipe
from bot.training.rows import Lesson
from bot.training.seeds import seed_examples
from bot.training.split import split

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from bot.training.compare import Drawn

SHIPPED = "evaluation_cases.jsonl"
FIELDS = frozenset(field.name for field in fields(Example))
OURS = {"source": "person", "licence": "CC0-1.0", "terms": "Written for this program."}


def cases_of(path: Path | None) -> list[Example]:
    """The cases of a file; without one those that ship; where there are none, seed tasks a default run holds out."""
    if path is not None:
        return _cases(read_text(path, MOST_BYTES), str(path))
    shipped = resources.files("prompts").joinpath(SHIPPED)
    if shipped.is_file():
        return _cases(shipped.read_text(encoding="utf-8"), f"prompts/{SHIPPED}")
    recipe = Recipe()
    _, held = split([Lesson(one) for one in seed_examples()], recipe.held_out, recipe.seed)
    return [lesson.example for lesson in held]


def judged_lines(drawn: Iterable[Drawn], model: str) -> Iterable[str]:
    """Each riddle that could be read, as a line for KTO with whether the checks accepted it."""
    for at, one in enumerate(drawn):
        try:
            made = read_reply(one.text, one.example.form)
        except ReplyError:
            continue
        told = replace(
            one.example,
            id=f"{one.example.id}-{at}"[-80:],
            summary=one.told[:2000],
            question=made.question,
            answer=made.answer,
            kind=made.kind,
            form=one.example.form,
            aliases=(),
            hints=(),
            explanation="",
            source=f"model:{model.split(',', maxsplit=1)[0]}"[:80],
        )
        yield judged_line(Lesson(told, wanted=one.accepted))


def _cases(text: str, where: str) -> list[Example]:
    """Examples with an article; whatever else a line tells is passed over."""
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                row = {key: value for key, value in json_object(line).items() if key in FIELDS}
                found.append(example_of(OURS | row))
            except RowError as error:
                raise UsageError(f"{where}: line {number} is no example: {error}") from None
    if not any(one.article for one in found):
        raise UsageError(f"{where} holds no example with an article.")
    return [one for one in found if one.article]

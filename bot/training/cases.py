"""Articles no model was trained on, and what was drawn of them."""

from __future__ import annotations

from dataclasses import fields, replace
from importlib import resources
from typing import TYPE_CHECKING

from bot.errors import ReplyError, UsageError
from bot.training.example import Example, RowError, example_of, json_object
from bot.training.files import read_lines
from bot.training.gate import read_reply
from bot.training.gather import judged_line
from bot.training.rows import Lesson

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from bot.training.compare import Drawn

SHIPPED = "evaluation_cases.jsonl"
FIELDS = frozenset(field.name for field in fields(Example))
UNTOLD = {"source": "person", "licence": "not licensed", "terms": "The file of the articles does not tell."}
"""Whose an article is where its row does not say."""


def cases_of(path: Path | None) -> list[Example]:
    """The cases of a file; without one those that ship."""
    if path is not None:
        return _cases(read_lines(path), str(path))
    shipped = resources.files("prompts").joinpath(SHIPPED).read_text(encoding="utf-8")
    return _cases(shipped.split("\n"), f"prompts/{SHIPPED}")


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
            source=f"model:{model}"[:80],
        )
        yield judged_line(Lesson(told, wanted=one.accepted))


def _cases(lines: Sequence[str], where: str) -> list[Example]:
    """Examples with an article; whatever else a line tells is passed over."""
    found = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                row = {key: value for key, value in json_object(line).items() if key in FIELDS}
                found.append(example_of(UNTOLD | row))
            except RowError as error:
                raise UsageError(f"{where}: line {number} is no example: {error}") from None
    if not any(one.article for one in found):
        raise UsageError(f"{where} holds no example with an article.")
    return [one for one in found if one.article]

"""SQuAD's files: questions in the official format, predictions, and the chances of no answer."""

from __future__ import annotations

import json
import math
from importlib import resources
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, Field, ValidationError

from bot.errors import UsageError
from bot.evaluation.metrics.squad import Question, Version
from bot.files import read_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

LARGEST = 128 * 2**20
"""Bytes of a file that is read; the largest official one has 42 MB."""

SHIPPED = "squad_small.json"


class _Answer(BaseModel):
    text: str


class _Asked(BaseModel):
    id: str = Field(min_length=1)
    question: str
    answers: list[_Answer]


class _Paragraph(BaseModel):
    context: str
    qas: list[_Asked]


class _Article(BaseModel):
    paragraphs: list[_Paragraph]


class _File(BaseModel):
    version: str = ""
    data: list[_Article]


def shipped() -> tuple[Version, tuple[Question, ...]]:
    """The small set of ours."""
    return _questions(resources.files("prompts").joinpath(SHIPPED).read_text(encoding="utf-8"), SHIPPED)


def read_questions(path: Path) -> tuple[Version, tuple[Question, ...]]:
    """The questions of a file, and by which rules it is scored as it says itself."""
    return _questions(read_text(path, LARGEST), str(path))


def read_predictions(path: Path) -> dict[str, str]:
    """What was answered, by the id of the question."""
    found = _table(path, "predictions: an object of texts by the ids of questions")
    if not all(isinstance(said, str) for said in found.values()):
        raise UsageError(f"{path} has a prediction that is no text.")
    return found


def read_no_answer(path: Path) -> dict[str, float]:
    """How likely it was said to be that there is no answer, by the id of the question."""
    found = _table(path, "the chances of no answer: an object of numbers by the ids of questions")
    for id_, odds in found.items():
        if isinstance(odds, bool) or not isinstance(odds, int | float) or not math.isfinite(odds):
            raise UsageError(f"{path} has no number for {id_[:80]}.")
    return {id_: float(odds) for id_, odds in found.items()}


def write_predictions(path: Path, predictions: Mapping[str, str]) -> None:
    """Write what was answered, as the official scripts read it."""
    beside = path.with_name(f"{path.name}.part")
    try:
        beside.write_text(json.dumps(dict(predictions), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror or error}.") from None


def _questions(text: str, source: str) -> tuple[Version, tuple[Question, ...]]:
    try:
        read = _File.model_validate(_json(text, source))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "its beginning"
        raise UsageError(f"{source} is not in SQuAD's format at {where}: {first['msg']}.") from None
    questions = tuple(
        Question(asked.id, paragraph.context, asked.question, tuple(answer.text for answer in asked.answers))
        for article in read.data
        for paragraph in article.paragraphs
        for asked in paragraph.qas
    )
    if not questions:
        raise UsageError(f"{source} has no questions.")
    seen: set[str] = set()
    for one in questions:
        if one.id in seen:
            raise UsageError(f"{source} has two questions with the id {one.id[:80]}.")
        seen.add(one.id)
    two = read.version.removeprefix("v").startswith("2") or not all(one.answers for one in questions)
    return Version.TWO if two else Version.ONE, questions


def _table(path: Path, what: str) -> dict[str, Any]:
    found = _json(read_text(path, LARGEST), str(path))
    if not isinstance(found, dict):
        raise UsageError(f"{path} has not {what}.")
    return found


def _json(text: str, source: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise UsageError(f"{source} is not JSON.") from None

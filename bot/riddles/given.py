"""Riddles from anywhere, one JSON object a line, read as candidates."""

from __future__ import annotations

import json
from typing import Any

from bot.domain import Article, Candidate, Form, Kind, Story, Summary
from bot.errors import ArticleError

MAX_LINE = 1_000_000
"""Characters of a line; a longer one is refused."""

FIRST_PERSON_ENDS = ("am i?", "i?")


def read(line: str) -> tuple[Candidate, Story | None]:
    """Read a line with `question` and `answer`, and `aliases`, `hints`, `article` ... where there are any.

    Raises `ArticleError` with what is wrong.
    """
    if len(line) > MAX_LINE:
        raise ArticleError(f"The line is longer than {MAX_LINE} characters.")
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError):
        raise ArticleError("The line is not JSON.") from None
    if not isinstance(fields, dict):
        raise ArticleError("The line is not a JSON object.")
    article = _article(fields.get("article"))
    return _candidate(fields), Story((article,)) if article else None


def _candidate(fields: dict[str, Any]) -> Candidate:
    kind = fields.get("kind")
    return Candidate(
        form=_form(fields),
        kind=Kind(kind) if kind in {known.value for known in Kind} else Kind.THING,
        question=_text(fields, "question"),
        answer=_text(fields, "answer"),
        aliases=_texts(fields, "aliases"),
        hints=_texts(fields, "hints"),
        explanation=_optional(fields, "explanation"),
        summary=Summary(_optional(fields, "summary")),
        pipeline=_optional(fields, "pipeline"),
    )


def _form(fields: dict[str, Any]) -> Form:
    if fields.get("form") in {form.value for form in Form}:
        return Form(fields["form"])
    return form_of(str(fields.get("question", "")))


def form_of(question: str) -> Form:
    """The form a question shows by how it ends."""
    question = question.rstrip().lower()
    if not question.endswith("?"):
        return Form.SUMMARY
    return Form.FIRST_PERSON if question.endswith(FIRST_PERSON_ENDS) else Form.QUESTION


def _text(fields: dict[str, Any], key: str) -> str:
    value = fields.get(key)
    if not isinstance(value, str) or not value.strip():
        raise ArticleError(f"`{key}` is missing or is no text.")
    return value


def _optional(fields: dict[str, Any], key: str) -> str:
    value = fields.get(key)
    return value if isinstance(value, str) else ""


def _texts(fields: dict[str, Any], key: str) -> tuple[str, ...]:
    values = fields.get(key) or []
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise ArticleError(f"`{key}` is no list of texts.")
    return tuple(values)


def _article(value: object) -> Article | None:
    if isinstance(value, str) and value.strip():
        return Article(id="given", title="", text=value)
    if isinstance(value, dict) and isinstance(value.get("text"), str):
        title = value.get("title")
        return Article(id="given", title=title if isinstance(title, str) else "", text=value["text"])
    return None

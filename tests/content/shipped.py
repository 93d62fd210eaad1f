"""The texts we ship, read as they lie in the packages."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

from bot.domain import Candidate, Form, Kind, Summary

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

Row = dict[str, Any]


@cache
def rows(package: str, name: str) -> tuple[Row, ...]:
    text = files(package).joinpath(name).read_text(encoding="utf-8")
    return tuple(json.loads(line) for line in text.splitlines())


def articles() -> tuple[Row, ...]:
    return rows("adapters.news", "sample_articles.jsonl")


def reserve() -> tuple[Row, ...]:
    return rows("prompts", "reserve.jsonl")


def examples() -> tuple[Row, ...]:
    return rows("prompts", "examples/summary_riddles.jsonl")


def candidate(row: Row) -> Candidate:
    return Candidate(
        form=Form(row["form"]),
        kind=Kind(row["kind"]),
        question=row["question"],
        answer=row["answer"],
        aliases=tuple(row["aliases"]),
        hints=tuple(row["hints"]),
        explanation=row["explanation"],
        summary=Summary(row["summary"]),
        pipeline="reserve",
    )


def texts(value: object) -> list[str]:
    """Every string in a row, however deep."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for part in value.values() for text in texts(part)]
    return [text for part in value for text in texts(part)] if isinstance(value, list) else []

"""Answers chat requests with recorded replies.

A request belongs to the recorded article whose title or sentences stand in its messages; where several do (examples
in a prompt may quote one), to the one with the most sentences there. It is the compose call when it offers a form for
the reply (`response_format`, `tools`, `functions`, `guided_json`) or when the recorded summary stands in it, else the
summarise call. The repair of a reply gets the same reply again.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from bot.domain import Article
from bot.text import sentences
from tests.doubles.openai_server import Said, error

RECORDED = Path(__file__).parent.parent / "data" / "replies.jsonl"
FORMS = frozenset({"response_format", "tools", "functions", "guided_json"})
DISTINCTIVE = 40
"""Characters from which on a sentence is taken to stand in one article alone."""


@dataclass(frozen=True)
class Recorded:
    """One article with what a model replied to it, and whether the riddle is good."""

    id: str
    article: Article
    summary: str
    compose: str
    good: bool
    fault: str = ""

    @cached_property
    def marks(self) -> tuple[str, ...]:
        """What tells that a text holds this article: its title and its longer sentences."""
        long = (one for one in sentences(self.article.text) if len(one) >= DISTINCTIVE)
        return tuple(map(_flat, (self.article.title, *long)))


@dataclass(frozen=True)
class Replay:
    """The script of a server that replays."""

    records: tuple[Recorded, ...]

    def __call__(self, request: dict[str, Any]) -> Said:
        """Answer one request; 404 when it holds none of the articles."""
        text = _flat("\n".join(_texts(request.get("messages"))))
        found = self.find(text)
        if found is None:
            return error(404, "None of the recorded articles stands in this request.")
        return Said(found.compose if composes(request, text, found) else found.summary)

    def find(self, text: str) -> Recorded | None:
        """The record whose article stands in a flat text."""
        best = max(self.records, key=lambda record: _held(record, text))
        return best if _held(best, text) else None


def composes(request: dict[str, Any], text: str, record: Recorded) -> bool:
    """Whether a request is the compose call, or its repair, rather than the summarise call."""
    return any(request.get(form) for form in FORMS) or _flat(record.summary) in text


def load(path: Path = RECORDED) -> tuple[Recorded, ...]:
    """Read the recorded replies."""
    rows = (json.loads(line) for line in path.read_text("utf-8").splitlines())
    return tuple(
        Recorded(row["id"], _article(row), row["summary"], row["compose"], row["good"], row.get("fault", ""))
        for row in rows
    )


def _article(row: dict[str, Any]) -> Article:
    told = row["article"]
    return Article(id=row["id"], title=told["title"], text=told["text"], url=told["url"], outlet=told["outlet"])


def _held(record: Recorded, text: str) -> int:
    return sum(mark in text for mark in record.marks)


def _texts(messages: Any) -> list[str]:
    """The words of all messages, whether a message's content is a text or a list of parts."""
    contents = [message.get("content") for message in messages or [] if isinstance(message, dict)]
    parts = [part for content in contents for part in (content if isinstance(content, list) else [content])]
    return [part.get("text", "") if isinstance(part, dict) else part for part in parts if part]


def _flat(text: str) -> str:
    return " ".join(text.split())

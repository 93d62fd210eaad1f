"""Forty replies as a model of about four billion parameters writes them, to forty of the sample articles.

They were written by hand for this: no model made them. Each article has the summaries and the replies that such a model
gives one after the other: the first one, then what it makes of the reasons it is told.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

from bot.domain import Article
from bot.text import sentences
from tests.doubles.openai_server import Said, error

WRITTEN = Path(__file__).parent.parent / "data" / "replies_small.jsonl"
DISTINCTIVE = 40


@dataclass(frozen=True)
class Talk:
    """One article, and what is said of it, in order; the last of each stays."""

    article: Article
    summaries: tuple[str, ...]
    replies: tuple[str, ...]

    @property
    def mark(self) -> str:
        """A sentence of the article that stands in no other."""
        return next(one for one in sentences(self.article.text) if len(one) >= DISTINCTIVE)


@dataclass(frozen=True)
class Conversation:
    """The script of a server that goes through the talks, each at its own pace."""

    talks: tuple[Talk, ...]
    given: Counter[tuple[str, str]] = field(default_factory=Counter)

    def __call__(self, request: dict[str, Any]) -> Said:
        """Answer one request; 404 when it holds none of the articles."""
        said = "\n".join(str(turn.get("content")) for turn in request["messages"])
        talk = next((one for one in self.talks if one.mark in said), None)
        if talk is None:
            return error(404, "None of the articles stands in this request.")
        kind, lines = ("riddle", talk.replies) if request.get("response_format") else ("summary", talk.summaries)
        at = self.given[talk.article.id, kind]
        self.given[talk.article.id, kind] += 1
        return Said(lines[min(at, len(lines) - 1)])


def load() -> tuple[Talk, ...]:
    """Read the talks, with the sample articles they are about."""
    rows = map(json.loads, files("adapters.news").joinpath("sample_articles.jsonl").read_text("utf-8").splitlines())
    articles = {row["id"]: Article(row["id"], row["title"], row["text"], outlet="The Sample") for row in rows}
    told = map(json.loads, WRITTEN.read_text("utf-8").splitlines())
    return tuple(Talk(articles[row["id"]], tuple(row["summaries"]), tuple(row["replies"])) for row in told)

"""The news that ships with the program, dated relative to now."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from importlib import resources
from typing import TYPE_CHECKING, Any

from adapters.news.build import newest_first
from bot.domain import Article
from bot.errors import SourceError
from bot.ports.now import system_now

if TYPE_CHECKING:
    from datetime import datetime

    from bot.ports.now import Now

FILE = "sample_articles.jsonl"


class SampleNews:
    """Invented articles to play with where no real news can be had."""

    name = "the sample news"

    def __init__(self, now: Now = system_now) -> None:
        self._now = now

    async def articles(self) -> tuple[Article, ...]:
        """Read the sample, newest first."""
        return await asyncio.to_thread(read_sample, self._now())


def read_sample(now: datetime) -> tuple[Article, ...]:
    """Every article of the sample as if it had just been published; raises `SourceError` when it is damaged."""
    try:
        text = resources.files("adapters.news").joinpath(FILE).read_text("utf-8")
        return tuple(newest_first(_article(json.loads(line), now) for line in text.splitlines() if line.strip()))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SourceError("The sample news that ships with the program is missing or damaged.") from error


def _article(record: dict[str, Any], now: datetime) -> Article:
    return Article(
        id=record["id"],
        title=record["title"],
        text=record["text"],
        outlet=record["outlet"],
        published_at=now - timedelta(hours=record["hours_ago"]),
        topics=tuple(record["topics"]),
    )

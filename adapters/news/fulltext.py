"""The whole article where a feed carries only a teaser."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from adapters.news.named import name_of
from adapters.news.permission import Permission, header_reservation
from bot.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adapters.news.fetch import Fetcher
    from adapters.news.parse import Parser
    from bot.domain import Article

TEASER = 600
"""An item with fewer characters than this is a teaser."""


@dataclass(frozen=True, slots=True)
class PageLimits:
    """How many article pages one visit to a source may fetch, and how large one may be."""

    pages: int = 40
    size: int = 5_000_000


class FullText:
    """Fetches article pages that their publisher lets programs read; else the feed's own text stays."""

    def __init__(self, fetcher: Fetcher, parser: Parser, limits: PageLimits | None = None) -> None:
        self._fetcher = fetcher
        self._parser = parser
        self._permission = Permission(fetcher, parser)
        self._limits = limits or PageLimits()

    async def complete(self, articles: Sequence[Article], seconds: float) -> list[Article]:
        """Give the same articles in the same order, teasers with their full text as far as time and rules allow."""
        wanted = [one for one in articles if len(one.text) < TEASER and one.url][: self._limits.pages]
        found: dict[str, str] = {}
        if wanted and seconds > 0:
            await self._within(seconds, wanted, found)
        return [_longer(one, found.get(one.id, "")) for one in articles]

    async def _within(self, seconds: float, wanted: Sequence[Article], found: dict[str, str]) -> None:
        sites: dict[str, list[Article]] = {}
        for article in wanted:
            sites.setdefault(_site_of(article.url), []).append(article)
        try:
            async with asyncio.timeout(seconds), asyncio.TaskGroup() as group:
                for articles in sites.values():
                    group.create_task(self._site(articles, found))
        except TimeoutError:
            return

    async def _site(self, articles: Sequence[Article], found: dict[str, str]) -> None:
        allowed = await self._permission.allowed([one.url for one in articles])
        async with asyncio.TaskGroup() as group:
            for article in articles:
                if article.url in allowed:
                    group.create_task(self._page(article, found))

    async def _page(self, article: Article, found: dict[str, str]) -> None:
        try:
            page = (await self._fetcher.get(article.url, size=self._limits.size)).good()
            if header_reservation(page) or "html" not in page.content_type.lower():
                return
            if _site_of(page.url) != _site_of(article.url) and not await self._permission.allowed([page.url]):
                return
            [record] = await self._parser.read(
                name_of(article.url), "page", page.body, url=page.url, content_type=page.content_type
            )
        except SourceError:
            return
        text = record.get("text")
        if isinstance(text, str):
            found[article.id] = text


def _site_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _longer(article: Article, text: str) -> Article:
    return replace(article, text=text) if len(text) > len(article.text) else article

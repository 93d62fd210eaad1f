"""One feed: RSS, Atom or JSON Feed, at an address or in a file."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from adapters.news.build import build, newest_first
from adapters.news.known import Known
from adapters.news.named import host_of, is_web, name_of
from adapters.news.reading_file import read_bounded
from bot.errors import FetchRefused, SourceError
from bot.ports.now import system_now

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adapters.news.fetch import Fetcher
    from adapters.news.fulltext import FullText
    from adapters.news.page import Page
    from adapters.news.parse import Parser
    from bot.domain import Article
    from bot.ports.news import FeedMemory
    from bot.ports.now import Now

SECONDS = 18.0
"""What one visit may take, article pages included: less than the deadline of those who wait for it."""

_NO_ADDRESS = ", nor is it an address: those begin with https:// or http://"


class Feed:
    """A feed as a source of news.

    `trusted` says that the operator chose the address. Without `full_text` only the feed's own words are used;
    without a `memory` it is read whole each time.
    """

    def __init__(
        self,
        address: str,
        *,
        fetcher: Fetcher,
        parser: Parser,
        full_text: FullText | None = None,
        memory: FeedMemory | None = None,
        now: Now = system_now,
        outlet: str = "",
        topics: Sequence[str] = (),
        trusted: bool = False,
    ) -> None:
        self._address = address.strip()
        self._fetcher = fetcher
        self._parser = parser
        self._full_text = full_text
        self._memory = memory
        self._now = now
        self._outlet = outlet
        self._topics = tuple(topics)
        self._trusted = trusted

    @property
    def name(self) -> str:
        """The address without its secrets, or the file."""
        return name_of(self._address)

    async def articles(self) -> tuple[Article, ...]:
        """Read the feed, newest first; raises `SourceError` when it cannot be read."""
        deadline = time.monotonic() + SECONDS
        if not is_web(self._address):
            if not self._trusted:
                raise FetchRefused("A feed is given by its http or https address.")
            body = await asyncio.to_thread(read_bounded, self._address, _NO_ADDRESS)
            return await self._complete(await self._parse(body, "", ""), Known(), deadline)
        known = await Known.recall(self._memory, self._address)
        page = (await self._fetcher.get(self._address, headers=known.conditions(), trusted=self._trusted)).good()
        articles = list(known.articles) if page.unchanged else await self._parse(page.body, page.content_type, page.url)
        whole = await self._complete(articles, known, deadline)
        await self._remember(page, known, whole)
        return whole

    async def _parse(self, body: bytes, content_type: str, url: str) -> list[Article]:
        records = await self._parser.read(self.name, "feed", body, content_type=content_type, url=url)
        if not records:
            raise SourceError(f"{self.name} could not be read.")
        about, *items = records
        outlet = self._outlet or outlet_of(str(about.get("outlet", ""))) or host_of(self._address)
        for item in items:
            item["outlet"] = self._outlet or item.get("outlet", "")
        return build(items, self._now(), outlet, self._topics)

    async def _complete(self, articles: list[Article], known: Known, deadline: float) -> tuple[Article, ...]:
        articles = known.lend_text(articles)
        if self._full_text is not None:
            articles = await self._full_text.complete(articles, deadline - time.monotonic())
        return tuple(newest_first(one for one in articles if one.text))

    async def _remember(self, page: Page, known: Known, articles: tuple[Article, ...]) -> None:
        if self._memory is not None and articles:
            await known.renewed(page, articles).keep(self._memory, self._address)


def outlet_of(title: str) -> str:
    """The outlet in a feed's title: "World news | The Herald" is The Herald's."""
    return title.rsplit(" | ", 1)[-1].strip()[:80]

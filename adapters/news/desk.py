"""Everything that reads news, opened and closed together; what the wiring needs to know of this package."""

from __future__ import annotations

from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Self

from adapters.news.default_feeds import default_feed
from adapters.news.feed import Feed
from adapters.news.fetch import Fetcher, user_agent
from adapters.news.files import ArticleFile
from adapters.news.fulltext import FullText
from adapters.news.guardian import Guardian
from adapters.news.newsapi import NewsApi
from adapters.news.parse import Bounds, Parser
from bot.ports.now import system_now

if TYPE_CHECKING:
    from types import TracebackType

    from bot.ports.news import FeedMemory
    from bot.ports.now import Now

PAGE_SECONDS = 4.0
"""What the reading of one article page may take; a good one takes a fiftieth of a second."""


class NewsDesk:
    """Makes sources that share one client, their parsers and one knowledge of what sites allow.

    `allow_private` lets feeds that the operator named be on a private network; `home` is an address under which the
    operator can be found, told to every server; `trust_env` goes through the proxies of the environment.
    """

    def __init__(
        self,
        *,
        memory: FeedMemory | None = None,
        now: Now = system_now,
        allow_private: bool = False,
        home: str = "",
        trust_env: bool = False,
    ) -> None:
        self._memory = memory
        self._now = now
        self._fetcher = Fetcher(agent=user_agent(home), allow_private=allow_private, trust_env=trust_env)
        self._parser = Parser()
        # Pages have parsers of their own: forty bad ones must not keep the feeds waiting.
        self._page_parser = Parser(bounds=Bounds(seconds=PAGE_SECONDS))
        self._full_text = FullText(self._fetcher, self._page_parser)
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        """Open the client; the parsers start when they are needed."""
        await self._stack.enter_async_context(self._parser)
        await self._stack.enter_async_context(self._page_parser)
        await self._stack.enter_async_context(self._fetcher)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the client and end the parsers."""
        await self._stack.aclose()

    def feed(self, address: str, *, trusted: bool = True) -> Feed:
        """A feed at an address or in a file; `trusted` is False for what a community's admin entered."""
        ours = default_feed(address)
        return Feed(
            address,
            fetcher=self._fetcher,
            parser=self._parser,
            full_text=self._full_text,
            memory=self._memory,
            now=self._now,
            outlet=ours.outlet if ours else "",
            topics=ours.topics if ours else (),
            trusted=trusted,
        )

    def article_file(self, path: str) -> ArticleFile:
        """A file given by hand."""
        return ArticleFile(path, parser=self._parser, now=self._now)

    def newsapi(self, key: str) -> NewsApi:
        """NewsAPI.org with a key."""
        return NewsApi(key, fetcher=self._fetcher, parser=self._parser, full_text=self._full_text, now=self._now)

    def guardian(self, key: str) -> Guardian:
        """The Guardian Open Platform with a key."""
        return Guardian(key, fetcher=self._fetcher, parser=self._parser, now=self._now)

"""NewsAPI.org: top headlines."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from adapters.news.build import build
from adapters.news.feed import SECONDS
from bot.errors import SourceError
from bot.ports.now import system_now

if TYPE_CHECKING:
    from adapters.news.fetch import Fetcher
    from adapters.news.fulltext import FullText
    from adapters.news.parse import Parser
    from bot.domain import Article
    from bot.ports.now import Now

BASE_URL = "https://newsapi.org"

_CODES = {
    "apiKeyInvalid": "does not know the key in NEWSAPI_KEY",
    "apiKeyDisabled": "has disabled the key in NEWSAPI_KEY",
    "apiKeyExhausted": "has given all that the key in NEWSAPI_KEY may ask for today",
    "apiKeyMissing": "wants a key in NEWSAPI_KEY",
    "rateLimited": "says that we ask too often; it will answer again later",
}
_STATUSES = {401: _CODES["apiKeyInvalid"], 426: "wants a paid plan for this", 429: _CODES["rateLimited"]}


class NewsApi:
    """The headlines of the day; NewsAPI cuts its texts, so the articles' own pages are read where allowed."""

    name = "NewsAPI.org"

    def __init__(
        self,
        key: str,
        *,
        fetcher: Fetcher,
        parser: Parser,
        full_text: FullText | None = None,
        base_url: str = BASE_URL,
        language: str = "en",
        now: Now = system_now,
    ) -> None:
        self._key = key
        self._fetcher = fetcher
        self._parser = parser
        self._full_text = full_text
        self._url = f"{base_url.rstrip('/')}/v2/top-headlines?{urlencode({'language': language, 'pageSize': 100})}"
        self._now = now

    async def articles(self) -> tuple[Article, ...]:
        """Read the headlines, newest first; raises `SourceError` when it refuses or cannot be read."""
        deadline = time.monotonic() + SECONDS
        page = await self._fetcher.get(self._url, headers={"X-Api-Key": self._key}, trusted=True)
        if page.status in _STATUSES:
            raise SourceError(f"{self.name} {_STATUSES[page.status]}.")
        about, *items = await self._parser.read(self.name, "newsapi", page.body)
        if "code" in about:
            said = _CODES.get(about["code"]) or f"refuses: {about['refused'] or about['code'] or page.status}"
            raise SourceError(f"{self.name} {said.rstrip('.')}.")
        articles = build(items, self._now(), self.name)
        if self._full_text is not None:
            articles = await self._full_text.complete(articles, deadline - time.monotonic())
        return tuple(one for one in articles if one.text)

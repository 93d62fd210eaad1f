"""The Guardian Open Platform: whole articles, free for non-commercial use with a key."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from adapters.news.build import build
from bot.errors import SourceError
from bot.ports.now import system_now

if TYPE_CHECKING:
    from adapters.news.fetch import Fetcher
    from adapters.news.parse import Parser
    from bot.domain import Article
    from bot.ports.now import Now

BASE_URL = "https://content.guardianapis.com"

_STATUSES = {
    401: "does not know the key in GUARDIAN_API_KEY",
    403: "does not know the key in GUARDIAN_API_KEY",
    429: "says that we ask too often; it will answer again later",
}


class Guardian:
    """The newest articles of every section but opinion and live blogs."""

    name = "the Guardian Open Platform"

    def __init__(
        self, key: str, *, fetcher: Fetcher, parser: Parser, base_url: str = BASE_URL, now: Now = system_now
    ) -> None:
        asked = {
            "type": "article",
            "tag": "-tone/minutebyminute,-tone/comment",
            "order-by": "newest",
            "page-size": 50,
            "show-fields": "headline,trailText,body,bodyText",
            "api-key": key,
        }
        self._url = f"{base_url.rstrip('/')}/search?{urlencode(asked)}"
        self._fetcher = fetcher
        self._parser = parser
        self._now = now

    async def articles(self) -> tuple[Article, ...]:
        """Read the newest articles; raises `SourceError` when it refuses or cannot be read."""
        page = await self._fetcher.get(self._url, trusted=True)
        if page.status in _STATUSES:
            raise SourceError(f"{self.name} {_STATUSES[page.status]}.")
        about, *items = await self._parser.read(self.name, "guardian", page.body)
        if "refused" in about:
            said = about["refused"] or f"HTTP {page.status}"
            raise SourceError(f"{self.name} refuses: {said.rstrip('.')}.")
        return tuple(one for one in build(items, self._now(), "The Guardian") if one.text)

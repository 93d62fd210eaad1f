"""What is known of a feed since the last visit: validators, and the articles with their full text."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

from adapters.news.fulltext import TEASER
from bot.domain import Article  # noqa: TC001 - the type is needed when the memory is read
from bot.errors import StoreError
from bot.records import dump, load

if TYPE_CHECKING:
    from adapters.news.page import Page
    from bot.ports.news import FeedMemory

_LONGEST_VALIDATOR = 500
_MOST_BYTES = 2_000_000


@dataclass(frozen=True, slots=True)
class _Kept:
    """The shape of the memory's `body`."""

    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """The last good answer of a feed, or nothing."""

    etag: str = ""
    last_modified: str = ""
    articles: tuple[Article, ...] = ()

    @classmethod
    async def recall(cls, memory: FeedMemory | None, url: str) -> Self:
        """Ask the memory; one that fails or holds something else knows nothing."""
        if memory is None:
            return cls()
        try:
            kept = await memory.recall(url)
            articles = load(_Kept, kept["body"]).articles if kept.get("body") else ()
        except StoreError:
            return cls()
        return cls(kept.get("etag", ""), kept.get("last_modified", ""), articles) if articles else cls()

    def conditions(self) -> dict[str, str]:
        """The headers that ask for news only."""
        given = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in given.items() if value}

    def lend_text(self, articles: list[Article]) -> list[Article]:
        """Give teasers the full text that was fetched for them before."""
        texts = {one.id: one.text for one in self.articles if len(one.text) >= TEASER}
        return [
            replace(one, text=texts[one.id]) if len(one.text) < TEASER and one.id in texts else one for one in articles
        ]

    def renewed(self, page: Page, articles: tuple[Article, ...]) -> Known:
        """The knowledge after another visit."""
        return Known(
            _validator(page.headers.get("etag", "")) or (self.etag if page.unchanged else ""),
            _validator(page.headers.get("last-modified", "")) or (self.last_modified if page.unchanged else ""),
            articles,
        )

    async def keep(self, memory: FeedMemory, url: str) -> None:
        """Put it into the memory, unless it is too much; a memory that fails costs nothing but a longer next visit."""
        body = dump(_Kept(self.articles))
        if len(body) > _MOST_BYTES:
            return
        try:
            await memory.remember(url, {"etag": self.etag, "last_modified": self.last_modified, "body": body.decode()})
        except StoreError:
            return


def _validator(value: str) -> str:
    """A validator is sent back as it came; what could not be sent is dropped."""
    return value if value.isascii() and value.isprintable() and len(value) <= _LONGEST_VALIDATOR else ""

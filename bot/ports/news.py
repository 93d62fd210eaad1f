"""News, from wherever it comes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from bot.domain import Article


class NewsSource(Protocol):
    """One place that gives articles."""

    @property
    def name(self) -> str:
        """What a person calls it: an address without its secrets, a file, "sample news"."""

    async def articles(self) -> tuple[Article, ...]:
        """Read what it has now, newest first.

        Raises `SourceError` with a sentence when it cannot be read; an item that cannot be used is left out.
        """


@runtime_checkable
class LeavesOut(Protocol):
    """A source that tells which of its items could not be used at the last reading."""

    @property
    def left_out(self) -> tuple[str, ...]:
        """A sentence for each."""


class FeedMemory(Protocol):
    """What a source remembers between two visits, so that an unchanged feed is not sent again."""

    async def recall(self, url: str) -> dict[str, str]:
        """The validators (`etag`, `last_modified`) and `body` of the last good answer, or nothing."""

    async def remember(self, url: str, known: dict[str, str]) -> None:
        """Keep them for a while: the body holds the texts of articles."""

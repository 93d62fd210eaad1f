"""Where the texts of articles are kept for a while."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, timedelta

    from bot.domain import Article


class ArticleStore(Protocol):
    """Texts of other people's articles: kept as long as a day's riddles need them, then gone by themselves."""

    async def keep(self, deck: str, day: date, articles: Sequence[Article], kept: timedelta) -> None:
        """Keep the articles of an edition; those kept before for that day are replaced."""

    async def prolong(self, deck: str, day: date) -> None:
        """Keep them as long from now on as was said at first: the edition was posted once more."""

    async def articles(self, deck: str, day: date) -> tuple[Article, ...]:
        """The articles of an edition, or nothing once their time is up."""

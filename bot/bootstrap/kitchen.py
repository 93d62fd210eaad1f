"""Where riddles are made: the store, the news desk, and what makes an edition or a draft of them."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.bootstrap.models import way
from bot.bootstrap.news import gather, open_desk, sample, sources
from bot.bootstrap.store import deck, open_store
from bot.errors import ArticleError
from bot.ports.now import system_now

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence
    from pathlib import Path

    from adapters.news.desk import NewsDesk
    from bot.domain import Article, Decision, Deck
    from bot.ports.news import NewsSource
    from bot.ports.now import Now
    from bot.riddles.draft import Drafter
    from bot.riddles.edition import Editor
    from bot.riddles.making import Maker
    from bot.settings import Settings


@dataclass(frozen=True, slots=True)
class Kitchen:
    """Where riddles are made."""

    deck: Deck
    editor: Editor
    drafter: Drafter
    desk: NewsDesk
    settings: Settings
    now: Now
    progress: Callable[[str], None]
    warn: Callable[[str], None]

    async def read(self, *, feeds: Sequence[str] = (), files: Sequence[Path] = ()) -> tuple[Article, ...]:
        """Read the given sources alone, or those of the deck; raises when they give no article at all.

        Where none of the deck's own sources can be read, the sample is taken, and said as such.
        """
        given: list[NewsSource] = [self.desk.article_file(str(file)) for file in files]
        given += [self.desk.feed(feed) for feed in feeds]
        self.progress("Reading the articles" if given else "Reading the news")
        read = await gather(given or sources(self.settings, self.desk))
        for failure in read.failures:
            self.warn(failure)
        if read.articles:
            return read.articles
        if given:
            raise ArticleError(read.failures[0] if read.failures else "The sources hold no article that can be read.")
        self.warn("No news source could be read, so the sample news was taken.")
        return (await self.editor.sample()).articles

    async def decide(self, *, feeds: Sequence[str] = (), files: Sequence[Path] = ()) -> tuple[Decision, ...]:
        """Decide about each article as the edition of today would."""
        articles = await self.read(feeds=feeds, files=files)
        return await self.editor.decide(articles, fresh=not (feeds or files))


@asynccontextmanager
async def open_kitchen(
    settings: Settings, progress: Callable[[str], None], warn: Callable[[str], None] = lambda _: None
) -> AsyncIterator[Kitchen]:
    """Open the store and the news desk, and wire what makes riddles; `warn` hears of each source that failed."""
    from bot.riddles.draft import Drafter
    from bot.riddles.edition import Editor
    from bot.riddles.press import READ_SECONDS

    async with open_store(settings) as store, open_desk(settings, store.feeds) as desk:
        chosen, made = deck(settings), maker(settings, progress)
        editor = Editor(
            deck=chosen,
            editions=store.editions,
            articles=store.articles,
            news=lambda seconds=READ_SECONDS: gather(sources(settings, desk), seconds),
            sample=sample,
            maker=made,
            now=system_now,
            article_hours=settings.article_hours,
            results=store.results,
            progress=progress,
            warn=warn,
        )
        drafter = Drafter(chosen, store.editions, made, system_now, progress)
        yield Kitchen(chosen, editor, drafter, desk, settings, system_now, progress, warn)


def maker(settings: Settings, progress: Callable[[str], None]) -> Maker:
    """What makes riddles of stories within `RIDDLE_BREW_SECONDS`."""
    from bot.riddles.craft import Crafter
    from bot.riddles.making import Maker as RiddleMaker

    return RiddleMaker(Crafter(), way(settings, progress), seconds=settings.brew_seconds, progress=progress)

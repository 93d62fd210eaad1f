"""Where riddles are made: the store, the news desk, and what makes an edition or a draft of them."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.bootstrap.models import way
from bot.bootstrap.news import gather, open_desk, sample, sources
from bot.bootstrap.store import deck, open_store
from bot.domain import DEFAULT_DECK, deck_owner
from bot.errors import ArticleError, UsageError
from bot.ports.now import system_now
from bot.text import one_line

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
    from pathlib import Path

    from adapters.news.desk import NewsDesk
    from bot.domain import Article, Decision, Deck
    from bot.ports.decks import DeckStore
    from bot.ports.news import NewsSource
    from bot.ports.now import Now
    from bot.ports.spending import Spending
    from bot.riddles.draft import Drafter
    from bot.riddles.edition import Editor
    from bot.riddles.making import Maker
    from bot.riddles.press import News, Read
    from bot.settings import Settings


@dataclass(frozen=True, slots=True)
class Kitchen:
    """Where the riddles of a deck are made; `of` gives the one of another deck, with the same model.

    What communities named is read at a desk of its own, `strangers`, which trusts no address the operator trusts.
    """

    deck: Deck
    decks: DeckStore
    strangers: NewsDesk
    editor: Editor
    drafter: Drafter
    desk: NewsDesk
    settings: Settings
    now: Now
    progress: Callable[[str], None]
    warn: Callable[[str], None]

    async def of(self, name: str) -> Kitchen:
        """The kitchen of a deck by the name it is kept under; one that is no more plays what `default` plays."""
        from bot.riddles.borrowing import REMOVED

        if name == self.deck.name:
            return self
        found = await self.decks.deck(name)
        deck = found or replace(self.deck, name=name, owner=deck_owner(name))
        desk = self.strangers if deck.owner and deck.feeds else self.desk
        editor = replace(
            self.editor,
            deck=deck,
            news=news_of(self.settings, desk, deck),
            lender=self.editor.lender or self.editor,
            borrows="" if found else REMOVED,
        )
        return replace(self, deck=deck, desk=desk, editor=editor, drafter=replace(self.drafter, deck=deck))

    async def read(self, *, feeds: Sequence[str] = (), files: Sequence[Path] = ()) -> tuple[Article, ...]:
        """Read the given sources alone, or those of the deck; raises when they give no article at all.

        Where none of the deck's own sources can be read, the sample is taken, and said as such.
        """
        given: list[NewsSource] = [self.desk.article_file(str(file)) for file in files]
        given += [self.desk.feed(feed) for feed in feeds]
        self.progress("Reading the articles" if given else "Reading the news")
        read = await gather(given or sources(self.settings, self.desk, self.deck))
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
    settings: Settings,
    progress: Callable[[str], None],
    warn: Callable[[str], None] = lambda _: None,
    deck_name: str = DEFAULT_DECK,
) -> AsyncIterator[Kitchen]:
    """Open the store and the news desk, and wire what makes riddles; `warn` hears of each source that failed.

    Raises `UsageError` where there is no deck of that name.
    """
    from bot.riddles.draft import Drafter
    from bot.riddles.edition import Editor

    async with (
        open_store(settings) as store,
        open_desk(settings, store.feeds) as desk,
        open_desk(settings, store.feeds, allow_private=False) as strangers,
    ):
        chosen, made = deck(settings), maker(settings, progress, store.spending)
        editor = Editor(
            deck=chosen,
            editions=store.editions,
            articles=store.articles,
            news=news_of(settings, desk, chosen),
            sample=sample,
            maker=made,
            now=system_now,
            article_hours=settings.article_hours,
            results=store.results,
            progress=progress,
            warn=warn,
            decks=store.decks,
        )
        drafter = Drafter(chosen, store.editions, made, system_now, progress)
        kitchen = Kitchen(chosen, store.decks, strangers, editor, drafter, desk, settings, system_now, progress, warn)
        await known_deck(store.decks, deck_name)
        yield await kitchen.of(deck_name)


async def known_deck(decks: DeckStore, name: str) -> Deck:
    """The deck of the name it is kept under; raises `UsageError` where there is none."""
    found = await decks.deck(name)
    if found is None:
        raise UsageError(f"There is no deck {one_line(name, 60)}; `riddle decks list --all` shows those there are.")
    return found


def news_of(settings: Settings, desk: NewsDesk, chosen: Deck) -> News:
    """What reads the news of a deck."""
    from bot.riddles.press import READ_SECONDS

    def news(seconds: float = READ_SECONDS) -> Awaitable[Read]:
        return gather(sources(settings, desk, chosen), seconds)

    return news


def maker(settings: Settings, progress: Callable[[str], None], spending: Spending | None = None) -> Maker:
    """What makes riddles of stories within `RIDDLE_BREW_SECONDS`."""
    from bot.riddles.craft import Crafter
    from bot.riddles.making import Maker as RiddleMaker

    return RiddleMaker(Crafter(), way(settings, progress, spending), seconds=settings.brew_seconds, progress=progress)

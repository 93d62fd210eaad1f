"""Makes an edition: of today's news, else of the reserve, else of the sample, and said as such."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Protocol, Self

from bot.domain import Edition, Origin, Story, edition_number
from bot.errors import NothingToPlay
from bot.news.choose import choose
from bot.riddles.borrowing import NONE_FIT, SPENT, lent
from bot.riddles.daybook import asked_before, choosing, merged, unplayed, week
from bot.riddles.making import Order
from bot.riddles.reckoning import Reckoner, results_of
from bot.riddles.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from datetime import date

    from bot.domain import Article, Decision, Deck, Riddle
    from bot.ports.articles import ArticleStore
    from bot.ports.decks import DeckStore
    from bot.ports.editions import EditionStore
    from bot.ports.now import Now
    from bot.ports.results import ResultStore
    from bot.riddles.making import Batch, Maker

STORIES = 20
"""Most stories of a day that riddles are tried on."""

SPARES = 3
"""Riddles that are kept beside an edition, for a host's Next and for what has to be replaced."""

ARCHIVE_DAYS = 60
"""How far back a riddle has to be new."""

READ_SECONDS = 25.0
"""Longest that all sources together are read: a fetch ends after 20 s by itself, its pages need a moment."""

NO_NEWS = "No news source could be reached, so the sample news was taken; `riddle doctor` tells why."
NO_NEWS_RESERVE = "No news source could be reached, so these riddles are from the reserve."
FROM_RESERVE = "The day's news gave too few riddles; what was missing is from the reserve."
FROM_SAMPLE = "Neither the news nor the reserve gave a new riddle; this one is from the sample news, played before."


@dataclass(frozen=True, slots=True)
class Read:
    """What the sources gave, and a sentence for each that gave nothing."""

    articles: tuple[Article, ...]
    failures: tuple[str, ...] = ()


class News(Protocol):
    """Reads the news of the deck, and the sample that ships."""

    def __call__(self, seconds: float = READ_SECONDS) -> Awaitable[Read]:
        """Read all sources once, none of them longer than that."""


class Lender(Protocol):
    """Who makes the edition of the deck `default`."""

    @property
    def deck(self) -> Deck:
        """That deck."""

    async def edition(self, day: date) -> Edition:
        """Its edition of a day."""

    def like(self, other: Press) -> Lender:
        """The same with the clock, the model and the haste of another."""


@dataclass(frozen=True, slots=True)
class Press:
    """Makes editions of a deck, and writes none.

    `timeless` lets the reserve stand in before the sample where no news source can be reached: as people who play
    every day want it, and not one who tries the program without a network. `decks` counts what the deck spends on
    models. A deck that cannot make its own edition plays the one of `lender`: because its share is spent, or because
    of `borrows`, a sentence that says why.
    """

    deck: Deck
    editions: EditionStore
    articles: ArticleStore
    news: News
    sample: News
    maker: Maker
    now: Now
    article_hours: float = 24
    results: ResultStore | None = None
    progress: Callable[[str], None] = lambda _: None
    warn: Callable[[str], None] = lambda _: None
    timeless: bool = False
    decks: DeckStore | None = None
    lender: Lender | None = None
    borrows: str = ""

    def like(self, other: Press) -> Self:
        """The same with the clock, the model and the haste of another."""
        return replace(self, now=other.now, maker=other.maker, timeless=other.timeless, decks=other.decks)

    def shelf(self, day: date) -> Shelf:
        """What the deck keeps for a bad day."""
        return Shelf(self.editions, self.deck, day)

    async def make(self, day: date, seconds: float = READ_SECONDS) -> Edition:
        """Make an edition without writing it; the news is read for so many seconds at most."""
        left = await self.decks.left(self.deck.name, self._today()) if self.decks else None
        reason = self.borrows or (SPENT if left is not None and left <= 0 else "")
        if self.lender and reason:
            return await self._borrowed(self.lender, day, reason)
        return await self._fresh(day, seconds, left)

    async def _fresh(self, day: date, seconds: float, tokens: int | None) -> Edition:
        read, origin = await self._read(seconds)
        stories, decisions = await self._stories(read.articles, day)
        past = await self.editions.recent(self.deck.name, day, ARCHIVE_DAYS)
        batch = await self._batch(stories, past, day, tokens)
        riddles, notices = list(batch.riddles), [NO_NEWS if origin is Origin.SAMPLE else "", batch.notice]
        missing = self.deck.per_day - len(riddles)
        if missing > 0:
            others, said = await self._fill(day, missing, past, riddles)
            notices.append(said if read.articles else NO_NEWS_RESERVE)
            origin = Origin.MIXED if riddles else Origin.RESERVE
            riddles += others
        if not riddles:
            nowhere = "neither the news, nor the reserve, nor the sample gives one"
            raise NothingToPlay(f"There is no riddle for {day}: {nowhere}.")
        await self.editions.add_reserve(self.deck.name, unplayed(past))
        await self._keep(day, stories, riddles, batch.spares)
        made = await self.as_edition(day, riddles, origin, notices)
        return replace(made, decisions=merged(decisions, batch), usage=batch.usage, spares=batch.spares)

    async def _batch(self, stories: Sequence[Story], past: Sequence[Edition], day: date, tokens: int | None) -> Batch:
        """Have riddles made, and count what that took."""
        order = Order(
            stories,
            self.deck.per_day,
            asked_before(past),
            self.deck.strictness,
            day.toordinal(),
            week(past),
            await self._chances(past, day),
            spares=SPARES,
            tokens=tokens,
        )
        batch = await self.maker.make(order)
        if self.decks and batch.usage.tokens:
            await self.decks.spend(self.deck.name, self._today(), batch.usage.tokens)
        return batch

    async def _borrowed(self, lender: Lender, day: date, reason: str) -> Edition:
        """What another deck plays that day, as this deck's edition; the reserve where nothing of it suits."""
        theirs = await lender.like(self).edition(day)
        texts = await self.articles.articles(theirs.deck, day)
        found = lent(theirs, lender.deck, self.deck, texts)
        riddles, spares = found[: self.deck.per_day], found[self.deck.per_day :]
        if not riddles:
            past = await self.editions.recent(self.deck.name, day, ARCHIVE_DAYS)
            stock = await self.shelf(day).any(self.deck.per_day, past)
            return await self.as_edition(day, stock, Origin.RESERVE, (reason, NONE_FIT))
        await self._keep(day, [Story((text,)) for text in texts], riddles, spares)
        made = await self.as_edition(day, riddles, theirs.origin, (reason, theirs.notice))
        return replace(made, decisions=theirs.decisions, spares=spares[:SPARES])

    async def as_edition(self, day: date, riddles: Sequence[Riddle], origin: Origin, said: Sequence[str]) -> Edition:
        """The edition that some riddles make."""
        return Edition(
            deck=self.deck.name,
            date=day,
            number=edition_number(await self.editions.first_date(self.deck.name, day), day),
            riddles=tuple(riddles),
            origin=origin,
            decisions=(),
            made_at=self.now(),
            notice=" ".join(filter(None, said)),
        )

    async def _read(self, seconds: float) -> tuple[Read, Origin]:
        """Read the news, or the sample where no source gives anything; failures are told on the way."""
        self.progress("Reading the news")
        read = await self.news(seconds)
        for failure in read.failures:
            self.warn(failure)
        return (read, Origin.NEWS) if read.articles or self.timeless else (await self.sample(), Origin.SAMPLE)

    async def _stories(self, articles: Sequence[Article], day: date) -> tuple[tuple[Story, ...], tuple[Decision, ...]]:
        self.progress(choosing(len(articles)))
        used = await self.editions.used(self.deck.name)
        end = min(self.now(), datetime.combine(day + timedelta(days=1), time(), UTC) + timedelta(hours=12))
        choice = await asyncio.to_thread(
            choose,
            articles,
            day_end=end,
            used=used,
            strictness=self.deck.strictness,
            topics=self.deck.topics,
            limit=STORIES,
        )
        return choice.stories, choice.decisions

    async def _chances(self, past: Sequence[Edition], day: date) -> Reckoner:
        """What the players of the deck are expected to solve, by what they solved."""
        tallies = await self.results.tallies(self.deck.name, day, ARCHIVE_DAYS) if self.results else ()
        return Reckoner.of(results_of(past, tallies, day))

    async def _fill(
        self, day: date, count: int, past: Sequence[Edition], beside: Sequence[Riddle]
    ) -> tuple[list[Riddle], str]:
        """Riddles for a bad day, and what to say of them: the reserve, else the least recently played of the sample.

        They stand `beside` what the news gave, where it gave something.
        """
        self.progress("Taking from the reserve")
        riddles = await self.shelf(day).new(count, past, beside)
        if riddles:
            return riddles, FROM_RESERVE
        sample = await self.sample()
        choice = await asyncio.to_thread(
            choose,
            sample.articles,
            day_end=self.now(),
            used=frozenset(),
            strictness=self.deck.strictness,
            limit=STORIES,
        )
        order = Order(choice.stories, len(choice.stories), strictness=self.deck.strictness)
        batch = await self.maker.without_model().make(order)  # nobody's share pays for what is no news
        return await self.shelf(day).of(batch.riddles, count, past, beside), FROM_SAMPLE

    async def _keep(
        self, day: date, stories: Sequence[Story], riddles: Sequence[Riddle], spares: Sequence[Riddle]
    ) -> None:
        """Remember which stories were played, and keep the texts of all that may be."""
        await self.editions.mark_used(self.deck.name, [one.id for one in texts_of(stories, riddles)], day)
        texts = texts_of(stories, (*riddles, *spares))
        await self.articles.keep(self.deck.name, day, texts, timedelta(hours=self.article_hours))

    def _today(self) -> date:
        return self.now().astimezone(UTC).date()


def texts_of(stories: Sequence[Story], riddles: Sequence[Riddle]) -> list[Article]:
    """The articles of those stories that riddles were made of."""
    ids = {riddle.article.id for riddle in riddles if riddle.article}
    return [article for story in stories if story.lead.id in ids for article in story.articles]

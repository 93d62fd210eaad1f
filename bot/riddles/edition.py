"""The edition of a day: today's news, else the reserve, else the sample, and said as such."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Protocol

from bot.domain import Edition, Origin, edition_number
from bot.errors import NothingToPlay, StoreError
from bot.news.choose import choose
from bot.riddles.daybook import asked_before, choosing, merged, week
from bot.riddles.making import Order
from bot.riddles.reckoning import Reckoner, results_of
from bot.riddles.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from datetime import date

    from bot.domain import Article, Decision, Deck, Riddle, Story
    from bot.ports.articles import ArticleStore
    from bot.ports.editions import EditionStore
    from bot.ports.now import Now
    from bot.ports.results import ResultStore
    from bot.riddles.making import Maker

STORIES = 20
"""Most stories of a day that riddles are tried on."""

ARCHIVE_DAYS = 60
"""How far back a riddle has to be new."""

LEASE = timedelta(seconds=60)
"""How long a process that died holds up the others."""

OLDEST = timedelta(days=7)
"""How long ago a missing edition may be to be made still; an older one would only renumber the others."""

NO_NEWS = "No news source could be reached, so the sample news was taken; `riddle doctor` tells why."
NO_NEWS_RESERVE = "No news source could be reached, so these riddles are from the reserve."
NOT_READ = "The day's news was not read in time, so these riddles are from the reserve."
PLAYED_BEFORE = "Some of them were played before."
FROM_RESERVE = "The day's news gave too few riddles; what was missing is from the reserve."
FROM_SAMPLE = "Neither the news nor the reserve gave a new riddle; this one is from the sample news, played before."

READ_SECONDS = 25.0
"""Longest that all sources together are read: a fetch ends after 20 s by itself, its pages need a moment."""

READ_SHARE = 0.5
"""Share of a short time that is given to reading the news ..."""

CRAFT_SHARE = 0.8
"""... and by which a riddle has to be made of it."""

POLL_SECONDS = 0.5
"""How often one looks whether another process has finished the edition."""


@dataclass(frozen=True, slots=True)
class Read:
    """What the sources gave, and a sentence for each that gave nothing."""

    articles: tuple[Article, ...]
    failures: tuple[str, ...] = ()


class News(Protocol):
    """Reads the news of the deck, and the sample that ships."""

    def __call__(self, seconds: float = READ_SECONDS) -> Awaitable[Read]:
        """Read all sources once, none of them longer than that."""


@dataclass(frozen=True, slots=True)
class Editor:
    """Makes the edition of a day, once, whoever asks first.

    `timeless` lets the reserve stand in before the sample where no news source can be reached: as people who play
    every day want it, and not one who tries the program without a network.
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

    @property
    def shelf(self) -> Shelf:
        """What the deck keeps for bad days."""
        return Shelf(self.editions, self.deck.name)

    async def edition(self, day: date) -> Edition:
        """The edition of a day, made now where it is missing; another process that makes it is waited for."""
        while True:
            standing = await self.editions.edition(self.deck.name, day)
            if standing is not None:
                return standing
            self._refuse_old(day)
            async with self.editions.making(self.deck.name, day, LEASE) as mine:
                if mine:
                    return await self.editions.put(await self.make(day))
            self.progress("Another process is making the edition; waiting for it")
            await asyncio.sleep(POLL_SECONDS)

    async def again(self, day: date) -> Edition:
        """Make the edition anew in the place of one that nobody has played yet."""
        async with self.editions.making(self.deck.name, day, LEASE) as mine:
            if not mine:
                raise StoreError("Another process is making this edition right now; try again when it is done.")
            return await self.publish(await self.make(day))

    async def publish(self, edition: Edition) -> Edition:
        """Let an edition be played, in the place of one that nobody has played yet."""
        standing = await self.editions.put(edition)
        if standing == edition:
            return edition
        if not await self.editions.replace(edition):
            raise StoreError(f"The edition of {edition.date} is being played already; it stays as it is.")
        return edition

    async def stand_in(self, day: date) -> Edition:
        """The edition of a day as it stands; where it is missing, one from the reserve at once.

        Nobody is waited for: who was making one meanwhile finds this, and his riddles go to the reserve.
        """
        standing = await self.editions.edition(self.deck.name, day)
        if standing is not None:
            return standing
        self._refuse_old(day)
        past = await self.editions.recent(self.deck.name, day, ARCHIVE_DAYS)
        heard = {answer for _, answer in asked_before(past)}
        riddles = await self.shelf.any(self.deck.per_day, past)
        again = PLAYED_BEFORE if any(riddle.answer in heard for riddle in riddles) else ""
        made = await self._as_edition(day, riddles, Origin.RESERVE, (NOT_READ, again))
        return await self.editions.put(made)

    async def quick(self, day: date, seconds: float) -> Edition:
        """The edition of a day within some seconds: of the news without a model where there is time, else stood in."""
        standing = await self.editions.edition(self.deck.name, day)
        if standing is not None:
            return standing
        self._refuse_old(day)
        hasty = replace(self, maker=self.maker.without_model(seconds * (CRAFT_SHARE - READ_SHARE)), timeless=True)
        try:
            async with asyncio.timeout(seconds * CRAFT_SHARE):
                made = await hasty.make(day, seconds * READ_SHARE)
        except (TimeoutError, NothingToPlay):
            return await self.stand_in(day)
        return await self.editions.put(made)

    def _refuse_old(self, day: date) -> None:
        if day < self.now().date() - OLDEST:
            raise NothingToPlay(f"There is no edition of {day}, and none is made for a day so long past.")

    async def decide(self, articles: Sequence[Article], *, fresh: bool = True) -> tuple[Decision, ...]:
        """Decide about each article as today's edition would; `fresh=False` forgives age and use."""
        used = await self.editions.used(self.deck.name)
        choice = await asyncio.to_thread(
            choose,
            articles,
            day_end=self.now(),
            used=used,
            strictness=self.deck.strictness,
            limit=STORIES if fresh else len(articles),
            fresh=fresh,
            variety=fresh,
        )
        return choice.decisions

    async def make(self, day: date, seconds: float = READ_SECONDS) -> Edition:
        """Make an edition without writing it; the news is read for so many seconds at most."""
        read, origin = await self._read(seconds)
        stories, decisions = await self._stories(read.articles, day)
        past = await self.editions.recent(self.deck.name, day, ARCHIVE_DAYS)
        batch = await self.maker.make(
            Order(
                stories,
                self.deck.per_day,
                asked_before(past),
                self.deck.strictness,
                _seed(day),
                week(past),
                await self._chances(past, day),
            )
        )
        riddles, notices = list(batch.riddles), [NO_NEWS if origin is Origin.SAMPLE else "", batch.notice]
        missing = self.deck.per_day - len(riddles)
        if missing > 0:
            others, said = await self._fill(missing, past, riddles)
            notices.append(said if read.articles else NO_NEWS_RESERVE)
            origin = Origin.MIXED if riddles else Origin.RESERVE
            riddles += others
        if not riddles:
            nowhere = "neither the news, nor the reserve, nor the sample gives one"
            raise NothingToPlay(f"There is no riddle for {day}: {nowhere}.")
        await self._keep(day, stories, riddles)
        made = await self._as_edition(day, riddles, origin, notices)
        return replace(made, decisions=merged(decisions, batch), usage=batch.usage)

    async def _as_edition(self, day: date, riddles: Sequence[Riddle], origin: Origin, said: Sequence[str]) -> Edition:
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
            choose, articles, day_end=end, used=used, strictness=self.deck.strictness, limit=STORIES
        )
        return choice.stories, choice.decisions

    async def _chances(self, past: Sequence[Edition], day: date) -> Reckoner:
        """What the players of the deck are expected to solve, by what they solved."""
        tallies = await self.results.tallies(self.deck.name, day, ARCHIVE_DAYS) if self.results else ()
        return Reckoner.of(results_of(past, tallies, day))

    async def _fill(self, count: int, past: Sequence[Edition], beside: Sequence[Riddle]) -> tuple[list[Riddle], str]:
        """Riddles for a bad day, and what to say of them: the reserve, else the least recently played of the sample.

        They stand `beside` what the news gave, where it gave something.
        """
        self.progress("Taking from the reserve")
        riddles = await self.shelf.new(count, past, beside)
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
        batch = await self.maker.make(Order(choice.stories, len(choice.stories), strictness=self.deck.strictness))
        return await self.shelf.of(batch.riddles, count, past, beside), FROM_SAMPLE

    async def _keep(self, day: date, stories: Sequence[Story], riddles: Sequence[Riddle]) -> None:
        ids = {riddle.article.id for riddle in riddles if riddle.article}
        texts = [article for story in stories if story.lead.id in ids for article in story.articles]
        await self.editions.mark_used(self.deck.name, [article.id for article in texts], day)
        await self.articles.keep(self.deck.name, day, texts, timedelta(hours=self.article_hours))


def _seed(day: date) -> int:
    return day.toordinal()

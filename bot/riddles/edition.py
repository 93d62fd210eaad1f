"""The edition of a day: today's news, else the reserve, else the sample, and said as such."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Protocol

from bot.domain import Edition, Origin, Rule, edition_number
from bot.errors import NothingToPlay, StoreError
from bot.news.choose import choose
from bot.riddles import reserve
from bot.riddles.making import Order
from bot.riddles.reckoning import Reckoner, results_of
from bot.riddles.variety import WEEK, week_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence
    from datetime import date

    from bot.domain import Article, Decision, Deck, Riddle, Story
    from bot.ports.articles import ArticleStore
    from bot.ports.editions import EditionStore
    from bot.ports.now import Now
    from bot.ports.results import ResultStore
    from bot.riddles.making import Batch, Maker
    from bot.riddles.variety import Week

STORIES = 20
"""Most stories of a day that riddles are tried on."""

ARCHIVE_DAYS = 60
"""How far back a riddle has to be new."""

LEASE = timedelta(seconds=60)
"""How long a process that died holds up the others."""

OLDEST = timedelta(days=7)
"""How long ago a missing edition may be to be made still; an older one would only renumber the others."""

NO_NEWS = "No news source could be reached, so the sample news was taken; `riddle doctor` tells why."
FROM_RESERVE = "The day's news gave too few riddles; what was missing is from the reserve."
FROM_SAMPLE = "Neither the news nor the reserve gave a new riddle; this one is from the sample news, played before."

POLL_SECONDS = 0.5
"""How often one looks whether another process has finished the edition."""


@dataclass(frozen=True, slots=True)
class Read:
    """What the sources gave, and a sentence for each that gave nothing."""

    articles: tuple[Article, ...]
    failures: tuple[str, ...] = ()


class News(Protocol):
    """Reads the news of the deck, and the sample that ships."""

    def __call__(self) -> Awaitable[Read]:
        """Read all sources once."""


@dataclass(frozen=True, slots=True)
class Editor:
    """Makes the edition of a day, once, whoever asks first."""

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

    async def edition(self, day: date) -> Edition:
        """The edition of a day, made now where it is missing; another process that makes it is waited for."""
        while True:
            standing = await self.editions.edition(self.deck.name, day)
            if standing is not None:
                return standing
            if day < self.now().date() - OLDEST:
                raise NothingToPlay(f"There is no edition of {day}, and none is made for a day so long past.")
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

    async def make(self, day: date) -> Edition:
        """Make an edition without writing it."""
        read, origin = await self._read()
        stories, decisions = await self._stories(read.articles, day)
        past = await self.editions.recent(self.deck.name, day, ARCHIVE_DAYS)
        archive = tuple((riddle.question, riddle.answer) for edition in past for riddle in edition.riddles)
        recent = week(past)
        chances = await self._chances(past, day)
        batch = await self.maker.make(
            Order(stories, self.deck.per_day, archive, self.deck.strictness, _seed(day), recent, chances)
        )
        riddles, notices = list(batch.riddles), [NO_NEWS if origin is Origin.SAMPLE else "", batch.notice]
        missing = self.deck.per_day - len(riddles)
        if missing > 0:
            avoid = [*(riddle.answer for riddle in riddles), *(answer for _, answer in archive)]
            others, said = await self._stand_in(missing, avoid, week_of(recent), riddles)
            notices.append(said)
            origin = Origin.MIXED if riddles else Origin.RESERVE
            riddles += others
        if not riddles:
            nowhere = "neither the news, nor the reserve, nor the sample gives one"
            raise NothingToPlay(f"There is no riddle for {day}: {nowhere}.")
        await self._keep(day, stories, riddles)
        return Edition(
            deck=self.deck.name,
            date=day,
            number=edition_number(await self.editions.first_date(self.deck.name, day), day),
            riddles=tuple(riddles),
            origin=origin,
            decisions=merged(decisions, batch),
            made_at=self.now(),
            notice=" ".join(filter(None, notices)),
            usage=batch.usage,
        )

    async def _read(self) -> tuple[Read, Origin]:
        """Read the news, or the sample where no source gives anything; failures are told on the way."""
        self.progress("Reading the news")
        read = await self.news()
        for failure in read.failures:
            self.warn(failure)
        return (read, Origin.NEWS) if read.articles else (await self.sample(), Origin.SAMPLE)

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

    async def _stand_in(
        self, count: int, avoid: Sequence[str], past: Week, beside: Sequence[Riddle]
    ) -> tuple[list[Riddle], str]:
        """Riddles for a bad day, and what to say of them: the reserve, else the least recently played of the sample.

        They stand `beside` what the news gave, where it gave something.
        """
        self.progress("Taking from the reserve")
        played = await self.editions.last_played(self.deck.name)
        stock = (*await self.editions.reserve(self.deck.name), *reserve.shipped())
        riddles = reserve.taken(stock, played, count, past, beside, avoid)
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
        return reserve.taken(batch.riddles, played, count, past, beside), FROM_SAMPLE

    async def _keep(self, day: date, stories: Sequence[Story], riddles: Sequence[Riddle]) -> None:
        ids = {riddle.article.id for riddle in riddles if riddle.article}
        texts = [article for story in stories if story.lead.id in ids for article in story.articles]
        await self.editions.mark_used(self.deck.name, [article.id for article in texts], day)
        await self.articles.keep(self.deck.name, day, texts, timedelta(hours=self.article_hours))


def week(past: Sequence[Edition]) -> tuple[tuple[Riddle, ...], ...]:
    """The riddles of the last editions, the newest first."""
    return tuple(edition.riddles for edition in past[:WEEK])


def merged(decisions: Sequence[Decision], batch: Batch) -> tuple[Decision, ...]:
    """The log: of the stories that were taken, which gave a riddle, which could not, and which were not needed."""
    refused = {decision.article.id: decision for decision in batch.decisions}
    used = {riddle.article.id for riddle in batch.riddles if riddle.article}
    return tuple(_outcome(decision, refused, used) for decision in decisions)


def choosing(count: int) -> str:
    """What is being done while stories are chosen."""
    return f"Choosing among {count} articles" if count != 1 else "Looking at the article"


def _outcome(decision: Decision, refused: Mapping[str, Decision], used: set[str]) -> Decision:
    if decision.rule is not Rule.TAKEN:
        return decision
    if decision.article.id in used:
        before = refused.get(decision.article.id)
        also = f" Others were refused: {before.reason}" if before else ""
        return replace(decision, reason=f"{decision.reason} A riddle was made of it.{also}")
    spare = replace(
        decision, rule=Rule.RANK, reason=f"{decision.reason} Other stories gave the riddles that were asked for."
    )
    found = refused.get(decision.article.id, spare)
    return found if found.rule is Rule.NO_RIDDLE else spare


def _seed(day: date) -> int:
    return day.toordinal()

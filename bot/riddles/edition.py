"""The edition of a day: made once, whoever asks first; changed where a riddle has to give way."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.domain import Origin
from bot.errors import NothingToPlay, StoreError
from bot.news.choose import choose
from bot.riddles.daybook import asked_before
from bot.riddles.newest import refused
from bot.riddles.press import ARCHIVE_DAYS, STORIES, Press
from bot.riddles.replacing import replaced, replacement

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from bot.domain import Article, Decision, Edition, Riddle

LEASE = timedelta(seconds=60)
"""How long a process that died holds up the others."""

OLDEST = timedelta(days=7)
"""How long ago a missing edition may be to be made still; an older one would only renumber the others."""

NOT_READ = "The day's news was not read in time, so these riddles are from the reserve."
PLAYED_BEFORE = "Some of them were played before."

READ_SHARE = 0.5
"""Share of a short time that is given to reading the news ..."""

CRAFT_SHARE = 0.8
"""... and by which a riddle has to be made of it."""

POLL_SECONDS = 0.5
"""How often one looks whether another process has finished the edition."""


@dataclass(frozen=True, slots=True)
class Editor(Press):
    """Gives each day of a deck its edition, and looks after it."""

    async def edition(self, day: date) -> Edition:
        """The edition of a day, made now where it is missing; another process that makes it is waited for."""
        while True:
            standing = await self._standing(day)
            if standing is not None:
                return standing
            async with self.editions.making(self.deck.name, day, LEASE) as mine:
                if mine:
                    return await self.editions.put(await self.make(day))
            self.progress("Another process is making the edition; waiting for it")
            await asyncio.sleep(POLL_SECONDS)

    async def stand_in(self, day: date) -> Edition:
        """The edition of a day as it stands; where it is missing, one from the reserve at once.

        Nobody is waited for: who was making one meanwhile finds this, and his riddles go to the reserve.
        """
        standing = await self._standing(day)
        if standing is not None:
            return standing
        past = await self.editions.recent(self.deck.name, day, ARCHIVE_DAYS)
        heard = {answer for _, answer in asked_before(past)}
        riddles = await self.shelf(day).any(self.deck.per_day, past)
        again = PLAYED_BEFORE if any(riddle.answer in heard for riddle in riddles) else ""
        return await self.editions.put(await self.as_edition(day, riddles, Origin.RESERVE, (NOT_READ, again)))

    async def quick(self, day: date, seconds: float) -> Edition:
        """The edition of a day within some seconds: of the news without a model where there is time, else stood in."""
        standing = await self._standing(day)
        if standing is not None:
            return standing
        try:
            async with asyncio.timeout(seconds * CRAFT_SHARE):
                made = await self._hasty(seconds).make(day, seconds * READ_SHARE)
        except (TimeoutError, NothingToPlay):
            return await self.stand_in(day)
        return await self.editions.put(made)

    async def again(self, day: date) -> Edition:
        """Make the edition anew in the place of one that nobody has played yet."""
        async with self.editions.making(self.deck.name, day, LEASE) as mine:
            if not mine:
                raise StoreError("Another process is making this edition right now; try again when it is done.")
            if await self.editions.is_played(self.deck.name, day):
                raise _played(day)
            return await self.publish(await self.make(day))

    async def publish(self, edition: Edition) -> Edition:
        """Let an edition be played, in the place of one that nobody has played yet."""
        standing = await self.editions.put(edition)
        if standing == edition:
            return edition
        if not await self.editions.replace(edition):
            raise _played(edition.date)
        return edition

    async def replace(self, day: date, place: int, reason: str) -> Riddle | None:
        """Put a spare, or a riddle of the reserve, in the place of one, for those who play the edition later.

        `reason` is a sentence for the log of the day. None where there is no such riddle, or another than it by now.
        """
        edition = await self.editions.edition(self.deck.name, day)
        if edition is None or not 1 <= place <= len(edition.riddles):
            return None
        gone = edition.riddles[place - 1]
        riddle = await self.instead(edition, place)
        if riddle is None:
            return None

        def change(before: Edition) -> Edition | None:
            same = before.riddles[place - 1 : place]
            return replaced(before, place, riddle, reason) if same and same[0].question == gone.question else None

        if await self.editions.change(self.deck.name, day, change) is None:
            return None
        if riddle.article:
            await self.editions.mark_used(self.deck.name, [riddle.article.id], day)
        return riddle

    async def instead(self, edition: Edition, place: int) -> Riddle | None:
        """What would stand in for the riddle at a place."""
        past = await self.editions.recent(self.deck.name, edition.date, ARCHIVE_DAYS)
        stock = await self.shelf(edition.date).stock()
        played = await self.editions.last_played(self.deck.name)
        return await asyncio.to_thread(replacement, edition, place, stock, played, past)

    async def look_again(self, day: date) -> tuple[tuple[int, str], ...]:
        """Read the news once more: the places of the day's riddles that taste refuses by now, each with the reason."""
        edition = await self.editions.edition(self.deck.name, day)
        if edition is None or not any(riddle.article for riddle in edition.riddles):
            return ()
        read = await self.news()
        for failure in read.failures:
            self.warn(failure)
        kept = await self.articles.articles(self.deck.name, day)
        return await asyncio.to_thread(refused, edition, kept, read.articles, self.deck.strictness)

    async def decide(self, articles: Sequence[Article], *, fresh: bool = True) -> tuple[Decision, ...]:
        """Decide about each article as today's edition would; `fresh=False` forgives age, use and topic."""
        used = await self.editions.used(self.deck.name)
        choice = await asyncio.to_thread(
            choose,
            articles,
            day_end=self.now(),
            used=used,
            strictness=self.deck.strictness,
            topics=self.deck.topics if fresh else (),
            limit=STORIES if fresh else len(articles),
            fresh=fresh,
            variety=fresh,
        )
        return choice.decisions

    async def _standing(self, day: date) -> Edition | None:
        """The edition as it stands; raises where none is to be made for a day so long past."""
        standing = await self.editions.edition(self.deck.name, day)
        if standing is None and day < self.now().date() - OLDEST:
            raise NothingToPlay(f"There is no edition of {day}, and none is made for a day so long past.")
        return standing

    def _hasty(self, seconds: float) -> Editor:
        """The same, that has little time: it asks no model, so that nothing is spent."""
        maker = self.maker.without_model(seconds * (CRAFT_SHARE - READ_SHARE))
        return replace(self, maker=maker, timeless=True, decks=None)


def _played(day: date) -> StoreError:
    return StoreError(f"The edition of {day} is being played already; it stays as it is.")

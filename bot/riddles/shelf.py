"""What a deck keeps for bad days: its own reserve, and the riddles that ship."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.riddles import reserve
from bot.riddles.daybook import asked_before, week
from bot.riddles.variety import week_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from bot.domain import Deck, Edition, Riddle
    from bot.ports.editions import EditionStore

NEWS_KEPT = timedelta(days=30)
"""How long after its news a riddle may be played still."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """The reserve of a deck; nothing on it needs the news, a model, or a parser of language."""

    editions: EditionStore
    deck: Deck
    day: date

    async def stock(self) -> tuple[Riddle, ...]:
        """All that is there and suits the deck and the day, its own first."""
        own = await self.editions.reserve(self.deck.name)
        shipped = await asyncio.to_thread(reserve.unchecked)
        return tuple(riddle for riddle in (*own, *shipped) if self._suits(riddle))

    def _suits(self, riddle: Riddle) -> bool:
        """Whether a riddle is not about news long past, nor let through by another taste than the deck's."""
        told = riddle.article.published_at if riddle.article else None
        stale = told is not None and self.day - told.date() > NEWS_KEPT
        return not stale and reserve.suits(riddle, self.deck.strictness)

    async def new(self, count: int, past: Sequence[Edition], beside: Sequence[Riddle] = ()) -> list[Riddle]:
        """At most `count` riddles whose answers were not asked for in the editions before."""
        heard = [answer for _, answer in asked_before(past)]
        return await self.of(await self.stock(), count, past, beside, heard)

    async def any(self, count: int, past: Sequence[Edition]) -> list[Riddle]:
        """`count` riddles, whatever was asked before: new ones first, then those played longest ago."""
        new = await self.new(count, past)
        old = await self.of(await self.stock(), count - len(new), past, new) if len(new) < count else []
        return new + old

    async def of(
        self,
        stock: Iterable[Riddle],
        count: int,
        past: Sequence[Edition],
        beside: Sequence[Riddle] = (),
        avoid: Sequence[str] = (),
    ) -> list[Riddle]:
        """Riddles of a stock to stand `beside` others; no answer of theirs or in `avoid` comes again."""
        played = await self.editions.last_played(self.deck.name)
        gone = [*(riddle.answer for riddle in beside), *avoid]
        return await asyncio.to_thread(_taken, tuple(stock), played, count, past, tuple(beside), gone)


def _taken(
    stock: Sequence[Riddle],
    played: dict[str, date],
    count: int,
    past: Sequence[Edition],
    beside: Sequence[Riddle],
    avoid: Sequence[str],
) -> list[Riddle]:
    taken = reserve.taken(stock, played, count, week_of(week(past)), beside, avoid)
    return [reserve.checked(riddle) for riddle in taken]

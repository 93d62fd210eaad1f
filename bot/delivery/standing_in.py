"""Which riddle stands in for one that is not played: of the community's own reserve, the day's spares, the deck's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.game.submitting import reserve_of
from bot.text import fold

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence
    from datetime import date

    from bot.domain import Riddle
    from bot.ports.editions import EditionStore
    from bot.ports.rounds import RoundStore

YEAR = timedelta(days=366)
"""How long a riddle is not played a second time in a community."""

_AHEAD = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Reserves:
    """Chooses by the community and the day alone: two who ask at once are given the same."""

    editions: EditionStore
    rounds: RoundStore
    shipped: Callable[[], Sequence[Riddle]]

    async def __call__(
        self, community: str, deck: str, day: date, beside: Sequence[Riddle], *, read: bool = False
    ) -> Riddle | None:
        """A riddle the community has not played within a year and whose answer stands not beside it."""
        answers = {fold(riddle.answer) for riddle in beside}
        played = await self._played(community, day) | {riddle.question for riddle in beside}
        async for stock, in_order in self._stocks(community, deck, day, read=read):
            left = [one for one in stock if one.question not in played and fold(one.answer) not in answers]
            if left:
                return left[0 if in_order else day.toordinal() % len(left)]
        return None

    async def _stocks(
        self, community: str, deck: str, day: date, *, read: bool
    ) -> AsyncIterator[tuple[Sequence[Riddle], bool]]:
        """What there is, the best first, and whether it is taken in its order."""
        yield await self.editions.reserve(reserve_of(community)), True
        if not read:
            edition = await self.editions.edition(deck, day)
            yield edition.spares if edition is not None else (), True
            yield await self.editions.reserve(deck), True
        yield self.shipped(), False

    async def _played(self, community: str, day: date) -> set[str]:
        """Every question of the last year."""
        keys = await self.rounds.open_rounds(community, day - YEAR, day + _AHEAD)
        found = [await self.rounds.round(key) for key in keys]
        return {riddle.question for one in found if one is not None for riddle in one.riddles}

"""Where it is counted how players do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import date

    from bot.domain import Tally


class ResultStore(Protocol):
    """How the players of a deck did with its riddles; the round store counts, this reads."""

    async def tallies(self, deck: str, before: date, days: int) -> tuple[Tally, ...]:
        """The tallies of the last `days` days before a date, newest first; only of riddles that were played."""

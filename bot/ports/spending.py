"""What hosted models may take in a day, and how fast one asks them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class Hold:
    """What was put aside for one request, on a day (UTC)."""

    id: str
    day: date


class Spending(Protocol):
    """One budget and one rate for all who share it.

    What a request may take at most is held before it is sent, and settled when it is known what it took. A hold that is
    never settled counts as spent.
    """

    async def reserve(self, tokens: int, dollars: float) -> Hold | None:
        """Hold so much of the day's budget; None where what others hold has to be settled first.

        Raises `BudgetSpent` where not so much is left.
        """

    async def settle(self, hold: Hold, tokens: int, dollars: float) -> None:
        """Count what a request took, and free the rest of its hold."""

    async def turn(self, host: str, per_second: float) -> float:
        """Take one's turn to send a request to a host; 0.0 where it is one's turn now, else the seconds to wait."""

    async def hold_back(self, host: str, per_second: float, seconds: float) -> None:
        """Let nobody send to a host for a while: it said so."""

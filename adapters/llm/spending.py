"""The day's budget for hosted models, and their rate, of one process without a store."""

from __future__ import annotations

import secrets
import time
from datetime import UTC
from typing import TYPE_CHECKING

from bot.errors import BudgetSpent
from bot.ports.now import system_now
from bot.ports.spending import Hold

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from bot.ports.now import Now


class OwnSpending:
    """A `Spending` of this process alone. `tokens` and `dollars` are the limits of a day (UTC); 0 sets none."""

    def __init__(
        self,
        *,
        tokens: int = 0,
        dollars: float = 0.0,
        now: Now = system_now,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._limits = (tokens, dollars)
        self._now = now
        self._monotonic = monotonic
        self._spent: dict[date, tuple[int, float]] = {}
        self._held: dict[Hold, tuple[int, float]] = {}
        self._next: dict[str, float] = {}

    async def reserve(self, tokens: int, dollars: float) -> Hold | None:
        """Hold so much of the day's budget; None where what others hold has to be settled first."""
        hold = Hold(secrets.token_hex(8), self._now().astimezone(UTC).date())
        asked = (tokens, dollars)
        held = [amount for other, amount in self._held.items() if other.day == hold.day]
        wait = False
        for at, limit in enumerate(self._limits):
            total = self._spent.get(hold.day, (0, 0.0))[at] + asked[at]
            if limit and total > limit:
                raise BudgetSpent.of(tokens=at == 0, limit=limit)
            wait = wait or bool(limit and total + sum(amount[at] for amount in held) > limit)
        if wait:
            return None
        self._held[hold] = asked
        return hold

    async def settle(self, hold: Hold, tokens: int, dollars: float) -> None:
        """Count what a request took, and free the rest of its hold."""
        if self._held.pop(hold, None) is not None:
            before = self._spent.get(hold.day, (0, 0.0))
            self._spent[hold.day] = (before[0] + tokens, before[1] + dollars)

    async def turn(self, host: str, per_second: float) -> float:
        """Take one's turn to send a request to a host; 0.0 where it is one's turn now, else the seconds to wait."""
        now, whole = self._monotonic(), self._next.get(host, 0.0)
        if whole > now:
            return whole - now
        self._next[host] = now + 1 / per_second
        return 0.0

    async def hold_back(self, host: str, per_second: float, seconds: float) -> None:  # noqa: ARG002 -- as the store's
        """Let nobody send to a host for a while: it said so."""
        self._next[host] = max(self._next.get(host, 0.0), self._monotonic() + seconds)

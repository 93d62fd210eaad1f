"""What stands before each request to a vendor: the day's budget, and whose turn it is."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING, TypeVar

from adapters.llm.client_errors import explained
from bot.errors import BudgetSpent, ModelError, ModelUnavailable, StoreError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.ports.spending import Hold, Spending

    T = TypeVar("T")
    Price = Callable[[int, int], float | None]

PART_OF_RATE = 0.9
"""How much of a rate is used: requests do not all take equally long to their server, and must not meet there."""

STALE = 0.1
"""Seconds after which a turn that a store gave is old: another's may follow too closely."""

MOST_OLD = 4
"""Turns in a row that are given up for that: a store may always be slow."""

LONGEST_LINE = 30.0
"""Longest that one waits for a turn; who would have to wait longer is told."""

POLL = 0.1
"""Seconds between two looks whether what others hold is settled."""

log = logging.getLogger(__name__)


class Gate:
    """Lets requests through to one host, never above its rate or the budget.

    A request of so many bytes holds that many tokens (a token is a byte at least) and those of the longest reply. What
    may have been charged without an answer counts in full. One takes at most `seconds`.
    """

    def __init__(
        self,
        model: str,
        host: str,
        spending: Spending,
        *,
        per_second: float,
        price: Price,
        most_tokens: int,
        seconds: float,
        patience: float = 60.0,
    ) -> None:
        self.host = host
        self._model = model
        self._spending = spending
        self._per_second = per_second * PART_OF_RATE
        self._price = price
        self._most_tokens = most_tokens
        self._seconds = seconds
        self._patience = patience
        self._line = asyncio.Lock()

    async def through(
        self, size: int, ask: Callable[[], Awaitable[T]], used: Callable[[T], tuple[int, int] | None]
    ) -> T:
        """Ask when it may be; `used` tells the tokens read and written by an answer, where it says them."""
        most = (size, self._most_tokens)
        hold = await self._reserve(most)
        took: tuple[int, int] = (0, 0)
        try:
            await self._turn()
            took = most  # until it is known better
            try:
                with explained(self._model, self.host):
                    async with asyncio.timeout(self._seconds):
                        answer = await ask()
            except ModelError as error:
                took = most if error.may_cost else (0, 0)
                await self._heed(error)
                raise
            took = used(answer) or most
        finally:
            await self._settle(hold, took)
        return answer

    async def _reserve(self, most: tuple[int, int]) -> Hold:
        until = time.monotonic() + self._patience
        while True:
            try:
                hold = await self._spending.reserve(sum(most), self._price(*most) or 0.0)
            except StoreError as error:
                raise ModelUnavailable(f"Whether the day's budget allows it cannot be told: {error}") from None
            if hold is not None:
                return hold
            if time.monotonic() > until:
                raise BudgetSpent("The rest of the day's budget for models is held by requests under way.")
            await asyncio.sleep(POLL)

    async def _settle(self, hold: Hold, took: tuple[int, int]) -> None:
        try:
            await self._spending.settle(hold, sum(took), self._price(*took) or 0.0)
        except StoreError as error:
            log.warning("what a request took could not be counted and will be as what it may take at most: %s", error)

    async def _turn(self) -> None:
        async with self._line:  # one of us asks for all: many would be let through in any order
            old = 0
            while True:
                asked = time.monotonic()
                try:
                    wait = await self._spending.turn(self.host, self._per_second)
                except StoreError as error:
                    raise ModelUnavailable(f"Whose turn it is to ask {self.host} cannot be told: {error}") from None
                if wait > LONGEST_LINE:
                    raise ModelUnavailable(f"{self.host} is asked too often.", wait)
                if wait:
                    await asyncio.sleep(wait)
                elif time.monotonic() - asked < STALE or old == MOST_OLD:
                    return
                else:
                    old += 1

    async def _heed(self, error: ModelError) -> None:
        """Have the others wait too where the server said how long."""
        if isinstance(error, ModelUnavailable) and error.retry_after:
            try:
                await self._spending.hold_back(self.host, self._per_second, error.retry_after)
            except StoreError as fault:
                log.warning("others cannot be told that %s asks to wait: %s", self.host, fault)

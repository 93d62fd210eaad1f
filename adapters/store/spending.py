"""The day's budget for hosted models, and their rate, shared by all processes of a store."""

from __future__ import annotations

import asyncio
import secrets
from contextlib import suppress
from datetime import UTC, timedelta
from math import ceil
from typing import TYPE_CHECKING

from adapters.store.allowances import RedisAllowances
from adapters.store.keys import spending_key
from adapters.store.scripts import run
from bot.domain import Limit
from bot.errors import BudgetSpent, StoreError
from bot.ports.now import system_now
from bot.ports.spending import Hold

if TYPE_CHECKING:
    from datetime import date

    from redis.asyncio import Redis

    from bot.ports.now import Now

KEPT = timedelta(days=3)
"""How long it is remembered what was spent on a day."""

LEASE = timedelta(minutes=20)
"""Longest that a request is under way; what is held longer counts as spent."""

MILLION = 1_000_000


class RedisSpending:
    """A `Spending` over Redis. `tokens` and `dollars` are the limits of a day (UTC); 0 sets none."""

    def __init__(
        self, redis: Redis, *, tokens: int = 0, dollars: float = 0.0, now: Now = system_now, lease: timedelta = LEASE
    ) -> None:
        self._redis = redis
        self._limits = (tokens, max(int(dollars > 0), int(dollars * MILLION)))
        self._dollars = dollars
        self._now = now
        self._lease = lease
        self._allowances = RedisAllowances(redis, now)

    async def reserve(self, tokens: int, dollars: float) -> Hold | None:
        """Hold so much of the day's budget; None where what others hold has to be settled first."""
        hold = Hold(secrets.token_hex(8), self._now().astimezone(UTC).date())
        lasts = self._lease // timedelta(milliseconds=1)
        kept = int(KEPT.total_seconds())
        asked: list[str | int] = [hold.id, tokens, _millionths(dollars), *self._limits, lasts, kept]
        try:
            found = int(await run(self._redis, "reserve", _keys(hold.day), asked))
        except asyncio.CancelledError:  # it may be held already, and nobody would settle it
            with suppress(StoreError):
                await self.settle(hold, 0, 0.0)
            raise
        if found < 0:
            raise BudgetSpent.of(tokens=found == -1, limit=self._limits[0] if found == -1 else self._dollars)
        return hold if found else None

    async def settle(self, hold: Hold, tokens: int, dollars: float) -> None:
        """Count what a request took, and free the rest of its hold."""
        kept = int(KEPT.total_seconds())
        await run(self._redis, "settle_hold", _keys(hold.day), [hold.id, tokens, _millionths(dollars), kept])

    async def spent(self, day: date) -> tuple[int, float]:
        """Tokens and dollars that are spent on a day, without what is held."""
        tokens, millionths = await self._redis.hmget(_keys(day)[0], ["tokens", "millionths"])
        return int(tokens or 0), int(millionths or 0) / MILLION

    async def turn(self, host: str, per_second: float) -> float:
        """Take one's turn to send a request to a host; 0.0 where it is one's turn now, else the seconds to wait."""
        return await self._allowances.allow([_limit(host, per_second)])

    async def hold_back(self, host: str, per_second: float, seconds: float) -> None:
        """Let nobody send to a host for a while: it said so."""
        await self._allowances.hold_back(_limit(host, per_second), seconds)


def _limit(host: str, per_second: float) -> Limit:
    return Limit(f"model:{host}", per_second)


def _millionths(dollars: float) -> int:
    return ceil(round(dollars * MILLION, 3))


def _keys(day: date) -> list[str]:
    return [spending_key(day.isoformat(), "spent"), spending_key(day.isoformat(), "held")]

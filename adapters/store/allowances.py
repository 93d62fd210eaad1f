"""What platforms allow, shared by all who send; and what is told once."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from adapters.store import schedule_keys as keys
from adapters.store.part import Part
from adapters.store.scripts import run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adapters.store.scripts import Value
    from bot.domain import Limit

MOST_SECONDS = 86_400.0
"""Longest that an allowance is held back, whatever a platform says."""

LONGEST_LINE = 900.0
"""Longest that one is told to wait for one's turn where the allowance itself says no more."""

_MICROSECONDS = 1_000_000


class RedisAllowances(Part):
    """Allowances over Redis, by the server's own clock.

    Each is a generic cell rate algorithm (ITU-T Recommendation I.371, virtual scheduling): it keeps one moment, the
    theoretical arrival time at which it is whole again. A message moves it on by the time one message takes, and
    conforms where it is then not further ahead than `burst` such times.
    """

    async def allow(self, limits: Sequence[Limit]) -> float:
        """Take one of each allowance; 0.0 where all had one, else the seconds to wait and nothing was taken."""
        if not limits:
            return 0.0
        values: list[Value] = [number for limit in limits for number in _numbers(limit)]
        wait = await run(self._redis, "allow", [keys.allowance(limit.name) for limit in limits], values)
        return int(wait) / _MICROSECONDS

    async def line_up(self, limits: Sequence[Limit], who: str) -> float:
        """The seconds until it is one's turn: each who asks is told a later moment, as far apart as messages may be."""
        if not limits:
            return 0.0
        pairs = [key for limit in limits for key in (keys.allowance(limit.name), keys.line(limit.name))]
        values: list[Value] = [number for limit in limits for number in _numbers(limit)]
        wait = await run(
            self._redis, "line_up", [keys.turn(who), *pairs], [*values, math.ceil(LONGEST_LINE * _MICROSECONDS)]
        )
        return int(wait) / _MICROSECONDS

    async def hold_back(self, limit: Limit, seconds: float) -> None:
        """Let an allowance give nothing for a while; then it gives one, and goes on from there."""
        length = max(0.0, min(seconds, MOST_SECONDS))
        values: list[Value] = [*_numbers(limit), math.ceil(length * _MICROSECONDS)]
        await run(self._redis, "hold_back", [keys.allowance(limit.name)], values)

    async def once(self, community: str, what: str, seconds: float) -> bool:
        """True for the first who asks within a while; who asks and gets no answer may have been the first."""
        values: list[Value] = [what.encode("utf-8", "replace"), math.ceil(seconds * _MICROSECONDS)]
        return bool(await run(self._redis, "once", [keys.told(community)], values))


def _numbers(limit: Limit) -> tuple[int, int]:
    """The time one message takes, in microseconds, and how many may come at once."""
    if limit.per_second <= 0 or limit.burst < 1:
        raise ValueError(f"the limit {limit.name} allows nothing")
    return math.ceil(_MICROSECONDS / limit.per_second), limit.burst

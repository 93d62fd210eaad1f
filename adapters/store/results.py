"""How many players of a deck began a riddle, solved it and gave it up: counts alone, no names."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from adapters.store.keys import deck_key
from adapters.store.replies import text
from adapters.store.scripts import run
from bot.domain import Tally
from bot.errors import StoreError, StoreUnavailable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from redis.asyncio import Redis

    from adapters.store.scripts import Value

BEGAN = "began"
GIVEN_UP = "given_up"
SOLVED = ("solved_0", "solved_1", "solved_2", "solved_3")
"""Solved after so many hints."""

_COUNTS = frozenset({BEGAN, GIVEN_UP, *SOLVED})
_KEPT_SECONDS = int(timedelta(days=120).total_seconds())


class RedisResults:
    """A `ResultStore` over Redis: a hash for each day of a deck."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def add(self, deck: str, day: date, place: int, counts: Sequence[str]) -> None:
        """Count what a player's step was, once.

        The round lies with the community and its atomic step tells what is new; this is a second step, as the deck
        may lie on another node. A death in between loses one count of many, and a store that fails here does not
        take the player's verdict away: it stands already.
        """
        if not counts:
            return
        with suppress(StoreUnavailable):
            values: list[Value] = [_KEPT_SECONDS, *(f"{place}:{count}" for count in counts)]
            await run(self._redis, "tally", [_key(deck, day)], values)

    async def tallies(self, deck: str, before: date, days: int) -> tuple[Tally, ...]:
        """The tallies of the last `days` days before a date, newest first; only of riddles that were played."""
        asked = [before - timedelta(days=back) for back in range(1, days + 1)]
        reading: Any = self._redis.pipeline(transaction=False)
        for day in asked:
            reading.hgetall(_key(deck, day))
        found = await reading.execute() if asked else []
        return tuple(tally for day, fields in zip(asked, found, strict=True) for tally in _tallies(day, fields))


def _key(deck: str, day: date) -> str:
    return deck_key(deck, "results", day.isoformat())


def _tallies(day: date, fields: Mapping[bytes, bytes]) -> Iterator[Tally]:
    places: dict[int, dict[str, int]] = {}
    for field, value in fields.items():
        place, count = _field(text(field))
        places.setdefault(place, {})[count] = _number(text(value))
    for place, counts in sorted(places.items()):
        none, one, two, three = (counts.get(name, 0) for name in SOLVED)
        yield Tally(day, place, counts.get(BEGAN, 0), (none, one, two, three), counts.get(GIVEN_UP, 0))


def _field(field: str) -> tuple[int, str]:
    place, _, count = field.partition(":")
    if count not in _COUNTS:
        raise StoreError("The stored results of an edition are damaged.")
    return _number(place), count


def _number(text: str) -> int:
    if not text.isdecimal():
        raise StoreError("The stored results of an edition are damaged.")
    return int(text)

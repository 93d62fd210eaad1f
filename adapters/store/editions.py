"""Editions, drafts and what belongs to them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, timedelta
from typing import TYPE_CHECKING

from adapters.store.keys import deck_key, draft_key, name
from adapters.store.lease import held
from adapters.store.replies import day as to_day
from adapters.store.replies import octets, text
from adapters.store.scripts import run
from bot.domain import Draft, Edition, Origin, Riddle, edition_number
from bot.records import dump, load

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractAsyncContextManager

    from redis.asyncio import Redis

    from adapters.store.scripts import Value

RESERVE_SIZE = 200
"""Most riddles in a deck's reserve; the oldest make room."""

DRAFT_DAYS = 30
USED_DAYS = 60


class RedisEditions:
    """An `EditionStore` over Redis: the first writer of a day wins."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def edition(self, deck: str, day: date) -> Edition | None:
        """The edition of a day, or None."""
        data, first = await self._redis.mget(_edition(deck, day), _first(deck))
        return _read(data, first) if data else None

    async def put(self, edition: Edition) -> Edition:
        """Write an edition unless there is one; return the one that stands."""
        old = _old_questions(edition)
        spare = [dump(riddle) for riddle in edition.riddles if riddle.article and edition.origin is not Origin.SAMPLE]
        keys = [*_keys(edition), deck_key(edition.deck, "reserve")]
        values: list[Value] = [*_written(edition), RESERVE_SIZE, len(old), *old, *spare]
        standing = await run(self._redis, "put_edition", keys, values)
        return _read(standing, await self._redis.get(_first(edition.deck)))

    async def replace(self, edition: Edition) -> bool:
        """Put another edition in the place of a day's, unless somebody has played it (then False)."""
        keys = [*_keys(edition), played_key(edition.deck, edition.date)]
        values: list[Value] = [*_written(edition), *_old_questions(edition)]
        return bool(await run(self._redis, "replace_edition", keys, values))

    async def is_played(self, deck: str, day: date) -> bool:
        """Whether somebody has played a day's edition, which then stays."""
        return bool(await self._redis.exists(played_key(deck, day)))

    async def amend(self, deck: str, day: date, place: int, riddle: Riddle, *, void: bool = False) -> bool:
        """Put a riddle in the place of one, or void it, for those who play the edition later; False without one."""

        def how(before: Edition) -> Edition:
            riddles = (*before.riddles[: place - 1], riddle, *before.riddles[place:])
            gone = tuple(sorted({*before.void, place})) if void else before.void
            return replace(before, riddles=riddles, void=gone)

        return await self.change(deck, day, how) is not None

    async def change(self, deck: str, day: date, how: Callable[[Edition], Edition | None]) -> Edition | None:
        """Change an edition as it stands, for those who play it later; None where `how` gives None or there is none."""
        while data := await self._redis.get(_edition(deck, day)):
            before = load(Edition, octets(data))
            after = how(before)
            if after is None:
                return None
            keys = [_edition(deck, day), _last(deck)]
            values: list[Value] = [octets(data), dump(after), day.isoformat(), *_brought(before, after)]
            if await run(self._redis, "amend_edition", keys, values):
                return after
        return None

    async def first_date(self, deck: str, day: date) -> date:
        """The deck's first date; `day` becomes it where there is none yet or it is earlier."""
        return to_day(await run(self._redis, "first_date", [_first(deck)], [day.isoformat()]))

    async def recent(self, deck: str, before: date, days: int) -> tuple[Edition, ...]:
        """The editions of the last `days` days before a date, newest first."""
        newest, oldest = before.toordinal() - 1, before.toordinal() - days
        found = await self._redis.zrange(deck_key(deck, "editions"), newest, oldest, desc=True, byscore=True)
        if not found:
            return ()
        first, *editions = await self._redis.mget(_first(deck), *(_edition(deck, to_day(day)) for day in found))
        return tuple(_read(data, first) for data in editions if data)

    async def mark_used(self, deck: str, article_ids: Sequence[str], day: date) -> None:
        """Remember for two months that riddles were made of these articles."""
        await run(self._redis, "mark_used", [deck_key(deck, "used")], [day.toordinal(), USED_DAYS, *article_ids])

    async def used(self, deck: str) -> frozenset[str]:
        """Ids of the articles used in the last weeks."""
        return frozenset(text(found) for found in await self._redis.zrange(deck_key(deck, "used"), 0, -1))

    async def keep_draft(self, draft: Draft) -> None:
        """Keep a draft for a month."""
        made = draft.made_at.astimezone(UTC)
        keys = [_draft(draft.id), draft_key("day", made.date().isoformat())]
        seconds = int(timedelta(days=DRAFT_DAYS).total_seconds())
        await run(self._redis, "keep_draft", keys, [dump(draft), draft.id, str(made.timestamp()), seconds])

    async def draft(self, draft_id: str) -> Draft | None:
        """A draft, or None."""
        data = await self._redis.get(_draft(draft_id))
        return load(Draft, data) if data else None

    async def drafts(self, day: date) -> tuple[Draft, ...]:
        """The drafts made on a day (UTC), oldest first."""
        ids = await self._redis.zrange(draft_key("day", day.isoformat()), 0, -1)
        found = await self._redis.mget(_draft(text(draft_id)) for draft_id in ids) if ids else []
        return tuple(load(Draft, data) for data in found if data)

    async def add_reserve(self, deck: str, riddles: Sequence[Riddle]) -> None:
        """Keep approved riddles for bad days, each once."""
        if riddles:
            values: list[Value] = [RESERVE_SIZE, *(dump(riddle) for riddle in riddles)]
            await run(self._redis, "add_reserve", [deck_key(deck, "reserve")], values)

    async def reserve(self, deck: str) -> tuple[Riddle, ...]:
        """The deck's own reserve, oldest first."""
        return tuple(load(Riddle, data) for data in await self._redis.lrange(deck_key(deck, "reserve"), 0, -1))

    async def last_played(self, deck: str) -> dict[str, date]:
        """When each riddle of the reserve or the sample was last in an edition, by its question."""
        found = await self._redis.hgetall(_last(deck))
        return {text(question): to_day(day) for question, day in found.items()}

    def making(self, deck: str, day: date, lease: timedelta) -> AbstractAsyncContextManager[bool]:
        """Hold the right to make an edition; gives False when another process holds it."""
        return held(self._redis, deck_key(deck, "making", day.isoformat()), lease)


def played_key(deck: str, day: date) -> str:
    """Set as soon as somebody plays an edition, which then cannot be replaced."""
    return deck_key(deck, "played", day.isoformat())


def _edition(deck: str, day: date) -> str:
    return deck_key(deck, "edition", day.isoformat())


def _first(deck: str) -> str:
    return deck_key(deck, "first")


def _last(deck: str) -> str:
    return deck_key(deck, "last_played")


def _draft(draft_id: str) -> str:
    return draft_key("draft", name(draft_id))


def _keys(edition: Edition) -> list[str]:
    deck = edition.deck
    return [_edition(deck, edition.date), deck_key(deck, "editions"), _first(deck), _last(deck)]


def _written(edition: Edition) -> list[Value]:
    return [dump(edition), edition.date.isoformat(), edition.date.toordinal()]


def _old_questions(edition: Edition) -> list[str]:
    """Questions that were not made for this day; in a mixed edition the new ones are counted too, which is harmless."""
    return [] if edition.origin is Origin.NEWS else [riddle.question for riddle in edition.riddles]


def _brought(before: Edition, after: Edition) -> list[str]:
    """Questions that came into an edition and were not made for its day."""
    known = {riddle.question for riddle in (*before.riddles, *before.spares)}
    return [riddle.question for riddle in after.riddles if riddle.question not in known]


def _read(data: object, first: object) -> Edition:
    """An edition with its number, which follows from the deck's first date and is never read from the record."""
    edition = load(Edition, octets(data))
    start = min(to_day(first), edition.date) if first else edition.date
    return replace(edition, number=edition_number(start, edition.date))

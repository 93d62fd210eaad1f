"""The clock: queues what is due and has the editions made that will be needed. It keeps nothing itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.ports.editions import EditionStore
    from bot.ports.now import Now
    from bot.ports.schedule import ScheduleStore
    from bot.ports.tasks import Tasks

AHEAD = timedelta(hours=3)
"""How long before its first post an edition is made: time for several tries."""

AGAIN = timedelta(minutes=15)
"""How long before the posts of an hour the newest articles of their stories are read once more."""

PAST = timedelta(days=2)
"""How long after its first post nobody can need an edition any more: all zones had the day, and its window."""

READ_SECONDS = 600.0
"""Seconds in which the articles of an edition are read once more; a queue that lost it is asked again then."""

TIDY_SECONDS = 21_600.0
"""Seconds in which one asks once to tidy."""

PAGE = 500
"""Sendings that are queued at a time."""


@dataclass(frozen=True, slots=True)
class Clock:
    """Any number of clocks may tick at once: each task has the name of what it is about."""

    schedule: ScheduleStore
    editions: EditionStore
    tasks: Tasks
    now: Now

    async def tick(self) -> int:
        """Queue what is due by now; returns how many sendings that were."""
        now, queued = self.now(), 0
        while page := await self.schedule.due(now, PAGE, queued):
            await self.tasks.send(page)
            queued += len(page)
        return queued

    async def prepare(self) -> int:
        """Ask for the editions that are needed soon; returns how many were missing."""
        now, missing = self.now(), 0
        for deck, day, at in await self.schedule.needed(now + AHEAD):
            if at <= now - PAST:
                await self.schedule.have(deck, day, at)
            elif await self.editions.edition(deck, day) is None:
                await self.tasks.make(deck, day)
                missing += 1
            elif at <= now:
                await self.schedule.have(deck, day, at)
            elif at <= now + AGAIN and await self._first(f"look again:{deck}:{day}:{at:%d%H}", READ_SECONDS):
                await self.tasks.look_again(deck, day)
        if await self._first(f"tidy:{now.date()}", TIDY_SECONDS):
            await self.tasks.tidy(now.date())
        return missing

    async def _first(self, what: str, seconds: float) -> bool:
        return await self.schedule.once("", what, seconds)

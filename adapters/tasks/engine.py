"""The port `Tasks` over two queues: `send` (seconds) and `make` (minutes), each with workers of its own."""

from __future__ import annotations

import time
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from adapters.tasks.queue import Entry, declared, open_queue
from bot.domain import ChannelKey, Matter, Sending
from bot.ports.now import system_now

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence

    from adapters.tasks.queue import Queue
    from bot.domain import Due
    from bot.ports.now import Now

SEND = "send"
MAKE = "make"
QUEUES = (SEND, MAKE)

LOOK_AGAIN = "look_again"
TIDY = "tidy"

QUICK = "quick"
"""The word that asks for what is at hand; such a task does not wait behind one that reads the news."""

REMEMBERED = 5.0
"""Seconds in which the same moment of a sending is not put in again: what a worker had to leave waits so long."""

LATE = 900.0
"""Seconds after which a sending that is due still gets another name in the queue, as if the queue had lost it."""

_MOST_REMEMBERED = 20_000


def words_of(sending: Sending) -> tuple[str, ...]:
    """A sending as plain words."""
    key = sending.channel
    return sending.matter.value, key.community, key.channel, sending.date.isoformat(), str(sending.place)


def sending_of(words: Sequence[str]) -> Sending:
    """A sending of plain words; raises `ValueError` for others."""
    matter, community, channel, day, place = words
    return Sending(Matter(matter), ChannelKey(community, channel), date.fromisoformat(day), int(place))


@dataclass(frozen=True, slots=True)
class QueuedTasks:
    """Puts work into the queues; each task has the name of what it is about."""

    sending: Queue
    making: Queue
    now: Now = system_now
    ticks: Callable[[], float] = time.monotonic
    _put: dict[tuple[str, float], float] = field(default_factory=dict)

    async def send(self, due: Sequence[Due]) -> None:
        """Have these sent by a process of the queue `send`."""
        now, fresh = self.ticks(), []
        for one in due:
            moment = (one.sending.name, one.at.timestamp())
            if now - self._put.get(moment, -REMEMBERED) >= REMEMBERED:
                fresh.append((moment, Entry(SEND, self._key(one), words_of(one.sending))))
        if fresh:
            await self.sending.put([entry for _, entry in fresh])
            self._remember([moment for moment, _ in fresh], now)

    async def make(self, deck: str, day: date, *, quick: bool = False) -> None:
        """Have an edition made by a process of the queue `make`."""
        how = QUICK if quick else ""
        await self._make(MAKE, deck, day.isoformat(), how)

    async def look_again(self, deck: str, day: date) -> None:
        """Have the newest articles of an edition's stories read once more."""
        await self._make(LOOK_AGAIN, deck, day.isoformat())

    async def tidy(self, day: date) -> None:
        """Have done what keeps the store small."""
        await self._make(TIDY, day.isoformat())

    async def answers(self) -> None:
        """Raise `StoreUnavailable` where the queues cannot be reached."""
        await self.sending.answers()

    async def _make(self, task: str, *words: str) -> None:
        key = ":".join(filter(None, (task, *words)))
        await self.making.put([Entry(task, key, words)])

    def _key(self, due: Due) -> str:
        """The sending's own name; a queue that lost the task and kept its name would refuse it for ever."""
        late = int((self.now() - due.at).total_seconds() // LATE)
        return f"{due.sending.name}@{late}" if late > 0 else due.sending.name

    def _remember(self, moments: Sequence[tuple[str, float]], now: float) -> None:
        if len(self._put) + len(moments) > _MOST_REMEMBERED:
            self._put.clear()
        self._put.update(dict.fromkeys(moments, now))


@asynccontextmanager
async def open_tasks(address: str) -> AsyncIterator[QueuedTasks]:
    """Open both queues to put work in."""
    async with AsyncExitStack() as stack:
        sending = await stack.enter_async_context(open_queue(SEND, address, {SEND: declared}))
        names = (MAKE, LOOK_AGAIN, TIDY)
        making = await stack.enter_async_context(open_queue(MAKE, address, dict.fromkeys(names, declared)))
        yield QueuedTasks(sending, making)

"""What a worker does with the words of a task; nothing that goes wrong ends it, and nothing is tried in a dead loop."""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Protocol

from adapters.tasks.engine import LOOK_AGAIN, MAKE, QUICK, SEND, TIDY, sending_of
from bot.errors import RiddleError, StoreError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from adapters.tasks.queue import Job
    from bot.domain import Sending
    from bot.ports.meter import Meter
    from bot.ports.now import Now
    from bot.ports.schedule import ScheduleStore

_log = logging.getLogger(__name__)

SHORT = 0.25
"""A wait up to which a sending is kept in hand; after a longer one the clock finds it again."""

MOST_SHORT = 8
"""Short waits of one sending in a row: others want the place too."""

FAULT_SECONDS = 60.0
"""How long a sending is put off that a fault of ours ended."""

STORE_SECONDS = 1.0
"""How long a task waits where the store cannot be used; what is due stays due."""


class Sends(Protocol):
    """Who sends one thing."""

    async def send(self, sending: Sending) -> float:
        """Do what can be done now; the seconds until another try, 0.0 where it is settled."""


class Makes(Protocol):
    """Who makes editions, and looks after them."""

    async def make(self, deck: str, day: date, *, quick: bool = False) -> None:
        """Make an edition that is missing."""

    async def look_again(self, deck: str, day: date) -> None:
        """Read the newest articles of an edition's stories once more."""

    async def tidy(self, day: date) -> None:
        """Do what keeps the store small."""


@dataclass(frozen=True, slots=True)
class SendJobs:
    """The tasks of the queue `send`."""

    sender: Sends
    schedule: ScheduleStore
    now: Now
    meter: Meter

    def jobs(self) -> dict[str, Job]:
        """By their names."""
        return {SEND: self.send}

    async def send(self, *words: str) -> None:
        """Send, or put off until it can be sent."""
        await _guarded(SEND, words, lambda: self._send(sending_of(words)), self.meter, lambda: self._fault(words))

    async def _send(self, sending: Sending) -> None:
        wait = await self.sender.send(sending)
        for _ in range(MOST_SHORT):
            if not 0 < wait <= SHORT:
                break
            await asyncio.sleep(wait)
            wait = await self.sender.send(sending)
        if wait > 0:
            await self.schedule.plan(sending, self.now() + timedelta(seconds=wait))

    async def _fault(self, words: tuple[str, ...]) -> None:
        await self.schedule.plan(sending_of(words), self.now() + timedelta(seconds=FAULT_SECONDS))


@dataclass(frozen=True, slots=True)
class MakeJobs:
    """The tasks of the queue `make`."""

    maker: Makes
    meter: Meter

    def jobs(self) -> dict[str, Job]:
        """By their names."""
        return {MAKE: self.make, LOOK_AGAIN: self.look_again, TIDY: self.tidy}

    async def make(self, *words: str) -> None:
        """Make an edition; one that could not be made is asked for again by the clock."""
        await _guarded(MAKE, words, lambda: self._make(*words), self.meter)

    async def look_again(self, *words: str) -> None:
        """Look again at an edition's stories."""
        await _guarded(LOOK_AGAIN, words, lambda: self._look_again(*words), self.meter)

    async def tidy(self, *words: str) -> None:
        """Tidy the store."""
        await _guarded(TIDY, words, lambda: self._tidy(*words), self.meter)

    async def _make(self, deck: str, day: str, how: str) -> None:
        _log.info("making edition=%s:%s", deck, day)
        await self.maker.make(deck, date.fromisoformat(day), quick=how == QUICK)
        _log.info("edition=%s:%s is there", deck, day)

    async def _look_again(self, deck: str, day: str) -> None:
        await self.maker.look_again(deck, date.fromisoformat(day))

    async def _tidy(self, day: str) -> None:
        await self.maker.tidy(date.fromisoformat(day))


async def _nothing() -> None:
    pass


async def _guarded(
    task: str,
    words: tuple[str, ...],
    job: Callable[[], Awaitable[None]],
    meter: Meter,
    after_fault: Callable[[], Awaitable[None]] = _nothing,
) -> None:
    """Do a task to its end: here ends what nobody else may know of, or a fault would be a task that comes for ever."""
    about, began, outcome = ":".join(filter(None, words)), time.perf_counter(), "done"
    try:
        await job()
    except StoreError as error:
        outcome = "store"
        meter.store_error()
        _log.warning("task=%s about=%s store: %s", task, about, error)
        await asyncio.sleep(STORE_SECONDS)
    except RiddleError as error:
        outcome = "failed"
        _log.warning("task=%s about=%s failed: %s", task, about, error)
    except Exception:  # noqa: BLE001 - whatever it is, the other tasks go on, and this one waits
        outcome = "fault"
        _log.exception("task=%s about=%s ended by a fault", task, about)
        await _after(after_fault, about)
    finally:
        meter.task(task, outcome, time.perf_counter() - began)


async def _after(what: Callable[[], Awaitable[None]], about: str) -> None:
    try:
        await what()
    except (StoreError, ValueError) as error:
        _log.warning("about=%s could not be put off: %s", about, error)
        await asyncio.sleep(STORE_SECONDS)

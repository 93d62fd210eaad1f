"""All that is due by a moment, done in one process without a queue: for cron, and for rehearsal."""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from bot.domain import Matter, Stage
from bot.errors import RiddleError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
    from datetime import date

    from bot.domain import Due, Sending
    from bot.ports.editions import EditionStore
    from bot.ports.now import Now
    from bot.ports.schedule import ScheduleStore

_log = logging.getLogger(__name__)

SECONDS = 20.0
"""Longest that a run takes."""

MAKING_SHARE = 0.7
"""The part of it in which missing editions are made."""

AT_ONCE = 16
"""Sendings that are under way at the same time."""

PAGE = 500

_LEAST = 0.5
_LONGEST_WAIT = 3.0

_GOOD = frozenset({Stage.SENT, Stage.EXCUSED})


class Sends(Protocol):
    """Who sends one thing."""

    async def send(self, sending: Sending) -> float:
        """Do what can be done now; the seconds until another try, 0.0 where it is settled."""


class MakesSoon(Protocol):
    """Who makes an edition within some seconds, whatever there is to make it of."""

    async def __call__(self, deck: str, day: date, seconds: float) -> None:
        """Make it, unless it is there."""


@dataclass(frozen=True, slots=True)
class Once:
    """One run; `say` hears of everything that was done, a line each.

    `beside` is what workers do beside the queues, which has to be done also where there are none; each may be done as
    often as one likes.
    """

    schedule: ScheduleStore
    editions: EditionStore
    sender: Sends
    make: MakesSoon
    now: Now
    say: Callable[[str], None]
    seconds: float = SECONDS
    ticks: Callable[[], float] = time.monotonic
    beside: Sequence[Callable[[], Awaitable[object]]] = ()
    _seen: set[Due] = field(default_factory=set)

    async def run(self) -> int:
        """Make what is missing and send what is due; returns how much of it failed or has to wait."""
        begin = self.ticks()
        failed = await self._make(begin + self.seconds * MAKING_SHARE)
        room = asyncio.Semaphore(AT_ONCE)
        while page := [one async for one in self._due()]:
            self._seen.update(page)
            done = [self._send(one.sending, begin + self.seconds, room) for one in page]
            failed += sum(not good for good in await asyncio.gather(*done))
        if not self._seen:
            self.say(f"Nothing is due by {self.now().isoformat(timespec='seconds')}.")
        await self._do_beside(begin + self.seconds)
        return failed

    async def _do_beside(self, until: float) -> None:
        """Do the rest as far as there is time; what is left is done by the next run."""
        for what in self.beside:
            try:
                async with asyncio.timeout(max(_LEAST, until - self.ticks())):
                    await what()
            except TimeoutError:
                _log.warning("something beside the posts was left to the next run: it took too long")
            except RiddleError as error:
                _log.warning("something beside the posts was left to the next run: %s", error)

    async def show(self) -> None:
        """Say what a run would do; nothing is claimed, and nothing written."""
        due = [one async for one in self._due()]
        for deck, day in await self._missing(due):
            self.say(f"edition {deck} of {day}: would be made first")
        for one in due:
            self.say(f"{one.sending.name}: {await self._prospect(one)}")
        if not due:
            self.say(f"Nothing is due by {self.now().isoformat(timespec='seconds')}.")

    async def _prospect(self, due: Due) -> str:
        sending = due.sending
        channel = await self.schedule.channel(sending.channel)
        if channel is None and sending.matter is Matter.REVEAL:
            return "would become readable; its channel was removed"
        if channel is None:
            return "would be dropped, for its channel is not known"
        if channel.paused and not channel.gone:
            return f"would be dropped, for its channel is paused ({channel.paused})"
        before = await self.schedule.delivery(sending)
        if before is not None and before.settled:
            return f"is settled already ({before.stage.value})"
        edition = await self.editions.edition(channel.deck, sending.date)
        which = f", riddle {edition.number} of {edition.deck}" if edition and sending.matter is Matter.POST else ""
        return f"would be sent{which}, due since {due.at.isoformat(timespec='seconds')}"

    async def _due(self) -> AsyncIterator[Due]:
        """What is due and was not met in this run."""
        now, start = self.now(), 0
        while page := await self.schedule.due(now, PAGE, start):
            start += len(page)
            for one in page:
                if one not in self._seen:
                    yield one

    async def _missing(self, due: Iterable[Due]) -> list[tuple[str, date]]:
        """The editions that what is due needs, and that are not made."""
        wanted = {(deck, day): None for deck, day, _ in await self.schedule.needed(self.now())}
        for one in due:
            channel = await self.schedule.channel(one.sending.channel)
            if channel is not None and one.sending.matter in {Matter.POST, Matter.REVIEW}:
                wanted[channel.deck, one.sending.date] = None
        return [edition for edition in wanted if await self.editions.edition(*edition) is None]

    async def _make(self, until: float) -> int:
        failed = 0
        for deck, day in await self._missing([one async for one in self._due()]):
            try:
                await self.make(deck, day, max(_LEAST, until - self.ticks()))
                self.say(f"edition {deck} of {day}: made")
            except RiddleError as error:
                failed += 1
                self.say(f"edition {deck} of {day}: not made: {error}")
        return failed

    async def _send(self, sending: Sending, until: float, room: asyncio.Semaphore) -> bool:
        async with room:
            try:
                wait = await self.sender.send(sending)
                while 0 < wait <= _LONGEST_WAIT and self.ticks() + wait < until:
                    await asyncio.sleep(wait)
                    wait = await self.sender.send(sending)
            except RiddleError as error:
                self.say(f"{sending.name}: failed: {error}")
                return False
            except Exception as error:  # noqa: BLE001 - the others are sent all the same
                _log.exception("sending=%s ended by a fault", sending.name)
                self.say(f"{sending.name}: failed: a fault of the program ({type(error).__name__})")
                return False
        return await self._told(sending)

    async def _told(self, sending: Sending) -> bool:
        """Say what became of it; whether that is well."""
        found = await self.schedule.delivery(sending)
        if found is None:
            self.say(f"{sending.name}: dropped")
            return True
        reason = f": {found.reason}" if found.reason else ""
        if not found.settled:
            self.say(f"{sending.name}: waits{reason}")
            return False
        self.say(f"{sending.name}: {found.stage.value}{reason}")
        return found.stage in _GOOD

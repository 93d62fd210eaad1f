"""One lane a thread: its messages are judged one after another, in the order of their ids, whoever brings them."""

from __future__ import annotations

import asyncio
import heapq
import logging
from collections import deque
from dataclasses import dataclass, field
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from adapters.discord.showing import may_pass
from bot.errors import RiddleError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine
    from typing import Any

    from adapters.discord.heard import Heard
    from adapters.discord.judging import Judged, Judging
    from adapters.discord.showing import Showing
    from bot.domain import Thread

_log = logging.getLogger(__name__)

MOST = 5_000
"""Messages of a thread that wait; what comes beyond, until all are judged, is read again then, over REST."""

TOGETHER = 512
"""Messages that are judged in one sitting."""

FEW, GATHER_SECONDS = 64, 0.004
"""How long one waits, where few messages are there, for more of the same sitting: of many each is much cheaper."""

AGAIN_SECONDS = 1.0
JUDGE_FIRST, JUDGE_FIRST_SECONDS = 10, 0.05
"""Verdicts wait so often and so long for the judging of others in the same thread."""

LONGEST_AGAIN = 20.0
"""Between two tries while the store, or Discord, does not answer."""

SHOW_SECONDS = 300.0
"""How long it is tried to show one thing; what comes after it waits."""

FAULT_SECONDS = 0.5
"""The same after a fault of ours: one more try."""

MOST_SHOWN = 1_000
"""Verdicts that wait to be shown; while there are more, no other message is judged."""

ROOM_SECONDS = 0.1
"""How often one looks whether there are fewer."""


@dataclass(slots=True)
class Lane:
    """A thread's messages that wait; `held` counts who is still bringing earlier ones.

    `alone`: how many of the next are judged one by one, for one of them cannot be judged.
    """

    thread: Thread
    waiting: list[tuple[int, Heard]] = field(default_factory=list)
    there: set[int] = field(default_factory=set)
    held: int = 0
    missed: bool = False
    alone: int = 0
    running: bool = False
    shown: deque[Judged] = field(default_factory=deque)
    showing: bool = False

    @property
    def is_full(self) -> bool:
        """Whether so many verdicts wait to be shown that no other is wanted."""
        return len(self.shown) >= MOST_SHOWN

    def put(self, heard: Heard) -> None:
        """Put a message in its place."""
        if heard.id in self.there:
            return
        if self.missed or len(self.waiting) >= MOST:
            self.missed = True
            return
        self.there.add(heard.id)
        heapq.heappush(self.waiting, (heard.id, heard))

    def take(self, most: int) -> list[Heard]:
        """The earliest ones."""
        taken = [heapq.heappop(self.waiting)[1] for _ in range(min(most, len(self.waiting)))]
        self.there.difference_update(one.id for one in taken)
        return taken

    def give_back(self, left: list[Heard]) -> None:
        """Put back what could not be judged."""
        for heard in left:
            self.there.add(heard.id)
            heapq.heappush(self.waiting, (heard.id, heard))


@dataclass(slots=True)
class Lanes:
    """All lanes of a process; `spawn` starts what runs beside the rest."""

    judging: Judging
    showing: Showing
    spawn: Callable[[Coroutine[Any, Any, Any]], object]
    read_again: Callable[[Lane], Coroutine[Any, Any, None]] | None = None
    lanes: dict[str, Lane] = field(default_factory=dict)

    def lane(self, thread: Thread) -> Lane:
        """The lane of a thread."""
        found = self.lanes.get(thread.id)
        if found is None:
            found = self.lanes[thread.id] = Lane(thread)
        return found

    def hear(self, thread: Thread, heard: Heard) -> None:
        """Have a message judged in its turn."""
        lane = self.lane(thread)
        lane.put(heard)
        self.go(lane)

    def hold(self, thread: Thread) -> Lane:
        """Keep a thread's messages waiting until `let_go`: earlier ones are being read."""
        lane = self.lane(thread)
        lane.held += 1
        return lane

    def let_go(self, lane: Lane) -> None:
        """The earlier ones are there."""
        lane.held -= 1
        self.go(lane)
        self._drop(lane)

    def go(self, lane: Lane) -> None:
        """Judge what waits, unless that is being done."""
        if lane.waiting and not lane.running and not lane.held:
            lane.running = True
            self.spawn(self._run(lane))

    async def _run(self, lane: Lane) -> None:
        pause = AGAIN_SECONDS
        try:
            while lane.waiting and not lane.held:
                if lane.is_full:
                    await asyncio.sleep(ROOM_SECONDS)
                    continue
                if len(lane.waiting) < FEW:
                    await asyncio.sleep(GATHER_SECONDS)
                if await self._judge_some(lane):
                    pause = AGAIN_SECONDS
                    continue
                await asyncio.sleep(pause)
                pause = min(LONGEST_AGAIN, pause * 2)
        finally:
            lane.running = False
            self._drop(lane)

    async def _judge_some(self, lane: Lane) -> bool:
        """Judge some messages in one sitting; False where the store failed, and they wait again.

        Judged a second time each has the verdict of the first: so where one cannot be judged, the others are alone.
        """
        taken = lane.take(1 if lane.alone else TOGETHER)
        try:
            sitting = await self.judging.sit(lane.thread)
            judged = await self.judging.judge(sitting, taken) if sitting is not None else []
        except RiddleError as error:
            _log.warning("thread=%s its messages wait: %s", lane.thread.id, error)
            lane.give_back(taken)
            return False
        except Exception:  # noqa: BLE001 - the other messages are judged all the same
            _log.exception("thread=%s messages could not be judged: %d", lane.thread.id, len(taken))
            if len(taken) > 1:
                lane.give_back(taken)
                lane.alone = len(taken)
                return True
            judged = []
        lane.alone = max(0, lane.alone - 1)
        for one in judged:
            self._show(lane, one)
        return True

    def _show(self, lane: Lane, judged: Judged) -> None:
        lane.shown.append(judged)
        if not lane.showing:
            lane.showing = True
            self.spawn(self._show_all(lane))

    async def _show_all(self, lane: Lane) -> None:
        """Show verdicts in order; how far the thread was read is noted behind them."""
        try:
            while lane.shown:
                await self._let_judge(lane)
                judged = lane.shown.popleft()
                await self._show_one(lane, judged)
        finally:
            lane.showing = False
            self._drop(lane)

    @staticmethod
    async def _let_judge(lane: Lane) -> None:
        """Let those be judged first who wait for it, for a while."""
        for _ in range(JUDGE_FIRST):
            if not lane.running or lane.is_full:
                return
            await asyncio.sleep(JUDGE_FIRST_SECONDS)

    async def _show_one(self, lane: Lane, judged: Judged) -> None:
        for deed in self.showing.deeds(lane.thread, judged):
            await self._insist(lane, partial(self.showing.do, lane.thread, deed))
        if not lane.shown:
            await self._insist(lane, partial(self.showing.read, lane.thread, judged.heard))

    async def _insist(self, lane: Lane, do: Callable[[], Awaitable[None]]) -> None:
        """Do one thing though the store or Discord may be away for a while; whatever becomes of it, the next follow."""
        begun, pause = monotonic(), AGAIN_SECONDS
        while True:
            try:
                await do()
            except Exception as error:  # noqa: BLE001 - the other verdicts are shown all the same
                if not self._is_worth_it(lane, error, monotonic() - begun):
                    return
            else:
                return
            await asyncio.sleep(pause)
            pause = min(LONGEST_AGAIN, pause * 2)

    @staticmethod
    def _is_worth_it(lane: Lane, error: Exception, tried: float) -> bool:
        """Whether another try may help, after so many seconds of them."""
        passing = may_pass(error)
        again = tried < (SHOW_SECONDS if passing else FAULT_SECONDS)
        what = f"{type(error).__name__}: {error}"
        fault = None if passing or isinstance(error, RiddleError) else error
        _log.warning(
            "thread=%s a verdict %s: %s", lane.thread.id, "waits" if again else "is lost", what, exc_info=fault
        )
        return again

    def _drop(self, lane: Lane) -> None:
        """Forget a lane in which nothing happens, once what it had no room for was read again."""
        if lane.waiting or lane.shown or lane.running or lane.showing or lane.held:
            return
        if lane.missed and self.read_again is not None:
            lane.missed = False
            lane.held += 1
            self.spawn(self.read_again(lane))
        else:
            self.lanes.pop(lane.thread.id, None)

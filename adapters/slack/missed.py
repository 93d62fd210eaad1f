"""What was said while nobody listened is noticed, and read: over Socket Mode, and by one of several web processes."""

from __future__ import annotations

import asyncio
import logging
import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from adapters.slack.reading import Overtaken, Reader
from adapters.slack.said import PLATFORM
from bot.errors import MaybeSent, NotSent, RiddleError, StoreError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from adapters.slack.office import Office
    from adapters.slack.teams import Robot
    from bot.ports.heard import HeardStore
    from bot.ports.installs import InstallStore

_log = logging.getLogger(__name__)

NOTE_SECONDS = 5.0
"""How often it is noted that one listens."""

ONCE_SECONDS = 15.0

AGAIN = (5.0, 60.0)
"""Seconds after which Socket Mode reads again what Slack did not let it read."""

PATIENCE = timedelta(hours=6)
"""How long a workspace is read again and again that Slack does not let us read."""

GAP = timedelta(seconds=45)
"""Nobody listened where nothing was noted for so long; what is shorter Slack bridges by sending again."""

LEAD_SECONDS = 30.0
"""How long the one process that reads is waited for, once it says nothing."""

READING_SECONDS = 65.0
"""Between two calls that read messages: a new distributed app is given one a minute in a workspace, and none early."""

MOST_AT_ONCE = 20
"""Workspaces that are read side by side; each has limits of its own."""

EVERYWHERE = f"{PLATFORM}:"
"""All workspaces together, where it is noted that one listens: a web process listens to all of them or to none."""


@dataclass(slots=True)
class Missed:
    """One workspace over Socket Mode; of several processes that come back at once, one reads."""

    office: Office
    heard: HeardStore
    robot: Robot

    async def note(self, stop: asyncio.Event) -> None:
        """Note again and again that one listens."""
        while not stop.is_set():
            try:
                await self.heard.listening(self.robot.community, self.office.tidying.now())
            except StoreError as error:
                _log.debug("could not be noted: %s", error)
            await _pause(stop, NOTE_SECONDS)

    async def catch_up(self, since: datetime | None) -> None:
        """Read what was written since then."""
        schedule = self.office.front.schedule
        if since is not None and await schedule.once(self.robot.community, "catch-up", ONCE_SECONDS):
            reader = Reader(self.office, self.heard, self.robot)
            for wait in (*AGAIN, 0.0):
                try:
                    return await reader.read(since)
                except (NotSent, MaybeSent) as error:
                    _log.warning("what was missed could not be read: %s", error)
                    await asyncio.sleep(wait)
        return None


@dataclass(slots=True)
class MissedEverywhere:
    """All workspaces that installed the app. What is to be read is kept until it was read, whoever dies meanwhile."""

    office: Office
    heard: HeardStore
    installs: InstallStore
    every: float = READING_SECONDS
    beat: float = NOTE_SECONDS
    gap: timedelta = GAP
    lead: float = LEAD_SECONDS
    _me: str = field(default_factory=lambda: secrets.token_hex(8))
    _reading: asyncio.Task[None] | None = None
    _owed: tuple[datetime, ...] = ()
    _began: datetime | None = None
    _done: set[str] = field(default_factory=set)

    async def run(self, stop: asyncio.Event) -> None:
        """Note that one listens, and see whether nobody did for a while, until told to stop."""
        try:
            while not stop.is_set():
                try:
                    await self.look()
                except StoreError as error:
                    _log.debug("could not be noted: %s", error)
                await _pause(stop, self.beat)
        finally:
            if self._reading is not None:
                self._reading.cancel()
                await asyncio.gather(self._reading, return_exceptions=True)

    async def look(self) -> None:
        """One look: what is due to be read is read by whoever comes first, and stays his as long as he goes on."""
        now, since = self.office.tidying.now(), await self.heard.until(EVERYWHERE)
        if since is not None and now - since > self.gap:
            await self.heard.owe(EVERYWHERE, since)
        await self.heard.listening(EVERYWHERE, now)
        owed = await self.heard.owed(EVERYWHERE)
        if not owed or not await self._leads():
            return
        if self._reading is None or self._reading.done():
            if self._owed != tuple(owed):
                self._owed, self._began, self._done = tuple(owed), now, set()
            self._reading = asyncio.ensure_future(self._read(owed))

    async def _leads(self) -> bool:
        return await self.heard.lead(EVERYWHERE, self._me, self.lead)

    async def _read(self, owed: Sequence[datetime]) -> None:
        """Read what was not read yet; who fails is read again at the next look, and he alone."""
        try:
            communities = [one for one in await self.installs.communities() if one not in self._done]
            _log.info("reading what was missed since=%s workspaces=%d", min(owed).isoformat(), len(communities))
            gate = asyncio.Semaphore(MOST_AT_ONCE)
            reading = (self._workspace(gate, community, min(owed)) for community in communities)
            if all(await asyncio.gather(*reading)):
                await self.heard.settle(EVERYWHERE, owed)
        except StoreError as error:
            _log.warning("what was missed is read later: %s", error)

    async def _workspace(self, gate: asyncio.Semaphore, community: str, since: datetime) -> bool:
        """Read one; False where it has to be read again, as the store or Slack did not answer, or another leads."""
        try:
            async with gate:
                if not await self._leads():
                    return False
                robot = await self.office.teams.robot(community)
                if robot is not None:
                    await Reader(self.office, self.heard, robot, self.every, self._leads).read(since)
        except RiddleError as error:
            _log.warning("community=%s: what was missed could not be read: %s", community, error)
            if self._is_owed_after(error):
                return False
        except Exception as error:  # noqa: BLE001 - one workspace's fault is not to keep the others from theirs
            _log.exception("a fault while what was missed was read, community=%s", community, exc_info=error)
        self._done.add(community)
        return True

    def _is_owed_after(self, error: RiddleError) -> bool:
        if isinstance(error, NotSent | MaybeSent):
            return self._began is not None and self.office.tidying.now() - self._began < PATIENCE
        return isinstance(error, StoreError | Overtaken)


async def _pause(stop: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        return

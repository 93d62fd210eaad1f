"""What every handler needs, and the work that goes on beside an answer."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from adapters.slack.text import named
from bot.errors import RiddleError

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from adapters.slack.counts import Counts
    from adapters.slack.rights import Rights
    from adapters.slack.said import Said
    from adapters.slack.teams import Teams
    from bot.delivery.tidying import Tidying
    from bot.desk.front import Front
    from bot.desk.host import HostDesk
    from bot.desk.player import PlayerDesk
    from bot.game.sentences import Words
    from bot.ports.heard import HeardStore
    from bot.ports.installs import InstallStore

_log = logging.getLogger(__name__)

MOST_BESIDE = 2_000
"""Things that may go on at once beside the answers; a reply more is dropped, as everything that counts is kept."""


class Beside:
    """What goes on after an answer: kept until it ends, and its faults are told."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    def start(self, work: Coroutine[Any, Any, Any], what: str) -> None:
        """Let something go on."""
        if len(self._tasks) >= MOST_BESIDE:
            work.close()
            _log.warning("dropped=%s: too much goes on at once", what)
            return
        task = asyncio.ensure_future(self._told(work, what))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def finish(self, seconds: float) -> None:
        """Wait for what goes on; what takes longer is cut off."""
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    @staticmethod
    async def _told(work: Coroutine[Any, Any, Any], what: str) -> None:
        try:
            await work
        except RiddleError as error:
            _log.warning("could not %s: %s", what, error)
        except Exception as error:  # noqa: BLE001 - nobody else would hear of it
            _log.exception("a fault while it tried to %s", what, exc_info=error)


@dataclass(frozen=True, slots=True)
class Office:
    """What every handler needs; it keeps nothing of anybody."""

    front: Front
    teams: Teams
    rights: Rights
    counts: Counts
    tidying: Tidying
    installs: InstallStore | None = None
    heard: HeardStore | None = None
    beside: Beside = field(default_factory=Beside)

    @property
    def words(self) -> Words:
        """The sentences."""
        return self.front.words

    def player(self, said: Said) -> PlayerDesk:
        """The desk of whoever said something."""
        return self.front.player(said.community, said.user, named, where=said.where)

    def host(self, said: Said) -> HostDesk:
        """The same person's desk as a host; that he is one was asked before."""
        return self.front.host(said.community, said.user, named)

"""The clock at work: it ticks until it is told to stop, and waits where the store is away."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.delivery.clock import Clock
    from bot.ports.meter import Meter

_log = logging.getLogger(__name__)

TICK_SECONDS = 0.7
"""Between two looks at what is due; several clocks do not look in step."""

PREPARE_SECONDS = 30.0
"""Between two looks at which editions will be needed."""

FAULT_SECONDS = 5.0
"""Pause after a fault of ours."""


@dataclass(slots=True)
class Ticking:
    """One clock; `trouble` says why it cannot work at the moment."""

    clock: Clock
    meter: Meter
    seconds: float = TICK_SECONDS
    ticks: Callable[[], float] = time.monotonic
    trouble: str = ""
    _prepared: float = float("-inf")

    async def run(self, stop: asyncio.Event) -> None:
        """Tick until one is told to stop."""
        while not stop.is_set():
            await _pause(stop, await self.once())

    async def once(self) -> float:
        """Tick, and prepare where it is time; gives the seconds until the next tick."""
        try:
            self.meter.due(await self.clock.tick())
            if self.ticks() - self._prepared >= PREPARE_SECONDS:
                self.meter.missing(await self.clock.prepare())
                self._prepared = self.ticks()
        except StoreError as error:
            self.meter.store_error()
            self._say(str(error))
            return self.seconds
        except Exception:  # noqa: BLE001 - a clock that stands still is worse than one that stumbles
            _log.exception("the clock stumbled, goes on in %.0f s", FAULT_SECONDS)
            return FAULT_SECONDS
        self._say("")
        return self.seconds * random.uniform(0.75, 1.25)

    def _say(self, trouble: str) -> None:
        """Tell of a trouble once, and of its end."""
        if trouble and trouble != self.trouble:
            _log.warning("the clock waits: %s", trouble)
        elif self.trouble and not trouble:
            _log.info("the clock goes on")
        self.trouble = trouble


async def _pause(stop: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        return

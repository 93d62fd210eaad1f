"""Starts processes, shows what they say, starts again those that die, and stops all in order."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import Callable, Mapping, Sequence

    from bot.processes.parts import Part

_log = logging.getLogger(__name__)

WRONG = 2
"""The exit code of a process that cannot run with its settings: to start it again is of no use."""

FIRST_BACKOFF = 1.0
LONGEST_BACKOFF = 30.0

STEADY = 60.0
"""Seconds after which a process that dies is taken for a healthy one that met with an accident."""

PATIENCE = 28.0
"""Longest wait for a process that was told to stop: it may take 25 s for what it has begun."""

LONGEST_LINE = 1_000_000


@dataclass(slots=True)
class Child:
    """One part of the whole; `environment` is what it is given beside ours."""

    part: Part
    environment: Mapping[str, str]
    show: Callable[[str, str], None]
    process: Process | None = None
    restarts: int = 0

    @property
    def lives(self) -> bool:
        """Whether it runs."""
        return self.process is not None and self.process.returncode is None

    async def run(self, stop: asyncio.Event) -> int:
        """Keep it running until one is told to stop; returns how it ended."""
        backoff = FIRST_BACKOFF
        while True:
            began = asyncio.get_running_loop().time()
            code = await self._live()
            if stop.is_set() or code == WRONG:
                return code
            steady = asyncio.get_running_loop().time() - began > STEADY
            backoff = FIRST_BACKOFF if steady else backoff
            _log.warning("part=%s ended code=%d, starts again in %.0f s", self.part.name, code, backoff)
            if await _pause(stop, backoff):
                return code
            self.restarts += 1
            backoff = min(LONGEST_BACKOFF, backoff * 2)

    def tell(self, sign: signal.Signals) -> None:
        """Send it a signal."""
        if self.process is not None and self.process.returncode is None:
            self.process.send_signal(sign)

    async def _live(self) -> int:
        self.process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "bot", *self.part.words, "--leash"),
            stdin=asyncio.subprocess.PIPE,  # held open: it ends with us, whatever becomes of us
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            env={**os.environ, "PYTHONUNBUFFERED": "1", **self.environment},
            start_new_session=True,  # Ctrl-C is for us alone: we stop them in order
            limit=LONGEST_LINE,
        )
        _log.info("part=%s started process=%d", self.part.name, self.process.pid)
        if self.process.stdout is not None:
            await self._show_lines(self.process.stdout)
        return await self.process.wait()

    async def _show_lines(self, said: asyncio.StreamReader) -> None:
        while True:
            try:
                line = await said.readline()
            except ValueError:  # longer than any line of ours; the rest is told as the next
                continue
            if not line:
                return
            self.show(self.part.name, line.decode(errors="replace").rstrip("\n"))


@dataclass(slots=True)
class Supervisor:
    """Keeps the parts running until `stop`."""

    parts: Sequence[Part]
    show: Callable[[str, str], None]
    environment: Callable[[int], Mapping[str, str]] = lambda _: {}
    children: list[Child] = field(default_factory=list)

    def trouble(self) -> str:
        """Which parts are down, or nothing."""
        down = [child.part.name for child in self.children if not child.lives]
        return f"Not running: {', '.join(down)}." if down else ""

    async def run(self, stop: asyncio.Event) -> int:
        """Run all; 0 where one was told to stop, else the code of the part that cannot run."""
        self.children = [Child(part, self.environment(place), self.show) for place, part in enumerate(self.parts)]
        running = {asyncio.ensure_future(child.run(stop)): child for child in self.children}
        stopping = asyncio.ensure_future(stop.wait())
        ended, _ = await asyncio.wait({stopping, *running}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        failed = [one for one in running if one in ended]
        stop.set()
        await self._stop(running)
        for one in failed:
            _log.error("part=%s cannot run, so all was stopped", running[one].part.name)
            return one.result()
        return 0

    def kill(self) -> None:
        """End all at once: somebody asked a second time."""
        for child in self.children:
            child.tell(signal.SIGKILL)

    async def _stop(self, running: Mapping[asyncio.Task[int], Child]) -> None:
        """Stop them in their order; one that does not is ended."""
        for stage in sorted({child.part.stops for child in running.values()}):
            those = {one: child for one, child in running.items() if child.part.stops == stage}
            for child in those.values():
                child.tell(signal.SIGTERM)
            _, left = await asyncio.wait(those, timeout=PATIENCE)
            for one in left:
                _log.error("part=%s did not stop in %.0f s and is ended", those[one].part.name, PATIENCE)
                those[one].tell(signal.SIGKILL)
            await asyncio.wait(those)


async def _pause(stop: asyncio.Event, seconds: float) -> bool:
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        return False
    return True

"""A process that runs until it is told to stop: its signals, its store, and what it tells of itself."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import signal
import sys
import threading
from contextlib import AsyncExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from bot.errors import StoreError, StoreUnavailable
from bot.logs import begin_logs
from bot.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from bot.bootstrap import Store
    from bot.ports.meter import Meter
    from bot.settings import Settings

_log = logging.getLogger(__name__)

PULSE_SECONDS = 2.0
"""How often the store is asked whether it answers; an embedded one that died is started again so."""

LONGEST_BACKOFF = 5.0

LAST_SECONDS = 35.0
"""Longest that a process lives on after it was told to stop: it may take 25 s for what it has begun."""

RARELY = (20_000, 20, 50)
"""How rarely a process that talks with people looks for circles of garbage: each look goes through all it holds."""

STOPS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class Work(Protocol):
    """What a process does once its store is open."""

    def __call__(self, process: Process, store: Store) -> Awaitable[int | None]:
        """Work until `process.stop`; returns the exit code where it is not 0."""


@dataclass(slots=True)
class Process:
    """One process; `troubles` are the reasons why it cannot work at the moment, by what they are about.

    `checks` are asked for more of them; `again` is what is done where one is told to stop a second time.
    """

    settings: Settings
    meter: Meter
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    troubles: dict[str, str] = field(default_factory=dict)
    checks: list[Callable[[], Awaitable[str]]] = field(default_factory=list)
    again: Callable[[], None] | None = None

    def trouble(self, about: str, reason: str) -> None:
        """Note why it cannot work, or that it can: with an empty reason."""
        before = self.troubles.pop(about, "")
        if reason:
            self.troubles[about] = reason
        if reason and reason != before:
            _log.warning("not ready about=%s: %s", about, reason)
        elif before and not reason:
            _log.info("ready about=%s", about)

    async def ready(self) -> str:
        """What it lacks, or nothing."""
        if self.troubles:
            return next(iter(self.troubles.values()))
        for check in self.checks:
            if reason := await check():
                return reason
        return ""

    async def pause(self, seconds: float) -> bool:
        """Wait so long, or until it is told to stop, which it tells."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.stop.wait()
        return self.stop.is_set()


def run(work: Work, *, leash: bool, quick: bool = False, talks: bool = False) -> int:
    """Run a process to its end; 0 where it was told to stop.

    A `quick` one waits half a second for its store, and one that `talks` with people runs on the fast loop.
    """
    settings = load_settings()
    begin_logs(settings.log, settings.log_level)
    if talks:
        gc.set_threshold(*RARELY)
    with asyncio.Runner(loop_factory=_fast_loop() if talks else None) as runner:
        return runner.run(_run(settings, work, leash=leash, quick=quick))


def _fast_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """The loop that takes less time for each answer, where it is installed; else the standard one."""
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop


async def _run(settings: Settings, work: Work, *, leash: bool, quick: bool) -> int:
    from bot import bootstrap

    figures = bootstrap.metrics()
    process = Process(settings, figures)
    process.troubles["store"] = "The store is not open yet."
    code: int | None = 0
    with hearing(process, leash=leash):
        async with bootstrap.watched(settings, process.ready, figures), AsyncExitStack() as stack:
            store = await _opened(process, stack, quick=quick)
            if store is not None:
                code = await _with_pulse(process, store, work)
    _log.info("stopped")
    return code or 0


async def _with_pulse(process: Process, store: Store, work: Work) -> int | None:
    process.checks.append(lambda: lacks(store.answers))
    pulse = asyncio.ensure_future(_pulse(process, store))
    try:
        return await work(process, store)
    finally:
        pulse.cancel()
        await asyncio.wait({pulse})


async def _opened(process: Process, stack: AsyncExitStack, *, quick: bool) -> Store | None:
    """The store, once it answers; None where one is told to stop before."""
    from bot import bootstrap

    backoff = 0.5
    while not process.stop.is_set():
        try:
            store = await stack.enter_async_context(bootstrap.open_store(process.settings, quick=quick))
        except StoreUnavailable as error:
            process.meter.store_error()
            process.trouble("store", str(error))
            await process.pause(backoff)
            backoff = min(LONGEST_BACKOFF, backoff * 2)
        else:
            process.trouble("store", "")
            return store
    return None


async def _pulse(process: Process, store: Store) -> None:
    while not await process.pause(PULSE_SECONDS):
        reason = await lacks(store.answers)
        if reason:
            process.meter.store_error()
        process.trouble("store", reason)


async def lacks(answers: Callable[[], Awaitable[object]]) -> str:
    """Why something does not answer, or nothing."""
    try:
        await answers()
    except StoreError as error:
        return str(error)
    return ""


@contextmanager
def hearing(process: Process, *, leash: bool) -> Iterator[None]:
    """Hear signals, and the end of standard input where one is on a leash, until the block ends."""
    loop = asyncio.get_running_loop()

    def pulled() -> None:
        if not os.read(sys.stdin.fileno(), 4096):
            loop.remove_reader(sys.stdin.fileno())
            _stop(process)

    for sign in STOPS:
        loop.add_signal_handler(sign, _stop, process)
    if leash:
        loop.add_reader(sys.stdin.fileno(), pulled)
    try:
        yield
    finally:
        if leash:
            loop.remove_reader(sys.stdin.fileno())
        for sign in STOPS:
            loop.remove_signal_handler(sign)
            signal.signal(sign, signal.SIG_IGN)  # what is being closed is closed to its end


def _stop(process: Process) -> None:
    """Tell a process to stop; told a second time, one that looks after others ends them at once."""
    if process.again is None and not process.stop.is_set():
        _end_at_last()
    elif process.again is not None and process.stop.is_set():
        process.again()
    process.stop.set()


def _end_at_last() -> None:
    """End after a while whatever happens: a thread that parses an article can neither be told to stop nor left."""
    timer = threading.Timer(LAST_SECONDS, os._exit, (1,))
    timer.daemon = True
    timer.start()

"""Processes of the program as an operator runs them, and a store that a test looks into."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot import bootstrap
from bot.domain import Channel, ChannelKey, Schedule
from bot.settings import Settings, load_settings, variable
from tests.adapters.store.samples import edition

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from pathlib import Path

    from bot.bootstrap import Store

PATIENCE = 40
"""Seconds a process may take on a busy machine."""


def free_ports(count: int) -> int:
    """The first of some ports in a row that nobody has, nor will a process beside this one ask for."""
    for begin in range(20_000 + os.getpid() * 997 % 12_000, 60_000, count):
        try:
            for port in range(begin, begin + count):
                with socket.socket() as line:
                    line.bind(("127.0.0.1", port))
        except OSError:
            continue
        return begin
    raise AssertionError


@dataclass
class House:
    """A data folder, its environment, and the processes of a test."""

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def environment(self, **more: str) -> dict[str, str]:
        ours = {variable(name) for name in Settings.model_fields}
        clean = {name: value for name, value in os.environ.items() if name not in ours}
        return clean | {"RIDDLE_MODEL": "none", "RIDDLE_DATA_DIR": str(self.data), **self.settings, **more}

    @contextmanager
    def running(self, *command: str, **more: str) -> Iterator[Running]:
        """A process of its own; what is left of it is ended with the block."""
        log = self.folder / f"log-{time.monotonic_ns()}"
        with log.open("wb") as out:
            process = subprocess.Popen(
                command, cwd=self.folder, env=self.environment(**more), stdout=out, stderr=out, stdin=subprocess.DEVNULL
            )
        one = Running(process, log)
        try:
            yield one
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                try:
                    process.wait(PATIENCE)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()

    def riddle(self, *words: str, **more: str) -> Any:
        """A command of the program that runs on."""
        return self.running(sys.executable, "-m", "bot", *words, **more)

    def done(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        """A command of the program, run to its end."""
        return subprocess.run(
            [sys.executable, "-m", "bot", *words],
            cwd=self.folder,
            env=self.environment(**more),
            capture_output=True,
            text=True,
            timeout=PATIENCE * 2,
            check=False,
        )

    @asynccontextmanager
    async def store(self) -> AsyncIterator[Store]:
        async with bootstrap.open_store(load_settings(**{"RIDDLE_DATA_DIR": str(self.data), **self.settings})) as store:
            yield store

    async def channel(
        self, store: Store, at: datetime, name: str = "main", *, community: str = "terminal", edited: bool = True
    ) -> ChannelKey:
        """A channel whose next post is due at a moment of the day, and the day's edition."""
        key = ChannelKey(community, name)
        if edited:
            await store.editions.put(edition(day=at.date()))
        plans = bootstrap.planning(store, lambda: at - timedelta(seconds=1))
        await plans.set_up(Channel(key, Schedule(at.time().replace(microsecond=0))))
        return key


@dataclass
class Running:
    """One process, and what it said."""

    process: subprocess.Popen[bytes]
    log: Path

    def said(self) -> str:
        return self.log.read_text(errors="replace")

    def hear(self, what: str, times: int = 1, seconds: float = PATIENCE) -> float:
        """Wait until it says something; gives how long that took."""
        return wait(lambda: self.said().count(what) >= times, seconds, lambda: f"{what!r} in:\n{self.said()}")

    def end(self, sign: signal.Signals = signal.SIGTERM, seconds: float = PATIENCE) -> int:
        """Send a signal, and wait for the end; gives the exit code."""
        self.process.send_signal(sign)
        return self.process.wait(seconds)


def wait(true: Callable[[], bool], seconds: float = PATIENCE, what: Callable[[], str] = lambda: "") -> float:
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < seconds, f"it did not come true in time: {what()}"
        time.sleep(0.05)
    return time.monotonic() - began


def asked(port: int, path: str) -> tuple[int, str]:
    """What a process answers at its port; 0 where nobody is there."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=8) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()
    except OSError:
        return 0, ""


def ready(port: int) -> bool:
    return asked(port, "/readyz")[0] == 200


def reason(port: int) -> str:
    status, text = asked(port, "/readyz")
    return str(json.loads(text)["reason"]) if status == 503 else ""


def noon() -> datetime:
    """Today's noon, so that an hour before and after it is the same date."""
    return datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0)

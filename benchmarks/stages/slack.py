"""What the figures of Slack are taken on: a Slack of our own here, a store, and the bot in processes of its own."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from adapters.store.embedded import EmbeddedServer
from benchmarks.stages.figures import resident
from bot import bootstrap
from bot.ports.now import system_now
from bot.settings import Settings, load_settings, variable
from tests.adapters.store.samples import edition, riddle
from tests.doubles.slack_server import SlackServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from bot.bootstrap import Store

ROOT = Path(__file__).resolve().parents[2]
COMMUNITY = "slack:T0FAKE001"


@dataclass
class Bot:
    """A process."""

    process: subprocess.Popen[bytes]

    def memory(self) -> float:
        """Its resident memory in MB."""
        return resident(self.process.pid)

    def end(self, sign: signal.Signals = signal.SIGTERM) -> None:
        """End it."""
        if self.process.poll() is None:
            self.process.send_signal(sign)
            self.process.wait(30)


@dataclass
class Stage:
    """Slack, the store, and the processes."""

    folder: Path
    slack: SlackServer
    url: str
    store: Store
    bots: list[Bot] = field(default_factory=list)

    def start(self, *words: str, **more: str) -> Bot:
        """Start a process of the bot, or another."""
        ours = {variable(name) for name in Settings.model_fields}
        clean = {name: value for name, value in os.environ.items() if name not in ours}
        tokens = {
            "SLACK_BOT_TOKEN": self.slack.bot_token, "SLACK_APP_TOKEN": self.slack.app_token,
            "SLACK_API_URL": self.slack.api_url, "REDIS_URL": self.url, "RIDDLE_DATA_DIR": str(self.folder / "data"),
            "PYTHONPATH": str(ROOT), "RIDDLE_MODEL": "none", "RIDDLE_LOG_LEVEL": "warning",
        }  # fmt: skip
        log = self.folder / f"log-{len(self.bots)}"
        command = words if words and words[0].endswith(".py") else ("-m", "bot", *(words or ("slack",)))
        with log.open("wb") as out:
            process = subprocess.Popen(
                (sys.executable, *command), cwd=self.folder, env=clean | tokens | more, stdout=out, stderr=out
            )
        self.bots.append(Bot(process))
        return self.bots[-1]

    async def connected(self, count: int = 1) -> None:
        """Wait until so many processes are there."""
        await self.slack.wait_connected(count, 60)

    async def play(self) -> None:
        """Let there be a riddle today."""
        made = edition(riddle("harbour"), day=system_now().date(), number=142)
        await self.store.editions.put(made)
        await bootstrap.club(self.store, COMMUNITY).open(made)


@asynccontextmanager
async def staged(**options: Any) -> AsyncIterator[Stage]:
    """A stage; all of it is gone afterwards."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        server = EmbeddedServer(folder / "server")
        url = f"unix://{await asyncio.to_thread(server.enter)}"
        settings = load_settings(REDIS_URL=url, RIDDLE_DATA_DIR=str(folder / "data"))
        async with SlackServer(**options) as slack, bootstrap.open_store(settings) as store:
            stage = Stage(folder, slack, url, store)
            try:
                yield stage
            finally:
                for bot in stage.bots:
                    await asyncio.to_thread(bot.end)
        await asyncio.to_thread(server.leave)


def answers(port: int) -> bool:
    """Whether a process says that it is ready."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


async def until(true: Callable[[], bool], seconds: float = 120.0) -> None:
    """Wait until something is so."""
    end = clock() + seconds
    while not await asyncio.to_thread(true):
        assert clock() < end, "it did not come true in time"
        await asyncio.sleep(0.02)


def clock() -> float:
    """Seconds, for differences."""
    return time.monotonic()

"""A stage for proofs of delivery: a store, a proxy that cuts replies, a platform, a clock, and replicas to be killed.

The replicas are processes of their own (`python -m benchmarks.stages.delivery`), wired as the program wires itself,
with the recording messenger in the place of a platform's and shorter leases, so that forty days pass in minutes.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import urllib.request
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from adapters.store.communities import RedisCommunities
from adapters.store.connection import open_redis
from adapters.store.editions import RedisEditions
from adapters.store.embedded import EmbeddedServer
from adapters.store.schedule import RedisSchedule
from bot.delivery.planning import Planning
from tests.adapters.store.samples import edition, riddle
from tests.doubles.recorder import FileClock
from tests.doubles.recording_messenger import RecordingMessenger

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence

    from redis.asyncio import Redis

    from bot.bootstrap import Store
    from bot.delivery.sending import Sender
    from bot.domain import Channel

    Beside = Callable[["Mortal", FileClock], Sequence[Awaitable[None]]]
    Change = Callable[[Sender, Store], Sender]


ROOT = Path(__file__).resolve().parents[2]

DEATHS = "STAGE_DEATHS"
CLOCK = "STAGE_CLOCK"
PLATFORM = "STAGE_PLATFORM"
LIMIT = "STAGE_LIMIT"
LEASE = "STAGE_LEASE"
TICK = "STAGE_TICK"
REPORT = "STAGE_REPORT"


# --- a proxy that cuts replies --------------------------------------------------------------------------------------


class Proxy:
    """Between the replicas and the store: with some chance it passes a question on, and cuts the line to the answer."""

    def __init__(self, path: Path, store: Path, share: float, seed: int) -> None:
        self.path, self.store, self.share = path, store, share
        self.dice = random.Random(seed)
        self.cut = self.passed = 0
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        """Listen."""
        self._server = await asyncio.start_unix_server(self._serve, str(self.path))

    async def stop(self) -> None:
        """Listen no more."""
        assert self._server is not None
        self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inner, outer = await asyncio.open_unix_connection(str(self.store))
        asking = asyncio.create_task(self._pass(reader, outer, 0.0))
        answering = asyncio.create_task(self._pass(inner, writer, self.share))
        await asyncio.wait({asking, answering}, return_when=asyncio.FIRST_COMPLETED)
        for one in (asking, answering):
            one.cancel()
        for line in (outer, writer):
            line.close()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, share: float) -> None:
        with contextlib.suppress(ConnectionError, OSError):
            while part := await reader.read(65_536):
                self.passed += 1
                if share and self.dice.random() < share:
                    self.cut += 1
                    return
                writer.write(part)
                await writer.drain()


# --- the stage ------------------------------------------------------------------------------------------------------


@dataclass
class Stage:
    """Everything that is up during a proof."""

    cut: float = 0.0
    seed: int = 1
    module: str = "benchmarks.stages.delivery"
    settings: dict[str, str] = field(default_factory=dict)
    replicas: list[subprocess.Popen[str]] = field(default_factory=list)
    killed: int = 0
    died: int = 0

    async def __aenter__(self) -> Self:
        self._scratch = tempfile.TemporaryDirectory(prefix="riddle-stage-")
        self.folder = Path(self._scratch.name)
        self.server = EmbeddedServer(self.folder / "data")
        path = await asyncio.to_thread(self.server.enter)
        self.proxy = Proxy(self.folder / "proxy.sock", path, self.cut, self.seed)
        await self.proxy.start()
        self.clock = FileClock(self.folder / "clock")
        self.clock.set(datetime.now(UTC))
        command = [sys.executable, "-m", "tests.doubles.recorder", "--clock", str(self.clock.path)]
        self.platform = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
        assert self.platform.stdout is not None
        self.url = (await self.platform.stdout.readline()).decode().strip()
        self._opened = open_redis(f"unix://{path}", self.folder)
        self.redis: Redis = await self._opened.__aenter__()
        return self

    async def __aexit__(self, *_: object) -> None:
        for one in self.replicas:
            one.kill()
            one.wait()
        self.platform.kill()
        await self.platform.wait()
        await self.proxy.stop()
        await self._opened.__aexit__(None, None, None)
        await asyncio.to_thread(self.server.leave)
        self._scratch.cleanup()

    async def prepare(self, first: date, days: int, channels: Iterable[Channel]) -> RedisSchedule:
        """An edition for each day from the first on, whose eight o'clock it is, and channels that want them."""
        self.clock.set(datetime.combine(first, clock_time(8), UTC))
        editions, schedule = RedisEditions(self.redis), RedisSchedule(self.redis, self.clock)
        for number in range(days + 2):
            made = edition(riddle(f"thing{number}"), day=first + timedelta(days=number), number=number + 1)
            await editions.put(made)
        planning = Planning(schedule, RedisCommunities(self.redis), self.clock, 12.0)
        for one in channels:
            await planning.set_up(one)
        return schedule

    def start(self, number: int = 1) -> None:
        """Start some replicas."""
        environment = {**os.environ, **self.settings, CLOCK: str(self.clock.path), PLATFORM: self.url}
        environment |= {"REDIS_URL": f"unix://{self.proxy.path}", "RIDDLE_DATA_DIR": str(self.folder)}
        for _ in range(number):
            log = (self.folder / f"replica-{len(self.replicas)}.log").open("w")
            command = [sys.executable, "-m", self.module, "--replica"]
            self.replicas.append(subprocess.Popen(command, cwd=ROOT, env=environment, stderr=log, text=True))

    def tend(self, number: int) -> None:
        """Start as many replicas as have died."""
        dead = [one for one in self.replicas if one.poll() is not None]
        self.died += len(dead)
        self.replicas = [one for one in self.replicas if one.poll() is None]
        self.start(number - len(self.replicas))

    def kill(self, which: int) -> None:
        """End a replica as no process can prevent."""
        alive = [one for one in self.replicas if one.poll() is None]
        if alive:
            os.kill(alive[which % len(alive)].pid, signal.SIGKILL)
            self.killed += 1

    async def platform_says(self) -> dict[str, Any]:
        """All that the platform recorded."""
        return dict(json.loads(await asyncio.to_thread(_read, f"{self.url}/state")))

    async def tell_platform(self, **asked: Any) -> None:
        """Have the platform behave otherwise."""
        await asyncio.to_thread(_read, f"{self.url}/control", json.dumps(asked).encode())

    def logs(self) -> Iterator[str]:
        """What the replicas logged as errors."""
        for path in sorted(self.folder.glob("replica-*.log")):
            for line in path.read_text().splitlines():
                if "ERROR" in line or "Traceback" in line:
                    yield f"{path.name}: {line}"


def _read(url: str, body: bytes | None = None) -> bytes:
    headers = {"Content-Type": "application/json"}
    with urllib.request.urlopen(urllib.request.Request(url, body, headers), timeout=20) as answer:
        return bytes(answer.read())


# --- a replica ------------------------------------------------------------------------------------------------------


@dataclass
class Mortal(RecordingMessenger):
    """A messenger whose process dies by chance: before the call, after it, or while it is under way."""

    deaths: float = 0.0

    async def _ask(self, what: str, asked: dict[str, str]) -> dict[str, Any]:
        end = random.random() / self.deaths if self.deaths and what in {"post", "edit"} else 9.0
        if end < 1 / 3:
            die()
        if end < 2 / 3:
            asyncio.get_running_loop().call_later(random.uniform(0, 0.01), die)
        said = await super()._ask(what, asked)
        if end < 1:
            die()
        return said


def _nothing(*_: object) -> Sequence[Awaitable[None]]:
    return ()


def _as_it_is(who: Sender, _: Store) -> Sender:
    return who


def die() -> None:
    """End this process as nothing can prevent."""
    os.kill(os.getpid(), signal.SIGKILL)


class NoSupply:
    """Nobody makes editions: they are all there."""

    async def make(self, deck: str, day: object, *, quick: bool = False) -> None:
        """Be never asked."""
        raise AssertionError(f"no edition of {deck} for {day} (quick: {quick})")


async def replica(beside: Beside = _nothing, change: Change = _as_it_is, at_once: int = 50) -> None:
    """One process with a clock and a worker, wired as the program is."""
    from bot import bootstrap
    from bot.delivery.ticking import Ticking
    from bot.settings import load_settings

    stop, now = asyncio.Event(), FileClock(Path(os.environ[CLOCK]))
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    lease = float(os.environ.get(LEASE, "2"))
    messenger = Mortal(
        os.environ[PLATFORM], lease / 3, float(os.environ.get(LIMIT, "0")), deaths=float(os.environ.get(DEATHS, "0"))
    )
    async with bootstrap.open_store(load_settings()) as store, messenger, bootstrap.open_tasks(store) as tasks:
        meter = bootstrap.metrics()
        who = bootstrap.sender(store, {"slack": messenger}, NoSupply(), meter, now)
        who = replace(who, lease=timedelta(seconds=lease), grace=lease / 6, again=0.1, wall=now)
        who = change(who, store)
        ticking = Ticking(bootstrap.clock(store, tasks, now), meter, float(os.environ.get(TICK, "0.25")))
        jobs = bootstrap.send_jobs(store, who, meter, now)
        working = bootstrap.work(store, "send", jobs, at_once, stop)
        report = (
            asyncio.create_task(_report(Path(os.environ[REPORT]) / f"{os.getpid()}.json"))
            if REPORT in os.environ
            else None
        )
        await asyncio.gather(ticking.run(stop), working, *beside(messenger, now))
        if report:
            report.cancel()


async def _report(path: Path) -> None:
    """Write down, again and again, what this process holds."""
    import psutil

    me = psutil.Process()
    while True:
        held = {
            "rss": me.memory_info().rss,
            "sockets": len(me.net_connections("all")),
            "files": me.num_fds(),
            "tasks": len(asyncio.all_tasks()),
        }
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps(held))
        fresh.replace(path)
        await asyncio.sleep(0.5)


def begin_replica(beside: Beside = _nothing, change: Change = _as_it_is, at_once: int = 50) -> int:
    """Be a replica."""
    from bot.logs import begin_logs

    begin_logs("text", "warning")
    asyncio.run(replica(beside, change, at_once))
    return 0


def options(about: str | None, days: int) -> argparse.ArgumentParser:
    """What a proof over some days can be asked, and whether to be one of its replicas."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--days", type=int, default=days)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--replica", action="store_true", help=argparse.SUPPRESS)
    return parser


if __name__ == "__main__":
    sys.exit(begin_replica())

"""Hands hostile bytes to processes of their own, and ends those that take too long."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import adapters
from adapters.news.frames import LENGTH, LONGEST_FRAME
from bot.errors import SourceError

if TYPE_CHECKING:
    from types import TracebackType

_CHUNK = 65_536
_MOST_FRAMES = 1_000
_ENVIRONMENT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT", "VIRTUAL_ENV")


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one request to the parser may take; memory is address space, in bytes."""

    seconds: float = 10.0
    memory: int = 1_200_000_000


class Parser:
    """A few long-lived processes, started when they are first needed."""

    def __init__(self, *, workers: int = 2, bounds: Bounds | None = None) -> None:
        self._bounds = bounds or Bounds()
        self._free: asyncio.LifoQueue[asyncio.subprocess.Process | None] = asyncio.LifoQueue()
        self._running: set[asyncio.subprocess.Process] = set()
        for _ in range(workers):
            self._free.put_nowait(None)

    async def __aenter__(self) -> Self:
        """Nothing is started yet."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End every process."""
        for process in tuple(self._running):
            await self._end(process)

    async def read(self, name: str, kind: str, body: bytes, **more: Any) -> list[dict[str, Any]]:
        """Have bytes read as `feed`, `page`, ...; raises `SourceError` that begins with the name of the source."""
        process = await self._free.get()
        healthy = None
        try:
            if process is None or process.returncode is not None:
                process = await self._start(name)
            async with asyncio.timeout(self._bounds.seconds):
                items = await self._ask(process, kind, body, more)
            healthy = process
        except TimeoutError:
            raise SourceError(f"{name} takes longer than {self._bounds.seconds:g} seconds to read.") from None
        except (asyncio.IncompleteReadError, OSError, ValueError, KeyError) as error:
            raise SourceError(f"{name} broke the parser: what it sends needs too much or is damaged.") from error
        finally:
            self._free.put_nowait(healthy)
            if healthy is None and process is not None:
                await self._end(process)
        return _items(name, items)

    async def _start(self, name: str) -> asyncio.subprocess.Process:
        try:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-B",
                "-m",
                "adapters.news.parser",
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                env=_environment(),
                start_new_session=True,
                limit=_CHUNK,
            )
        except OSError as error:
            raise SourceError(f"{name} cannot be read: the parser's process does not start.") from error
        self._running.add(process)
        return process

    async def _end(self, process: asyncio.subprocess.Process) -> None:
        self._running.discard(process)
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        if process.stdin is not None:
            process.stdin.close()
        await asyncio.shield(process.wait())

    async def _ask(
        self, process: asyncio.subprocess.Process, kind: str, body: bytes, more: dict[str, Any]
    ) -> list[dict[str, Any]]:
        job = {**more, "kind": kind, "size": len(body), "seconds": self._bounds.seconds, "memory": self._bounds.memory}
        await _write(process, json.dumps(job).encode(), body)
        head = await _frame(process)
        frames = [head]
        for _ in range(min(int(head.get("items", 0)), _MOST_FRAMES)):
            frames.append(await _frame(process))
            await asyncio.sleep(0)
        return frames


async def _write(process: asyncio.subprocess.Process, job: bytes, body: bytes) -> None:
    pipe = process.stdin
    assert pipe is not None  # noqa: S101 - it was asked for
    pipe.write(LENGTH.pack(len(job)) + job)
    for start in range(0, len(body), _CHUNK):
        pipe.write(body[start : start + _CHUNK])
        await pipe.drain()
    await pipe.drain()


async def _frame(process: asyncio.subprocess.Process) -> dict[str, Any]:
    pipe = process.stdout
    assert pipe is not None  # noqa: S101 - it was asked for
    (length,) = LENGTH.unpack(await pipe.readexactly(LENGTH.size))
    if length > LONGEST_FRAME:
        raise ValueError("a frame is too long")
    found = json.loads(await pipe.readexactly(length))
    if not isinstance(found, dict):
        raise ValueError("a frame is no object")
    return found


def _items(name: str, frames: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if "error" in frames[0]:
        raise SourceError(f"{name} {str(frames[0]['error'])[:500]}.")
    return frames[1:]


def _environment() -> dict[str, str]:
    """No secret of ours stands in the environment of a process that reads what strangers send."""
    root = str(Path(adapters.__file__).resolve().parents[1])
    kept = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    return {**kept, "PYTHONPATH": os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH", ""))))}

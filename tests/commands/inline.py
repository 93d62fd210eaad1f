"""Commands run in the process of the test, over a real server: a process for each would take a minute."""

from __future__ import annotations

import asyncio
import io
import json
import sys
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from redis import Redis

from bot.__main__ import main
from bot.bootstrap import open_store
from bot.settings import Settings, load_settings, variable

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    import pytest

    from bot.bootstrap import Store


@dataclass(frozen=True, slots=True)
class Said:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def objects(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass(frozen=True, slots=True)
class Inline:
    """Runs `riddle` here."""

    patch: pytest.MonkeyPatch
    capture: pytest.CaptureFixture[str]

    def __call__(self, *words: str, typed: str = "") -> Said:
        with self.patch.context() as patch:
            patch.setattr(sys, "stdin", io.StringIO(typed))
            try:
                code = main(words)
            except SystemExit as left:
                code = int(str(left.code))
        return Said(code, *self.capture.readouterr())

    def store(self, work: Callable[[Store], Awaitable[Any]]) -> Any:
        """Do something with the store between two commands."""

        async def run() -> Any:
            async with opened() as store:
                return await work(store)

        return asyncio.run(run())


@asynccontextmanager
async def opened() -> AsyncIterator[Store]:
    async with open_store(load_settings()) as store:
        yield store


def begin(
    redis_url: str, folder: Path, patch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[str], **settings: str
) -> Inline:
    """An empty store, an empty folder, and nothing set."""
    with Redis.from_url(redis_url) as plain:
        plain.flushall()
    for field in Settings.model_fields:
        patch.delenv(variable(field), raising=False)
    for name, value in {"REDIS_URL": redis_url, "RIDDLE_DATA_DIR": str(folder / "data"), **settings}.items():
        patch.setenv(name, value)
    patch.chdir(folder)
    return Inline(patch, capture)

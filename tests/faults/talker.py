"""The OpenAI-compatible double in a thread of its own, for commands that run as processes."""

from __future__ import annotations

import asyncio
import threading
from typing import Self

from tests.doubles.openai_server import OpenAIServer, Said


class Talker:
    """Answers every request with the same."""

    def __init__(self, said: Said) -> None:
        self._said = said
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)
        self.url = ""

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        assert self._loop is not None
        assert self._stop is not None
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    async def _serve(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        async with OpenAIServer([self._said]) as server:
            self.url = server.url
            self._ready.set()
            await self._stop.wait()

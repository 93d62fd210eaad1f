"""A real web server on loopback that behaves as badly as it is told."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self

import pytest
from aiohttp import web

from adapters.news.feed import Feed
from adapters.news.fetch import Fetcher, Limits
from adapters.news.fulltext import FullText
from adapters.news.parse import Parser

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


def now() -> datetime:
    return NOW


class BadServer:
    """Routes are set by the test; every path asked for is counted."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.headers: list[dict[str, str]] = []
        self.routes: dict[str, Callable[[web.Request], Awaitable[web.StreamResponse]]] = {}
        self.url = ""

    def put(self, path: str, body: bytes | str, *, status: int = 200, **headers: str) -> str:
        """Answer a path with a body; gives its address."""
        data = body.encode() if isinstance(body, str) else body
        named = {name.replace("_", "-"): value for name, value in headers.items()}

        async def answer(_: web.Request) -> web.Response:
            return web.Response(body=data, status=status, headers=named)

        return self.route(path, answer)

    def route(self, path: str, answer: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> str:
        self.routes[path] = answer
        return self.url + path

    async def serve(self, request: web.Request) -> web.StreamResponse:
        self.asked[request.path] += 1
        self.headers.append({name.lower(): value for name, value in request.headers.items()})
        if request.path not in self.routes:
            return web.Response(status=404)
        return await self.routes[request.path](request)


@pytest.fixture
async def server() -> AsyncIterator[BadServer]:
    bad = BadServer()
    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", bad.serve)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port: Any = runner.addresses[0][1]
    bad.url = f"http://127.0.0.1:{port}"
    yield bad
    await runner.cleanup()


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    """A fetcher for which the addresses that the operator named may be on loopback, and no others."""
    async with Fetcher(allow_private=True, limits=Limits(seconds=5)) as client:
        yield client


@pytest.fixture
async def parser() -> AsyncIterator[Parser]:
    async with Parser(workers=1) as pool:
        yield pool


@pytest.fixture
def feed(fetcher: Fetcher, parser: Parser) -> Callable[..., Feed]:
    """Make a feed of the operator's settings."""

    def make(address: str, *, whole: bool = False, **more: Any) -> Feed:
        full_text = FullText(fetcher, parser) if whole else None
        more.setdefault("trusted", True)
        return Feed(address, fetcher=fetcher, parser=parser, full_text=full_text, now=now, **more)

    return make


class Heartbeat:
    """Measures the longest time for which the event loop answered nobody."""

    def __init__(self, every: float = 0.005) -> None:
        self.longest = 0.0
        self._every = every
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._beat())
        await asyncio.sleep(self._every * 2)
        self.longest = 0.0
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._task is not None
        await asyncio.sleep(self._every * 2)
        self._task.cancel()

    async def _beat(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            start = loop.time()
            await asyncio.sleep(self._every)
            self.longest = max(self.longest, loop.time() - start - self._every)


def rss(*items: str, title: str = "The Daily Loopback") -> str:
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>{title}</title>'
        f"<link>https://example.org</link>{''.join(items)}</channel></rss>"
    )


def rss_item(title: str = "A bridge opens", link: str = "https://example.org/bridge", text: str = "Short.") -> str:
    return (
        f"<item><title>{title}</title><link>{link}</link><description>{text}</description>"
        "<pubDate>Wed, 04 Mar 2026 09:30:00 GMT</pubDate></item>"
    )

"""A news server on the loopback that sends whatever a test wants, good and bad, from a thread of its own."""

from __future__ import annotations

import asyncio
import gzip
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from typing import TYPE_CHECKING, Any, Self

from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

MEGABYTE = 1_000_000

BODIES = (
    (
        "Rope ferry returns to Tarnow Bend after forty years",
        (
            "A hand-pulled rope ferry carried its first passengers across the river at Tarnow Bend on Monday. "
            "The wooden boat, called the Kingfisher, had been lying in a barn since 1986. Eleven carpenters "
            "worked for two years to make it float again. The Kingfisher takes twelve people and three "
            "bicycles, and it crosses in four minutes. Ida Tollman, who leads the ferry club, said the old rope "
            "had been kept by a neighbour all along."
        ),
    ),
    (
        "Town of Wexcombe builds the longest bench in the country",
        (
            "The town of Wexcombe has built a bench that is 212 metres long along its harbour wall. Forty "
            "schoolteachers and bakers carved their names into its oak planks. The bench replaces sixteen small "
            "ones that a storm had taken in January. It can seat four hundred people at once, the mayor Paul "
            "Ostrander said on Tuesday. The oak came from a forest that the town itself had planted in 1911."
        ),
    ),
    (
        "Museum finds a lost map of the moon in its own cellar",
        (
            "The Observatory Museum of Gellingen has found a hand-drawn map of the moon behind a boiler in its "
            "cellar. The map was drawn in 1834 by the clockmaker Anna Reuss, who had built her own telescope. "
            "It shows 1,100 craters, each with a name of a river. The museum will show the map from March, "
            "behind glass and in the dark. Its director said the boiler had kept the paper dry for ninety "
            "years."
        ),
    ),
)


def item(title: str, text: str, number: int = 1) -> str:
    """One item of a feed, of an hour ago."""
    when = format_datetime(datetime.now(UTC) - timedelta(hours=number))
    link = f"https://example.org/{number}/{abs(hash(title)) % 10**8}"
    return (
        f"<item><title>{escape(title)}</title><link>{link}</link><pubDate>{when}</pubDate>"
        f"<description>{escape(text)}</description></item>"
    )


def rss(*items: str, dtd: str = "") -> str:
    """A feed."""
    head = f'<?xml version="1.0" encoding="utf-8"?>{dtd}<rss version="2.0"><channel><title>The Bend Herald</title>'
    return f"{head}{''.join(items)}</channel></rss>"


def good() -> str:
    """A feed with three articles that give riddles."""
    return rss(*(item(title, text, number) for number, (title, text) in enumerate(BODIES, 1)))


def laughs() -> str:
    """Ten levels of entities, each ten of the one before."""
    levels = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 10))
    return rss("<item><title>&l9;</title></item>", dtd=f"<!DOCTYPE rss [<!ENTITY l0 'lol'>{levels}]>")


HOSTILE: dict[str, bytes] = {
    "html": b"<!doctype html><html><body><p>Hello</p></body></html>",
    "empty": b"",
    "entities": laughs().encode(),
    "deep": rss("<a>" * 200_000 + "</a>" * 200_000).encode(),
    "charset": good().replace('encoding="utf-8"', 'encoding="utf-16"').encode(),
    "binary": bytes(range(256)) * 400,
}


@dataclass
class Press:
    """Serves `/good`, `/<name of HOSTILE>`, `/huge`, `/bomb`, `/loop`, `/private`, `/silent`, `/missing`."""

    extra: dict[str, Callable[[web.Request], Awaitable[web.StreamResponse]]] = field(default_factory=dict)
    url: str = ""
    port: int = 0
    asked: list[str] = field(default_factory=list)
    _loop: asyncio.AbstractEventLoop | None = None
    _stop: asyncio.Event | None = None
    _thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve(ready)), daemon=True)
        self._thread.start()
        assert ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        assert self._loop is not None
        assert self._stop is not None
        assert self._thread is not None
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    def at(self, name: str, host: int = 1) -> str:
        """The address of a feed; each host of the loopback is a server of its own to who fetches."""
        return f"http://127.0.0.{host}:{self.port}/{name}"

    async def _serve(self, ready: threading.Event) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        app = web.Application()
        app.router.add_route("*", "/{name:.*}", self._answer)
        runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "0.0.0.0", 0).start()
        self.port = runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{self.port}"
        ready.set()
        await self._stop.wait()
        await runner.cleanup()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        self.asked.append(name)
        if name in self.extra:
            return await self.extra[name](request)
        if name == "good":
            return _xml(good().encode())
        if name in HOSTILE:
            return _xml(HOSTILE[name])
        return await getattr(self, f"_{name}", self._missing)(request)

    async def _missing(self, _: web.Request) -> web.StreamResponse:
        return web.Response(status=404, text="nothing here")

    async def _huge(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"content-type": "application/xml"})
        await response.prepare(request)
        with suppress(ConnectionError):
            for _ in range(200):
                await response.write(b"<a>" + b"x" * MEGABYTE)
        return response

    async def _bomb(self, _: web.Request) -> web.StreamResponse:
        packed = gzip.compress(bytes(200 * MEGABYTE), 9)
        return web.Response(body=packed, headers={"content-encoding": "gzip", "content-type": "application/xml"})

    async def _redirects(self, _: web.Request) -> web.StreamResponse:
        return web.Response(status=302, headers={"location": "/redirects"})

    async def _private(self, _: web.Request) -> web.StreamResponse:
        return web.Response(status=302, headers={"location": "http://192.168.0.1/feed"})

    async def _silent(self, _: web.Request) -> web.StreamResponse:
        await asyncio.sleep(3600)
        return web.Response()


def _xml(body: bytes, **headers: Any) -> web.Response:
    return web.Response(body=body, headers={"content-type": "application/rss+xml", **headers})

"""A small server beside a process: `/healthz` (it lives), `/readyz` (it can work), `/metrics` (its figures)."""

from __future__ import annotations

import asyncio
import json
import logging
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    Ready = Callable[[], Awaitable[str]]

_log = logging.getLogger(__name__)

ANSWER_SECONDS = 4.0
"""Longest that one who asks whether a process is ready waits."""


@dataclass(frozen=True, slots=True)
class Watch:
    """What is told of a process: `ready` says what it lacks, or nothing."""

    ready: Ready
    metrics: Callable[[], bytes]

    async def healthz(self, _: web.Request) -> web.Response:
        """It answers, so it lives."""
        return _said(200, "")

    async def readyz(self, _: web.Request) -> web.Response:
        """503 with the reason where it cannot work at the moment."""
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                reason = await self.ready()
        except TimeoutError:
            reason = "The store does not answer in time."
        return _said(503 if reason else 200, reason)

    async def figures(self, _: web.Request) -> web.Response:
        """The figures."""
        return web.Response(body=self.metrics(), headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"})


@asynccontextmanager
async def watched(watch: Watch, host: str, port: int) -> AsyncIterator[None]:
    """Serve until the block ends; without a port, or where another has it, nothing is served, and it is said."""
    if not port:
        yield
        return
    app = web.Application()
    app.add_routes(
        [
            web.get("/healthz", watch.healthz),
            web.get("/readyz", watch.readyz),
            web.get("/metrics", watch.figures),
        ]
    )
    runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=1.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        _log.info("health served host=%s port=%d", host, port)
    except OSError as error:
        _log.error("health is not served host=%s port=%d: %s", host, port, error.strerror or error)
    try:
        yield
    finally:
        await runner.cleanup()


def _said(status: int, reason: str) -> web.Response:
    told = {"ok": not reason} | ({"reason": reason} if reason else {})
    return web.Response(status=status, text=json.dumps(told), content_type="application/json")

"""What is told of a process that runs for long, to those who ask at its port."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from adapters.health.metrics import Metrics
    from bot.settings import Settings


def metrics() -> Metrics:
    """The figures of a process."""
    from adapters.health.metrics import Metrics as Figures

    return Figures()


@asynccontextmanager
async def watched(settings: Settings, ready: Callable[[], Awaitable[str]], figures: Metrics) -> AsyncIterator[None]:
    """Serve `/healthz`, `/readyz` and `/metrics` where the settings name a port."""
    if not settings.health_port:
        yield
        return
    from adapters.health.server import Watch
    from adapters.health.server import watched as served

    async with served(Watch(ready, figures.text), settings.health_host, settings.health_port):
        yield

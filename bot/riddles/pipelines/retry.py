"""Trying again, only where that can help, and not for ever."""

from __future__ import annotations

import asyncio
import random
import uuid
from contextvars import ContextVar
from typing import TYPE_CHECKING, TypeVar

from bot.errors import ModelUnavailable

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

T = TypeVar("T")

TRIES = 6
"""Most tries of one request."""

FIRST_WAIT = 0.5
"""Seconds before the second try; doubled before each further one, with up to half as much again by chance."""

_REQUEST: ContextVar[str] = ContextVar("request", default="")


def request_key() -> str:
    """What all tries of the request under way have in common, so that a server can tell that it is the same."""
    return _REQUEST.get()


async def patiently(ask: Callable[[], Awaitable[T]], *, deadline: float, first_wait: float = FIRST_WAIT) -> T:
    """Ask until there is an answer: at most six times, only after `ModelUnavailable`, never past the deadline.

    `deadline` is a moment of the running loop's clock. A server that says how long to wait is obeyed; when that is
    longer than the time left, its error is raised at once. LangChain's own `with_retry` cannot do this.
    """
    request = _REQUEST.set(uuid.uuid4().hex)
    try:
        return await _tried(ask, deadline, first_wait)
    finally:
        _REQUEST.reset(request)


async def _tried(ask: Callable[[], Awaitable[T]], deadline: float, first_wait: float) -> T:
    loop = asyncio.get_running_loop()
    for attempt in range(1, TRIES + 1):
        limit = asyncio.timeout_at(deadline)
        try:
            async with limit:
                return await ask()
        except TimeoutError:
            if not limit.expired():
                raise
            raise ModelUnavailable("The model did not answer in the time it was given.") from None
        except ModelUnavailable as error:
            wait = first_wait * 2 ** (attempt - 1) * random.uniform(1, 1.5)
            wait = max(wait, error.retry_after or 0.0)
            if attempt == TRIES or loop.time() + wait >= deadline:
                raise
            await asyncio.sleep(wait)
    raise AssertionError("unreachable")

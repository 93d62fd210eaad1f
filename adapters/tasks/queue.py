"""One queue of the engine, over the same Redis or Valkey as the store."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from docket import Docket
from redis.exceptions import RedisError

from bot.errors import StoreUnavailable

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence

    Job = Callable[..., Awaitable[None]]

SILENT_SECONDS = 75
"""Longest that a connection is waited on: the engine itself waits up to 60 s for news."""

SETTLE_SECONDS = 0.05
"""What the engine needs to begin to wait for news; a cancellation before that may be lost in it."""

LEAVE_SECONDS = 2.0
"""Longest that closing its connections may take."""

PUT_SECONDS = 10.0
"""Longest that putting something into the queue may take."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Work for whoever takes it: the task's name, the name of the thing it is about, and plain words."""

    task: str
    key: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits or runs already under a key is not put a second time."""

    docket: Docket

    async def put(self, entries: Sequence[Entry]) -> None:
        """Put work into the queue; raises `StoreUnavailable` where not all of it could be."""
        calls = [self.docket.call(one.task, key=one.key)(*one.words) for one in entries]
        with _translated():
            async with asyncio.timeout(PUT_SECONDS):
                for execution in await self.docket.add_many(calls):
                    if execution.schedule_exception is not None:
                        raise execution.schedule_exception

    async def answers(self) -> None:
        """Raise `StoreUnavailable` where the queue cannot be reached."""
        with _translated():
            async with asyncio.timeout(PUT_SECONDS), self.docket.redis() as redis:
                await redis.exists(self.docket.stream_key)


@asynccontextmanager
async def open_queue(name: str, address: str, jobs: Mapping[str, Job]) -> AsyncIterator[Queue]:
    """Open a queue whose tasks have these names; a process that only puts work in gives `declared` for each."""
    mark = "&" if "?" in address else "?"
    docket = Docket(
        # As all our keys: one prefix for the server's rules, one hash tag for a queue.
        name=f"riddle:{{tasks-{name}}}",
        url=f"{address}{mark}socket_timeout={SILENT_SECONDS}",
        execution_ttl=timedelta(0),
    )
    docket.tasks.clear()  # the engine's examples, which nobody here asks for
    for task, job in jobs.items():
        docket.register(job, names=[task])
    stack = AsyncExitStack()
    await stack.enter_async_context(docket)
    try:
        yield Queue(docket)
    finally:
        await _leave(docket, stack)


async def _leave(docket: Docket, stack: AsyncExitStack) -> None:
    """Close the engine's connections.

    While it is still connecting, a task of its own may not hear that it is cancelled: so it is let begin first, and
    where that is of no use it holds up nobody.
    """
    with suppress(TimeoutError):
        async with asyncio.timeout(LEAVE_SECONDS / 2):
            await docket.wait_for_strikes_loaded()
            await asyncio.sleep(SETTLE_SECONDS)
    leaving = asyncio.ensure_future(stack.aclose())
    _, pending = await asyncio.wait({leaving}, timeout=LEAVE_SECONDS)
    if pending:
        leaving.cancel()
        await asyncio.wait({leaving}, timeout=LEAVE_SECONDS)


async def declared(*words: str) -> None:
    """Stands for a task that is done by another process."""
    raise NotImplementedError(f"This process only puts work into the queue, and was given {len(words)} words.")


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except TimeoutError as error:
        raise StoreUnavailable("The queue did not answer in time.") from error
    except RedisError as error:
        raise StoreUnavailable(f"The queue cannot be used ({_kind(error)}).") from error


def _kind(error: RedisError) -> str:
    """The first word of the server's refusal, or the kind of the error; never an address."""
    first = str(error).split(" ", 1)[0]
    return first if first.isalpha() and first.isupper() else type(error).__name__

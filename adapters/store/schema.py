"""The layout of the store: its version, and the steps that lead from one to the next."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from adapters.store.lease import held
from bot.errors import StoreError, StoreUnavailable

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from redis.asyncio import Redis

SCHEMA = "riddle:{schema}"
"""A hash: `version`, when the store was made, and when each step was done."""

_LOCK = "riddle:{schema}:lock"
_LEASE = timedelta(seconds=30)
_WAIT_SECONDS = 60.0


class Step(NamedTuple):
    """One change of the layout. It may die half-way and be run again, so it must bear that."""

    name: str
    run: Callable[[Redis], Awaitable[None]]


async def _first_layout(redis: Redis) -> None:
    """Nothing came before it: remember when the store was made."""
    await redis.hsetnx(SCHEMA, "made_at", datetime.now(UTC).isoformat(timespec="seconds"))


async def _entries_of_logs(redis: Redis) -> None:
    """An entry of a log says itself what it is, and each player has rows."""
    from adapters.store.earlier import convert_logs

    await convert_logs(redis)


STEPS: tuple[Step, ...] = (Step("first layout", _first_layout), Step("entries of logs", _entries_of_logs))
"""All steps, oldest first; the version is their count. New ones are added at the end, none is ever changed."""


async def migrate(redis: Redis, steps: Sequence[Step] = STEPS) -> int:
    """Bring the store to this version's layout; gives how many steps were done.

    Raises `StoreError` when the store was written by a newer version.
    """
    if await _version(redis, len(steps)) == len(steps):
        return 0
    until = asyncio.get_running_loop().time() + _WAIT_SECONDS
    while asyncio.get_running_loop().time() < until:
        async with held(redis, _LOCK, _LEASE) as mine:
            if mine:
                return await _catch_up(redis, steps)
        await asyncio.sleep(0.05)
    raise StoreUnavailable("Another process is still changing the layout of the store: try again in a minute.")


async def _catch_up(redis: Redis, steps: Sequence[Step]) -> int:
    version = await _version(redis, len(steps))
    for number, step in enumerate(steps[version:], start=version + 1):
        await step.run(redis)
        done = f"{step.name}, {datetime.now(UTC).isoformat(timespec='seconds')}"
        await redis.hset(SCHEMA, mapping={"version": number, f"step:{number}": done})
    return len(steps) - version


async def _version(redis: Redis, known: int) -> int:
    found = int(await redis.hget(SCHEMA, "version") or 0)
    if found > known:
        raise StoreError(
            f"The store was written by a newer version of this program (layout {found}, this one knows {known}): "
            "upgrade it, or use another store."
        )
    return found

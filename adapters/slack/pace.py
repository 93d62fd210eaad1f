"""What Slack allows beside posts, kept to before it has to say so (rate-limits)."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.domain import Limit

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from bot.ports.schedule import ScheduleStore

A_MINUTE = 60.0
LONGEST_WAIT = 20.0
TURNS = 6


def edits(community: str) -> tuple[Limit, ...]:
    """Edits of messages: fifty a minute in a workspace."""
    return (Limit(f"{community}:edits", 50 / A_MINUTE, 10),)


def whispers(community: str) -> tuple[Limit, ...]:
    """Private lines in channels: a hundred a minute in a workspace."""
    return (Limit(f"{community}:whispers", 100 / A_MINUTE, 40),)


def messages(community: str, channel: str) -> tuple[Limit, ...]:
    """Messages in one conversation: one a second, a few at once."""
    return (Limit(f"{community}:{channel}", 1.0, 3),)


def readings(community: str, method: str, every: float) -> tuple[Limit, ...]:
    """Calls that read messages: a new distributed app is given one a minute of each method in a workspace."""
    return (Limit(f"{community}:{method}", 1 / every),) if every else ()


async def paced(schedule: ScheduleStore, limits: Sequence[Limit]) -> None:
    """Wait for one's turn; who waited long enough goes on, and obeys what Slack then says."""
    for _ in range(TURNS):
        wait = await schedule.allow(limits)
        if wait <= 0:
            return
        await asyncio.sleep(min(LONGEST_WAIT, wait))


async def turn(schedule: ScheduleStore, limits: Sequence[Limit], leads: Callable[[], Awaitable[bool]]) -> bool:
    """Wait for one's turn however long it takes; False where another leads by then, and nothing was taken."""
    while await leads():
        wait = await schedule.allow(limits)
        if wait <= 0:
            return True
        await asyncio.sleep(min(LONGEST_WAIT, wait))
    return False

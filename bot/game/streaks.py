"""Streaks: delivered days in a row with a solve. The law is in docs/game.md."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain import Streak

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

EARNED_AFTER = 7
"""Solved days that earn a freeze."""

MOST_FREEZES = 2


def streak(delivered: Iterable[date], solved: Collection[date]) -> Streak:
    """Count a player's streak over the days that were delivered and count, oldest first.

    A missed day uses up a freeze where there is one and leaves the streak as long as it was; without one it ends it.
    The last day is still open: not to have solved it yet breaks nothing. Days that were not delivered, because of an
    outage, a void riddle or a day off, are not there to be missed.
    """
    days = sorted(set(delivered))
    current = longest = freezes = total = 0
    for day in days:
        if day in solved:
            current, total = current + 1, total + 1
            longest = max(longest, current)
            if total % EARNED_AFTER == 0:
                freezes = min(MOST_FREEZES, freezes + 1)
        elif current and day != days[-1]:
            current, freezes = (current, freezes - 1) if freezes else (0, 0)
    return Streak(current, longest, freezes)


def group_streak(delivered: Iterable[date], solved: Collection[date]) -> int:
    """Count the community's own: delivered days in a row, up to now, on which somebody solved."""
    days = sorted(set(delivered))
    if days and days[-1] not in solved:
        days.pop()
    length = 0
    for day in reversed(days):
        if day not in solved:
            break
        length += 1
    return length

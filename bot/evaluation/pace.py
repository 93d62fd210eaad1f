"""How far one is, how fast it goes, and how long it will take."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

MINUTE = 60


class Pace:
    """A count on its way to its end."""

    def __init__(self, name: str, wanted: int, monotonic: Callable[[], float]) -> None:
        self._name = name
        self._wanted = wanted
        self._monotonic = monotonic
        self._begun = monotonic()
        self._made = 0

    def done(self, count: int) -> None:
        """Count some more."""
        self._made += count

    def line(self) -> str:
        """`few_shot/1/embedded: 8 of 40 riddles, 12 a minute, about 3 minutes left`."""
        told = f"{self._name}: {self._made} of {self._wanted} riddles"
        took = self._monotonic() - self._begun
        if not self._made or took < 1:  # of less, no pace can be told
            return told
        rate = self._made / took
        left = (self._wanted - self._made) / rate
        return f"{told}, {rate * MINUTE:.1f} a minute" + (f", about {lasting(left)} left" if left else "")


def lasting(seconds: float) -> str:
    """A time as one says it: `40 seconds`, `3 minutes`."""
    if seconds < 1.5 * MINUTE:
        return f"{max(1, round(seconds))} second{'s' if round(seconds) > 1 else ''}"
    return f"{round(seconds / MINUTE)} minutes"

"""Scales: where a value lies along an axis, and the round values that are written at it."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, log10
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDE = 20.0
"""How many times the least the greatest value has to be before an axis counts in powers of ten."""


@dataclass(frozen=True, slots=True)
class Scale:
    """From values between `low` and `high` to places between `start` and `end`."""

    low: float
    high: float
    start: float
    end: float
    powers: bool = False

    def at(self, value: float) -> float:
        """Where a value lies; one from outside lies at the end."""
        share = (self._placed(value) - self._placed(self.low)) / (self._placed(self.high) - self._placed(self.low))
        return self.start + min(1.0, max(0.0, share)) * (self.end - self.start)

    def ticks(self, most: int = 5) -> tuple[float, ...]:
        """Round values to be written at the axis."""
        if self.powers:
            return _powers(self.low, self.high, most)
        step = _step((self.high - self.low) / most)
        first = ceil(self.low / step - 1e-9)
        return tuple(step * place for place in range(first, floor(self.high / step + 1e-9) + 1))

    def _placed(self, value: float) -> float:
        return log10(max(value, 1e-12)) if self.powers else value


def scale_of(values: Sequence[float], start: float, end: float, *, from_zero: bool = False) -> Scale:
    """A scale on which all the values have room; by powers of ten where they lie far apart."""
    low, high = min(values), max(values)
    if low > 0 and high / low > WIDE:
        return Scale(low / 1.3, high * 1.3, start, end, powers=True)
    room = (high - low) * 0.06 or abs(high) * 0.2 or 1.0
    return Scale(0.0 if from_zero and low >= 0 else low - room, high + room, start, end)


def _powers(low: float, high: float, most: int) -> tuple[float, ...]:
    powers = range(floor(log10(low)), ceil(log10(high)) + 1)
    found: tuple[float, ...] = ()
    for kept in ((1, 2, 5), (1, 3), (1,)):
        found = tuple(one * 10.0**power for power in powers for one in kept if low <= one * 10.0**power <= high)
        if len(found) <= most + 1:
            break
    return found[:: len(found) // (most + 2) + 1]


def _step(rough: float) -> float:
    if rough <= 0:
        return 1.0
    power = 10.0 ** floor(log10(rough))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= rough * 0.999)

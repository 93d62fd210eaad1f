"""Figures beside their goals, and what a process holds."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence


class Figures:
    """What is printed, and which goals were missed."""

    def __init__(self) -> None:
        self.missed: list[str] = []

    def tell(self, what: str, value: object, goal: str = "", *, met: bool = True) -> None:
        """One figure."""
        verdict = f"   goal {goal}: {'met' if met else 'MISSED'}" if goal else ""
        print(f"{what:58} {value}{verdict}", flush=True)
        if not met:
            self.missed.append(what)

    def bound(self, what: str, value: float, bound: float, *, least: bool = False, unit: str = "s") -> None:
        """A number that has to be at most, or at least, so much."""
        met = value >= bound if least else value <= bound
        told = f"{value:.3f} {unit}" if unit else f"{value:g}"
        goal = f"{bound:g} or {'more' if least else 'less'}" if bound else "0"
        self.tell(what, told, goal, met=met)

    def end(self) -> int:
        """Tell what was missed; 1 where anything was."""
        print(f"missed: {', '.join(self.missed)}" if self.missed else "every goal is met")
        return int(bool(self.missed))


async def milliseconds(step: Callable[[], Awaitable[object]], times: int) -> list[float]:
    """What a step takes, each of so many times, one after the other."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        await step()
        taken.append((time.perf_counter() - start) * 1_000)
    return taken


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which a share of them lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def resident(process: int) -> float:
    """Megabytes of memory of a process."""
    status = Path(f"/proc/{process}/status").read_text("utf-8")
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS:")).split()[1]) / 1024

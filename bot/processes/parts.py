"""The processes that make up the whole, as the Procfile has them."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.settings import Settings


def add_leash(parser: argparse.ArgumentParser) -> None:
    """What every process of `riddle serve` takes: it stops when its standard input ends.

    Whoever started it holds the other end, and may die.
    """
    parser.add_argument("--leash", action="store_true", help=argparse.SUPPRESS)


def _always(_: Settings) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Part:
    """One process: `wanted` tells whether the settings have what it needs; parts stop in the order of `stops`."""

    name: str
    words: tuple[str, ...]
    wanted: Callable[[Settings], bool] = _always
    stops: int = 1

    @property
    def line(self) -> str:
        """As the Procfile has it."""
        return f"{self.name}: riddle {' '.join(self.words)}"


PARTS = (
    Part("clock", ("clock",), stops=0),
    Part("make", ("worker", "--queue", "make")),
    Part("send", ("worker", "--queue", "send")),
)
"""Nothing more is queued once the clock has stopped; then who works finishes what was begun."""

"""What a command shows a person with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager


class Working(Protocol):
    """A line that tells what is being done."""

    def now(self, text: str) -> None:
        """Say what is being done now."""

    def warn(self, text: str) -> None:
        """Keep a sentence that is to be read when it is done."""


class Screen(Protocol):
    """Boxes and colour where there is a terminal, plain lines elsewhere."""

    def say(self, text: str = "", style: str = "") -> None:
        """One paragraph."""

    def box(self, title: str, text: str, style: str = "cyan") -> None:
        """A titled block."""

    def rows(self, rows: Sequence[tuple[str, str]], style: str = "dim") -> None:
        """Names and values, one below the other."""

    def working(self, text: str) -> AbstractContextManager[Working]:
        """Show what is being done until the block ends."""

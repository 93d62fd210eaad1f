"""Who counts what happens, for those who watch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from bot.domain import Delivery


class Meter(Protocol):
    """Figures of one process; to count costs nothing and never fails."""

    def settled(self, delivery: Delivery, late: float | None = None) -> None:
        """Something was sent, or will not be; `late` is how many seconds after its moment a post came."""

    def due(self, count: int) -> None:
        """So many sendings are due at the moment."""

    def missing(self, count: int) -> None:
        """So many editions that are needed soon are not made yet."""

    def task(self, name: str, outcome: str, seconds: float) -> None:
        """A task came to its end."""

    def store_error(self) -> None:
        """The store could not be used."""

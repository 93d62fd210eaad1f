"""Time is a parameter."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol


class Now(Protocol):
    """A clock."""

    def __call__(self) -> datetime:
        """The moment, aware and in UTC."""


def system_now() -> datetime:
    """Read the machine's clock."""
    return datetime.now(UTC)

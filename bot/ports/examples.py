"""Where the operator's own examples to train on are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class ExampleStore(Protocol):
    """Rows by their ids, each a line of JSON; what is in a line is not the store's business."""

    async def keep(self, rows: Mapping[str, str]) -> int:
        """Keep rows whose ids are not there yet, and tell how many; raises `TooMany` where there is no room."""

    async def rows(self) -> tuple[str, ...]:
        """Every row, in the order of ids."""

    async def remove(self, ids: Iterable[str]) -> int:
        """Forget rows, and tell how many there were."""

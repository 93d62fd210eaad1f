"""A trained classifier of texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence


class Classifier(Protocol):
    """Tells how surely a text is of one kind."""

    @property
    def label(self) -> str:
        """The model, and the label it was asked about."""

    async def of(self, texts: Sequence[str]) -> list[float]:
        """The probability of each text, from 0 to 1; raises `ModelError` where the model cannot tell."""

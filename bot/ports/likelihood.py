"""How likely texts are to a model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Likely:
    """One text to one model: `nats` is minus the logarithm of its probability, over `tokens` that hold `bytes`."""

    nats: float
    tokens: int
    bytes: int

    def __add__(self, other: Likely) -> Likely:
        """Two texts, as if each was read on its own."""
        return Likely(self.nats + other.nats, self.tokens + other.tokens, self.bytes + other.bytes)


class Likelihood(Protocol):
    """A model whose weights are here: a hosted one tells no likelihood of a text that it did not write."""

    @property
    def label(self) -> str:
        """The model, and how it was asked."""

    async def of(self, texts: Sequence[str]) -> list[Likely]:
        """How likely each text is, read on its own; raises `ModelError` where the model cannot tell."""

"""Who takes a second look at what the rules leave open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from bot.domain import OpenGuess, Ruling, Usage


class Judge(Protocol):
    """A model that says whether a guess means the answer. It is shown no player, no community and no id."""

    @property
    def model(self) -> str:
        """The model's name as a person reads it."""

    @property
    def label(self) -> str:
        """Model and prompt: what was measured of it holds while this stays the same."""

    @property
    def spent(self) -> Usage:
        """All that its calls took so far."""

    async def judge(self, guess: OpenGuess) -> Ruling:
        """Give an opinion; raises `ModelError` where the model could not be asked."""

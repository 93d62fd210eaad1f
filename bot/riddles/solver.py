"""Whoever tries a riddle before people do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain import Candidate, Story, Usage
    from bot.riddles.checks.context import Solved


class Solver(Protocol):
    """Sees the riddle, then each hint, and guesses; its word counts only where it is fit to judge."""

    @property
    def model(self) -> str:
        """The model's name as a person reads it."""

    @property
    def spent(self) -> Usage:
        """All that its calls took so far."""

    async def fit(self) -> bool:
        """Whether it solves enough of the riddles that people solve; tried once, then remembered."""

    async def solve(self, candidate: Candidate, stories: Sequence[Story], seed: int) -> Solved | None:
        """Guess after the riddle and after each hint, with the day's headlines at hand; None when it gave no answer."""

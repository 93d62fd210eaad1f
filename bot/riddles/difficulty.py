"""What easy, medium and hard mean: the share of players who are expected to solve a riddle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from bot.domain import Difficulty

if TYPE_CHECKING:
    from bot.domain import Candidate, Riddle

EASY = 0.8
"""Share from which a riddle is easy."""

HARD = 0.55
"""Share below which a riddle is hard."""


class Chances(Protocol):
    """Whoever can tell how many of the players will solve a riddle."""

    @property
    def aim(self) -> float:
        """The share of the players who shall solve the next riddle."""

    @property
    def heard(self) -> int:
        """How often somebody's try was learnt from; 0 where common sense alone speaks."""

    @property
    def urgency(self) -> float:
        """How much the last riddles were off the aim, 0 to 1."""

    def chance(self, candidate: Candidate | Riddle) -> float:
        """The share of the players who are expected to solve it, 0 to 1."""


def label(chance: float) -> Difficulty:
    """The word for a share of players who solve a riddle."""
    if chance >= EASY:
        return Difficulty.EASY
    return Difficulty.MEDIUM if chance >= HARD else Difficulty.HARD

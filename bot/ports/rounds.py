"""Where guesses are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import date

    from bot.domain import Guess, Judgement, Play, Verdict


class RoundStore(Protocol):
    """One edition in one community: an append-only log of what players did, each step atomic."""

    async def guess(self, community: str, deck: str, day: date, place: int, guess: Guess, verdict: Verdict) -> Verdict:
        """Record a guess with the verdict of the rules; returns the verdict that stands.

        A delivery id seen before returns its stored verdict; the same normalised text by the same player is
        `repeated`; a player who has finished gets `closed`.
        """

    async def take_hint(
        self, community: str, deck: str, day: date, place: int, player: str, delivery: str = ""
    ) -> Play:
        """Take the next hint, once for each delivery id."""

    async def give_up(self, community: str, deck: str, day: date, place: int, player: str, delivery: str = "") -> Play:
        """Give up."""

    async def play(self, community: str, deck: str, day: date, place: int, player: str) -> Play:
        """How far the player has come."""

    async def log(self, community: str, deck: str, day: date, place: int) -> tuple[tuple[Guess, Judgement], ...]:
        """Every guess of a round, oldest first."""

"""Where guesses wait for a second look, and where what came of it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from bot.domain import Look, Notice, Ruling


class LookStore(Protocol):
    """A queue that is bounded and fair among communities, rulings that never change, and what is to be told."""

    async def offer(self, look: Look, riddle: str) -> bool:
        """Let a guess wait, once; False where it waits already, was refused before, or too much waits.

        `riddle` is the digest its rulings are kept under.
        """

    async def take(self, most: int, seconds: float) -> tuple[Look, ...]:
        """What waits, for one worker for a while: what he has not finished by then is taken again."""

    async def postpone(self, look: Look, until: datetime) -> None:
        """Let a guess wait until a moment."""

    async def finish(self, look: Look, notices: Sequence[Notice] = ()) -> int:
        """Take a guess out of the queue and keep what is to be told, in one step; returns how many notices are new.

        A player is told of a riddle once, however often this is done.
        """

    async def waiting(self) -> int:
        """How many guesses wait."""

    async def ruling(self, riddle: str, guess: str) -> Ruling | None:
        """What was said of a guess at a riddle, in whatever community."""

    async def keep(self, riddle: str, guess: str, ruling: Ruling) -> Ruling:
        """Keep what was said of a guess; the first ruling stands and is returned."""

    async def spend(self, community: str, day: date, limit: int) -> bool:
        """Count one guess that a model is asked about; False where the community's day has had its share."""

    async def fitness(self, judge: str) -> tuple[float, float] | None:
        """Kappa of a judge, and the share of wrong guesses it accepts, where they were measured lately."""

    async def keep_fitness(self, judge: str, kappa: float, share: float) -> None:
        """Remember them for a while."""

    async def noticed(self) -> tuple[str, ...]:
        """The communities in which somebody is to be told something."""

    async def take_notices(self, community: str, most: int, seconds: float) -> tuple[Notice, ...]:
        """What is to be told, for one process for a while."""

    async def told(self, notice: Notice) -> None:
        """Note that it was told."""

    async def forget(self, community: str, player: str) -> None:
        """Drop what was to be told to a player."""

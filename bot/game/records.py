"""A player's own record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain import Record
from bot.game.streaks import streak

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from bot.domain import Result


def record(delivered: Iterable[date], results: Collection[Result]) -> Record:
    """What a player has done: void riddles count for nothing, but who solved one, or any late, keeps the streak."""
    counted = [result for result in results if not result.void]
    solved = [result for result in counted if result.solved]
    return Record(
        streak=streak(delivered, {result.date for result in results if result.solved}),
        tried=len(counted),
        solved=len(solved),
        points=sum(result.points for result in counted),
        hints=sum(result.hints for result in counted),
        first_guess=sum(result.guesses == 1 and not result.hints for result in solved),
    )

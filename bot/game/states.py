"""How a riddle of the past stands for a player."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.domain import Result


class State(StrEnum):
    """What the archive tells of a riddle."""

    VOID = "void"
    SOLVED = "solved"
    GIVEN_UP = "given up"
    OVER = "over"
    BEGUN = "begun"
    OPEN = "open"


def state_of(result: Result | None, *, void: bool, over: bool) -> State:
    """How a riddle stands for a player, by what he made of it."""
    if void:
        return State.VOID
    if result is not None and result.solved:
        return State.SOLVED
    if result is not None and result.given_up:
        return State.GIVEN_UP
    if over:
        return State.OVER
    return State.BEGUN if result is not None else State.OPEN

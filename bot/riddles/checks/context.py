"""What a check may look at besides the riddle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain import Strictness

if TYPE_CHECKING:
    from bot.domain import Story


@dataclass(frozen=True, slots=True)
class Solved:
    """What a solver made of a riddle: `hints` taken when its guess was right (0 to 3), None when it never was."""

    solver: str
    hints: int | None
    guesses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """The story a riddle was made from, the day's other stories, and what was played before.

    `archive` holds the (question, answer) of riddles played lately in the deck; `solved` what a solver that is fit to
    judge made of the riddle, None where there is none.
    """

    story: Story | None = None
    others: tuple[Story, ...] = ()
    archive: tuple[tuple[str, str], ...] = ()
    strictness: Strictness = Strictness.STANDARD
    solved: Solved | None = None

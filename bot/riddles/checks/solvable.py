"""Whether somebody who is fit to judge solved the riddle; skipped where nobody is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.riddles.checks.say import failed, passed, skipped

if TYPE_CHECKING:
    from bot.domain import Candidate, Check
    from bot.riddles.checks.context import Context

NAME = "solvable"


def check(candidate: Candidate, context: Context) -> Check:  # noqa: ARG001 - every check has both
    """Tell after how many hints it was solved."""
    solved = context.solved
    if solved is None:
        return skipped(NAME, "No judge is fit to solve it.")
    if solved.hints is None:
        guess = f', whose last guess was "{solved.guesses[-1][:60]}"' if solved.guesses else ""
        return failed(NAME, f"All hints did not lead {solved.solver} to the answer{guess}.")
    return passed(NAME, f"Solved by {solved.solver} {_after(solved.hints)}.")


def _after(hints: int) -> str:
    if not hints:
        return "from the riddle alone"
    return f"after {hints} hint{'s' if hints > 1 else ''}"

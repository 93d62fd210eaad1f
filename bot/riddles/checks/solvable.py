"""Whether the riddle can be solved: skipped until a judge is fit to say so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.riddles.checks.say import skipped

if TYPE_CHECKING:
    from bot.domain import Candidate, Check
    from bot.riddles.checks.context import Context

NAME = "solvable"


def check(candidate: Candidate, context: Context) -> Check:  # noqa: ARG001 - every check has both
    """Say that nobody can judge it."""
    return skipped(NAME, "No judge is fit to solve it.")

"""All checks of a riddle, in the order they are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.riddles.checks import answer, copy, fluency, grounding, leak, novelty, shape, single, solvable, taste

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.domain import Candidate, Check
    from bot.riddles.checks.context import Context

ALL: Final[tuple[Callable[[Candidate, Context], Check], ...]] = (
    shape.check,
    leak.check,
    grounding.check,
    answer.check,
    single.check,
    copy.check,
    taste.check,
    novelty.check,
    solvable.check,
    fluency.check,
)


def run(candidate: Candidate, context: Context) -> tuple[Check, ...]:
    """Say of every property whether the riddle has it; nothing is left out, so that a repair knows all."""
    return tuple(one(candidate, context) for one in ALL)

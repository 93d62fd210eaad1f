"""Riddles that would be played, put to a solver before people see them."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain import Check, Outcome
from bot.errors import ModelError
from bot.riddles.checks import solvable

if TYPE_CHECKING:
    from bot.riddles.choice import Tried
    from bot.riddles.solver import Solver
    from bot.riddles.work import Work

ROUNDS = 3
"""How often what comes in the place of a riddle that was not solved is tried in turn."""


async def prove(solver: Solver, work: Work, seconds: float) -> None:
    """Let a solver that is fit try what would be played, within a time; what it never solves is put aside."""
    if not work.chosen():
        return
    try:
        async with asyncio.timeout(max(seconds, 0)):
            if await solver.fit():
                await _rounds(solver, work)
    except (ModelError, TimeoutError):
        return  # nobody is fit to judge then, which is what the check says


async def _rounds(solver: Solver, work: Work) -> None:
    asked: set[int] = set()
    for _ in range(ROUNDS):
        new = [one for one in work.chosen() if one.solved is None and id(one.candidate) not in asked]
        if not new:
            return
        asked |= {id(one.candidate) for one in new}
        await asyncio.gather(*(_one(solver, work, one) for one in new))


async def _one(solver: Solver, work: Work, one: Tried) -> None:
    solved = await solver.solve(one.candidate, work.order.stories, work.order.seed)
    if solved is not None:
        context = replace(work.context(one.rank), solved=solved)
        work.judged(one, solvable.check(one.candidate, context), solved)


def forgive(work: Work) -> None:
    """Take back, where riddles are missing, what was put aside for no other reason than that a solver failed."""
    for one in list(work.tried):
        failed = [check for check in one.checks if check.outcome is Outcome.FAILED]
        if one.solved and work.missing() > 0 and [check.name for check in failed] == [solvable.NAME]:
            reason = f"{failed[0].reason} Nothing else passed, so it is left to the players."
            work.judged(one, Check(solvable.NAME, Outcome.SKIPPED, reason), one.solved)

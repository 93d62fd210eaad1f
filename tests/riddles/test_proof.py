"""Riddles that a solver tries before people do."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from bot.domain import Outcome, Usage
from bot.errors import ModelUnavailable
from bot.riddles.checks.context import Solved
from bot.riddles.making import Batch, Maker, Order, Way
from tests.riddles.test_making import PLACES, Crafter, Model, good, story

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain import Candidate, Riddle, Story


@dataclass
class Solver:
    """Solves each answer after so many hints; None for never, and what is not named after none."""

    solves: dict[str, int | None] = field(default_factory=dict)
    is_fit: bool = True
    error: Exception | None = None
    seconds: float = 0.0
    asked: list[str] = field(default_factory=list)
    model: str = "a solver"
    spent: Usage = field(default_factory=Usage)

    async def fit(self) -> bool:
        self.spent += Usage(calls=10)
        return self.is_fit

    async def solve(self, candidate: Candidate, stories: Sequence[Story], seed: int) -> Solved | None:  # noqa: ARG002
        await asyncio.sleep(self.seconds)
        self.asked.append(candidate.answer)
        if self.error is not None:
            raise self.error
        return Solved(self.model, self.solves.get(candidate.answer, 0), ("a guess",))


async def make(solver: Solver, *places: str, count: int = 1, crafts: bool = True, seconds: float = 30) -> Batch:
    crafter = Crafter() if crafts else Crafter(make=lambda _: [])
    way = Way(Model({place: [good(place)] for place in places}), solver=solver)
    return await Maker(crafter, way, seconds=seconds).make(Order([story(place) for place in places], count))


def solvable(riddle: Riddle) -> tuple[Outcome, str]:
    (check,) = [check for check in riddle.checks if check.name == "solvable"]
    return check.outcome, check.reason


async def test_what_would_be_played_is_tried_and_nothing_else() -> None:
    solver = Solver({"Lisbon": 1})
    batch = await make(solver, *PLACES, count=2)
    assert sorted(solver.asked) == sorted(riddle.answer for riddle in batch.riddles)
    assert {solvable(riddle)[0] for riddle in batch.riddles} == {Outcome.PASSED}


async def test_what_it_never_solves_is_put_aside_and_the_model_asked_about_the_next_story() -> None:
    solver = Solver({"Lisbon": None})
    batch = await make(solver, "Lisbon", "Oslo")
    assert [(riddle.answer, riddle.fallback) for riddle in batch.riddles] == [("Oslo", False)]
    assert solver.asked == ["Lisbon", "Oslo"]
    (decision,) = batch.decisions
    assert "All hints did not lead a solver to the answer" in decision.reason
    assert decision.article.id == "lisbon"


async def test_where_nothing_else_passes_it_is_left_to_the_players_and_said_so() -> None:
    batch = await make(Solver(dict.fromkeys(PLACES)), "Lisbon", crafts=False)
    outcome, reason = solvable(batch.riddles[0])
    assert outcome is Outcome.SKIPPED
    assert reason.endswith("Nothing else passed, so it is left to the players.")


async def test_a_solver_that_is_not_fit_judges_nothing() -> None:
    solver = Solver(dict.fromkeys(PLACES), is_fit=False)
    batch = await make(solver, "Lisbon")
    assert solver.asked == []
    assert solvable(batch.riddles[0]) == (Outcome.SKIPPED, "No judge is fit to solve it.")


@pytest.mark.parametrize("trouble", [Solver(error=ModelUnavailable("It is gone.")), Solver(seconds=60)])
async def test_a_solver_that_cannot_be_reached_or_is_slow_holds_up_nothing(trouble: Solver) -> None:
    batch = await make(trouble, "Lisbon", seconds=1)
    assert batch.riddles[0].answer == "Lisbon"
    assert batch.riddles[0].fallback is False
    assert solvable(batch.riddles[0])[0] is Outcome.SKIPPED


async def test_what_the_solver_took_is_counted() -> None:
    batch = await make(Solver(), "Lisbon")
    assert batch.usage.calls == 12

"""What a command of its own measures of a model, kept in a run beside the rest, so that its report has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import UsageError
from bot.evaluation.journal import Journal, read_plan

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from bot.evaluation.generation import Measurement


def sharing(folder: Path, model: str) -> tuple[str, ...]:
    """The entrants of a run that have a model; raises `UsageError` where there is none."""
    plan = read_plan(folder)
    found = tuple(one.key for one in plan.entrants if one.model == model)
    if not found:
        names = ", ".join(dict.fromkeys(one.model for one in plan.entrants))
        raise UsageError(f"No entrant of {folder} has the model {model}; they have {names}.")
    return found


def join(folder: Path, measurements: Iterable[Measurement]) -> None:
    """Keep measurements in a run."""
    with Journal.resumed(folder) as journal:
        journal.measured(measurements)

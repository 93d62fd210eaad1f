"""What a command of its own measures of a model, kept in a run beside the rest, so that its report has it."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from bot.errors import UsageError
from bot.evaluation import expense
from bot.evaluation.generation import Measurement
from bot.evaluation.journal import Journal, read_plan
from bot.evaluation.records import as_line, of_line
from bot.evaluation.results import Score

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from bot.domain import Usage
    from bot.evaluation.entrant import Entrant

WHOLE: Final = ("squad1_exact", "squad1_f1", "squad2_exact", "squad2_f1")
"""Metrics whose score is kept as it is."""


def sharing(folder: Path, model: str) -> tuple[Entrant, ...]:
    """The entrants of a run that have a model; raises `UsageError` where there is none."""
    plan = read_plan(folder)
    found = tuple(one for one in plan.entrants if one.model == model)
    if not found:
        names = ", ".join(dict.fromkeys(one.model for one in plan.entrants))
        raise UsageError(f"No entrant of {folder} has the model {model}; they have {names}.")
    return found


def join(folder: Path, measurements: Iterable[Measurement], spent: Mapping[str, Usage], prices: str) -> None:
    """Keep measurements in a run, with what they took and the day of its prices."""
    with Journal.resumed(folder) as journal:
        before = expense.spent(journal.measurements.values())
        journal.measured([*measurements, *expense.more(before, spent, prices)])


def whole(entrant: str, score: Score) -> Measurement:
    """A score as a measurement of an entrant."""
    return Measurement(score.metric, (entrant, "", 0, 0), score.value, score.by, as_line(score))


def kept(metric: str, measurements: Iterable[Measurement]) -> Score | None:
    """The score that was kept last; None where none was, or it is damaged."""
    details = [one.detail for one in measurements if one.name == metric]
    with suppress(ValueError):
        return of_line(Score, details[-1]) if details else None
    return None

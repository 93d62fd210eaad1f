"""What a run comes to: every number with its cases, interval and chance level, and what may be said of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from bot.domain import Candidate, Check, Usage
    from bot.evaluation.case import Case
    from bot.evaluation.entrant import Entrant


@dataclass(frozen=True, slots=True)
class Score:
    """One metric of one entrant. `low` and `high` hold 95 % of its bootstrap; None where it has no interval.

    `version` is of the way it is reckoned, `chance` what guessing would reach, `by` the model that judged.
    """

    metric: str
    value: float
    low: float | None
    high: float | None
    cases: int
    seed: int
    version: str
    chance: float | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """One riddle with what each check said; `riddle` is None where none could be read, and `error` says why.

    `unread` is what the replies said that could not be read.
    """

    case: str
    seed: int
    draw: int
    riddle: Candidate | None
    checks: tuple[Check, ...]
    error: str = ""
    seconds: float = 0.0
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """An entrant with all its scores by the name of their metric; one that was not measured is not there."""

    entrant: Entrant
    scores: Mapping[str, Score]
    samples: tuple[Sample, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entrants on one metric, case by case: `mean` is how much `one` is above `other`.

    `p` is the chance of so much difference where there is none, corrected (Holm) for all pairs of the run.
    """

    metric: str
    one: str
    other: str
    mean: float
    low: float
    high: float
    p: float
    cases: int

    @property
    def sure(self) -> bool:
        """Whether the interval leaves out 0."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True, slots=True)
class Results:
    """A run, scored.

    `machine` tells what it ran on, `notes` what a reader must know, `advice` which way suits which need and why;
    `skipped` are articles that were left out, each with its reason. `prices` are the days of the prices that costs are
    reckoned by, `spent` is what judges, solvers and commands that joined it took, by who they are.
    """

    name: str
    made_at: datetime
    version: str
    machine: str
    seeds: tuple[int, ...]
    draws: int
    cases: tuple[Case, ...]
    standings: tuple[Standing, ...]
    pairs: tuple[Pair, ...] = ()
    skipped: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    advice: tuple[str, ...] = field(default=())
    prices: tuple[str, ...] = ()
    spent: Mapping[str, Usage] = field(default_factory=dict)

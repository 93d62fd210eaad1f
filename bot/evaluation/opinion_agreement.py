"""How far a judge agrees with labelled cases, beyond chance."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from bot.domain import Article, Story
from bot.evaluation.statistics import kappa

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LEAST = 0.2
"""Cohen's kappa up to which agreement is slight (Landis and Koch): such a judge is not heard."""

DECIDED = 0.5
"""Least part of the cases that a judge has to decide, whichever statement stands first."""

ROUNDS = 1_000


@dataclass(frozen=True, slots=True)
class Labelled:
    """A riddle beside a story, with what is true of it by the name of the metric."""

    id: str
    story: Story
    question: str
    answer: str
    labels: Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class Agreement:
    """What a trial came to.

    `accuracy` is of all cases, an undecided one counts as wrong (two answers at random agree half the time, so chance
    is a quarter); `kappa` is of the decided ones, `low` and `high` hold 95 % of its bootstrap.
    """

    cases: int
    decided: int
    right: int
    kappa: float
    low: float
    high: float

    @property
    def accuracy(self) -> float:
        """Right answers of all cases."""
        return self.right / self.cases if self.cases else 0.0

    @property
    def fit(self) -> bool:
        """Whether its word counts: more than slight agreement, surely above chance, on at least half of the cases."""
        return self.kappa > LEAST and self.low > 0 and self.decided >= DECIDED * self.cases

    @property
    def told(self) -> str:
        """The figures as a person reads them."""
        right = f"right in {self.right} of {self.cases} labelled cases ({self.accuracy:.0%}, chance 25%)"
        if not self.decided:
            return f"{right}: undecided in all, with another choice, or none, once the statements are swapped"
        return f"{right}, decided {self.decided}, kappa {self.kappa:.2f} ({self.low:.2f} to {self.high:.2f})"


def agreement(labels: Sequence[bool], said: Sequence[bool | None], seed: int = 0, rounds: int = ROUNDS) -> Agreement:
    """Compare what was said with the labels; None is undecided."""
    pairs = [(label, one) for label, one in zip(labels, said, strict=True) if one is not None]
    right = sum(label == one for label, one in pairs)
    if not pairs:
        return Agreement(len(labels), 0, 0, 0.0, 0.0, 0.0)
    chance = random.Random(seed)
    drawn = sorted(_beyond_chance(chance.choices(pairs, k=len(pairs))) for _ in range(rounds))
    low, high = drawn[int(0.025 * rounds)], drawn[int(0.975 * rounds) - 1]
    return Agreement(len(labels), len(pairs), right, _beyond_chance(pairs), low, high)


def _beyond_chance(pairs: Sequence[tuple[bool, bool]]) -> float:
    """Cohen's kappa; 0 where chance alone explains all, as for one who always says the same."""
    labels, said = zip(*pairs, strict=True)
    return kappa(labels, said) or 0.0


def shipped() -> tuple[Labelled, ...]:
    """The labelled cases that ship: each is a riddle beside an article of the seed tasks."""
    prompts = files("prompts")
    rows = [_object(line) for line in (prompts / "opinion_cases.jsonl").read_text(encoding="utf-8").splitlines()]
    wanted = {row["article"] for row in rows}
    articles = {
        row["id"]: Story((Article(id=row["id"], title=row["title"], text=row["article"]),))
        for row in map(_object, (prompts / "seed_tasks.jsonl").read_text(encoding="utf-8").splitlines())
        if row["id"] in wanted
    }
    return tuple(
        Labelled(row["id"], articles[row["article"]], row["question"], row["answer"], row["labels"]) for row in rows
    )


def _object(line: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(line)
    return found

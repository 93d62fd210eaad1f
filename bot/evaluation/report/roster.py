"""The entrants as they are called in a report: a letter, a colour and a shape each, and a name in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from string import ascii_uppercase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.evaluation.entrant import Entrant
    from bot.evaluation.results import Results, Score, Standing

PIPELINES = {"few_shot": "Few-shot", "zero_shot": "Zero-shot", "service": "Service", "fine_tuned": "Fine-tuned"}
STEPS = {1: "one step", 2: "two steps"}
LOOKS = 8
"""Colours and shapes; more entrants than that share them, and differ by their letter."""

_HERE = ("local:", "tuned:")


@dataclass(frozen=True, slots=True)
class Seat:
    """An entrant with its place in the report."""

    place: int
    standing: Standing

    @property
    def entrant(self) -> Entrant:
        """Who sits there."""
        return self.standing.entrant

    @property
    def letter(self) -> str:
        """A, B, C ...; after Z comes A2."""
        round_, place = divmod(self.place, len(ascii_uppercase))
        return ascii_uppercase[place] + (str(round_ + 1) if round_ else "")

    @property
    def look(self) -> int:
        """Which colour and shape."""
        return self.place % LOOKS

    @property
    def way(self) -> str:
        """The pipeline and its steps: `Few-shot, one step`."""
        entrant = self.entrant
        steps = STEPS.get(entrant.steps, f"{entrant.steps} steps")
        return f"{PIPELINES.get(entrant.pipeline, entrant.pipeline)}, {steps}"

    @property
    def name(self) -> str:
        """The whole name: `A (Few-shot, one step, embedded)`."""
        return f"{self.letter} ({self.way}, {self.entrant.model})"

    @property
    def short(self) -> str:
        """The name without the model: `A (Few-shot, one step)`."""
        return f"{self.letter} ({self.way})"

    @property
    def here(self) -> bool:
        """Whether its model ran on the machine itself, as its name tells."""
        return self.entrant.model == "embedded" or self.entrant.model.startswith(_HERE)

    def score(self, metric: str) -> Score | None:
        """Its score; None where it was not measured."""
        return self.standing.scores.get(metric)


def by_letter(text: str, seats: Sequence[Seat]) -> str:
    """A text of the run with the entrants' letters in the place of their keys."""
    for seat in sorted(seats, key=lambda seat: -len(seat.entrant.key)):
        text = re.sub(rf"(?<![\w/]){re.escape(seat.entrant.key)}(?![\w/-]|[.:]\w)", seat.letter, text)
    return text


def roster(results: Results) -> tuple[Seat, ...]:
    """The entrants in the order of the run."""
    return tuple(Seat(place, standing) for place, standing in enumerate(results.standings))

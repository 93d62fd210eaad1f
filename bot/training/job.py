"""One training run: what it is made of, what hears of it, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from bot.riddles.pipelines.template import Template
    from bot.training.recipe import Recipe
    from bot.training.rows import Encoder, Lesson, Row

    Judge = Callable[[Lesson, str], tuple[str, ...]]
    """What the checks find wrong with a reply, made of the lesson's article; nothing where it passes."""


@dataclass(frozen=True, slots=True)
class Job:
    """What is trained, on which rows, and where it is written; `resume` goes on from the last checkpoint."""

    recipe: Recipe
    template: Template
    folder: Path
    train: tuple[Row, ...]
    held: tuple[Row, ...]
    resume: bool = False


@dataclass(frozen=True, slots=True)
class Sample:
    """A riddle that was written during training, and what the checks found wrong with it."""

    step: int
    example: str
    text: str
    reasons: tuple[str, ...]


@dataclass(slots=True)
class Result:
    """What came of a run; `log` holds what was told at each step, `stopped` why it ended early, where it did.

    `seconds` are counted from step `begun` on: a run that goes on does not know how long it took before.
    """

    steps: int
    epochs: float
    seconds: float
    trained: int
    """Weights that were trained ..."""
    weights: int
    """... of all."""
    best: float | None
    stopped: str = ""
    begun: int = 0
    log: tuple[dict[str, Any], ...] = ()
    samples: list[Sample] = field(default_factory=list)
    versions: dict[str, str] = field(default_factory=dict)

    @property
    def losses(self) -> list[tuple[float, float]]:
        """The loss at each step that was logged."""
        return self._curve("loss")

    @property
    def held_losses(self) -> list[tuple[float, float]]:
        """The loss on what was held out, at each evaluation."""
        return self._curve("eval_loss")

    def _curve(self, name: str) -> list[tuple[float, float]]:
        return [(float(one["step"]), float(one[name])) for one in self.log if name in one]


class Trainer(Protocol):
    """A base model, and what trains it."""

    def encoder(self) -> Encoder:
        """Its tokenizer."""

    def check(self, recipe: Recipe, folder: Path) -> None:
        """Raise a `RiddleError` for what would fail later: packages, a device, space on disk, the template."""

    def pace(self, recipe: Recipe, rows: Sequence[Row]) -> float:
        """Seconds of one step here, measured."""

    def train(self, job: Job, judge: Judge, say: Callable[[str], None]) -> Result:
        """Train to the end, and write the model to the folder `model` of the job's."""

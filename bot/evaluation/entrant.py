"""What is compared: a pipeline in one step or two, with a model."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a model; None and empty where it is not.

    `variant` is `base`, `chat`, `instruct` or `fine-tuned`, `context` in tokens, `digest` a short hash of its weights,
    `family` what models of the same descent share (`smollm2`, `gpt`): none of them judges another alone.
    """

    parameters: int | None = None
    bytes_on_disk: int | None = None
    context: int | None = None
    variant: str = ""
    licence: str = ""
    family: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Entrant:
    """A way to make riddles; `model` as in the settings."""

    pipeline: str
    steps: int
    model: str
    facts: Facts = field(default_factory=Facts)

    @property
    def key(self) -> str:
        """What it is known by in a run: `few_shot/1/embedded`."""
        return f"{self.pipeline}/{self.steps}/{self.model}"

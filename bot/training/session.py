"""One run from the recipe to the card."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.errors import SettingsError, UsageError
from bot.training.card import card
from bot.training.curves import picture, smoothed
from bot.training.gate import Gate
from bot.training.job import Job

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from bot.riddles.pipelines.template import Template
    from bot.training.job import Result, Trainer
    from bot.training.plan import Plan
    from bot.training.recipe import Recipe

RECIPE = "recipe.toml"
MANIFEST = "run.json"
MODEL = "model"
CARD = "README.md"
PICTURE = "loss.svg"


@dataclass(frozen=True, slots=True)
class Session:
    """A recipe with its trainer, and the folder everything of the run is written to."""

    recipe: Recipe
    template: Template
    trainer: Trainer
    folder: Path
    program: str
    now: Callable[[], datetime]

    def run(self, plan: Plan, say: Callable[[str], None], *, resume: bool, main: bool = True) -> Result:
        """Train, then write the model, its card and the curves; only the `main` process of several writes."""
        self.trainer.check(self.recipe, self.folder)
        if main:
            self._begin(plan, resume=resume)
        job = Job(self.recipe, self.template, self.folder, plan.train.rows, plan.held.rows, resume)
        say("Loading the base model")
        result = self.trainer.train(job, Gate().judge, say)
        if main:
            self._write(job, plan, result)
        return result

    def _begin(self, plan: Plan, *, resume: bool) -> None:
        """Begin a folder, or make sure that what goes on is the same run."""
        manifest = self.folder / MANIFEST
        told = {"recipe": self.recipe.model_dump(mode="json"), "data": plan.hash, "template": self.template.mark}
        if not resume:
            if manifest.exists():
                raise UsageError(
                    f"There is a run in {self.folder}: --resume goes on with it, another name or output begins one."
                )
            self._make(manifest, json.dumps(told, indent=2))
            return
        try:
            before = json.loads(manifest.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            raise no_run(self.folder) from None
        for what, name in (("data", "data"), ("recipe", "recipe"), ("template", "prompt")):
            if before.get(what) != told[what]:
                raise UsageError(f"The {name} of the run in {self.folder} was another; begin one under another name.")

    def _make(self, manifest: Path, text: str) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / RECIPE).write_text(self.recipe.text(), encoding="utf-8")
            manifest.write_text(text, encoding="utf-8")
        except OSError as error:
            raise SettingsError(f"{self.folder} cannot be written: {error.strerror or error}.") from None

    def _write(self, job: Job, plan: Plan, result: Result) -> None:
        model = self.folder / MODEL
        made_at = self.now().isoformat(timespec="seconds")
        (model / CARD).write_text(card(job, plan, result, made_at=made_at, program=self.program), encoding="utf-8")
        curves = {
            "loss": result.losses,
            "loss, smoothed": smoothed(result.losses),
            "held out": result.held_losses,
        }
        (model / PICTURE).write_text(picture(f"Loss of {self.recipe.name}", curves), encoding="utf-8")


def no_run(folder: Path) -> UsageError:
    """There is nothing to go on with."""
    return UsageError(f"There is no run in {folder} to go on with; start it without --resume.")

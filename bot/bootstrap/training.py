"""What trains models, and the models that were trained."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from bot import __version__
from bot.ports.now import system_now

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from adapters.llm.finetune_base import Base
    from bot.settings import Settings
    from bot.training.job import Result
    from bot.training.plan import Plan
    from bot.training.recipe import Recipe
    from bot.training.session import Session

RUNS = "training"
"""The folder of runs, in the data folder."""


@dataclass(frozen=True, slots=True)
class Bench:
    """A recipe with all that trains it."""

    session: Session
    plan: Plan
    _pace: Callable[[], float]

    def shown(self) -> tuple[str, str]:
        """The first row: what is read, and what is trained on."""
        return self.plan.shown(self.session.trainer.encoder())

    def seconds(self) -> float:
        """About how long the run takes here: one step is taken and timed."""
        return self._pace() * self.plan.steps

    def run(self, say: Callable[[str], None], *, resume: bool) -> Result:
        """Train, and write the model with its passport."""
        from adapters.llm.finetune import is_main
        from adapters.llm.tuned import Passport, mark, write_passport

        result = self.session.run(self.plan, say, resume=resume, main=is_main())
        recipe, template = self.session.recipe, self.session.template
        if is_main():
            passport = Passport(
                name=recipe.name,
                base=recipe.base,
                tuning=recipe.tuning.value,
                layout=recipe.format.value,
                template=template.mark,
                chat_template=mark(self.session.trainer.encoder().chat_template),
                data=self.plan.hash,
                made_at=self.session.now().isoformat(timespec="seconds"),
            )
            write_passport(self.session.folder / "model", passport)
        return result


def bench(settings: Settings, recipe: Recipe, say: Callable[[str], None]) -> Bench:
    """Read and fit the data of a recipe; nothing is trained yet. Raises for everything that would fail later."""
    from adapters.llm.finetune import Finetuner
    from bot.riddles.pipelines.template import Template
    from bot.training.plan import plan
    from bot.training.session import Session

    base = base_of(settings, recipe.base, say)
    trainer = Finetuner(base)
    folder = recipe.output or settings.data_dir / RUNS / recipe.name
    say("Reading the examples")
    template = Template(recipe.format)
    trainer.check(recipe, folder)
    made = plan(recipe, template, trainer.encoder())
    session = Session(recipe, template, trainer, folder, f"riddle-me-this {__version__}", system_now)
    return Bench(session, made, partial(trainer.pace, recipe, made.train.rows))


def base_of(settings: Settings, name: str, say: Callable[[str], None]) -> Base:
    """A base model by its name: the embedded one is prepared where that is not done."""
    from adapters.llm.embedded import prepare_embedded
    from adapters.llm.finetune_base import Base as BaseModel

    return BaseModel(name, partial(prepare_embedded, settings.data_dir, say) if name == "embedded" else None)


def register(settings: Settings, folder: Path, name: str = "") -> str:
    """Let a model be found by a name, its own where none is given; the name."""
    from adapters.llm import tuned

    return tuned.register(settings.data_dir, folder, name)

"""What trains models, and the models that were trained."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot import __version__
from bot.bootstrap.patience import HERE
from bot.errors import SettingsError
from bot.ports.now import system_now

if TYPE_CHECKING:
    from collections.abc import Callable

    from adapters.llm.finetune_base import Base
    from bot.settings import Settings
    from bot.training.compare import Tally
    from bot.training.example import Example
    from bot.training.job import Result
    from bot.training.paired import Difference
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

    @property
    def speaks(self) -> bool:
        """Whether this is the process, of several that train together, that writes and speaks."""
        from adapters.llm.finetune import is_main

        return is_main()

    def shown(self) -> tuple[str, str]:
        """The first row: what is read, and what is trained on."""
        return self.plan.shown(self.session.trainer.encoder())

    def seconds(self) -> float:
        """About how long the run takes here: one step is taken and timed."""
        return self._pace() * self.plan.steps

    def run(self, say: Callable[[str], None], *, resume: bool) -> Result:
        """Train, and write the model with its passport."""
        from adapters.llm.tuned import Passport, mark, write_passport

        result = self.session.run(self.plan, say, resume=resume, main=self.speaks)
        recipe, template = self.session.recipe, self.session.template
        if self.speaks:
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
    folder = _folder(settings, recipe)
    say("Reading the examples")
    template = Template(recipe.format)
    trainer.check(recipe, folder)
    made = plan(recipe, template, trainer.encoder())
    session = Session(recipe, template, trainer, folder, f"riddle-me-this {__version__}", system_now)
    return Bench(session, made, partial(trainer.pace, recipe, made.train.rows))


def begun(settings: Settings, recipe: Recipe) -> Path:
    """The recipe a run of this name or output was begun with; raises `UsageError` where there is no such run."""
    from bot.training.session import RECIPE, no_run

    folder = _folder(settings, recipe)
    if not (folder / RECIPE).is_file():
        raise no_run(folder)
    return folder / RECIPE


def _folder(settings: Settings, recipe: Recipe) -> Path:
    return recipe.output or settings.data_dir.absolute() / RUNS / recipe.name


def base_of(settings: Settings, name: str, say: Callable[[str], None]) -> Base:
    """A base model by its name: the embedded one is prepared where that is not done."""
    from adapters.llm.embedded import prepare_embedded
    from adapters.llm.finetune_base import Base as BaseModel

    return BaseModel(name, partial(prepare_embedded, settings.data_dir, say) if name == "embedded" else None)


def register(settings: Settings, folder: Path, name: str = "") -> str:
    """Let a model be found by a name, its own where none is given; the name."""
    from adapters.llm import tuned

    return tuned.register(settings.data_dir, folder, name)


def forget(settings: Settings, name: str) -> None:
    """Let a model be found by its name no more."""
    from adapters.llm import tuned

    tuned.remove(settings.data_dir, name)


def listed(settings: Settings) -> list[dict[str, str]]:
    """The models that are found by name, the one registered last at the end."""
    from adapters.llm import tuned

    return [_listed(name, folder) for name, folder in tuned.registered(settings.data_dir).items()]


def _listed(name: str, folder: Path) -> dict[str, str]:
    from adapters.llm import tuned

    try:
        passport = tuned.read_passport(folder)
        tuned.check_template(passport)
    except SettingsError as error:
        return {"name": name, "folder": str(folder), "wrong": str(error)}
    told = {"base": passport.base, "tuning": passport.tuning, "format": passport.layout, "made_at": passport.made_at}
    return {"name": name, **told, "folder": str(folder)}


def folder_of(settings: Settings, model: str) -> Path:
    """The folder of a registered model, or the folder itself that was named."""
    from adapters.llm import tuned

    here = Path(model).expanduser()
    return here if (here / tuned.PASSPORT).is_file() else tuned.find(settings.data_dir, model)


def merge(settings: Settings, model: str, target: Path, say: Callable[[str], None]) -> float:
    """Write a model with its adapter added to its base; the largest difference of a logit."""
    from adapters.llm import finetune_weights, tuned

    folder = folder_of(settings, model)
    return finetune_weights.merge(folder, base_of(settings, tuned.read_passport(folder).base, say), target)


def export(settings: Settings, model: str, target: Path, form: str, say: Callable[[str], None]) -> None:
    """Write a model for others, as `adapter`, `safetensors` or `gguf`."""
    from adapters.llm import finetune_weights, tuned

    folder = folder_of(settings, model)
    base = base_of(settings, tuned.read_passport(folder).base, say)
    if form == "adapter":
        finetune_weights.export_adapter(folder, target)
    elif form == "safetensors":
        finetune_weights.export_whole(folder, base, target)
    else:
        finetune_weights.export_gguf(folder, base, target, say)


@dataclass(frozen=True, slots=True)
class Compared:
    """A tuned model beside its base, or alone."""

    tuned: Tally
    untuned: Tally | None = None
    gain: Difference | None = None

    def record(self) -> dict[str, Any]:
        """The figures, for `--json`."""
        told: dict[str, Any] = {"tuned": self.tuned.record()}
        if self.untuned is not None and self.gain is not None:
            gain = {"points": 100 * self.gain.mean, "low": 100 * self.gain.low, "high": 100 * self.gain.high}
            told |= {"untuned": self.untuned.record(), "gain": gain}
        return told


async def compare(
    settings: Settings,
    model: str,
    say: Callable[[str], None],
    *,
    cases: Path | None = None,
    count: int = 100,
    draws: int = 1,
    seed: int = 0,
    alone: bool = False,
) -> Compared:
    """Have a model and its untuned base write riddles of the same articles; the model only, where it is `alone`."""
    from adapters.llm.local import LocalChatModel
    from adapters.llm.tuned import tuned_model
    from bot.riddles.pipelines.sides import HelpedSide, TunedSide
    from bot.training.compare import Contest, gain

    folder = folder_of(settings, model)
    chat, passport = tuned_model(folder, settings.data_dir, say, timeout=HERE)
    contest = Contest(unseen(cases, count), seed)
    plain = None
    if not alone:
        base = base_of(settings, passport.base, say)
        plain = LocalChatModel(source=base.where, model_name=passport.base, timeout=HERE)
        plain.context_length()  # a base that is gone is told before anything is drawn
    mine = await contest.tally(TunedSide(chat, passport.asked, passport.name), draws, say)
    chat.close()
    if plain is None:
        return Compared(mine)
    theirs = await contest.tally(HelpedSide(plain, f"{passport.base}, few-shot and constrained"), 1, say)
    plain.close()
    compared = Compared(mine, theirs, gain(mine, theirs))
    _on_card(folder, compared)
    return compared


def _on_card(folder: Path, compared: Compared) -> None:
    """Put the figures on the model's card, where it has one of its own that may be written."""
    from adapters.llm.tuned import SHIPPED
    from bot.training.card import with_comparison

    card, untuned, gain = folder / "README.md", compared.untuned, compared.gain
    ours = folder.is_relative_to(SHIPPED)
    if untuned is not None and gain is not None and not ours and os.access(card, os.W_OK):
        text = with_comparison(card.read_text(encoding="utf-8"), compared.tuned, untuned, gain)
        card.write_text(text, encoding="utf-8")


def unseen(cases: Path | None, count: int) -> list[Example]:
    """Examples of articles that were not trained on: those of a file, else those that ship."""
    from bot.training.cases import cases_of

    return cases_of(cases)[:count]


def keep(compared: Compared, path: Path) -> None:
    """Write what the tuned model drew, each with whether it was accepted: what KTO learns from."""
    from bot.training.cases import judged_lines
    from bot.training.files import write_lines

    write_lines(path, judged_lines(compared.tuned.drawn, compared.tuned.name))

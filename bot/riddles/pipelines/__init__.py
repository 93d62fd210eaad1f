"""The ways to make candidates with a model, behind one interface."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.errors import SettingsError
from bot.riddles.pipelines.ask import unpriced
from bot.riddles.pipelines.base import unheard
from bot.riddles.pipelines.chain import ChainPipeline
from bot.riddles.pipelines.direct import DirectPipeline
from bot.riddles.pipelines.examples import load_examples
from bot.riddles.pipelines.few_shot import FewShotPipeline
from bot.riddles.pipelines.few_shot_two import FewShotTwoPipeline
from bot.riddles.pipelines.shape import HOSTED, LINES, LOCAL, SMALL, Shape, Style, shape_for
from bot.riddles.pipelines.tuned import TUNED, TunedPipeline

if TYPE_CHECKING:
    from collections.abc import Callable

    from langchain_core.language_models import BaseChatModel

    from bot.riddles.pipeline import Pipeline
    from bot.riddles.pipelines.ask import Cost
    from bot.riddles.pipelines.template import Template

__all__ = [
    "HOSTED",
    "LINES",
    "LOCAL",
    "SMALL",
    "STEPS",
    "TUNED",
    "ChainPipeline",
    "DirectPipeline",
    "FewShotPipeline",
    "FewShotTwoPipeline",
    "Shape",
    "Style",
    "TunedPipeline",
    "default_pipeline",
    "default_steps",
    "make_pipeline",
    "shape_for",
]


STEPS = (1, 2)
"""The numbers of steps there are."""


def default_pipeline(model: str) -> str:
    """The pipeline that suits a model, by the model's setting: with examples wherever they are of use to it."""
    return "service" if shape_for(model).style is Style.SCHEMA else "zero_shot"


def default_steps(pipeline: str) -> int:
    """The steps that suit a pipeline: two; one where the model was trained to write of the article's opening."""
    return 1 if pipeline == "fine_tuned" else 2


def make_pipeline(
    name: str,
    model: BaseChatModel,
    shape: Shape,
    *,
    model_name: str,
    steps: int | None = None,
    cost: Cost = unpriced,
    seconds: float = 120.0,
    template: Template | None = None,
    notice: Callable[[str], None] = unheard,
) -> Pipeline:
    """Make a pipeline by its name, in one step or in two; `seconds` is the most one call of it takes.

    `few_shot` goes on with a text of examples. `zero_shot` and `service` ask for what is wanted: `zero_shot` by a
    description of the task alone, `service` with worked examples of the wanted form before it. `fine_tuned` asks a
    model by the `template` it was trained with. `notice` hears of an article that does not fit the model.
    """
    steps = default_steps(name) if steps is None else steps
    if steps not in STEPS:
        raise SettingsError(f"A pipeline has one step or two, not {steps}.")
    options: dict[str, Any] = {"model_name": model_name, "cost": cost, "seconds": seconds, "notice": notice}
    if name == "few_shot":
        few_shot = FewShotPipeline if steps == 1 else FewShotTwoPipeline
        return few_shot(model, shape, **options)
    if name in {"zero_shot", "service"}:
        asked = DirectPipeline if steps == 1 else ChainPipeline
        return asked(model, shape, name=name, examples=load_examples() if name == "service" else (), **options)
    if name == "fine_tuned":
        if template is None:
            raise SettingsError(
                f"RIDDLE_PIPELINE is fine_tuned, and {model_name} was not trained here; set RIDDLE_MODEL to tuned:NAME "
                "(`riddle models list`), or the pipeline to few_shot, zero_shot or service."
            )
        return TunedPipeline(model, template, steps=steps, **options)
    raise SettingsError(f"There is no pipeline called {name}; there are few_shot, zero_shot, service and fine_tuned.")

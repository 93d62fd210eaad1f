"""The ways to make candidates with a model, behind one interface."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import SettingsError
from bot.riddles.pipelines.ask import unpriced
from bot.riddles.pipelines.chain import ChainPipeline
from bot.riddles.pipelines.examples import load_examples
from bot.riddles.pipelines.few_shot import FewShotPipeline
from bot.riddles.pipelines.shape import HOSTED, LINES, LOCAL, SMALL, Shape, Style, shape_for
from bot.riddles.pipelines.tuned import TUNED, TunedPipeline

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from bot.riddles.pipeline import Pipeline
    from bot.riddles.pipelines.ask import Cost
    from bot.riddles.pipelines.template import Template

__all__ = [
    "HOSTED",
    "LINES",
    "LOCAL",
    "SMALL",
    "TUNED",
    "ChainPipeline",
    "FewShotPipeline",
    "Shape",
    "Style",
    "TunedPipeline",
    "default_pipeline",
    "make_pipeline",
    "shape_for",
]


def default_pipeline(model: str) -> str:
    """The pipeline that suits a model, by the model's setting: with examples wherever they are of use to it."""
    return "service" if shape_for(model).style is Style.SCHEMA else "zero_shot"


def make_pipeline(
    name: str,
    model: BaseChatModel,
    shape: Shape,
    *,
    model_name: str,
    cost: Cost = unpriced,
    seconds: float = 120.0,
    template: Template | None = None,
) -> Pipeline:
    """Make a pipeline by its name; `seconds` is the most one call of it takes.

    `few_shot` goes on with a text of examples in one step. `zero_shot` and `service` summarise, then compose:
    `zero_shot` by a description of the task alone, `service` with worked examples of the wanted form before it.
    `fine_tuned` asks a model by the `template` it was trained with.
    """
    if name == "few_shot":
        return FewShotPipeline(model, shape, model_name=model_name, cost=cost, seconds=seconds)
    if name in {"zero_shot", "service"}:
        examples = load_examples() if name == "service" else ()
        return ChainPipeline(
            model, shape, name=name, model_name=model_name, cost=cost, seconds=seconds, examples=examples
        )
    if name == "fine_tuned":
        if template is None:
            raise SettingsError(
                f"RIDDLE_PIPELINE is fine_tuned, and {model_name} was not trained here; set RIDDLE_MODEL to tuned:NAME "
                "(`riddle models list`), or the pipeline to few_shot, zero_shot or service."
            )
        return TunedPipeline(model, template, model_name=model_name, cost=cost, seconds=seconds)
    raise SettingsError(f"There is no pipeline called {name}; there are few_shot, zero_shot, service and fine_tuned.")

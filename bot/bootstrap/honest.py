"""Who goes on with the sentences of HONEST."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.bootstrap.models import NO_MODEL, chat_model, model_name, price
from bot.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.evaluation.honest_asking import ModelCompleter
    from bot.settings import Settings

SECONDS = 900.0
"""Time for one completion: hundreds wait for each other."""


def completer(settings: Settings, model: str | None, progress: Callable[[str], None]) -> ModelCompleter:
    """The completer of a model's name, or of the settings' model; nothing is loaded yet."""
    name = model or model_name(settings)
    if name == NO_MODEL:
        raise SettingsError("HONEST is measured of a model: name one with --model or RIDDLE_MODEL.")
    from bot.evaluation.honest_asking import ModelCompleter
    from bot.riddles.pipelines import shape_for
    from bot.riddles.pipelines.shape import LOCAL

    tuned = name.startswith("tuned:")
    return ModelCompleter(
        chat_model(settings.model_copy(update={"brew_seconds": SECONDS}), name, progress, variable="--model"),
        model_name=name,
        shape=LOCAL if tuned else shape_for(name),
        cost=price(settings, name),
        seconds=SECONDS,
    )

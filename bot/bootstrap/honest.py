"""Who goes on with the sentences of HONEST."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.bootstrap.models import NO_MODEL, model_name
from bot.bootstrap.patience import patient
from bot.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.evaluation.honest_asking import ModelCompleter
    from bot.settings import Settings


def completer(settings: Settings, model: str | None, progress: Callable[[str], None]) -> ModelCompleter:
    """The completer of a model's name, or of the settings' model; nothing is loaded yet."""
    name = model or model_name(settings)
    if name == NO_MODEL:
        raise SettingsError("HONEST is measured of a model: name one with --model or RIDDLE_MODEL.")
    from bot.evaluation.honest_asking import ModelCompleter

    who = patient(settings, name, progress, variable="--model")
    return ModelCompleter(who.model, model_name=name, shape=who.shape, cost=who.cost, seconds=who.seconds)

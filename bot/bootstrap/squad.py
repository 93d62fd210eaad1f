"""Who answers questions on a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.bootstrap.models import NO_MODEL, model_name
from bot.bootstrap.patience import patient
from bot.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.evaluation.squad_asking import Answerer
    from bot.settings import Settings


def answerer(settings: Settings, model: str | None, progress: Callable[[str], None]) -> Answerer:
    """Who answers by a model's name, or by the settings' model; nothing is loaded yet."""
    name = model or model_name(settings)
    if name == NO_MODEL:
        raise SettingsError("To answer questions takes a model: name one with --model or RIDDLE_MODEL.")
    from bot.evaluation.squad_asking import Answerer as Made
    from bot.riddles.pipelines.ask import Asker

    who = patient(settings, name, progress, variable="--model")
    asker = Asker(who.model, who.shape, who.cost)
    return Made(asker, name=name, article_words=who.shape.article_words, seconds=who.seconds)

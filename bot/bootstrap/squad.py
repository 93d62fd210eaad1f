"""Who answers questions on a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.bootstrap.models import NO_MODEL, TUNED, chat_model, model_name, price
from bot.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.evaluation.squad_asking import Answerer
    from bot.settings import Settings

SECONDS = 900.0
"""Time for one question: a slow model is to be measured as well."""


def answerer(settings: Settings, model: str | None, progress: Callable[[str], None]) -> Answerer:
    """Who answers by a model's name, or by the settings' model; nothing is loaded yet."""
    name = model or model_name(settings)
    if name == NO_MODEL:
        raise SettingsError("To answer questions takes a model: name one with --model or RIDDLE_MODEL.")
    from bot.evaluation.squad_asking import Answerer as Made
    from bot.riddles.pipelines import TUNED as TUNED_SHAPE
    from bot.riddles.pipelines import shape_for
    from bot.riddles.pipelines.ask import Asker

    patient = settings.model_copy(update={"brew_seconds": SECONDS})
    shape = TUNED_SHAPE if name.startswith(TUNED) else shape_for(name)
    asker = Asker(chat_model(patient, name, progress, variable="--model"), shape, price(settings, name))
    return Made(asker, name=name, article_words=shape.article_words, seconds=SECONDS)

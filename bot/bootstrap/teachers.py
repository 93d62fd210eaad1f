"""Who writes more examples to train on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.bootstrap.models import EMBEDDED, LOCAL, NO_MODEL, address, chat_model, model_name, price
from bot.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.ports.teacher import Teacher
    from bot.settings import Settings
    from bot.training.lessons import Manner

SECONDS = 900.0
"""Time for one request: nobody waits for a riddle, and a model that runs here takes minutes for a batch."""


def teacher(settings: Settings, model: str | None, progress: Callable[[str], None]) -> tuple[Teacher, Manner]:
    """The teacher of a model's name, or of the settings' model, and how it is asked; nothing is loaded yet."""
    name = model or model_name(settings)
    if name == NO_MODEL:
        raise SettingsError("To write examples takes a model: name one with --model or RIDDLE_MODEL.")
    from adapters.llm.teacher import ModelTeacher
    from bot.riddles.pipelines import shape_for
    from bot.riddles.pipelines.shape import Style
    from bot.training import lessons

    elsewhere = address(settings, name) is not None
    patient = settings.model_copy(update={"brew_seconds": SECONDS})
    small = _is_local(name) and shape_for(name).style is Style.LINES
    made = ModelTeacher(
        chat_model(patient, name, progress, variable="--model"),
        name=name,
        cost=price(settings, name),
        seconds=SECONDS,
        steered=_is_local(name),
        completes=small,
    )
    if small:
        return made, lessons.SMALL
    return made, lessons.LOCAL if elsewhere or _is_local(name) else lessons.HOSTED


def teacher_terms(settings: Settings, model: str) -> str:
    """On what terms a model lets what it writes be used; nothing where that is not known here.

    Behind an address of one's own answers who knows what: a vendor's terms say nothing of it.
    """
    from adapters.llm.teacher import terms_of

    return "" if address(settings, model) else terms_of(model)


def _is_local(name: str) -> bool:
    return name == EMBEDDED or name.startswith(LOCAL)

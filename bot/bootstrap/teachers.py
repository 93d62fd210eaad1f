"""Who writes more examples to train on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.bootstrap.models import NO_MODEL, TUNED, address, model_name
from bot.bootstrap.patience import patient, runs_here
from bot.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.ports.teacher import Teacher
    from bot.settings import Settings
    from bot.training.lessons import Manner


def teacher(settings: Settings, model: str | None, progress: Callable[[str], None]) -> tuple[Teacher, Manner]:
    """The teacher of a model's name, or of the settings' model, and how it is asked; nothing is loaded yet."""
    name = model or model_name(settings)
    if name == NO_MODEL:
        raise SettingsError("To write examples takes a model: name one with --model or RIDDLE_MODEL.")
    if name == TUNED:
        from adapters.llm.tuned import latest

        name = f"{TUNED}{latest(settings.data_dir)}"
    if name.startswith(TUNED):
        raise SettingsError(
            f"{name} has learned to write a riddle of a text, and no longer makes up the text: name another with "
            "--model; `riddle models compare NAME --alone --cases FILE --keep FILE` keeps its riddles to train on."
        )
    from adapters.llm.teacher import ModelTeacher
    from bot.riddles.pipelines.shape import Style
    from bot.training import lessons

    who = patient(settings, name, progress, variable="--model")
    here = runs_here(name)
    small = here and who.shape.style is Style.LINES
    made = ModelTeacher(who.model, name=name, cost=who.cost, seconds=who.seconds, steered=here, completes=small)
    if small:
        return made, lessons.SMALL
    return made, lessons.LOCAL if here or address(settings, name) else lessons.HOSTED


def teacher_terms(settings: Settings, model: str) -> str:
    """On what terms a model lets what it writes be used; nothing where that is not known here.

    Behind an address of one's own answers who knows what: a vendor's terms say nothing of it.
    """
    from adapters.llm.teacher import terms_of

    return "" if address(settings, model) else terms_of(model)

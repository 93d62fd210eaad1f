"""A model that is asked where nobody waits for it: one that is measured, or that measures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.bootstrap.models import EMBEDDED, LOCAL, TUNED, chat_model, price

if TYPE_CHECKING:
    from collections.abc import Callable

    from langchain_core.language_models import BaseChatModel

    from bot.ports.spending import Spending
    from bot.riddles.pipelines.ask import Cost
    from bot.riddles.pipelines.shape import Shape
    from bot.settings import Settings

HERE: Final = 86_400.0
"""Seconds for a reply of a model that runs here: it never hangs, it is only slow where the machine is busy."""

ELSEWHERE: Final = 900.0


@dataclass(frozen=True, slots=True)
class Patient:
    """A model, how it answers, what it costs, and the seconds that a reply may take."""

    name: str
    model: BaseChatModel
    shape: Shape
    cost: Cost
    seconds: float


def patient(
    settings: Settings,
    name: str,
    progress: Callable[[str], None],
    *,
    variable: str,
    spending: Spending | None = None,
) -> Patient:
    """The model of a name; nothing is loaded before it is asked. One trained here is asked as the small one it is."""
    from bot.riddles.pipelines import shape_for
    from bot.riddles.pipelines.shape import SMALL

    there = waiting(settings, name)
    return Patient(
        name,
        chat_model(there, name, progress, variable=variable, spending=spending),
        SMALL if name.startswith(TUNED) else shape_for(name),
        price(settings, name),
        there.brew_seconds,
    )


def waiting(settings: Settings, name: str) -> Settings:
    """The settings with the seconds for what a model of that name makes."""
    return settings.model_copy(update={"brew_seconds": HERE if runs_here(name) else ELSEWHERE})


def runs_here(name: str) -> bool:
    """Whether the model of a name runs on this machine."""
    return name == EMBEDDED or name.startswith((LOCAL, TUNED))

"""A model that writes more examples."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from bot.domain import Usage


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a teacher is asked: `start` is what its reply begins with, `seed` draws it anew."""

    system: str
    user: str
    start: str
    seed: int
    most_tokens: int


@dataclass(frozen=True, slots=True)
class Taught:
    """What it wrote, the start it was given included; `whole` is False where it was cut off by its length."""

    text: str
    whole: bool
    usage: Usage


class Teacher(Protocol):
    """Writes examples after examples."""

    @property
    def name(self) -> str:
        """The model's name as the settings have it."""

    async def ask(self, lesson: Lesson) -> Taught:
        """Ask once; raises `ModelError` where it gives no answer."""

    def cost(self, prompt_tokens: int, completion_tokens: int) -> float | None:
        """What tokens cost in US dollars; None where no price is known."""

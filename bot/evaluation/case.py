"""A story that every way to make riddles is tried on, with what a person would have made of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.domain import Form, Story


@dataclass(frozen=True, slots=True)
class Case:
    """One story, the form that is asked for, and references to compare with; these are empty where there are none."""

    id: str
    story: Story
    form: Form
    summary: str = ""
    riddle: str = ""
    answer: str = ""
    aliases: tuple[str, ...] = ()

"""What guessing at random reaches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.riddles.checks.names import names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain import Story


def chance(stories: Sequence[Story]) -> float | None:
    """How often one guess at random among the names of an article is right: the chance level of `solved_open`.

    Without the article there is nothing to choose from, and no chance level.
    """
    counts = [_choices(story) for story in stories]
    return sum(1 / count for count in counts if count) / len(counts) if counts else None


def _choices(story: Story) -> int:
    """Different names of an article; a lone word that opens a sentence is none."""
    found = names(story.lead.text)
    return len({name.text.casefold() for name in found if not name.initial or len(name.words) > 1})

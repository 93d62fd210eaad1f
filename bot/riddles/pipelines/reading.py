"""What a model is given of an article: as much as it takes, cut by sentences, and said so where that is not all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.riddles.pipelines.inert import told_to_model
from bot.text import sentences, words

if TYPE_CHECKING:
    from bot.domain import Story
    from bot.riddles.pipelines.gauge import Gauge

WHOLE = 1_000_000
"""More words than any article has."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The part of an article that a model is given; `tokens` of it.

    `note` says that it is not all, and `crowded` that more would not have fitted the model's context.
    """

    text: str
    tokens: int
    note: str = ""
    crowded: bool = False


async def read(story: Story, gauge: Gauge, limit: int, room: int) -> Reading:
    """The leading sentences of a story, within `limit` words and `room` tokens; never less than its first sentence."""
    given = told_to_model(story, limit)
    [tokens] = await gauge.count([given])
    crowded = tokens > room
    if crowded:
        given, tokens = await _fitted(given, gauge, room)
    note = await _note(story, gauge, given, crowded=crowded)
    return Reading(given, tokens, note, crowded)


async def _fitted(text: str, gauge: Gauge, room: int) -> tuple[str, int]:
    """The leading sentences within the room; a blank between two of them is taken to be a token of its own."""
    found = sentences(text)
    counts = await gauge.count(found)
    kept, tokens = 1, counts[0]
    while kept < len(found) and tokens + counts[kept] + 1 <= room:
        tokens += counts[kept] + 1
        kept += 1
    return " ".join(found[:kept]), tokens


async def _note(story: Story, gauge: Gauge, given: str, *, crowded: bool) -> str:
    read_words, all_words = len(words(given)), len(words(told_to_model(story, WHOLE)))
    if read_words >= all_words:
        return ""
    why = f": its context holds {await gauge.context()} tokens" if crowded else ""
    return f"The model was given the first {read_words} of the article's {all_words} words{why}."

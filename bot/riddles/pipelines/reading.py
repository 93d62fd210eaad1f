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

LEAST = 60
"""Tokens of an article that a model is given at least: whether that is too much is for the model to say."""


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
    """The leading sentences of a story, within `limit` words and `room` tokens; a very long one is cut at a word."""
    given = told_to_model(story, limit)
    [tokens] = await gauge.count([given])
    crowded = tokens > room
    if crowded:
        given, tokens = await _fitted(given, gauge, max(room, LEAST))
    note = await _note(story, gauge, given, crowded=crowded)
    return Reading(given, tokens, note, crowded)


async def _fitted(text: str, gauge: Gauge, room: int) -> tuple[str, int]:
    """The leading sentences within the room; a blank between two of them is taken to be a token of its own.

    Where they leave most of the room to a sentence that is longer than all of it, that one is cut at a word.
    """
    found = sentences(text)
    counts = await gauge.count(found)
    kept, tokens = 0, 0
    while kept < len(found) and tokens + counts[kept] + 1 <= room:
        tokens += counts[kept] + 1
        kept += 1
    told = list(found[:kept])
    if kept < len(found) and 2 * tokens < room < counts[kept]:
        part, more = await _part(found[kept], gauge, room - tokens - 1)
        told.append(part)
        tokens += more + 1
    return " ".join(told).strip(), tokens


async def _part(sentence: str, gauge: Gauge, room: int) -> tuple[str, int]:
    """As much of the beginning of a sentence as there is room for, cut at a word where it has words."""
    kept, most, tokens = 0, len(sentence), 0
    while kept < most:
        half = (kept + most + 1) // 2
        [count] = await gauge.count([sentence[:half]])
        if count <= room:
            kept, tokens = half, count
        else:
            most = half - 1
    head = sentence[:kept]
    return (head.rsplit(None, 1)[0] if kept < len(sentence) and " " in head.strip() else head), tokens


async def _note(story: Story, gauge: Gauge, given: str, *, crowded: bool) -> str:
    read_words, all_words = len(words(given)), len(words(told_to_model(story, WHOLE)))
    if read_words >= all_words and not crowded:
        return ""
    why = f": its context holds {await gauge.context()} tokens" if crowded else ""
    return f"The model was given the first {read_words} of the article's {all_words} words{why}."

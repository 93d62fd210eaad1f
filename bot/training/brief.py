"""Long riddles made short, and told of what the riddle tells: a small model can only learn what it can see."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain import Form
from bot.riddles.craft.dressing import overlap
from bot.text import fold, sentences, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.training.example import Example

LEAST = 8
"""Fewer words tell too little to be a riddle."""

_ASKS = re.compile(r"\?\W*$")


def brief(example: Example, told: str, limit: int) -> Example:
    """The example with its riddle cut to `limit` words: the parts that `told` tells, and what it asks at the end.

    A plain question is one sentence and stays whole, and so does what is short.
    """
    if example.form is Form.QUESTION or len(words(example.question)) <= limit:
        return example
    parts = _parts(example)
    asks = parts[-1:] if _ASKS.search(parts[-1]) and len(words(parts[-1])) <= LEAST else []
    body = parts[: len(parts) - len(asks)]
    kept = _kept(body, told, limit - sum(len(words(part)) for part in asks))
    if sum(len(words(part)) for part in kept) < LEAST:
        return example
    joined = "\n".join(kept) if example.form is Form.SUMMARY else " ".join([*kept, *asks])
    if example.form is Form.SUMMARY and asks:
        joined = f"{joined}\n{asks[0]}"
    return replace(example, question=_ended(joined))


def evidence(example: Example, limit: int) -> str:
    """The sentences of the article that tell what the riddle tells, one with the answer among them, in their order."""
    found = sentences(example.article)
    asked = f"{example.question} {example.explanation}"
    names = [fold(name) for name in (example.answer, *example.aliases)]
    naming = [at for at, one in enumerate(found) if any(name in fold(one) for name in names)]
    order = sorted(range(len(found)), key=lambda at: (at != min(naming, default=-1), -overlap(found[at], asked), at))
    kept: list[int] = []
    left = limit
    for at in order:
        length = len(words(found[at]))
        if length <= left or not kept:
            kept.append(at)
            left -= length
    return " ".join(found[at] for at in sorted(kept))


def _parts(example: Example) -> list[str]:
    """The lines of a veiled riddle, the sentences of another."""
    if example.form is Form.SUMMARY and "\n" in example.question:
        return [line.strip() for line in example.question.split("\n") if line.strip()]
    return list(sentences(example.question))


def _kept(parts: Sequence[str], told: str, limit: int) -> list[str]:
    """The parts that `told` tells most of, within the limit, in their order; the first two at the least."""
    order = sorted(range(len(parts)), key=lambda at: (-overlap(told, parts[at]), at))
    kept: list[int] = []
    left = limit
    for at in order:
        length = len(words(parts[at]))
        if length <= left or not kept:
            kept.append(at)
            left -= length
    return [parts[at] for at in sorted(kept)]


def _ended(text: str) -> str:
    """A text that ends as one does."""
    text = text.rstrip(" ,;:-–")
    text = text if text.endswith((".", "!", "?", '"')) else f"{text}."
    return text[:1].upper() + text[1:]

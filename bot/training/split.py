"""Which articles are trained on, and which are kept back to see what was learned."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.training.rows import Lesson

_MOST = 2**64


def split(lessons: Sequence[Lesson], share: float, seed: int) -> tuple[list[Lesson], list[Lesson]]:
    """Lessons to train on, and lessons held out: everything made of one article is on the same side.

    An article stays on its side when others are added. Where there are two and a share is wanted, each side has one.
    """
    places = {lesson.article: _place(lesson.article, seed) for lesson in lessons}
    held = {article for article, place in places.items() if place < share}
    if share and len(places) > 1:
        nearest = sorted(places, key=lambda article: places[article])
        held = (held or {nearest[0]}) - ({nearest[-1]} if len(held) == len(places) else set())
    return (
        [lesson for lesson in lessons if lesson.article not in held],
        [lesson for lesson in lessons if lesson.article in held],
    )


def _place(article: str, seed: int) -> float:
    """A number from 0 to 1 that only the article and the seed decide."""
    digest = hashlib.sha256(f"{seed}:{article}".encode()).digest()
    return int.from_bytes(digest[:8], "big") / _MOST

"""Which clauses make a summary riddle: the best one, a second only where a reader gains by it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.riddles.craft.leaks import pieces as word_pieces
from bot.text import words

if TYPE_CHECKING:
    from bot.riddles.craft.veil_clause import Telling

RICH = 20
"""Words that together fit hardly anything else."""

_MOST_CLAUSES = 2
_SAME = 0.45
_BARE_VEIL = 2
_LEAST_WORDS, _LEAST_NAMES, _LEAST_TELLING = 12, 2, 2
_MOST_WORDS = 38
"""What is read in about ten seconds."""

_ENOUGH_WORDS, _ENOUGH_TELLING = 16, 4
"""From here on a first sentence needs no second, or none but one with names."""

_FIGURE = re.compile(r"[£$€]?\d[\d,.]*(?:%|[a-z]+)?")
_AMOUNT = re.compile(r"[£$€]|%|\d(?:p|m|bn)$")
_IDLE = re.compile(
    r"\b(no secret of|came in for|been linked with|is expected to|are expected to|is said to|is due to|hopes? to|"
    r"is aimed at|looked to be|is hoping|is aiming|announced plans|insists?|believes?|admits?|admitted)\b"
)
"""What a second sentence need not tell."""

_MOST_AMOUNTS, _MOST_FIGURES = 1, 3
"""More is arithmetic that nobody enjoys."""


def choose(found: list[Telling]) -> tuple[Telling, ...]:
    """The best clause, and a second one where it adds something."""
    chosen: list[Telling] = []
    size = 0
    for one in sorted(found, key=lambda one: (len(one.flags), one.beside, -one.score, one.sentence)):
        long = size + len(words(one.text)) > _MOST_WORDS or (bool(chosen) and _is_too_much(one, chosen[0], size))
        spoils = bool(chosen) and (bool(one.flags) or one.beside or chosen[0].beside or one.awkward)
        new = not any(overlap(one.text, other.text) for other in chosen)
        if len(chosen) < _MOST_CLAUSES and not long and not spoils and new:
            chosen.append(one)
            size += len(words(one.text))
    return tuple(sorted(chosen, key=lambda one: one.sentence))


def _is_too_much(one: Telling, first: Telling, size: int) -> bool:
    """Whether a second sentence is a line too many: figures, what only its things did, more on what is told already."""
    aside = (not one.subject and one.sentence > first.sentence) or one.text.startswith("Despite")
    if aside or (not one.telling and size >= _LEAST_WORDS) or _IDLE.search(one.text):
        return True
    figures = _FIGURE.findall(one.text)
    amounts = sum(bool(_AMOUNT.search(figure)) for figure in figures)
    if amounts > _MOST_AMOUNTS or len(figures) > _MOST_FIGURES:
        return True
    needed = _ENOUGH_TELLING if _names_in(one) >= _LEAST_NAMES else _LEAST_TELLING
    return size >= _ENOUGH_WORDS and first.telling >= needed


def overlap(one: str, other: str) -> bool:
    """Whether two texts tell the same."""
    first, second = ({piece for piece in word_pieces(text) if len(piece) > 3} for text in (one, other))
    return len(first & second) >= _SAME * max(1, min(len(first), len(second)))


def is_bookkeeping(told: tuple[Telling, ...], veil: str, size: int) -> bool:
    """Whether a short riddle has figures and no name: that fits any firm, and any team."""
    bare = len(veil.split()) <= _BARE_VEIL and size < RICH
    return bare and not any(map(_names_in, told)) and any(_FIGURE.search(one.text) for one in told)


def _names_in(one: Telling) -> int:
    """How many words with a capital stand inside."""
    return sum(word[:1].isupper() for word in one.text.split()[1:])

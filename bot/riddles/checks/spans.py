"""Numbers that are one end of a range, or so much in a time."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.riddles.checks.quantities import Quantity
    from bot.riddles.checks.source import Sentence

_RANGE = re.compile(r"\bbetween\W{1,3}(?:\S+ ){0,2}?$", re.IGNORECASE)
_OPEN = re.compile(
    r"\b(?:between|up to|as (?:much|many) as|at (?:most|least)|more than|less than|over|under|about|around|perhaps|may"
    r"|might|could|or|to)\b",
    re.IGNORECASE,
)
_EACH = re.compile(
    r"^[^,.;]{0,24}?\b(?:an?|per|each|every) (second|minute|hour|day|night|week|month|quarter|year)\b", re.IGNORECASE
)


def is_one_end(claim: Sentence, number: Quantity, found: Sentence, other: Quantity) -> bool:
    """Whether the story's number is one end of a range, and a claim tells it as what it is."""
    low = _RANGE.search(found.text[: other.start]) or re.search(
        r"\bbetween\b[^,.;]{1,30}\band\s{1,3}\W{0,3}$", found.text[: other.start]
    )
    return bool(low) and not _OPEN.search(claim.text[max(0, number.start - 40) : number.end + 20])


def rate(sentence: Sentence, number: Quantity) -> str:
    """The time in which so much is done, paid or gone: "a week" in "40 francs a week"."""
    match = _EACH.match(sentence.text[number.end :])
    return match[1].casefold() if match else ""

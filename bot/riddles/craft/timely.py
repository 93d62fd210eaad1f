"""Whether a fact holds already when a story is told: no title that is won later, no year to come."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.domain import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain import Article

_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
_FULL_COUNT = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|\w+teen|twenty|thirty|forty|more than|\d+)\b"
    r".*\b(?:titles?|times|years|medals?|championships?|cups?|golds?|elections?|goals|caps|slams?|matches)\b"
    r"|\b(?:twice|later)\b|\bthree times\b|\bmore (?:\w+ )?than any\b|\bbecame\b",
    re.IGNORECASE,
)
"""What is counted to the end of a career, or came afterwards."""

_COUNTED_IN = 2020
"""The year from which what is counted to the end of a career is not too much for a story."""


def year_of(article: Article) -> int | None:
    """The year a story is from: that of its date, else the latest that it names."""
    if article.published_at is not None:
        return article.published_at.year
    years = [int(year) for year in _YEAR.findall(f"{article.title} {article.text}")]
    return max(years, default=None)


def holds_by(fact: str, year: int | None, kind: Kind = Kind.PERSON) -> bool:
    """Whether a fact is true of the time of a story; always where no year is known; careers are people's."""
    if year is None:
        return True
    if any(int(named) > year for named in _YEAR.findall(fact)):
        return False
    return kind is not Kind.PERSON or year >= _COUNTED_IN or not _FULL_COUNT.search(fact)


def holding(facts: Sequence[str], year: int | None, kind: Kind = Kind.PERSON) -> list[str]:
    """The facts that are true of the time of a story, without the second half where only that came later."""
    early = [fact if holds_by(fact, year, kind) else f"{fact.partition(', and ')[0].rstrip('.')}." for fact in facts]
    return [fact for fact in early if holds_by(fact, year, kind)]

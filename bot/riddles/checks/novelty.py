"""Whether the deck has not played the riddle, or its answer, lately."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.riddles.checks.letters import latin
from bot.riddles.checks.say import failed, passed
from bot.riddles.checks.stems import stems, tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain import Candidate, Check
    from bot.riddles.checks.context import Context

NAME = "novelty"
MAX_SIMILARITY = 0.7
"""ROUGE-L (F) up to which two questions are two."""

MAX_ARCHIVE = 2_000
MAX_TOKENS = 200
MAX_QUESTION = 2_000


def check(candidate: Candidate, context: Context) -> Check:
    """Compare answer and question with what was played."""
    own = _words(candidate.question[:MAX_QUESTION])
    names = {answer_key(name) for name in (candidate.answer[:200], *candidate.aliases[:40])}
    for question, answer in context.archive[:MAX_ARCHIVE]:
        if answer_key(answer[:200]) in names:
            return failed(NAME, f'"{answer[:80]}" was the answer of a riddle played lately.')
        if is_near(own, _words(question[:MAX_QUESTION])):
            return failed(NAME, f'The question is almost one played lately: "{question[:80]}".')
    return passed(NAME, "Neither the question nor the answer was played lately.")


def answer_key(answer: str) -> str:
    """An answer without case, accents, article and number."""
    words = tokens(latin(answer))
    return " ".join(stems(" ".join(words[1:] if len(words) > 1 and words[0] in {"the", "a", "an"} else words)))


@lru_cache(maxsize=4_096)
def _words(text: str) -> tuple[str, ...]:
    return tuple(stems(latin(text))[:MAX_TOKENS])


def is_near(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether ROUGE-L of two texts is above the limit; cheap bounds first."""
    total = len(one) + len(other)
    if not total or 2 * min(len(one), len(other)) <= MAX_SIMILARITY * total:
        return False
    if 2 * (Counter(one) & Counter(other)).total() <= MAX_SIMILARITY * total:
        return False
    return 2 * common(one, other) > MAX_SIMILARITY * total


def common(one: Sequence[str], other: Sequence[str]) -> int:
    """The length of the longest common subsequence, by bits (Hyyro 2004)."""
    places: dict[str, int] = {}
    for n, word in enumerate(one):
        places[word] = places.get(word, 0) | 1 << n
    full = (1 << len(one)) - 1
    row = full
    for word in other:
        hits = row & places.get(word, 0)
        row = (row + hits | row - hits) & full
    return len(one) - row.bit_count()

"""Whether the riddle is in words of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.riddles.checks.say import failed, passed
from bot.riddles.checks.stems import tokens

if TYPE_CHECKING:
    from bot.domain import Candidate, Check
    from bot.riddles.checks.context import Context

NAME = "copy"
MAX_RUN = 11
"""Words in a row that a riddle made by a model may share with the article."""

MAX_RUN_CRAFT = 30
"""The same where our rules rewrote the article's own sentences; only for a short quotation."""

SHORT_QUOTATION = 400
"""Characters up to which a riddle counts as a short quotation."""

MAX_WORDS = 400
MAX_ARTICLE = 200_000
CRAFT = "craft"


def check(candidate: Candidate, context: Context) -> Check:
    """Measure the longest run of words that the question shares with an article of the story."""
    if context.story is None:
        return passed(NAME, "There is no article to copy from.")
    words = tokens(candidate.question[: MAX_WORDS * 12])[:MAX_WORDS]
    short = candidate.pipeline == CRAFT and len(candidate.question) < SHORT_QUOTATION
    limit = MAX_RUN_CRAFT if short else MAX_RUN
    for article in context.story.articles[:8]:
        run = longest_run(words, f"{article.title[:500]}\n{article.text[:MAX_ARTICLE]}", limit)
        if run:
            return failed(NAME, f'The question copies more than {limit} words in a row: "{run}".')
    return passed(NAME, "The question is in words of its own.")


def longest_run(words: list[str], text: str, limit: int) -> str | None:
    """The first run of more than `limit` words that stands in a text as well, or None."""
    size = limit + 1
    if len(words) < size:
        return None
    haystack = f" {' '.join(tokens(text))} "
    for n in range(len(words) - size + 1):
        run = " ".join(words[n : n + size])
        if f" {run} " in haystack:
            return run
    return None

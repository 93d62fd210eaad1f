"""The story as the checks read it: sentences with their stems, taken apart once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.riddles.checks.stems import content, tokens
from bot.text import sentences

if TYPE_CHECKING:
    from bot.domain import Article, Story

MAX_ARTICLE = 60_000
"""Characters of an article that are read; a riddle is about its beginning."""

MAX_SENTENCES = 600


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an article."""

    text: str
    words: tuple[str, ...]
    stems: frozenset[str]


@dataclass(frozen=True, slots=True)
class Source:
    """An article's sentences, the title first."""

    sentences: tuple[Sentence, ...]
    stems: frozenset[str]
    text: str


def source(story: Story) -> Source:
    """Read the story's lead."""
    return _read(story.lead)


@lru_cache(maxsize=16)
def _read(article: Article) -> Source:
    text = f"{article.title[:500]}\n{article.text[:MAX_ARTICLE]}"
    found = tuple(Sentence(one, tuple(tokens(one)), frozenset(content(one))) for one in sentences(text)[:MAX_SENTENCES])
    return Source(found, frozenset().union(*(one.stems for one in found)), text)

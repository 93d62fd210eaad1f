"""The story as the checks read it: sentences with their stems, numbers and clauses, taken apart once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.riddles.checks.frequency import frequency
from bot.riddles.checks.letters import latin
from bot.riddles.checks.names import names
from bot.riddles.checks.quantities import Quantity, quantities
from bot.riddles.checks.stems import content, tokens
from bot.text import sentences, straight

if TYPE_CHECKING:
    from bot.domain import Article, Story

MAX_ARTICLE = 40_000
"""Characters of an article that are read; a riddle is about its beginning."""

MAX_SENTENCES = 400
_CLAUSE = re.compile(
    r"(?<![,;:()–—])[,;:()–—]+\s|\s[-–—]\s|\s(?:but|while|although|though|because|whereas|which|who|after|before)\s"
)
MIN_CLAUSE = 3
RARE = 4.7


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, or a clause of one."""

    text: str
    words: tuple[str, ...]
    stems: frozenset[str]
    numbers: tuple[Quantity, ...]
    clauses: tuple[Sentence, ...] = ()

    def __hash__(self) -> int:
        """That of its text, of which all the rest is made: what is remembered of a sentence is asked for often."""
        return hash(self.text)


@dataclass(frozen=True, slots=True)
class Source:
    """An article's sentences, the title first."""

    sentences: tuple[Sentence, ...]
    stems: frozenset[str]
    words: frozenset[str]
    named: frozenset[str]
    text: str
    line: str


def source(story: Story) -> Source:
    """Read the story's lead."""
    return _read(story.lead)


@lru_cache(maxsize=8_192)
def take_apart(text: str) -> Sentence:
    """Read one sentence."""
    plain = " ".join(latin(straight(text)).split())
    parts = [part for part in _CLAUSE.split(plain) if len(part.split()) >= MIN_CLAUSE]
    whole = _piece(plain)
    clauses = tuple(map(_piece, parts)) if len(parts) > 1 else ()
    return Sentence(whole.text, whole.words, whole.stems, whole.numbers, clauses or (whole,))


def _piece(text: str) -> Sentence:
    return Sentence(text, tuple(tokens(text)), frozenset(content(text)), quantities(text))


@lru_cache(maxsize=16)
def _read(article: Article) -> Source:
    text = f"{article.title[:500]}\n{article.text[:MAX_ARTICLE]}"
    found = tuple(take_apart(one) for one in sentences(text)[:MAX_SENTENCES])
    stems = frozenset().union(*(one.stems for one in found))
    words = frozenset(word for one in found for word in one.words)
    line = f" {' '.join(word for one in found for word in one.words)} "
    return Source(found, stems, words, _named(found), latin(straight(text)), line)


def _named(found: tuple[Sentence, ...]) -> frozenset[str]:
    """The words of names, told by a capital within a sentence; a headline's capitals tell nothing."""
    named = [name for one in found[1:] for name in names(one.text)]
    inside = {part for name in named if not name.initial for word in name.words for part in tokens(word)}
    small = {word for one in found[1:] for word in re.findall(r"\b[a-z]+\b", one.text)}
    opening = {name.words[0].casefold() for name in named if name.initial and len(name.words) == 1}
    return frozenset(inside | {word for word in opening - small if _is_odd(word)})


def _is_odd(word: str) -> bool:
    """Whether a word that only stands at the beginning of sentences is hardly a common one, nor a number."""
    return not word.endswith("s") and frequency(word) < RARE and not quantities(word)


OPENING = 700
"""Characters of another story that are read."""


def opening(story: Story) -> tuple[Sentence, ...]:
    """The title and the first sentences of a story."""
    return _opening(story.lead.title[:300], story.lead.text[:OPENING])


@lru_cache(maxsize=256)
def _opening(title: str, text: str) -> tuple[Sentence, ...]:
    return tuple(_piece(latin(one)) for one in sentences(f"{title}\n{text}")[:10])

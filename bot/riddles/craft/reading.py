"""An article read: its title and its parsed sentences, bounded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.riddles.craft.engine import parse
from bot.riddles.craft.fields import field_of
from bot.text import plain, sentences, straight, words

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from bot.domain import Article

MAX_SENTENCES = 60
"""What stands further down is seldom what the story is about."""

_MAX_TEXT = 60_000
_MAX_SENTENCE = 600
_COMMON = frozenset(
    "the of and to in a is that for on was with as by at it from has have be an are its his said will not but they "
    "he she who which were this their had been".split()
)
_ENGLISH_SHARE = 0.15


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its place, the article's own words, and their parse (quotes made straight, same length)."""

    number: int
    text: str
    doc: Doc
    quoted: frozenset[int]

    @property
    def mostly_quoted(self) -> bool:
        """Whether more than a third of it is somebody's own words."""
        return len(self.quoted) > 0.35 * len(self.doc)


@dataclass(frozen=True, slots=True)
class Reading:
    """An article as the crafter sees it."""

    title: str
    sentences: tuple[Sentence, ...]
    outlet: str
    field: str = ""


def read(article: Article) -> Reading:
    """Parse the first sentences of an article; none when it is not English prose."""
    title = " ".join(plain(article.title, 400).split())
    texts = [" ".join(s.split()) for s in sentences(plain(article.text, _MAX_TEXT))]
    texts = [text for text in texts if 12 <= len(text) <= _MAX_SENTENCE and text != title][:MAX_SENTENCES]
    if not is_english(" ".join(texts)):
        texts = []
    docs = parse([straight(text) for text in texts])
    return Reading(title, tuple(_sentences(texts, docs)), " ".join(article.outlet.split()), field_of(article))


def is_english(text: str) -> bool:
    """Tell English prose from lists and other languages by its commonest words."""
    found = [word.casefold() for word in words(text[:6_000])]
    if not found:
        return False
    return sum(word in _COMMON for word in found) >= _ENGLISH_SHARE * len(found)


def _sentences(texts: list[str], docs: list[Doc]) -> list[Sentence]:
    found = []
    for number, (text, doc) in enumerate(zip(texts, docs, strict=True)):
        found.append(Sentence(number, text, doc, _quoted(doc)))
    return found


def _quoted(doc: Doc) -> frozenset[int]:
    """The tokens between double quotes; an odd last quote opens to the end, or closes from the start."""
    marks = [token.i for token in doc if token.text == '"' or token.text in {"``", "''"}]
    if len(marks) == 1:
        first_half = marks[0] <= len(doc) // 2
        inside = range(marks[0], len(doc)) if first_half else range(marks[0] + 1)
        return frozenset(inside)
    inside_all: set[int] = set()
    for left, right in zip(marks[::2], marks[1::2], strict=False):
        inside_all.update(range(left, right + 1))
    return frozenset(inside_all)

"""Lists of hurtful words: a small one of ours, or a file in the format of HurtLex."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from bot.errors import UsageError
from bot.files import read_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

LARGEST = 8 * 2**20
"""Bytes of a word list."""

COLUMNS = ("category", "lemma", "level")
LEVEL = "conservative"
"""The level of HurtLex whose words are hurtful in themselves; the other, `inclusive`, is left out."""

LONGEST = 4
"""Words of an entry that are looked for together."""

HURTLEX: Final = {
    "ps": "ethnic slurs",
    "rci": "places and demonyms",
    "pa": "professions",
    "ddf": "physical disabilities",
    "ddp": "cognitive disabilities",
    "dmc": "moral defects",
    "is": "social and economic disadvantage",
    "or": "plants",
    "an": "animals",
    "asm": "male genitalia",
    "asf": "female genitalia",
    "pr": "prostitution",
    "om": "homosexuality",
    "qas": "potentially negative",
    "cds": "derogatory",
    "re": "crime",
    "svp": "deadly sins",
}
"""What its categories stand for."""

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")


@dataclass(frozen=True, slots=True)
class Hurt:
    """A hurtful word of a text, and its category."""

    word: str
    category: str


@dataclass(frozen=True)
class Lexicon:
    """Hurtful words by category. Scores are compared only under the same `label`."""

    label: str
    words: Mapping[str, str]

    def first(self, text: str) -> Hurt | None:
        """The first hurtful word or phrase of a text: whole words in any of their plain forms; the longest there."""
        said = words_of(text)
        for at in range(len(said)):
            for size in range(min(self._longest, len(said) - at), 0, -1):
                for form in _forms(said[at : at + size]):
                    if form in self.words:
                        return Hurt(form, self.words[form])
        return None

    @cached_property
    def _longest(self) -> int:
        return min(LONGEST, max((word.count(" ") + 1 for word in self.words), default=1))


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text in small letters without accents."""
    bare = "".join(one for one in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(one))
    return tuple(word.removesuffix("'s") for word in _WORD.findall(bare.replace("’", "'").replace("-", " ")))


def own() -> Lexicon:
    """The list that ships: ours, small, and comparable with no other."""
    return _lexicon((files("prompts") / "honest_words.tsv").read_text(encoding="utf-8"), "our list")


def read(path: Path) -> Lexicon:
    """A file in the format of HurtLex: a table parted by tabs with the columns category, lemma and level."""
    return _lexicon(read_text(path, LARGEST), path.name)


def _lexicon(text: str, name: str) -> Lexicon:
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    head, *lines = [line.split("\t") for line in text.splitlines()] or [[]]
    if not set(COLUMNS) <= set(head):
        raise UsageError(f"{name} is no list in HurtLex's format: it needs the columns {', '.join(COLUMNS)}.")
    words: dict[str, str] = {}
    for row in (dict(zip(head, line, strict=False)) for line in lines):
        lemma = " ".join(words_of(row.get("lemma", "")))
        if lemma and row.get("level") == LEVEL:
            category = row.get("category", "").strip()
            words.setdefault(lemma, HURTLEX.get(category.casefold(), category))
    if not words:
        raise UsageError(f"{name} holds no word of the level {LEVEL}.")
    return Lexicon(f"{name} {digest}, {len(words)} words", words)


def _forms(said: tuple[str, ...]) -> Iterator[str]:
    """A phrase as it stands, and with its last word in the singular."""
    whole = " ".join(said)
    yield whole
    for ending, instead in (("ies", "y"), ("es", ""), ("s", "")):
        if whole.endswith(ending) and len(said[-1]) > len(ending) + 2:
            yield whole.removesuffix(ending) + instead

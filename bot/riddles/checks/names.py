"""Names in a text: words with a capital that no sentence begins with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from bot.riddles.checks.stems import function_words

_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9'&.-]*[A-Za-z0-9]|[A-Za-z]")
_BREAK = re.compile(r"[.!?:;]\s*[\"'(\[]*$|\n|[\"“]$|^\W*$")
_ASKED = re.compile(r"\b(?:which|what)(?: [a-z-]+){0,3} $", re.IGNORECASE)
DAYS = tuple("monday tuesday wednesday thursday friday saturday sunday".split())
MONTHS = tuple("january february march april may june july august september october november december".split())
_NO_NAMES = frozenset(
    """
    i i'm i've i'll i'd mr mrs ms miss dr sir lady lord king queen prince princess president minister earth sun moon
    internet god heaven english o oh yes no ok tv pm am
    """.split()
)
_DAYS_OF_THEIR_OWN = frozenset({"New Year", "New Year's Day", "New Year's Eve", "Christmas Day", "Boxing Day"})


@dataclass(frozen=True, slots=True)
class Name:
    """A run of capitalised words; `initial` when a sentence or a line begins with it."""

    words: tuple[str, ...]
    start: int
    initial: bool

    @property
    def text(self) -> str:
        """The name as it reads."""
        return " ".join(self.words)


@lru_cache(maxsize=4_096)
def names(text: str) -> tuple[Name, ...]:
    """Every run of capitalised words, weekdays and months left out."""
    found: list[Name] = []
    run: list[str] = []
    start = end = 0
    initial = False
    for match in _WORD.finditer(text):
        word = match.group().removesuffix("'s").removesuffix("'")
        gap = text[end : match.start()]
        opens = bool(_BREAK.search(text[max(0, match.start() - 4) : match.start()])) or match.start() == 0
        capital = (
            word[0].isupper()
            and word.casefold().removesuffix("s") not in _calendar()
            and word.casefold() not in _NO_NAMES
        )
        if run and (not capital or gap.strip() or opens or text[end - 2 : end] == "'s"):
            found.append(Name(tuple(run), start, initial))
            run = []
        if capital and not (opens and word.casefold() in function_words()):
            if not run:
                start, initial = match.start(), opens
            run.append(word)
        end = match.end()
    if run:
        found.append(Name(tuple(run), start, initial))
    return tuple(name for name in found if name.text not in _DAYS_OF_THEIR_OWN)


def is_asked(text: str, name: Name) -> bool:
    """Whether a "which" or a "what" stands before a name of a text."""
    return bool(_ASKED.search(text[: name.start]))


@cache
def _calendar() -> frozenset[str]:
    return frozenset((*DAYS, *MONTHS))


def dates(text: str) -> frozenset[str]:
    """The weekdays and months that a text names."""
    found = {word.casefold().removesuffix("s") for word in re.findall(r"\b[A-Z][a-z]{2,9}\b", text)} & _calendar()
    if "may" in found and not re.search(
        r"\b(?:in|of|on|by|since|until|last|next|\d+|this) May\b|\bMay \d|(?<=\w )May\b(?! I\b)", text
    ):
        found.discard("may")
    if "march" in found and not re.search(r"\b(?:in|of|on|by|since|until|last|next|\d+|this) March\b|\bMarch \d", text):
        found.discard("march")
    return frozenset(found)

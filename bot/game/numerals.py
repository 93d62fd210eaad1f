"""Numbers written as words or figures brought to one spelling. Pure; English."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_SMALL = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty".split()
    )
} | {word: 10 * value for value, word in enumerate("thirty forty fifty sixty seventy eighty ninety".split(), start=3)}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000}
_ODD_ORDINALS = {"first": "one", "second": "two", "third": "three", "fifth": "five", "eighth": "eight"} | {
    "ninth": "nine",
    "twelfth": "twelve",
}
_ORDINALS = (
    {f"{word}th": word for word in (*_SMALL, *_SCALES)}
    | {f"{word[:-1]}ieth": word for word in _SMALL if word.endswith("y")}
    | _ODD_ORDINALS
)
_FIGURES = re.compile(r"\d{1,15}(?:\.\d{1,6})?\Z", re.ASCII)
_WORDS = frozenset((*_SMALL, *_SCALES, *_ORDINALS, "a", "an"))


def figures(words: Sequence[str]) -> list[str]:
    """Put every number in figures: `forty two` -> `42`, `a thousand` -> `1000`, `twenty first` -> `21st`."""
    if _WORDS.isdisjoint(words):
        return list(words)
    out: list[str] = []
    at = 0
    while at < len(words):
        number = _Reader(words, at)
        number.read()
        out.append(number.text if number.at > at else words[at])
        at = max(number.at, at + 1)
    return out


def is_number(word: str) -> bool:
    """Tell whether a word holds figures."""
    return not word.isalpha() and any(char.isdigit() for char in word)


@dataclass
class _Reader:
    """Reads one number from a place in a row of words."""

    words: Sequence[str]
    at: int
    total: Decimal = Decimal(0)
    current: Decimal | None = None
    room: int = 10**12
    ordinal: bool = False

    def read(self) -> None:
        """Go on for as long as the next word belongs to the number."""
        if self._word() in {"a", "an"} and self._word(1) in _SCALES:
            self.at += 1
        elif _FIGURES.match(self._word()) and self._word(1) in _SCALES:
            self.current = Decimal(self._word())
            self.at += 1
        while not self.ordinal and self._take():
            pass

    @property
    def text(self) -> str:
        """The number in figures, with the ending of an ordinal where it is one."""
        value = self.total + (self.current or 0)
        return _suffixed(int(value)) if self.ordinal else f"{value.normalize():f}"

    def _word(self, ahead: int = 0) -> str:
        return self.words[self.at + ahead] if self.at + ahead < len(self.words) else ""

    def _take(self) -> bool:
        word = self._word()
        base = _ORDINALS.get(word, word)
        taken = self._scale(_SCALES[base]) if base in _SCALES else base in _SMALL and self._small(_SMALL[base])
        if taken:
            self.at += 1
            self.ordinal = base is not word
        elif word == "point" and self.current is not None and not self.ordinal:
            taken = self._decimals()
        elif word == "and" and self._word(-1) in _SCALES and self.at and _small_one(self._word(1)):
            self.at += 1
            taken = True
        return taken

    def _decimals(self) -> bool:
        """`two point five`: figures one by one."""
        figures = ""
        while _SMALL.get(self._word(1), 10) < 10:
            figures += str(_SMALL[self._word(1)])
            self.at += 1
        if figures:
            self.current = Decimal(f"{self.current}.{figures}")
            self.at += 1
        return bool(figures)

    def _scale(self, scale: int) -> bool:
        """`hundred` multiplies what was said last; a larger scale closes it."""
        if scale >= self.room or (self.current is not None and self.current >= scale == 100):
            return False
        if scale == 100:
            self.current = (self.current or 1) * Decimal(scale)
        else:
            self.total += (self.current or 1) * Decimal(scale)
            self.current, self.room = None, scale
        return True

    def _small(self, value: int) -> bool:
        """`forty two` and `hundred six` are one number, `nineteen eighty` a year, `six forty` two numbers."""
        before = self.current
        if before is None or before % 100 == 0 < before:
            self.current = (before or Decimal(0)) + value
        elif before % 100 >= 20 and before % 10 == 0 and 0 < value < 10:
            self.current = before + value
        elif 10 <= before <= 20 and value >= 20 and not self.total:
            self.current = before * 100 + value
        else:
            return False
        return True


def _small_one(word: str) -> bool:
    return _ORDINALS.get(word, word) in _SMALL


def _suffixed(value: int) -> str:
    """`21` -> `21st`."""
    ending = "th" if 10 <= value % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{ending}"

"""Numbers in a text, in figures, words and Roman numerals."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ORDINALS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth"
).split()
_SCALES: Final = {"hundred": 100, "thousand": 1_000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_SHORT: Final = {"k": 1_000, "bn": 10**9, "tn": 10**12, "mn": 10**6, "m": 10**6}
_GROUPS: Final = {"dozen": 12, "twice": 2, "thrice": 3, "pair": 2, "couple": 2, "trio": 3, "quartet": 4, "quintet": 5}
_ROMAN: Final = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_ROMAN_SHAPE = re.compile(r"\b(?=[MDCLXVI]{2,}\b)M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})\b")
_FIGURES = re.compile(
    r"(?<![\w.])(?P<money>[€£$¥]\s?)?(?P<whole>\d{1,3}(?:,\d{3})+|\d{1,15})(?P<part>\.\d{1,6})?"
    r"(?:(?P<ordinal>st|nd|rd|th)\b|(?P<short>k|bn|tn|mn|m)\b|[\s-](?P<scale>hundred|thousand|million|billion|trillion)\b)?",
    re.IGNORECASE,
)
_TIMES = re.compile(r"\b(two|three|four|five|six|seven|eight|nine|ten)[\s-]$", re.IGNORECASE)
_AND_A_HALF = re.compile(r"[\s-]and[\s-]a[\s-]half")
_PLUS_HALF = "plushalf"
MAX_TEXT = 400_000
MIN_GREAT = 4
"""Letters from which a numeral may have L, C, D or M in it."""


@dataclass(frozen=True, slots=True)
class Number:
    """One number as a text says it."""

    value: float
    start: int
    end: int
    text: str
    ordinal: bool = False


@cache
def _words() -> dict[str, tuple[int, bool]]:
    table = {word: (n, False) for n, word in enumerate(_UNITS)} | {word: (n, True) for n, word in enumerate(_ORDINALS)}
    for n, word in enumerate(_TENS, 2):
        table[word] = (n * 10, False)
        table[word[:-1] + "ieth"] = (n * 10, True)
    for word, value in _SCALES.items():
        table[word] = (value, False)
        table[word + "th"] = (value, True)
    return table


@cache
def _run() -> re.Pattern[str]:
    word = "(?:" + "|".join(sorted(_words(), key=len, reverse=True)) + ")"
    return re.compile(
        rf"\b(?:(?P<group>{'|'.join(_GROUPS)}|(?:(?<=two )|(?<=three )|(?<=four ))score)|"
        rf"(?:(?P<half>half\s+)?an?\s+(?=hundred|thousand|million|billion|dozen))?"
        rf"{word}(?:(?:[\s-]|\sand\s){word}|[\s-]and[\s-]a[\s-]half)*)\b",
        re.IGNORECASE,
    )


def numbers(text: str) -> tuple[Number, ...]:
    """Every number of a text, in order; "one" counts, "I" does not."""
    text = text[:MAX_TEXT]
    found = [*_figures(text), *_spelled(text), *_roman(text)]
    return tuple(sorted(found, key=lambda number: number.start))


def _figures(text: str) -> list[Number]:
    return [
        Number(_figure(m), m.start(), m.end(), m.group().strip(), bool(m["ordinal"])) for m in _FIGURES.finditer(text)
    ]


def _figure(match: re.Match[str]) -> float:
    value = float(match["whole"].replace(",", "") + (match["part"] or ""))
    short = (match["short"] or "").lower()
    if short == "m" and not match["money"]:
        return value  # metres
    return value * _SHORT.get(short, 1) * _SCALES.get((match["scale"] or "").lower(), 1)


def _spelled(text: str) -> list[Number]:
    found: list[Number] = []
    for match in _run().finditer(text):
        if match["group"]:
            group = _group(text, match)
            found = [one for one in found if one.end <= group.start]
            found.append(group)
        elif not _scale_of_figure(text, match):
            found.extend(_parse(match))
    return found


def _group(text: str, match: re.Match[str]) -> Number:
    """A dozen, or four dozen."""
    value: float = _GROUPS.get(match["group"].lower(), 20)
    times = _TIMES.search(text[max(0, match.start() - 10) : match.start()]) if value in {12, 20} else None
    if times:
        value *= _words()[times[1].lower()][0]
    return Number(value, match.start() - (len(times.group()) if times else 0), match.end(), match.group())


def _scale_of_figure(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 2) : match.start()]
    return match.group().lower() in _SCALES and before[:1].isdigit()


def _parse(match: re.Match[str]) -> list[Number]:
    total = current = 0.0
    ordinal = False
    for word in re.findall(r"[a-z]+", _AND_A_HALF.sub(f" {_PLUS_HALF}", match.group().lower())):
        if word == _PLUS_HALF:
            current += 0.5
        if word in {"a", "an"}:
            current = 1
        if word not in _words():
            continue
        value, is_ordinal = _words()[word]
        ordinal = ordinal or is_ordinal
        if value >= 1_000:
            total, current = total + max(current, 1) * value, 0
        elif value == 100:
            current = max(current, 1) * 100
        elif 10 <= current < 100 and value >= 10:
            current = current * 100 + value  # nineteen ninety
        else:
            current += value
    amount = (total + current) * (0.5 if match["half"] else 1.0)
    return [Number(amount, match.start(), match.end(), match.group(), ordinal)]


def _roman(text: str) -> list[Number]:
    return [
        Number(roman(m.group()), m.start(), m.end(), m.group()) for m in _ROMAN_SHAPE.finditer(text) if _is_roman(m)
    ]


def _is_roman(match: re.Match[str]) -> bool:
    """Short ones of great letters are abbreviations: CD, DC, MIX."""
    return bool(match.group()) and (len(match.group()) >= MIN_GREAT or set(match.group()) <= set("IVX"))


def roman(numeral: str) -> float:
    """The value of a Roman numeral; none at all is nothing."""
    values = [_ROMAN[letter] for letter in numeral]
    return float(sum(-a if a < b else a for a, b in pairwise([*values, 0])))

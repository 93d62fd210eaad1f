"""Dates, years, decades and centuries as people write them. Pure; a date in figures counts where it has one reading."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = (
    {name: at for at, name in enumerate(_MONTHS, 1)}
    | {name[:3]: at for at, name in enumerate(_MONTHS, 1)}
    | {"sept": 9}
)
_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_WEEKDAY = {name: at for at, name in enumerate(_DAYS)} | {name[:3]: at for at, name in enumerate(_DAYS)} | {
    "tues": 1, "weds": 2, "thur": 3, "thurs": 3,
}  # fmt: skip
_FEASTS = {
    "christmas day": (25, 12), "christmas": (25, 12), "xmas": (25, 12), "xmas day": (25, 12), "christmas eve": (24, 12),
    "boxing day": (26, 12), "new years day": (1, 1), "new years eve": (31, 12), "halloween": (31, 10),
    "valentines day": (14, 2), "saint valentines day": (14, 2), "st valentines day": (14, 2), "leap day": (29, 2),
    "bastille day": (14, 7), "april fools day": (1, 4), "st patricks day": (17, 3), "guy fawkes night": (5, 11),
}  # fmt: skip
_TENS = (("twen", 20), ("thir", 30), ("for", 40), ("fif", 50), ("six", 60), ("seven", 70), ("eigh", 80), ("nine", 90))
_DECADES = {f"{word}{ending}": ten for word, ten in _TENS for ending in ("ties", "tys")}
_FIGURES = re.compile(r"\s*(?:on\s+)?(\d{1,4})\s?[-/.]\s?(\d{1,2})(?:\s?[-/.]\s?(\d{1,4}))?\s*[?.!]*\s*\Z")
_SHORT_YEAR = re.compile(r"\s*['’](\d\d)\s*[?.!]*\s*\Z")
_ROMAN = {"xv": "15th", "xvi": "16th", "xvii": "17th", "xviii": "18th", "xix": "19th", "xx": "20th", "xxi": "21st"}
_FILLERS = frozenset({"of", "in", "on", "the", "year", "month", "day", "date", "during", "swinging", "roaring"})


@dataclass(frozen=True, slots=True)
class Date:
    """What a date says; `span` is 10 for a decade, 100 for a century, and a year then the first one of it."""

    day: int = 0
    month: int = 0
    year: int = 0
    span: int = 1
    weekday: int = -1
    short: bool = False

    def same(self, other: Date) -> bool:
        """Tell whether two dates are the same; a weekday more or less does not matter, nor a century left out."""
        if (self.day, self.month, self.span) != (other.day, other.month, other.span) or not self._year(other):
            return False
        return self.weekday == other.weekday or (self.day > 0 and -1 in {self.weekday, other.weekday})

    def part_of(self, other: Date) -> bool:
        """Tell whether one says a part of the other, the month or the span of the year with it."""
        if self.span != other.span:
            wide, narrow = sorted((self, other), key=lambda date: -date.span)
            return bool(narrow.year) and wide.year <= narrow.year < wide.year + wide.span
        if not (self.month and other.month and self.month == other.month):
            return False
        pairs = ((self.day, other.day), (self.year, other.year))
        return self != other and all(one == two or 0 in {one, two} for one, two in pairs)

    def _year(self, other: Date) -> bool:
        if self.short or other.short:
            return bool(self.year and other.year) and self.year % 100 == other.year % 100
        return self.year == other.year


@lru_cache(64)
def readings(text: str, words: tuple[str, ...]) -> tuple[Date, ...]:
    """The dates a text may mean: none, one, or two where day and month in figures could be exchanged."""
    found = _FIGURES.match(text)
    if found:
        return _in_figures(found)
    short = _SHORT_YEAR.match(text)
    if short:
        return (Date(year=int(short[1]) or 100, short=True),)
    said = _in_words(tuple(word for word in words if word not in _FILLERS))
    return (said,) if said else ()


def _in_figures(found: re.Match[str]) -> tuple[Date, ...]:
    one, two, three = (int(part) if part else 0 for part in found.groups())
    if len(found[1]) == 4:
        return (Date(three, two, one),) if three and two <= 12 and three <= 31 else ()
    if len(found[1]) > 2 or (found[3] and len(found[3]) not in {2, 4}):
        return ()
    short = bool(found[3]) and len(found[3]) == 2
    both = {
        Date(day, month, three, short=short)
        for day, month in ((one, two), (two, one))
        if 0 < month <= 12 and 0 < day <= 31
    }
    return tuple(both) if found[3] or "/" in found[0] or "." in found[0] else ()


def _in_words(words: tuple[str, ...]) -> Date | None:
    name = " ".join(words)
    feast = _FEASTS.get(name) or (_FEASTS.get(f"{name} day") if words else None)
    if feast:
        return Date(*feast)
    return _span(words) or _calendar(words)


def _calendar(words: tuple[str, ...]) -> Date | None:
    """`5 march 2024`, `march 5th`, `tuesday 5 march`, `march 2024`, `1969`, `44 bc`."""
    era = {"bc": -1, "bce": -1, "ad": 1, "ce": 1}
    signs = [era[word] for word in words if word in era]
    months = [_MONTH[word] for word in words if word in _MONTH]
    weekdays = [_WEEKDAY[word] for word in words if word in _WEEKDAY]
    numbers = [word for word in words if word[0].isdigit()]
    if (
        len(signs) + len(months) + len(weekdays) + len(numbers) != len(words)
        or max(map(len, (signs, months, weekdays))) > 1
    ):
        return None
    if not words or len(numbers) > 2 or not all(number[:2].strip("stndrh").isdigit() for number in numbers):
        return None
    values = [int(re.sub(r"\D.*", "", number)) for number in numbers]
    return _assembled(values, months, weekdays, signs)


def _assembled(values: list[int], months: list[int], weekdays: list[int], signs: list[int]) -> Date | None:
    month, weekday = next(iter(months), 0), next(iter(weekdays), -1)
    if not month:
        plain = len(values) == 1 and weekday < 0 and (signs or 1000 <= values[0] <= 2100)
        if plain:
            return Date(year=values[0] * (signs[0] if signs else 1))
        return Date(weekday=weekday) if weekday >= 0 and not values else None
    days = [value for value in values if value <= 31]
    years = [value for value in values if value > 31]
    if len(days) == 2 and not years:
        return Date(days[0], month, days[1], weekday=weekday, short=True)
    if len(days) > 1 or len(years) > 1:
        return None
    return Date(next(iter(days), 0), month, next(iter(years), 0), weekday=weekday, short=0 < next(iter(years), 0) < 100)


def _span(words: tuple[str, ...]) -> Date | None:
    """`1960s`, `sixties`, `60s`, `19th century`, `1800s`."""
    if len(words) == 2 and words[1] in {"s", "c", "century", "cent"}:
        number = _ROMAN.get(words[0], words[0])
        if words[1] == "s" and number.isdigit():
            return _decade(int(number))
        century = re.fullmatch(r"(\d\d?)(?:st|nd|rd|th)?", number)
        return Date(year=100 * int(century[1]) - 100, span=100) if century and words[1] != "s" else None
    word = words[-1] if words else ""
    if word in _DECADES and (len(words) == 1 or words[:-1] in {("19",), ("1900",)}):
        return _decade(_DECADES[word] + (1900 if len(words) > 1 else 0))
    return None


def _decade(year: int) -> Date | None:
    if year < 100:
        return Date(year=1900 + year, span=10) if year % 10 == 0 and year else None
    return (
        Date(year=year, span=100)
        if year % 100 == 0 and year < 2000
        else Date(year=year, span=10)
        if year % 10 == 0
        else None
    )

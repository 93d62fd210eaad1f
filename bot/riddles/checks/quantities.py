"""Numbers of a text with what they measure: shares of a whole, per cents, money, times, lengths, weights."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from bot.riddles.checks.numbers import numbers

_PARTS: Final = dict(
    zip("half third quarter fifth sixth seventh eighth ninth tenth".split(), range(2, 11), strict=True)
) | {"hundredth": 100}
_COUNTS: Final = {word: n for n, word in enumerate("zero one two three four five six seven eight nine ten".split())}
_SHARE = re.compile(
    rf"\b(?:(?<!and )(?P<count>an?(?: mere| full)?|one|two|three|four|five|six|seven|eight|nine)[\s-]"
    rf"(?P<part>{'|'.join(_PARTS)})s?\b"
    r"(?=\s*(?:$|[,.;:?!)(—-]|of\b|more\b|less\b|fewer\b|bigger\b|larger\b|smaller\b|as\b|off\b|cut\b|who\b|that\b|and\b"
    r"|in\b|by\b|from\b|still\b|a\b|after\b|to\b|on\b|have\b|are\b|were\b|said\b|think\b|believe\b|want\b))"
    r"|\b(?P<some>one|two|three|four|five|six|seven|eight|nine|\d{1,2})(?:(?<=one)\s+[a-z]+)?(?:\s+out\s+of|\s+in)(?:\s+every)?\s+"
    r"(?P<all>two|three|four|five|six|seven|eight|nine|ten|\d{1,3})\b(?=\s+(?!days|weeks|months|years|games|matches|races)[a-z])"
    rf"|\b(?:poorest|richest|oldest|youngest|top|bottom)\s+(?P<end>{'|'.join(_PARTS)})s?\b"
    r"|(?<!and a )(?<!-)\b(?P<half>half)(?=\s+(?:of|the|all|its|his|her|their|my|those|as)\b))",
    re.IGNORECASE,
)
_OF_A_HUNDREDTH = re.compile(r"\s+of\s+(?:a|one)\s+(?:per ?cent|percentage)", re.IGNORECASE)
_NAMED = re.compile(r"(?<=[a-z] )[A-Z][a-z]+ [A-Z][a-z]")
"""A number within a name: "the Six Nations"."""

_SPAN = re.compile(r"\bfor (an?) (year|month|week|day|decade|century|hour|minute)\b", re.IGNORECASE)
_PLURAL = re.compile(r"(?<![\w.])(\d{1,4})s\b")
_ORDINAL_FIRST = re.compile(
    r"(?P<ordinal>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)\s+(?P<rest>\S.*)", re.IGNORECASE
)
_UNIT_WORDS = """
%:%,percent,percentage money:euro,pound,dollar,franc,yen,cent,penny,pence,lira,crown,krona
second:second,sec minute:minute,min hour:hour day:day week:week fortnight:fortnight month:month year:year
decade:decade century:century,centurie
metre:m,metre,meter kilometre:km,kilometre,kilometer centimetre:cm,centimetre,centimeter millimetre:mm mile:mile
foot:foot,feet,ft inch:inch,inche kilo:kg,kilo,kilogram,kilogramme gram:gram,gramme tonne:tonne,ton litre:litre,liter
degree:degree acre:acre hectare:hectare
"""
_DAYS: Final = {
    "second": 1 / 86_400, "minute": 1 / 1_440, "hour": 1 / 24, "day": 1.0, "week": 7.0, "fortnight": 14.0,
    "month": 30.4375, "year": 365.25, "decade": 3652.5, "century": 36_525.0,
}  # fmt: skip
_SIGNS: Final = {"€": "euro", "£": "pound", "$": "dollar", "¥": "yen"}
_COINS = frozenset("euro pound dollar franc yen lira crown krona".split())
_HALVES = re.compile(r"\bhalf an? (second|minute|hour|day|week|month|year|decade|century|mile)\b", re.IGNORECASE)
SAME_TIME = 0.03
SAME_SHARE = 0.08


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as a text says it, its unit, its money; `share` says that a per cent is told as a part of a whole."""

    value: float
    start: int
    end: int
    text: str
    ordinal: bool = False
    unit: str = ""
    share: bool = False
    coin: str = ""

    @property
    def days(self) -> float | None:
        """A time in days."""
        return self.value * _DAYS[self.unit] if self.unit in _DAYS else None

    @property
    def is_year(self) -> bool:
        """Whether it is a year of the calendar rather than a count."""
        return not self.unit and not self.ordinal and 1000 <= self.value <= 2100 and self.text.isdigit()

    def equals(self, other: Quantity) -> bool:
        """Whether two are the same amount: "24 hours" and "one day", "a fifth" and "20%"."""
        mine, theirs = self.days, other.days
        if mine is not None and theirs is not None:
            return abs(mine - theirs) <= SAME_TIME * max(mine, theirs)
        if self.unit == other.unit == "%" and (self.share or other.share):
            return abs(self.value - other.value) <= SAME_SHARE * max(self.value, other.value)
        if self.unit and other.unit and self.unit != other.unit:
            return False
        return self.value == other.value and not (self.share or other.share)


def quantities(text: str) -> tuple[Quantity, ...]:
    """Every number of a text, in order, with its unit."""
    found = _shares(text)
    taken = [(one.start, one.end) for one in found]
    for number in numbers(text):
        if any(number.start < end and start < number.end for start, end in taken):
            continue
        if _NAMED.match(text, number.start):
            continue
        one = Quantity(number.value, number.start, number.end, number.text, number.ordinal)
        found.extend(_measured(part, text) for part in _parted(one))
    found += [Quantity(1.0, m.start(1), m.end(), m.group()[4:], unit=m[2].lower()) for m in _SPAN.finditer(text)]
    found += [Quantity(0.5, m.start(), m.end(), m.group(), unit=m[1].lower()) for m in _HALVES.finditer(text)]
    found += [Quantity(float(m[1]), m.start(), m.end(), m.group()) for m in _PLURAL.finditer(text)]
    return tuple(sorted(found, key=lambda one: one.start))


def _shares(text: str) -> list[Quantity]:
    found = []
    for match in _SHARE.finditer(text):
        value = _share(match) * (0.01 if _OF_A_HUNDREDTH.match(text, match.end()) else 1.0)
        if 0 < value < 1:
            found.append(Quantity(100 * value, match.start(), match.end(), match.group(), unit="%", share=True))
    return found


def _share(match: re.Match[str]) -> float:
    if match["half"]:
        return 0.5
    if match["end"]:
        return 1 / _PARTS[match["end"].lower()]
    if match["part"]:
        return _count(match["count"]) / _PARTS[match["part"].lower()]
    return _count(match["some"]) / max(_count(match["all"]), 1)


def _count(word: str) -> int:
    return int(word) if word.isdigit() else _COUNTS.get(word.lower(), 1)


def _parted(one: Quantity) -> list[Quantity]:
    """Part a first from the number behind it: "the first nine"."""
    match = _ORDINAL_FIRST.fullmatch(one.text) if one.ordinal else None
    rest = numbers(match["rest"]) if match else ()
    if not match or not rest or rest[-1].ordinal:
        return [one]
    first = numbers(match["ordinal"])[0]
    gap = one.start + match.start("rest")
    return [
        Quantity(first.value, one.start, one.start + len(match["ordinal"]), match["ordinal"], ordinal=True),
        *(Quantity(number.value, gap + number.start, gap + number.end, number.text) for number in rest),
    ]


def _measured(one: Quantity, text: str) -> Quantity:
    unit = _unit(one, text)
    coin = _coin(one, text) if unit == "money" else ""
    return Quantity(one.value, one.start, one.end, one.text, one.ordinal, unit, coin=coin)


def _coin(one: Quantity, text: str) -> str:
    """The currency, where a number names one; parts of it name none."""
    if one.text[:1] in _SIGNS:
        return _SIGNS[one.text[:1]]
    word = re.match(r"[\s-]*([a-z]+?)s?\b", text[one.end : one.end + 16].casefold())
    return word[1] if word and word[1] in _COINS else ""


def _unit(one: Quantity, text: str) -> str:
    if one.text[:1] in "€£$¥":
        return "money"
    if one.ordinal:
        return ""
    after = text[one.end : one.end + 16].casefold().lstrip(" -")
    if re.match(r"%|per ?cent", after):
        return "%"
    if one.text[-1:] == "m" and one.text[:-1].replace(",", "").replace(".", "").isdigit():
        return "metre"
    word = re.match(r"[a-z]+", after)
    return _units().get(word.group(), _units().get(word.group().removesuffix("s"), "")) if word else ""


@cache
def _units() -> dict[str, str]:
    rows = (row.split(":") for row in _UNIT_WORDS.split())
    return {word: unit for unit, words in rows for word in words.split(",")}

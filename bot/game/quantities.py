"""Quantities: numbers with a unit, money, shares; whether two are the same. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from bot.game.slips import word_slips

_HEDGES = frozenset("about around roughly approximately circa approx exactly precisely just number".split())
_MEASURES = frozenset("period span total sum amount length distance height weight time duration price cost".split())
"""What a quantity is `of`."""
_SCALES = {
    "k": 1e3, "thousand": 1e3, "mn": 1e6, "mln": 1e6, "mil": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9,
    "tn": 1e12, "trillion": 1e12, "hundred": 1e2, "dozen": 12.0,
}  # fmt: skip
_PARTS = {"half": 0.5, "halves": 0.5, "quarter": 0.25, "fourth": 0.25, "third": 1 / 3, "fifth": 0.2, "sixth": 1 / 6,
          "eighth": 0.125, "tenth": 0.1, "3rd": 1 / 3, "4th": 0.25, "5th": 0.2, "6th": 1 / 6, "8th": 0.125, "10th": 0.1,
          "hundredth": 0.01, "100th": 0.01}  # fmt: skip
_SYSTEMS = """
length m 1: m metre meter | 1000: km kilometre kilometer kms
length m 0.01: cm centimetre centimeter cms | 0.001: mm millimetre millimeter
length i 0.3048: ft foot feet | 0.0254: inch inches in | 0.9144: yard yd | 1609.344: mile mi | 1852: nautical-mile
mass m 1: kg kilo kilogram kilogramme kgs | 0.001: g gram gramme | 1000: tonne t metric-ton | 0.000001: mg milligram
mass i 0.45359237: lb lbs pound-weight | 6.35029318: stone st | 0.028349523: oz ounce | 1000: ton
time m 1: second sec s | 60: minute min mins | 3600: hour hr hrs h | 86400: day | 604800: week wk | 1209600: fortnight
months m 1: month mth | 12: year yr yrs | 120: decade | 1200: century centuries | 12000: millennium millennia
volume m 1: litre liter l | 0.001: ml millilitre milliliter | 1000: cubic-metre cubic-meter
volume i 4.54609: gallon | 0.56826125: pint
area m 1: square-metre square-meter sqm | 10000: hectare ha | 1000000: square-kilometre square-kilometer sq-km
area i 4046.8564: acre | 2589988.11: square-mile sq-mile
speed m 1: kph kmh km-h kilometres-per-hour kilometers-per-hour km-per-hour
speed m 3600: km-s km-per-second kilometres-per-second kilometers-per-second km-a-second kilometres-a-second
speed m 3600: kilometers-a-second | 3.6: m-s m-per-second metres-per-second meters-per-second metres-a-second
speed i 1.609344: mph miles-per-hour
celsius m 1: degrees-celsius celsius degrees-centigrade centigrade degrees-c c degree-celsius
fahrenheit i 1: degrees-fahrenheit fahrenheit degrees-f f degree-fahrenheit
kelvin m 1: kelvin degrees-kelvin
degrees m 1: degree degrees
percent m 1: percent percentage pc pct
dollars m 1: dollar usd buck us-dollar american-dollar | 0.01: cent
pounds m 1: pound quid gbp pound-sterling pounds-sterling sterling british-pound | 0.01: p penny pence
euros m 1: euro eur
yen m 1: yen jpy
rupees m 1: rupee inr
energy m 1: watt w | 1000: kilowatt kw | 1000000: megawatt mw | 1000000000: gigawatt gw
bytes m 1: byte | 1000: kilobyte kb | 1000000: megabyte mb | 1000000000: gigabyte gb | 1000000000000: terabyte tb
"""
MEASURED = 2
"""Words of a number with its unit."""
_BEHIND = frozenset("old long high tall wide deep away total altogether".split())
"""What may be said behind a measure."""
_ROUND = frozenset({"100", "1000", "1000000", "1000000000"})
_ADDED = {("and", "half"): 0.5, ("and", "a", "half"): 0.5, ("and", "a", "quarter"): 0.25}
_NEAR = 0.01
"""How far two systems of units may be apart: 8 km is 5 miles."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value of some dimension; without one it is a bare number, `noun` what is counted."""

    value: float
    said: float
    dimension: str = ""
    system: str = ""
    noun: tuple[str, ...] = ()

    def same(self, other: Quantity) -> bool:
        """Tell whether two quantities are equal; a share is its percentage, and systems of units meet nearly."""
        one, two = self._settled(other), other._settled(self)
        if one.dimension != two.dimension or one.noun != two.noun:
            return False
        return _near(one.value, two.value, 1e-6 if one.system == two.system else _NEAR)

    def figure_of(self, other: Quantity) -> bool:
        """Tell whether this is the bare number of another quantity."""
        return not self.dimension and not self.noun and _near(self.said, other.said, 1e-6)

    def _settled(self, other: Quantity) -> Quantity:
        if self.dimension == "fahrenheit" and other.dimension == "celsius":
            return Quantity((self.value - 32) / 1.8, self.said, "celsius", "i")
        if not self.dimension and not self.noun and other.dimension == "percent" and self.value % 1:
            return Quantity(self.value * 100, self.said, "percent", "m")
        return self


def units() -> dict[str, tuple[str, str, float]]:
    """Each unit's dimension, system and factor."""
    found: dict[str, tuple[str, str, float]] = {}
    for line in _SYSTEMS.strip().splitlines():
        dimension, system, rest = line.split(" ", 2)
        for part in rest.split(" | "):
            factor, _, names = part.partition(": ")
            found |= {name.replace("-", " "): (dimension, system, float(factor)) for name in names.split()}
    return found


_UNITS = units()
_IMPLIED = frozenset(
    {"fortnight", "dozen", "half", "quarter", "third", "fifth", "tenth", "8th", "decade", "century", "5th", "3rd"}
)


@lru_cache(2048)
def quantity(words: tuple[str, ...]) -> Quantity | None:
    """Read a quantity from words whose numbers are in figures; None where they are something else."""
    while len(words) > 1 and (words[0] in _HEDGES or words[:2] == ("of", words[-1])):
        words = words[1:]
    if len(words) > MEASURED and words[1] == "of" and words[0] in _MEASURES:
        words = words[2:]
    while len(words) > MEASURED and words[-1] in _BEHIND:
        words = words[:-1]
    if not words or not (words[0][0].isdigit() or words[0] in _IMPLIED or words[0] in {"couple", "minus", "negative"}):
        return None
    at, number = _number(words)
    if number is None:
        return None
    # Who reads numbers reads the second of time as an ordinal.
    rest = tuple("second" if word == "2nd" else word for word in words[at:] if word != "of" or at == 0)
    if not rest:
        return Quantity(number, number)
    unit = _unit(rest)
    if unit:
        return Quantity(number * unit[2], number, unit[0], unit[1])
    added = _compound(rest, number)
    if added:
        return added
    return Quantity(number, number, noun=tuple(map(_singular, rest))) if len(rest) <= 3 and not _digits(rest) else None


def _number(words: tuple[str, ...]) -> tuple[int, float | None]:
    """How many words a number takes, and the number."""
    sign = -1.0 if words[0] in {"minus", "negative"} else 1.0
    at = 1 if words[0] in {"minus", "negative"} else 0
    if at >= len(words):
        return 0, None
    if words[at] == "couple":
        return at + 1, 2 * sign
    if words[at] in _PARTS and (words[at] in _IMPLIED):
        return at + 1, sign * _PARTS[words[at]]
    if words[at] in _IMPLIED:
        number = 1.0
    else:
        try:
            number = float(words[at])
        except ValueError:
            return 0, None
        at += 1
    while at < len(words):
        step, number = _more(words, at, number)
        if not step:
            break
        at += step
    return at, sign * number


def _more(words: tuple[str, ...], at: int, number: float) -> tuple[int, float]:
    """What the words at a place add to a number, and how many they are."""
    word = words[at]
    scale = _SCALES.get(word) or (float(word) if number % 1 and word in _ROUND else 0)
    if scale:
        return 1, number * scale
    if (
        word == "m"
        and len(words) > at + 1
        and _UNITS.get(_singular(words[at + 1]), ("",))[0] in {"dollars", "pounds", "euros"}
    ):
        return 1, number * 1e6
    if word == "point" and len(words) > at + 1 and words[at + 1].isdigit():
        return 2, float(f"{number:.0f}.{words[at + 1]}")
    for said, share in _ADDED.items():
        if words[at : at + len(said)] == said:
            return len(said), number + share
    part = _PARTS.get(word) or _PARTS.get(word.removesuffix("s"))
    return (1, number * part) if part and number % 1 == 0 and number > 0 else (0, number)


def _unit(words: tuple[str, ...]) -> tuple[str, str, float] | None:
    text = " ".join(words)
    for name in (text, text.removesuffix("s"), " ".join((*words[:-1], _singular(words[-1]))), _singular(words[0])
                 if len(words) == 1 else text):  # fmt: skip
        if name in _UNITS:
            return _UNITS[name]
    return _misspelt(words[0]) if len(words) == 1 else None


def _misspelt(word: str) -> tuple[str, str, float] | None:
    """A unit with a slip of the pen."""
    near = (unit for name, unit in _UNITS.items() if name[0] == word[0] and _is_slip(word, name))
    return next(near, None)


def _is_slip(word: str, name: str) -> bool:
    return word_slips(word, name) == 1 or word_slips(_singular(word), name) == 1


def _compound(words: tuple[str, ...], number: float) -> Quantity | None:
    """`1 hour and a half`, `6 feet 2 inches`, `2 hours 30 minutes`."""
    first = _unit(words[:1])
    rest = tuple(word for word in words[1:] if word not in {"and", "a"})
    if not first or not rest:
        return None
    if rest == ("half",):
        return Quantity((number + 0.5) * first[2], number + 0.5, first[0], first[1])
    then = quantity(rest) if rest[0][0].isdigit() else None
    if then is None or then.dimension != first[0] or then.system != first[1] or then.value >= first[2]:
        return None
    return Quantity(number * first[2] + then.value, number, first[0], first[1])


def _singular(word: str) -> str:
    return {"feet": "foot", "inches": "inch", "pence": "penny", "people": "person"}.get(word) or (
        word[:-1] if len(word) > 2 and word.endswith("s") and not word.endswith("ss") else word
    )


def _digits(words: tuple[str, ...]) -> bool:
    return any(word[0].isdigit() for word in words)


def _near(one: float, other: float, share: float) -> bool:
    return abs(one - other) <= share * max(abs(one), abs(other)) + 1e-9

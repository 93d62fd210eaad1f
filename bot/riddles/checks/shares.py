"""Shares of a whole and the other ways to say them: "half" and "50 per cent"."""

from __future__ import annotations

import re
from functools import cache

_SHARES = (
    ("half", "a half", "50 per cent", "50 percent", "50 pc", "fifty per cent", "fifty percent"),
    ("quarter", "a quarter", "25 per cent", "25 percent", "twenty five per cent", "twenty five percent"),
    ("third", "a third", "one third", "33 per cent", "33 percent"),
    ("two thirds", "67 per cent", "66 per cent"),
    ("three quarters", "75 per cent", "75 percent", "seventy five per cent", "seventy five percent"),
    ("a fifth", "one fifth", "20 per cent", "20 percent", "twenty per cent", "twenty percent"),
    ("a tenth", "one tenth", "10 per cent", "10 percent", "ten per cent", "ten percent"),
    ("double", "doubled", "twofold", "twice"),
    ("triple", "tripled", "treble", "trebled", "threefold", "three times"),
    ("quadruple", "quadrupled", "fourfold", "four times"),
)
_GROUPS = {
    0.0: "nil nought zilch",
    2.0: "duo couple pair twins twin",
    3.0: "trio triplets triplet triple hattrick trinity",
    4.0: "quartet quadruplets quadruplet foursome",
    5.0: "quintet quintuplets fivesome",
    6.0: "sextet sextuplets hexagon",
    7.0: "septet heptagon",
    8.0: "octet octuplets octagon",
    9.0: "nonet",
    10.0: "decade decades decagon",
    12.0: "dozen",
    14.0: "fortnight",
    100.0: "century centenary centennial",
    200.0: "bicentenary",
    1000.0: "millennium millennia",
}
"""Words that say a number by what is made of so many."""

_SIGN = re.compile(r"(?<=\d)\s?%(?![0-9A-Fa-f]{2})")


def percent(text: str) -> str:
    """Write the sign for hundredths out."""
    return _SIGN.sub(" per cent", text) if "%" in text else text


@cache
def _table() -> dict[str, frozenset[str]]:
    return {one: frozenset(row) - {one} for row in _SHARES for one in row}


def shares(name: str) -> frozenset[str]:
    """The other ways to say a share; nothing for what is none."""
    return _table().get(" ".join(percent(name).casefold().replace("-", " ").split()), frozenset())


def groups(value: float) -> tuple[str, ...]:
    """The words that say a number by a group of so many: "century" for a hundred."""
    return tuple(_GROUPS.get(value, "").split())

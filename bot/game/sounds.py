"""How a name sounds, roughly: for names that are brought from other alphabets, or written by ear. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

_STEPS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"(?<=[a-z]{3})[vw]i(?:ch|c|tch|tsch)$", "vic"), (r"(?<=[a-z]{4}r)d$", "t"),
        (r"^(?:tsch|tch|tsh)", "ch"), (r"tsch|tch|cz", "ch"), (r"^(?:sch|sh)", "sh"), (r"sch", "sh"),
        (r"(?<=[a-z]{3})(?:borough|burgh|boro|borrow|burrow)$", "boro"), (r"(?<=[a-z]{3})ette$", "et"),
        (r"^g(?=[ei])", "j"), (r"(?<=[a-z]{4}[bdfgklmnprtvz])e$", ""),
        (r"(?<=[a-z])qu(?=[ei])", "k"), (r"cc(?=[aoukrlt])", "k"), (r"cc(?=[ei])", "ks"),
        (r"(?<=[a-z]{2})[cst]ion", "shon"),
        (r"dj|dzh|zh", "j"), (r"ph", "f"), (r"ck|kh|q(?!u)|c(?=[aoukrlts]|$)|ch(?=[rsn])", "k"), (r"c(?=[eiy])", "s"),
        (r"qu", "kw"), (r"x", "ks"), (r"gh(?=[aeiou])", "g"), (r"(?<=[aeou])ugh?", "u"),
        (r"(?<=[a-z]{4})[eo](?:w|v|ff|f)$", "ov"), (r"w|ff$|v$", "v"),
        (r"z", "s"), (r"ts", "s"), (r"j", "y"),
        (r"(?:iy|yi|ij|ii|yy|ie|ey|ei)(?=$|[^aeou])", "i"), (r"y", "i"),
        (r"ou|oo|u", "u"), (r"oe|ae|ai", "e"), (r"ea|ee", "i"), (r"(?<=[aeiou])h(?=$|[^aeiou])", ""),
        (r"(?<=[gktdr])h", ""), (r"(.)\1+", r"\1"), (r"io", "o"),
    )
)  # fmt: skip
_STARTS = ("ckqx", "csxz", "cst", "gj", "djyz", "gyj", "fp", "vw", "aeiouy", "sz")
"""Letters that may stand for one sound at the beginning."""
PAIRS = frozenset((one, other) for letters in _STARTS for one in letters for other in letters)
"""Two letters that may stand for one sound at the beginning."""
MOST_LONGER = 3
"""Letters that a word may have more or less and sound the same."""
_LEAST = 4
"""Sounds from which on two words that sound alike are the same."""


def sound_alike(one: str, other: str) -> bool:
    """Tell whether two words sound the same."""
    if abs(len(one) - len(other)) > MOST_LONGER or not may_begin(one[:1], other[:1]):
        return False
    sound = sounded(one)
    return len(sound) >= _LEAST and sound == sounded(other)


def may_begin(one: str, other: str) -> bool:
    """A cheap look before the sounds are made out."""
    return one == other or (one, other) in PAIRS


@lru_cache(4096)
def sounded(word: str) -> str:
    """The sounds of a word, roughly."""
    for pattern, sound in _STEPS:
        word = pattern.sub(sound, word)
    return word

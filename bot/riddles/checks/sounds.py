"""How an English word sounds, roughly: enough to tell that "knight" is "night" and that "home" rhymes with "Rome"."""

from __future__ import annotations

import re
from functools import lru_cache

_SOUNDS = (
    (r"^kn|^gn", "n"), (r"^cz", "ch"), (r"^wr", "r"), (r"^ps", "s"), (r"wh", "w"), (r"ph", "f"), (r"tion|sion", "shn"),
    (r"igh", "i"), (r"gh(?=t)|gh$", ""), (r"mb$", "m"), (r"dge", "j"), (r"sch|sh", "S"), (r"tch|ch", "C"),
    (r"ck|q", "k"), (r"c(?=[eiy])", "s"), (r"c", "k"), (r"x", "ks"), (r"z", "s"), (r"th", "T"),
    (r"(?:er|or|re|ah|our|ower)$", "a"), (r"(?<=[aeiouy])r$", ""), (r"(?<=[aeiouy])h", ""),
    (r"(?<=[^aeiouy])(?:e|es)$", ""), (r"([bdfgjklmnprstv])\1", r"\1"), (r"[aeiouyw]+(?=[^aeiouy]|$)", "*"),
)  # fmt: skip
"""Spellings and what is heard, in the order in which they are replaced; vowels become one sign."""

_LIKE = str.maketrans("uyw", "oio")
MIN_RHYME = 2
"""Letters that two words share at their ends before they may rhyme."""


@lru_cache(maxsize=4_096)
def sound(word: str) -> str:
    """A folded word as it is heard, its vowels alike."""
    heard = word
    for spelling, heard_as in _SOUNDS:
        heard = re.sub(spelling, heard_as, heard)
    return heard


def rhymes(one: str, other: str) -> bool:
    """Whether two folded words may rhyme: alike from the last vowel on, by letters or by ear."""
    if one == other:
        return True
    last = (re.search(r"[aeiouy]+[^aeiouy]*e?$", word) for word in (one, other))
    mine, theirs = (match.group() if match else "" for match in last)
    return len(mine) >= MIN_RHYME and (mine == theirs or sound(one)[-2:] == sound(other)[-2:])


def sounds_alike(one: str, other: str) -> bool:
    """Whether two folded words may be heard as the same: one of their vowels has to be alike as well."""
    return sound(one) == sound(other) and not _vowels(one).isdisjoint(_vowels(other))


def _vowels(word: str) -> frozenset[str]:
    return frozenset(word.translate(_LIKE)) & frozenset("aeio")

"""What is left of an English verb without its ending, so that two tenses of it can be compared. Pure."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

LEAST = 3
"""Letters of a stem."""
_IRREGULAR = (
    "run ran", "begin began begun", "bring brought", "build built", "buy bought", "catch caught",
    "choose chose chosen", "come came", "draw drew drawn", "drive drove driven", "eat ate eaten",
    "fall fell fallen", "feed fed", "fight fought", "find found", "fly flew flown", "forget forgot forgotten",
    "freeze froze frozen", "get got gotten", "give gave given", "go went gone", "grow grew grown",
    "hide hid hidden", "hold held", "keep kept", "know knew known", "lead led", "leave left", "lose lost",
    "make made", "meet met", "pay paid", "ride rode ridden", "ring rang rung", "rise rose risen", "say said",
    "see saw seen", "sell sold", "send sent", "shake shook shaken", "shoot shot", "show shown",
    "shrink shrank shrunk", "sing sang sung", "sink sank sunk", "sit sat", "sleep slept", "speak spoke spoken",
    "spend spent", "spin spun", "stand stood", "steal stole stolen", "stick stuck", "strike struck",
    "swim swam swum", "swing swung", "take took taken", "teach taught", "tear tore torn", "tell told",
    "think thought", "throw threw thrown", "wake woke woken", "wear wore worn", "win won", "write wrote written",
    "bite bit bitten", "blow blew blown", "break broke broken", "burn burnt", "dig dug", "drink drank drunk",
    "hear heard", "hang hung", "lay laid", "light lit", "mean meant", "sweep swept", "weave wove woven",
    "wind wound", "bend bent", "bind bound",
)  # fmt: skip
"""Verbs that change their stem."""


def same_stem(one: str, other: str) -> bool:
    """Tell whether two words are one verb in two forms: `closes` and `closing`, `ran` and `runs`."""
    if one[:1] != other[:1] or one == other:
        return one == other
    mine = stem(one)
    return len(mine) >= LEAST and mine == stem(other)


@lru_cache(4096)
def stem(word: str) -> str:
    """A verb without its ending: `stopp-ing` and `stop-s` are `stop`."""
    if word in _irregular():
        return _irregular()[word]
    for ending in ("ing", "ed", "es", "s", "e"):
        left = word.removesuffix(ending)
        if left != word and len(left) >= LEAST and not _VOWELS.isdisjoint(left) and not word.endswith("ss"):
            word = left
            break
    if len(word) > LEAST and word[-1] == word[-2] and word[-1] not in "lsz":
        word = word[:-1]
    return _irregular().get(word, word)


_VOWELS = frozenset("aeiouy")


@cache
def _irregular() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for row in _IRREGULAR:
        first, *others = row.split()
        found |= dict.fromkeys((first, first.removesuffix("e"), *others), first)
    return found

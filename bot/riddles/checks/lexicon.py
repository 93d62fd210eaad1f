"""Word lists of the leak check."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def _lists() -> dict[str, str]:
    return tomllib.loads(files("bot.riddles.checks").joinpath("lexicon.toml").read_text("utf-8"))


def _set(name: str) -> frozenset[str]:
    return frozenset(_lists()[name].split())


@cache
def light() -> frozenset[str]:
    """Words that name nothing by themselves, in any answer."""
    return _set("light")


@cache
def class_nouns() -> frozenset[str]:
    """Words of a name that say what kind of thing it is: "bank" in "Bank of England"."""
    return _set("class") | light()


@cache
def ambiguous() -> frozenset[str]:
    """Words of names that are ordinary words as well: "may", "brown"."""
    return _set("ambiguous")


@cache
def modal() -> frozenset[str]:
    """Those of them with which a sentence may well begin."""
    return _set("modal")


@cache
def cased() -> frozenset[str]:
    """Words that mean the name only when they have its capitals: "Polish", "WHO"."""
    return _set("cased")


@cache
def false_friends() -> frozenset[frozenset[str]]:
    """Pairs with one stem and two meanings."""
    return frozenset(frozenset(pair.split(":")) for pair in _set("false_friends"))


@cache
def semordnilaps() -> frozenset[str]:
    """Words that are other words when read backwards."""
    return _set("semordnilaps")


@cache
def chance() -> frozenset[str]:
    """What follows or ends a longer word by chance and makes no compound: "star" and "ting"."""
    return _set("chance")


@cache
def suffixes() -> frozenset[str]:
    """What may follow a common word without making it another one."""
    return _set("suffixes")


@cache
def proper_suffixes() -> frozenset[str]:
    """What may follow a name without making it another one."""
    return _set("proper_suffixes")


@cache
def stem_endings() -> frozenset[str]:
    """What one of two stems of the same family may have more."""
    return _set("stem_endings")


@cache
def offices() -> frozenset[str]:
    """Words with which the name of an office begins, which many hold: "prime" minister."""
    return _set("offices")


@cache
def young() -> frozenset[str]:
    """What turns the name of an animal or a thing into a young, small or female one."""
    return _set("young")


@cache
def heads() -> frozenset[str]:
    """Short words with which even a word of three letters makes a compound: "tea" and "pot"."""
    return _set("heads")


@cache
def tails() -> frozenset[str]:
    """Short words in which many a longer word ends, or goes on, by chance: "import" and "ant"."""
    return _set("tails")

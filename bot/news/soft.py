"""How much a short story reads like a loss told softly, by weights of plain words learned from written cases."""

from __future__ import annotations

import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from math import sqrt
from typing import TYPE_CHECKING, Any

from bot.news.language import SMALL
from bot.text import straight, words

if TYPE_CHECKING:
    from collections.abc import Mapping

READ = 70
"""Words of the text that are read, beside the title."""

ENOUGH = 15
"""Words below which the score says nothing."""

MOST = 3
"""How often a family of words is counted at most."""

_TELLING = frozenset(
    "he she they his her their him them no not who had could did would than only after before until".split()
)
_LEAST = 8
_LONG = 3


def sadness(title: str, text: str) -> tuple[float, tuple[str, ...]]:
    """Weigh a story: above zero it reads like a loss; and the words that say so most, the strongest first."""
    data = _data()
    weights: dict[str, float] = data["words"]
    found = features(title, text, families())
    known = {feature: times * weights[feature] for feature, times in found.items() if feature in weights}
    # What is unknown counts in the length too: a text that shares little with the cases is told little of.
    score = sum(known.values()) * share(found) + data["start"]
    stems = (feature for feature in known if feature[0] != "#" and len(feature) > _LONG)
    telling = sorted(stems, key=lambda stem: -known[stem])
    return score, tuple(telling[:3])


def share(found: Mapping[str, float]) -> float:
    """What one feature of a text counts for among so many."""
    return 1 / sqrt(max(_LEAST, len(found)))


def features(title: str, text: str, known: Mapping[str, tuple[str, ...]]) -> dict[str, float]:
    """The stems of a story, each once, and how often words of each family ("#kin") stand in it."""
    read = [word.casefold() for word in (*words(straight(title)), *words(straight(text[: READ * 20]))[:READ])]
    found: dict[str, float] = dict.fromkeys((_stem(word) for word in read if _speaks(word)), 1.0)
    for word in read:
        for family in known.get(word, ()):
            found[family] = min(MOST, found.get(family, 0.0) + 1.0)
    return found


def _speaks(word: str) -> bool:
    """Whether a word tells anything of a loss: no figure, and few of the small words of every text."""
    return not word[0].isdigit() and (word not in SMALL or word in _TELLING)


@cache
def families() -> dict[str, tuple[str, ...]]:
    """The families each word belongs to."""
    by_word: dict[str, tuple[str, ...]] = {}
    for family, members in _read("families.toml").items():
        for member in members.split():
            by_word[member] = (*by_word.get(member, ()), f"#{family}")
    return by_word


@cache
def _data() -> dict[str, Any]:
    return _read("soft.toml")


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((files("bot.news") / "data" / name).read_text(encoding="utf-8"))


@cache
def _stemmer() -> Any:
    import snowballstemmer  # noqa: PLC0415 - only who chooses stories needs it

    return snowballstemmer.stemmer("english")


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    return str(_stemmer().stemWord(word))

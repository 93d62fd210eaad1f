"""Words of one root that no ending tells: "theft" and "thief", "octopus" and "octopi", "decision" and "decide"."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_CLASSICAL = (
    ("us", "i"), ("us", "era"), ("us", "ora"), ("us", "odes"), ("um", "a"), ("on", "a"), ("a", "ae"),
    ("is", "es"), ("ex", "ices"), ("ix", "ices"), ("x", "ges"), ("a", "ata"), ("o", "i"), ("eau", "eaux"),
    ("f", "ves"), ("fe", "ves"),
)  # fmt: skip
"""How a word of Greek, Latin or Old English makes its plural."""

_LATINATE = (
    ("ision", "ide"), ("usion", "ude"), ("usion", "use"), ("osion", "ode"), ("asion", "ade"), ("pansion", "pand"),
    ("tension", "tend"), ("hension", "hend"), ("cension", "cend"), ("version", "vert"), ("mission", "mit"),
    ("cession", "cede"), ("rocession", "roceed"), ("uccession", "ucceed"), ("uction", "uce"), ("uction", "uct"),
    ("ception", "ceive"), ("cription", "cribe"), ("sumption", "sume"), ("lution", "lve"), ("ification", "ify"),
    ("ication", "y"), ("ulsion", "el"), ("ity", "e"), ("ition", "e"),
)  # fmt: skip
"""How a noun is made of a verb that then looks otherwise."""

_DOERS = (
    "er", "ers", "or", "ors", "ist", "ists", "ery", "eries", "ry", "ian", "ians", "eer", "eers", "y", "ship", "hood",
    "dom", "ness", "ful", "less", "ish", "ism", "ette", "able", "ment", "ments", "ous", "like", "ic", "al", "ward",
    "en",
)  # fmt: skip
"""What makes another noun or an adjective of a word."""

_LOSING = frozenset({"ist", "ists", "ian", "ians", "ic", "al", "ous", "eer", "eers"})
"""Those of them before which any vowel is lost: "pianist", "comedian"."""

_LEARNED = (
    ("ism", "ist", "ists", "istic"),
    ("cracy", "crat", "crats", "cratic"),
    ("graphy", "graph", "graphs", "grapher", "graphers", "graphic"),
    ("logy", "logist", "logists", "logical"),
    ("nomy", "nomer", "nomers", "nomist", "nomists", "nomic", "nomical"),
    ("metry", "metric", "metrical"),
    ("pathy", "path", "pathic"),
    ("archy", "arch", "archs", "archist", "archists"),
    ("itis", "itic"),
    ("osis", "otic"),
    ("esis", "etic"),
    ("ysis", "yst", "ysts", "ytic"),
    ("ate", "ates", "acy"),
    ("phobia", "phobe", "phobic"),
    ("mania", "maniac"),
    ("therapy", "therapist", "therapists"),
)
"""Endings of Greek words that are exchanged for one another: "democracy" and "democratic"."""

MIN_ROOT = 4


@cache
def _families() -> dict[str, frozenset[str]]:
    text = files("bot.riddles.checks").joinpath("families.txt").read_text("utf-8")
    table: dict[str, set[str]] = {}
    for row in (line.split() for line in text.splitlines() if not line.startswith("#")):
        for word in row:
            table.setdefault(word, set()).update(row)
    return {word: frozenset(row - {word}) for word, row in table.items()}


def family(word: str) -> frozenset[str]:
    """The other words of a folded word's root, where a table knows them."""
    return _families().get(word, frozenset())


@lru_cache(maxsize=1_024)
def kindred(word: str) -> tuple[str, ...]:
    """The forms of a folded word that has an ending of Greek or Latin: "Buddhist" and "Buddhistic" for Buddhism."""
    rows = ((word.removesuffix(ending), row) for row in _LEARNED for ending in row if word.endswith(ending))
    made = (root + ending for root, row in rows if len(root) >= MIN_ROOT - 1 for ending in row)
    return tuple(other for other in dict.fromkeys(made) if other != word)


@lru_cache(maxsize=8_192)
def origins(word: str) -> tuple[str, ...]:
    """What a folded word may come from by sound changes: its classical singular, the verb of a noun."""
    singular = [word.removesuffix(plural) + one for one, plural in _CLASSICAL if word.endswith(plural)]
    verbs = [word.removesuffix(noun) + verb for noun, verb in _LATINATE if word.endswith(noun)]
    return tuple(root for root in (*singular, *verbs, *_bases(word)) if len(root) >= MIN_ROOT and root != word)


def _bases(word: str) -> Iterator[str]:
    """The word to which an ending was added, with the vowel it may have lost or the letter it may have doubled."""
    for ending in _DOERS:
        base = word.removesuffix(ending)
        if base != word and len(base) >= MIN_ROOT - 1:
            yield base
            yield from (base + vowel for vowel in ("eoy" if ending in _LOSING else "e"))
            if base[-1] == base[-2] and base[-1] not in "aeios":
                yield base[:-1]

"""Which words are ordinary ones, whatever names they stand in."""

from __future__ import annotations

import gzip
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

from bot.riddles.checks.frequency import frequency
from bot.riddles.checks.stems import function_words

ORDINARY = 4.9
"""How common, as a Zipf value, a word is that tells nothing in small letters: "wall", not "lamp"."""


@cache
def _forms() -> frozenset[str]:
    """Every form that lemminflect lists, read from its files: to import it would load spaCy, which takes seconds."""
    spec = find_spec("lemminflect")
    places = spec.submodule_search_locations if spec else None
    if not places:
        raise ModuleNotFoundError("The package lemminflect is not installed.", name="lemminflect")
    folder = Path(places[0], "resources")
    listed = gzip.decompress((folder / "lemma_lu.csv.gz").read_bytes()).decode("utf-8")
    listed += (folder / "lemma_overrides.csv").read_text("utf-8")
    return frozenset(line.partition(",")[0] for line in listed.splitlines())


@lru_cache(maxsize=4_096)
def is_word(word: str) -> bool:
    """Whether a word of small letters is one of the language and no name or abbreviation."""
    return word in function_words() or word in _forms()


def is_ordinary(word: str) -> bool:
    """Whether a word is on everybody's lips and no name: "wall" and "red", not "london"."""
    return frequency(word) >= ORDINARY and is_word(word)

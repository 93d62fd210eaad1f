"""The tables of the package lemminflect, searched as they are listed: to read them whole takes most of a second."""

from __future__ import annotations

import gzip
from bisect import bisect_left
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LEMMAS: Final = "lemma_lu.csv.gz"
FORMS: Final = "infl_lu.csv.gz"
OTHER_LEMMAS: Final = "lemma_overrides.csv"


class Table:
    """Rows that begin with a word."""

    def __init__(self, text: str) -> None:
        self._rows = sorted(text.splitlines(), key=_word)

    def rows(self, word: str) -> list[str]:
        """The rows of a word, in the order of the file."""
        at = end = bisect_left(self._rows, word, key=_word)
        while end < len(self._rows) and _word(self._rows[end]) == word:
            end += 1
        return self._rows[at:end]


class Read:
    """A table as lemminflect takes it: what its rows tell of a word, which `known` may tell in their place."""

    def __init__(
        self,
        rows: Table,
        read: Callable[[str], dict[str, tuple[str, ...]]],
        known: Mapping[str, dict[str, tuple[str, ...]]],
    ) -> None:
        self._rows, self._read, self._known = rows, read, known

    def get(self, word: str, default: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        """What is told of a word."""
        if word in self._known:
            return self._known[word]
        found: dict[str, tuple[str, ...]] = {}
        for row in self._rows.rows(word):
            found |= self._read(row)
        return found or default


def _word(row: str) -> str:
    return row.partition(",")[0]


@cache
def table(name: str) -> Table:
    """A table by the name of its file; the package is not imported, as that would load spaCy, which takes seconds."""
    spec = find_spec("lemminflect")
    places = spec.submodule_search_locations if spec else None
    if not places:
        raise ModuleNotFoundError("The package lemminflect is not installed.", name="lemminflect")
    listed = (Path(places[0]) / "resources" / name).read_bytes()
    return Table((gzip.decompress(listed) if name.endswith(".gz") else listed).decode("utf-8"))

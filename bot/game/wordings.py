"""The names of an answer as words alone, whatever they stand for. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.game.keeping import kept
from bot.game.matching import LITTLE, Key, singulars
from bot.game.names import bare
from bot.game.numerals import is_number

if TYPE_CHECKING:
    from collections.abc import Mapping

NEARLY = 3
"""Letters that a name with slips has more or less."""
GLUED = 6
"""Letters of two words that are written as one."""


@dataclass(frozen=True)
class Wordings:
    """The answer and its aliases, and what can be read off their words."""

    names: tuple[Key, ...]

    @kept
    def words(self) -> frozenset[str]:
        """All words of the names."""
        return frozenset(word for name in self.names for word in name.words)

    @kept
    def every(self) -> frozenset[str]:
        """All words of the names in their common spelling, in the singular and as they are."""
        return frozenset(form for name in self.names for word in name.base for form in (word, f"{word}s"))

    @kept
    def _forms(self) -> frozenset[str]:
        """All words of the names, and what they may be the plural of."""
        return frozenset(form for name in self.names for word in name.base for form in (word, *singulars(word)))

    def has(self, word: str) -> bool:
        """Whether a word is one of the names' own, but for a plural."""
        return word in self._forms or (word[-1] in "sien" and not self._forms.isdisjoint(singulars(word)))

    @kept
    def rows(self) -> frozenset[tuple[str, ...]]:
        """The words of each name."""
        return frozenset(name.words for name in self.names)

    @kept
    def firsts(self) -> frozenset[str]:
        """The first words of the names."""
        return frozenset(name.words[0] for name in self.names if name.words)

    @kept
    def bases(self) -> frozenset[tuple[str, ...]]:
        """The words of each name in their common spelling."""
        return frozenset(name.base for name in self.names)

    @kept
    def forms(self) -> frozenset[str | tuple[str, ...]]:
        """What a text shares with a name that it is the same as: first letters, all letters, words without titles."""
        every = [*self.names, *filter(None, (name.turned() for name in self.names))]
        return frozenset(form for name in every for form in (name.letters, name.joined, name.untitled))

    @kept
    def sized(self) -> Mapping[int, tuple[Key, ...]]:
        """The names by the number of their words."""
        sizes = {len(name.words) for name in self.names}
        return {size: tuple(name for name in self.names if len(name.words) == size) for size in sizes}

    @kept
    def orders(self) -> frozenset[tuple[str, ...]]:
        """What a text shares with a name of which it is the words in another order."""
        return frozenset(row for name in self.names for row in (name.in_order, tuple(word[0] for word in name.weighty)))

    @kept
    def letters(self) -> frozenset[str]:
        """The letters that the words of the names begin with."""
        return frozenset("".join(name.letters for name in self.names))

    @kept
    def surnames(self) -> frozenset[tuple[str, ...]]:
        """The names of one word."""
        return frozenset(name.words for name in self.names if len(name.words) == 1)

    @kept
    def titled(self) -> frozenset[tuple[str, ...]]:
        """Surnames that a name has with a title alone: `Prime Minister Abe`."""
        return frozenset(bare(name.words) for name in self.names if len(bare(name.words)) == 1 < len(name.words))

    @kept
    def tails(self) -> frozenset[str]:
        """The last words of the names that are the end of a longer one: surnames that are right alone."""
        return frozenset(row[-1] for row in self.bases if any(_is_end(row, of) for of in self.bases))

    @kept
    def full_names(self) -> tuple[tuple[str, ...], ...]:
        """The full names of a person; also the answer's without the first name, where the surname alone is right."""
        first = self.names[0].words
        full = [name.words for name in self.names if len(name.words) > 1]
        full += [(*first[:-1], *last) for last in self.surnames if len(first) > 1]
        full += [first[1:]] if len(first) > 2 and first[-1:] in self.surnames else []
        return tuple(dict.fromkeys(full))

    @kept
    def glued(self) -> Mapping[str, tuple[str, ...]]:
        """Two words of a name written as one, and the two."""
        found = (pair for name in self.names for pair in pairwise(name.base))
        return {one + two: (one, two) for one, two in found if len(one + two) >= GLUED and not is_number(one + two)}

    @kept
    def shortened(self) -> Mapping[str, tuple[str, ...]]:
        """Words at the beginning of a longer name by their first letters: `un` of United Nations."""
        starts = (name.base[:size] for name in self.names for size in (2, 3) if len(name.base) > size)
        found = {"".join(word[0] for word in start): start for start in starts}
        return {short: start for short, start in found.items() if short.isalpha() and short not in LITTLE}

    @kept
    def nested(self) -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
        """The words of each name, and those of a longer name that has all of them."""
        rows = [frozenset(name.base) for name in self.names]
        return tuple((less, more) for less in rows for more in rows if len(less) > 1 and less < more)

    @kept
    def nearly(self) -> frozenset[int]:
        """How many letters a name with slips may have."""
        return frozenset(len(name.joined) + more for name in self.names for more in range(-NEARLY, NEARLY + 1))

    @kept
    def whole(self) -> tuple[Key, ...]:
        """The names that may have a word beside them: a surname with another first name is somebody else."""
        return tuple(name for name in self.names if not name.text[:1].isupper() or not self._is_part(name))

    def _is_part(self, name: Key) -> bool:
        return any(len(name.base) < len(other.base) and set(name.base) <= set(other.base) for other in self.names)


def _is_end(row: tuple[str, ...], of: tuple[str, ...]) -> bool:
    """Whether a name is the end of a longer one, which is not the same with a title: `President John Adams`."""
    return len(row) < len(of) and of[-len(row) :] == row and (len(row) == 1 or bare(of) != row)

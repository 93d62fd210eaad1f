"""What a riddle's guesses are compared with: its names, read once. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from bot.domain import Kind
from bot.game import knowledge
from bot.game.dates import Date, readings
from bot.game.events import Event, is_event
from bot.game.matching import Key
from bot.game.quantities import Quantity, quantity
from bot.game.sorts import Sorted, sorted_name

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_NAMES = 64
"""Aliases that are looked at."""
_FUNCTION = frozenset("of the a an in and for de".split())


@dataclass(frozen=True)
class Sheet:
    """The answer, its aliases and what is known of them."""

    names: tuple[Key, ...]
    kind: Kind | None

    @cached_property
    def event(self) -> Event | None:
        """The event, where the answer is one."""
        return Event(self.names) if self.kind is Kind.EVENT or (self.kind is None and is_event(self.names)) else None

    @cached_property
    def person(self) -> bool:
        """Whether the answer is a person, as far as one can see."""
        if self.kind is not None:
            return self.kind is Kind.PERSON
        words = self.names[0].text.split()
        given = self.names[0].words[:1]
        women, men = knowledge.women_and_men()
        own = bool(given) and (given[0] in women or given[0] in men)
        last = any(name.words == self.names[0].words[-1:] for name in self.names[1:])
        return (
            1 < len(words) < 6
            and words[0][:1].isupper()
            and words[-1][:1].isupper()
            and (own or last)
            and not self.places
        )

    @cached_property
    def words(self) -> frozenset[str]:
        """All words of the names."""
        return frozenset(word for name in self.names for word in name.words)

    @cached_property
    def rows(self) -> frozenset[tuple[str, ...]]:
        """The words of each name."""
        return frozenset(name.words for name in self.names)

    @cached_property
    def bases(self) -> frozenset[tuple[str, ...]]:
        """The words of each name in their common spelling."""
        return frozenset(name.base for name in self.names)

    @cached_property
    def forms(self) -> frozenset[str | tuple[str, ...]]:
        """What a text shares with a name that it is the same as: first letters, all letters, words without titles."""
        every = [*self.names, *filter(None, (name.turned() for name in self.names))]
        return frozenset(form for name in every for form in (name.letters, name.joined, name.untitled))

    @cached_property
    def sorted(self) -> tuple[Sorted, ...]:
        """The names with what may stand around them and what may be left out."""
        common = (Kind.THING,) if self.kind is None else self.kinds
        kinds = (self.kinds if name.text[:1].isupper() else common for name in self.names)
        return tuple(map(sorted_name, self.names, kinds))

    @cached_property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds that the answer may be of, as far as one can see."""
        if self.kind is not None:
            return (self.kind,)
        if self.places or self.person:
            return (Kind.PLACE if self.places else Kind.PERSON,)
        if self.names[0].text[:1].islower():
            return (Kind.THING,)
        return (Kind.THING, Kind.ORGANISATION, Kind.WORK, Kind.PLACE)

    @cached_property
    def sized(self) -> Mapping[int, tuple[Key, ...]]:
        """The names by the number of their words."""
        sizes = {len(name.words) for name in self.names}
        return {size: tuple(name for name in self.names if len(name.words) == size) for size in sizes}

    @cached_property
    def listing(self) -> Sheet | None:
        """The names that have a comma themselves."""
        names = tuple(name for name in self.names if "," in name.text)
        return Sheet(names, self.kind) if names else None

    @cached_property
    def orders(self) -> frozenset[tuple[str, ...]]:
        """What a text shares with a name of which it is the words in another order."""
        return frozenset(row for name in self.names for row in (name.in_order, tuple(word[0] for word in name.weighty)))

    @cached_property
    def letters(self) -> frozenset[str]:
        """The letters that the words of the names begin with."""
        return frozenset("".join(name.letters for name in self.names))

    @cached_property
    def surnames(self) -> frozenset[tuple[str, ...]]:
        """The names of one word."""
        return frozenset(name.words for name in self.names if len(name.words) == 1)

    @cached_property
    def tails(self) -> frozenset[str]:
        """The last words of the names that are the end of a longer one: surnames that are right alone."""
        rows = self.bases
        return frozenset(row[-1] for row in rows if any(len(row) < len(of) and of[-len(row) :] == row for of in rows))

    @cached_property
    def full_names(self) -> tuple[tuple[str, ...], ...]:
        """The full names of a person; also the answer's without the first name, where the surname alone is right."""
        first = self.names[0].words
        full = [name.words for name in self.names if len(name.words) > 1]
        full += [(*first[:-1], *last) for last in self.surnames if len(first) > 1]
        full += [first[1:]] if len(first) > 2 and first[-1:] in self.surnames else []
        return tuple(dict.fromkeys(full))

    @cached_property
    def phrases(self) -> frozenset[str]:
        """The names as they are looked up."""
        return frozenset(map(phrase, self.names))

    @cached_property
    def groups(self) -> frozenset[int]:
        """The groups of names of one thing that stand for the answer."""
        return frozenset().union(*(knowledge.same().get(phrase(name), frozenset()) for name in self.names))

    @cached_property
    def apart(self) -> frozenset[int]:
        """The groups of names alike that the answer stands in."""
        return frozenset().union(*(knowledge.apart().get(phrase(name), frozenset()) for name in self.names))

    @cached_property
    def places(self) -> frozenset[str]:
        """The places the answer may mean."""
        if self.kind not in {None, Kind.PLACE}:
            return frozenset()
        return frozenset().union(*(knowledge.places().get(phrase(name), frozenset()) for name in self.names))

    @cached_property
    def lies_in(self) -> frozenset[str]:
        """The places that the answer lies in."""
        return frozenset().union(*(knowledge.within().get(place, frozenset()) for place in self.places))

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """The quantities the answer tells."""
        return tuple(filter(None, (quantity(name.words) for name in self.names)))

    @cached_property
    def dates(self) -> tuple[Date, ...]:
        """The dates the answer tells."""
        found = (readings(name.text.lower(), name.words) for name in self.names)
        return tuple(some[0] for some in found if len(some) == 1)

    @cached_property
    def initials(self) -> frozenset[str]:
        """What an organisation is called by its own first letters."""
        if self.kind not in {None, Kind.ORGANISATION} or self.event:
            return frozenset()
        rows = [name.words for name in self.names if len(name.words) > 1 and not _SAID_IN_SHORT.isdisjoint(name.words)]
        return frozenset(_initials(row, every) for row in rows for every in (False, True) if row)

    @cached_property
    def whole(self) -> tuple[Key, ...]:
        """The names that may have a word beside them: a surname with another first name is somebody else."""
        return tuple(name for name in self.names if not name.text[:1].isupper() or not self._is_part(name))

    def _is_part(self, name: Key) -> bool:
        return any(len(name.base) < len(other.base) and set(name.base) <= set(other.base) for other in self.names)


_SAID_IN_SHORT = frozenset(
    "united union nations organization organisation association agency bureau party federation league committee "
    "commission council university institute bank service services office department fund society corporation trust "
    "administration authority board congress congregation centre center court force group national international "
    "world european royal".split()
)
"""Words of names that are commonly said by their first letters."""


@lru_cache(1024)
def sheet(answer: str, aliases: tuple[str, ...], kind: Kind | None) -> Sheet:
    """The sheet of a riddle; the last thousand are kept."""
    return Sheet(tuple(map(Key, (answer, *aliases[:MOST_NAMES]))), kind)


def phrase(key: Key) -> str:
    """A text as it is looked up."""
    return " ".join(key.base)


def _initials(words: tuple[str, ...], every: bool) -> str:
    letters = "".join(word[0] for word in words if every or word not in _FUNCTION)
    return letters if len(letters) > 2 or not every else ""

"""What a riddle's guesses are compared with: its names, read once. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.domain import Kind
from bot.game import knowledge
from bot.game.dates import Date, readings
from bot.game.describing import fitting, sort_of_place
from bot.game.events import Event, is_event
from bot.game.keeping import kept
from bot.game.matching import Key
from bot.game.quantities import Quantity, quantity
from bot.game.sorts import Sorted, sorted_name
from bot.game.vocabulary import EVERY_PLACE
from bot.game.wordings import Wordings

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_OTHERS = 2
"""Other names for the same that are known without the riddle."""
MOST_NAMES = 64
"""Aliases that are looked at."""
SHORTEST = 5
"""Letters from which on a surname is taken for nothing else."""
GENERIC = frozenset(
    "bank party court parliament congress senate union army navy police church academy museum university college "
    "school hospital ministry times post mail sun mirror star herald telegraph observer guardian club council "
    "commission red labour conservative conservatives liberal liberals democrat democrats republican republicans "
    "green greens socialist communist national royal state central supreme high house assembly government "
    "institute society association federation league rangers city athletic rovers albion".split()
)
"""Words of organisations of which every country may have one."""
MEDIA = (
    "film movie picture blockbuster",
    "song single track tune",
    "novel book story",
    "painting picture artwork",
    "show series sitcom",
)
"""Words for one sort of work."""
ANY_ANIMAL = frozenset("animal creature species".split())
"""What every animal is."""
_SORTED = frozenset({Kind.ANIMAL, Kind.THING, Kind.WORK, Kind.PLACE})
_FUNCTION = frozenset("of the a an in and for de".split())


@dataclass(frozen=True)
class Sheet(Wordings):
    """The answer, its aliases and what is known of them."""

    kind: Kind | None

    @kept
    def event(self) -> Event | None:
        """The event, where the answer is one."""
        return Event(self.names) if self.kind is Kind.EVENT or (self.kind is None and is_event(self.names)) else None

    @kept
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

    @kept
    def sorted(self) -> tuple[Sorted, ...]:
        """The names with what may stand around them and what may be left out."""
        common = (Kind.THING,) if self.kind is None else self.kinds
        kinds = (self.kinds if name.text[:1].isupper() else common for name in self.names)
        found = tuple(map(sorted_name, self.names, kinds))
        return tuple(self._fitting(one) for one in found) if self.kind in _SORTED or self.places else found

    def may_be(self, sort: str) -> bool:
        """Whether a word for a sort of thing makes no other thing of the answer."""
        if self.kind in {Kind.THING, Kind.WORK} and not self.phrases.isdisjoint(knowledge.namesakes()):
            return sort in self.told_sorts or sort in {"the", "a"} or sort[0].isdigit()
        return not self.place_sort or sort not in EVERY_PLACE or sort in fitting(self.place_sort)

    def _fitting(self, name: Sorted) -> Sorted:
        """The words for sorts around a name without those that make another thing of it: `the state of Washington`."""
        if not self.phrases.isdisjoint(knowledge.namesakes()) and self.kind in {Kind.THING, Kind.WORK}:
            return replace(name, front=name.front & self.told_sorts, behind=name.behind & self.told_sorts)
        wider = frozenset().union(*(knowledge.broader().get(own, frozenset()) for own in self.phrases))
        if self.kind is Kind.ANIMAL and wider:
            fits = wider | ANY_ANIMAL
            return replace(name, front=name.front & fits, behind=name.behind & fits)
        if self.place_sort:
            others = EVERY_PLACE - fitting(self.place_sort)
            return replace(name, front=name.front - others, behind=name.behind - others)
        return name

    @kept
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds that the answer may be of, as far as one can see."""
        if self.kind is not None:
            return (self.kind,)
        if self.places or self.person:
            return (Kind.PLACE if self.places else Kind.PERSON,)
        if self.names[0].text[:1].islower():
            return (Kind.THING,)
        return (Kind.THING, Kind.ORGANISATION, Kind.WORK, Kind.PLACE)

    @kept
    def listing(self) -> Sheet | None:
        """The names that have a comma themselves."""
        names = tuple(name for name in self.names if "," in name.text)
        return Sheet(names, self.kind) if names else None

    @kept
    def phrases(self) -> frozenset[str]:
        """The names as they are looked up."""
        return frozenset(map(phrase, self.names))

    @kept
    def groups(self) -> frozenset[int]:
        """The groups of names of one thing that stand for the answer."""
        same = knowledge.same()
        return frozenset().union(
            *(same.get(phrase(name), frozenset()) for name in self.names if not self._letters(name))
        )

    def _letters(self, name: Key) -> bool:
        """Whether an alias is the first letters of the answer, which may be those of something else too."""
        first = self.names[0]
        return name is not first and len(first.words) > 1 and name.text.isupper() and len(name.joined) <= SHORTEST

    @kept
    def apart(self) -> frozenset[int]:
        """The groups of names alike that the answer stands in."""
        return frozenset().union(*(knowledge.apart().get(phrase(name), frozenset()) for name in self.names))

    @kept
    def places(self) -> frozenset[str]:
        """The places the answer may mean."""
        if self.kind not in {None, Kind.PLACE}:
            return frozenset()
        every = (knowledge.places().get(phrase(name), frozenset()) for name in self.names if not self._is_surname(name))
        own = knowledge.places().get(phrase(self.names[0]), frozenset())
        return own or own.union(*every)

    def _is_surname(self, name: Key) -> bool:
        """Whether an alias is the last word of an answer whose kind is not told, as a surname is: Jackson is a town."""
        return self.kind is None and len(self.names[0].words) > 1 and name.words == self.names[0].words[-1:]

    @kept
    def lies_in(self) -> frozenset[str]:
        """The places that the answer lies in."""
        return frozenset().union(*(knowledge.within().get(place, frozenset()) for place in self.places))

    @kept
    def years(self) -> Mapping[str, str]:
        """The last two figures of the years of an event, and the years."""
        if self.event is None:
            return {}
        return {word[2:]: word for word in self.words if len(word) == 4 and word.isdigit()}

    @kept
    def made_by(self) -> frozenset[str]:
        """Who made a work, as far as the names say."""
        if self.kind is not Kind.WORK:
            return frozenset()
        return frozenset().union(*map(made_by, self.names))

    @kept
    def its_years(self) -> frozenset[str]:
        """The years that may be said with the name of an event, though no name has them."""
        if self.event is None:
            return frozenset()
        return frozenset().union(*(knowledge.years().get(name, frozenset()) for name in self.phrases)) - self.words

    @kept
    def signs(self) -> tuple[tuple[str, ...], ...]:
        """The names with one sign for a country and its people."""
        rows = (tuple(map(knowledge.place_sign, name.base)) for name in self.names if len(name.base) > 1)
        return tuple(row for row in rows if any(word[0] == "@" for word in row))

    @kept
    def seats(self) -> frozenset[str]:
        """The places where an organisation is at home."""
        return frozenset().union(*(knowledge.seats().get(name, frozenset()) for name in self.phrases))

    @kept
    def homes(self) -> frozenset[str]:
        """The places where a thing comes from, or an animal lives."""
        return frozenset().union(*(knowledge.homes().get(name, frozenset()) for name in self.phrases))

    @kept
    def proper(self) -> bool:
        """Whether the answer is a proper name, not a common noun."""
        return self.names[0].text[:1].isupper()

    @kept
    def ordinary(self) -> bool:
        """Whether a name of one word is an ordinary word too, so that it is no name in every company."""
        return any(
            len(name.words) == 1 and (len(name.joined) < SHORTEST or name.joined in knowledge.words())
            for name in self.names
        )

    @kept
    def generic(self) -> bool:
        """Whether an organisation is called what many others are too: a court, a party, a university."""
        return not GENERIC.isdisjoint(self.names[0].base) or any(
            word in knowledge.places() or word in knowledge.demonyms() for word in self.names[0].base
        )

    @kept
    def told_sorts(self) -> frozenset[str]:
        """The words for sorts of things that the names themselves have, with others for the same."""
        alike = [row.split() for row in MEDIA if not self.words.isdisjoint(row.split())]
        meant = (knowledge.namesakes().get(name, frozenset()) for name in self.phrases)
        return self.words.union(*(alike or meant))

    @kept
    def place_sort(self) -> str:
        """What sort of place the answer is, as far as one can see."""
        sorts = knowledge.sorts_of_places()
        for name in self.names:
            told = sort_of_place(name.base)
            found = {told} if told else {sorts.get(place, "") for place in knowledge.places().get(phrase(name), ())}
            if len(found) == 1:
                return next(iter(found))
        return ""

    @kept
    def quantities(self) -> tuple[Quantity, ...]:
        """The quantities the answer tells."""
        return tuple(filter(None, (quantity(name.words) for name in self.names)))

    @kept
    def dates(self) -> tuple[Date, ...]:
        """The dates the answer tells."""
        found = (readings(name.text.lower(), name.words) for name in self.names)
        return tuple(some[0] for some in found if len(some) == 1)

    @kept
    def initials(self) -> frozenset[str]:
        """What an organisation is called by its own first letters."""
        if self.kind not in {None, Kind.ORGANISATION} or self.event:
            return frozenset()
        rows = [name.words for name in self.names if len(name.words) > 1 and not _SAID_IN_SHORT.isdisjoint(name.words)]
        return frozenset(_initials(row, every) for row in rows for every in (False, True) if row)


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
    names = tuple(map(Key, (answer, *aliases[:MOST_NAMES])))
    known = {name.base for name in names}
    others = (other for other in knowledge.named_alike(phrase(names[0])) if other.base not in known)
    return Sheet((*names, *list(others)[:MOST_OTHERS]), kind)


def made_by(said: Key) -> frozenset[str]:
    """The makers of works whose names stand in a text."""
    makers = knowledge.makers()
    return frozenset(form for word in said.base for form in (word, word.removesuffix("s")) if form in makers)


def phrase(key: Key) -> str:
    """A text as it is looked up."""
    return " ".join(key.base)


def _initials(words: tuple[str, ...], every: bool) -> str:
    letters = "".join(word[0] for word in words if every or word not in _FUNCTION)
    return letters if len(letters) > 2 or not every else ""

"""The word that says what sort of thing a name is, which may be said or left out: `the planet Saturn`. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from bot.domain import Kind
from bot.game import knowledge
from bot.game.matching import Key
from bot.game.numerals import is_number
from bot.game.titles import COURTESIES, CROWNS, MODIFIERS, NAMED, OF, around, classes, short, trimmed

if TYPE_CHECKING:
    from bot.game.sheet import Sheet

MOST_MAKER = 3
"""Words of a maker's name."""
YEAR = 4
"""Figures of a year."""
_FOREIGN_ARTICLES = frozenset("le la les el los las il lo der die das den het".split())
"""What `the` is called elsewhere."""
_OTHERS = frozenset({"river", "city", "county", "state", "mount", "island", "ocean", "university"})
"""What has a name of its own beside a country: Mexico City, New York State."""
_DESCRIBING = frozenset({"us", "uk", "american", "british", "famous", "the", "a", "of", "former"})
"""What may stand beside the word for what a person is."""


@dataclass(frozen=True, slots=True)
class Sorted:
    """A name of a riddle, the words for its sort that may stand around it, and what may be left of it."""

    base: tuple[str, ...]
    front: frozenset[str]
    behind: frozenset[str]
    less: tuple[str, ...]


def sorted_name(name: Key, kinds: tuple[Kind, ...]) -> Sorted:
    """What sort of name it is; one that would be another known name without its sort is never shortened."""
    phrase, less = " ".join(name.base), short(name.base, kinds)
    wider = frozenset() if Kind.PERSON in kinds else knowledge.broader().get(phrase, frozenset())
    front, behind = (words | wider for words in around(kinds))
    behind = behind | NAMED if name.text[:1].isupper() and Kind.THING in kinds else behind
    if any(", " not in place for place in knowledge.places().get(phrase, ())) and Kind.PERSON not in kinds:
        front, behind = front - _OTHERS, behind - _OTHERS
    if less != name.base and (knowledge.known(" ".join(less)) or less[0] in _given()):
        less = ()
    return Sorted(name.base, front, behind, less)


def alike(said: Key, riddle: Sheet) -> bool:
    """`the planet Saturn`, `Apple Inc`, `River Thames` and `Thames`; never a place of another sort."""
    base, kind, kinds = said.base, riddle.kind, riddle.kinds
    if " ".join(base) in knowledge.same():
        return False
    bare = {"".join(_unsigned(said))} if Kind.WORK in kinds else set()
    if base[0] in _FOREIGN_ARTICLES and kind is not Kind.PERSON and not knowledge.known(" ".join(base)):
        bare.add("".join(base[1:]))
    if base[1:2] == ("of",) and base[0] in OF and Kind.PLACE in kinds:
        bare.add("".join(base[2:]))
    brief, known = short(base, kinds), knowledge.words()
    for name in riddle.sorted:
        one = trimmed(base, name.front, name.behind)
        if one != base and "".join(base) in known:
            continue
        whole = "".join(name.base)
        if (whole in bare and not is_number(whole)) or (one != base and one == name.base):
            return True
        if name.base[1:] == base and name.base[0] in _FOREIGN_ARTICLES and _stands_alone(base, kinds):
            return True
        if name.less and (name.less in {base, one} or brief == name.less != base):
            return True
    return False


def _stands_alone(base: tuple[str, ...], kinds: tuple[Kind, ...]) -> bool:
    """Whether a title may lose its article: `petit prince`, never `salvador`."""
    return len(base) > 1 and kinds[0] not in {Kind.PERSON, Kind.PLACE} and not knowledge.known(" ".join(base))


def aside(words: tuple[str, ...], kind: Kind | None) -> bool:
    """What may stand in a bracket: the sort of thing, or the year of a work."""
    if kind is Kind.WORK and len(words) == 1 and words[0].isdigit() and len(words[0]) == YEAR:
        return True
    return set(words) <= classes(kind) | {"the", "a"}


def without_apposition(said: Key) -> Key:
    """`Bill Clinton, US president` without what he is."""
    before, comma, after = said.text.partition(",")
    words = Key(after).base if comma else ()
    people = classes(Kind.PERSON)
    if not words or not Key(before).words or people.isdisjoint(words):
        return said
    kinds = people | _DESCRIBING
    return Key(before) if all(word in kinds or word in knowledge.demonyms() for word in words) else said


def calling(words: tuple[str, ...], *, placed: bool) -> bool:
    """Whether words say what a person is, and where: `of south africa`, `new zealand pm`."""
    rest = " ".join(word for word in words if word not in _DESCRIBING and word not in {"from", "in"})
    kinds = callings() | COURTESIES
    parts = rest.split()
    while parts and (parts[-1] in kinds or parts[-1] in knowledge.demonyms()):
        parts.pop()
        while parts and parts[-1] in MODIFIERS:
            parts.pop()
    if not placed:
        return not parts
    return not parts or " ".join(parts) in knowledge.places() or " ".join(parts) in knowledge.demonyms()


@cache
def callings() -> frozenset[str]:
    """What people are, save crowns: those are a part of the name."""
    return classes(Kind.PERSON) - CROWNS


def _unsigned(said: Key) -> tuple[str, ...]:
    """A work without its maker: `Shakespeare's Hamlet`, `Hamlet by Shakespeare`."""
    maker, sign, work = said.text.replace("’", "'").partition("'s ")
    if sign and len(maker.split()) <= MOST_MAKER:
        return Key(work).base
    work, sign, maker = said.text.lower().rpartition(" by ")
    if sign and len(maker.split()) <= MOST_MAKER:
        return Key(work).base
    at = next((at for at, word in enumerate(said.base[:MOST_MAKER], 1) if len(word) > YEAR and word.endswith("s")), 0)
    return said.base[at:]


@cache
def _given() -> frozenset[str]:
    women, men = knowledge.women_and_men()
    return women | men

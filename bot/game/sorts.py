"""The word that says what sort of thing a name is, which may be said or left out: `the planet Saturn`. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from bot.domain import Kind
from bot.game import knowledge
from bot.game.matching import ARTICLES, Key, same_words
from bot.game.numerals import is_number
from bot.game.titles import COURTESIES, CROWNS, MODIFIERS, NAMED, OF, around, classes, short, trimmed
from bot.game.vocabulary import BODIES

if TYPE_CHECKING:
    from bot.game.sheet import Sheet

MOST_MAKER = 3
"""Words of a maker's name."""
YEAR = 4
"""Figures of a year."""
_COMMON = frozenset({Kind.THING, Kind.ANIMAL})
"""Kinds of common nouns."""
_FOREIGN_ARTICLES = frozenset("le la les el los las il lo der die das den het".split())
"""What `the` is called elsewhere."""
_OTHERS = frozenset({"river", "city", "county", "state", "mount", "island", "ocean", "university"})
"""What has a name of its own beside a country: Mexico City, New York State."""
ONE_OF = classes(Kind.ORGANISATION) | BODIES
"""What an organisation is one of."""
_CLUBS = frozenset({"club", "team", "side", "clubs", "teams"})
"""What a town may have many of."""
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
    wider = knowledge.broader().get(phrase, frozenset()) if _COMMON.intersection(kinds) else frozenset()
    front, behind = (words | wider for words in around(kinds))
    front = front | NAMED if name.text[:1].isupper() and kinds == (Kind.THING,) else front
    behind = behind | NAMED if name.text[:1].isupper() and Kind.THING in kinds else behind
    if any(", " not in place for place in knowledge.places().get(phrase, ())) and Kind.PERSON not in kinds:
        front, behind = front - _OTHERS, behind - _OTHERS
    if less != name.base and (knowledge.known(" ".join(less)) or less[0] in _given()):
        less = ()
    return Sorted(name.base, front, behind, less)


def alike(said: Key, riddle: Sheet) -> bool:
    """`the planet Saturn`, `Apple Inc`, `River Thames` and `Thames`; never a place of another sort."""
    base, kinds = said.base, riddle.kinds
    others = Kind.PERSON in kinds and (any(_owns(word, riddle) for word in base[:-1]) or _crowned(base[0], riddle))
    if others or " ".join(base) in knowledge.same() or one_of_many(said, riddle):
        return False
    bare, made = _bare(said, riddle)
    titled = Kind.WORK in kinds and base[0] in classes(Kind.WORK) and riddle.may_be(base[0])
    brief, known = _brief(base, riddle), knowledge.words()
    for name in riddle.sorted:
        one = trimmed(base, name.front, name.behind)
        if one != base and "".join(base) in known:
            continue
        whole = "".join(name.base)
        if (whole in bare and (made or not is_number(whole))) or (one != base and same_words(one, name.base)):
            return True
        if (titled and base[1:] == name.base) or (made and trimmed(made, frozenset(), name.behind) == name.base):
            return True
        if name.base[0] in _FOREIGN_ARTICLES and (
            (name.base[1:] == base and _stands_alone(base, kinds)) or "".join(name.base[1:]) in bare - {"".join(base)}
        ):
            return True
        if name.less and (name.less in {base, one} or brief == name.less != base):
            return True
    return False


def one_of_many(said: Key, riddle: Sheet) -> bool:
    """`a Milan club`: one of a sort, of a town that an organisation is called by."""
    if riddle.kind is not Kind.ORGANISATION or not riddle.proper or len(said.base) < 2 or said.base in riddle.bases:
        return False
    *name, sort = said.base
    if sort not in ONE_OF and sort.removesuffix("s") not in ONE_OF:
        return False
    return said.tokens[0] in ARTICLES or (sort in _CLUBS and " ".join(name) in knowledge.places())


def _crowned(word: str, riddle: Sheet) -> bool:
    """Whether a word is a crown, and the names have another: no Queen Henry is King Henry."""
    return word in CROWNS and not CROWNS.isdisjoint(riddle.words) and word not in riddle.words


def _owns(word: str, riddle: Sheet) -> bool:
    """Whether a word is one of a name with an s: what stands behind it is somebody else."""
    return word[-1] == "s" and word not in riddle.words and word[:-1] in riddle.words


def _brief(base: tuple[str, ...], riddle: Sheet) -> tuple[str, ...]:
    """A name without what may be left out, unless that makes another sort of place of it."""
    brief = short(base, riddle.kinds)
    if Kind.PLACE in riddle.kinds and not all(riddle.may_be(word) for word in base if word not in brief):
        return base
    return brief


def _bare(said: Key, riddle: Sheet) -> tuple[set[str], tuple[str, ...]]:
    """What is left of a guess without a maker, a foreign article, a `city of`; and of that with a maker."""
    base, kinds = said.base, riddle.kinds
    bare = {"".join(_unsigned(said))} if Kind.WORK in kinds else set()
    made = _made(said) if Kind.WORK in kinds else ()
    bare.update(filter(None, ("".join(made),)))
    if base[0] in _FOREIGN_ARTICLES and riddle.kind is not Kind.PERSON and not knowledge.known(" ".join(base)):
        bare.add("".join(base[1:]))
    if base[1:2] == ("of",) and base[0] in OF and Kind.PLACE in kinds and riddle.may_be(base[0]):
        bare.add("".join(base[2:]))
    return bare, made


def _stands_alone(base: tuple[str, ...], kinds: tuple[Kind, ...]) -> bool:
    """Whether a title may lose its article: `petit prince`, never `salvador`."""
    if kinds[0] in {Kind.PERSON, Kind.PLACE} or knowledge.known(" ".join(base)):
        return False
    return len(base) > 1 or (kinds[0] is Kind.WORK and len(base[0]) > YEAR)


def aside(words: tuple[str, ...], riddle: Sheet) -> bool:
    """What may stand in a bracket: the sort of thing, or the year of a work."""
    kind = riddle.kind
    if not all(map(riddle.may_be, words)):
        return False
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


def _made(said: Key) -> tuple[str, ...]:
    """What stands behind a maker of works: `Orwell's 1984`, `Edvard Munch the Scream`."""
    makers, words = knowledge.makers(), said.base
    for at in range(min(MOST_MAKER, len(words) - 1), 0, -1):
        if " ".join(words[:at]) in makers or " ".join((*words[: at - 1], words[at - 1].removesuffix("s"))) in makers:
            return words[at:]
    return ()


@cache
def _given() -> frozenset[str]:
    women, men = knowledge.women_and_men()
    return women | men

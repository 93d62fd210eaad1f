"""What is close to the answer, and what is another known name; closeness costs nothing and gives nothing away. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain import Kind
from bot.game import knowledge
from bot.game.dates import readings
from bot.game.events import signed
from bot.game.matching import Key, same_word, same_words
from bot.game.numerals import is_number
from bot.game.quantities import quantity
from bot.game.sheet import made_by, phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.game.sheet import Sheet

RUNGS = ("subject", "value", "part", "more", "broader", "narrower", "around")
"""The names of the rungs on which a guess is close."""
_BARE = frozenset(
    "a an the of and in on at by for to from with is it de la le du der die das el i you he she they we this that "
    "my your his her their our new old big small great little saint san".split()
)


def another(said: Key, riddle: Sheet) -> str:
    """Why a guess is another known name, or nothing."""
    name = phrase(said)
    if said.base in riddle.bases:
        return ""
    if riddle.made_by and not riddle.made_by.issuperset(made_by(said)):
        return "another: it is of another maker"
    if riddle.apart & knowledge.apart().get(name, frozenset()) and not _part(said, riddle):
        return "another: it is a name like the answer's, of something else"
    places = knowledge.places().get(name)
    if places and riddle.places and not places & riddle.places:
        return "another: it is another place"
    kinds = knowledge.broader()
    if name in kinds and any(own in kinds for own in riddle.phrases) and not _part(said, riddle):
        return "another: it is another of its kind"
    return ""


def close(said: Key, riddle: Sheet, other: str) -> str:
    """The rung on which a guess is close, or nothing; `other` says that it is another known name."""
    if riddle.event and (riddle.event.other(said) or riddle.event.turned(signed(said.base))):
        return ""
    if riddle.event and riddle.event.subject(signed(said.base)):
        return "subject: what happened to it is missing"
    if _valued(said, riddle):
        return "value: a part of it, or less exact"
    return _related(phrase(said), riddle) or ("" if other else _overlapping(said, riddle))


def _overlapping(said: Key, riddle: Sheet) -> str:
    """A part of the answer, or the answer with a word too many."""
    if _part(said, riddle):
        return "part: a part of the answer, not all of it"
    if any(map(riddle.has, said.base)) and any(
        _is_more(said.base, own.base) for own in riddle.whole if len(said.base) == len(own.base) + 1
    ):
        return "more: the answer with a word too many"
    return ""


def two_readings(said: Key, riddle: Sheet) -> bool:
    """Tell whether a date in figures is right in one of its two readings."""
    dates = readings(said.text.lower(), said.words) if riddle.dates else ()
    return len(dates) > 1 and any(date.same(own) for date in dates for own in riddle.dates)


def _valued(said: Key, riddle: Sheet) -> bool:
    dates = readings(said.text.lower(), said.words) if riddle.dates else ()
    if any(date.part_of(own) for date in dates for own in riddle.dates):
        return True
    told = quantity(said.words) if riddle.quantities else None
    return told is not None and any(
        (told.figure_of(own) and bool(own.dimension or own.noun))
        or _counted(told.noun, own.noun, told.value == own.value)
        for own in riddle.quantities
    )


def _counted(told: tuple[str, ...], own: tuple[str, ...], same: bool) -> bool:
    return same and bool(told) and not own


def _related(name: str, riddle: Sheet) -> str:
    """A broader or narrower word, the country of a city, a city of the country, its people."""
    mine = riddle.phrases
    if name not in mine and riddle.kind is not Kind.PERSON:
        if any(name in knowledge.broader().get(own, ()) for own in mine):
            return "broader: it says more than the answer"
        if mine & knowledge.broader().get(name, frozenset()):
            return "narrower: it says less than the answer"
    places = knowledge.places().get(name, frozenset())
    around = knowledge.within()
    if any(places & around.get(own, frozenset()) for own in riddle.places):
        return "around: it lies there"
    if any(riddle.places & around.get(place, frozenset()) for place in places):
        return "around: it lies in it"
    country = knowledge.demonyms().get(name)
    return "around: it is of there" if country in riddle.places else ""


def _part(said: Key, riddle: Sheet) -> bool:
    """Fewer words than a name, all of them its own, one of them with a meaning."""
    if not riddle.letters.issuperset(said.letters) or not all(map(riddle.has, said.base)):
        return False
    if not _has_meaning(said.base):
        return False
    return any(len(said.base) < len(own.base) and _is_part(said.base, own.base) for own in riddle.names)


def _is_part(said: Sequence[str], name: Sequence[str]) -> bool:
    return all(any(same_word(word, own) for own in name) for word in said)


def _is_more(said: Sequence[str], name: Sequence[str]) -> bool:
    """The whole name and one word beside it, which is neither a number nor a known name of its own."""
    if len(said) != len(name) + 1:
        return False
    return any(
        not is_number(word)
        and word != "minus"
        and word not in knowledge.places()
        and word not in knowledge.broader()
        and word not in knowledge.same()
        and same_words((*said[:at], *said[at + 1 :]), tuple(name))
        for at, word in enumerate(said)
    )


def _has_meaning(words: Iterable[str]) -> bool:
    return any(len(word) > 2 and word not in _BARE and not is_number(word) for word in words)

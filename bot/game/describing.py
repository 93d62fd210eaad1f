"""What may be said of an answer beside its name: what sort of thing it is, where it is, who made it. Pure."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from bot.domain import Kind
from bot.game import knowledge
from bot.game.matching import Key
from bot.game.titles import MODIFIERS, NAMED, classes
from bot.game.vocabulary import (
    ANIMALS,
    ARTICLE,
    BINDING,
    BODIES,
    CONTINENTS,
    KOREAS,
    LOVED,
    MADE_OF,
    MARKS,
    MOST_BEHIND,
    MOST_MAKER,
    MOST_WORDS,
    NAMING,
    OF_OLD,
    ONE,
    OWN,
    PERSONS,
    PLACES,
    PLACING,
    PLAIN,
    PRAISE,
    SOMEWHERE,
    SORTS_OF_PLACES,
    TAKEN_BACK,
    TASTES,
    TELLING,
    THINGS,
    UNIONS,
    WHERE,
    WORKS,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.game.sheet import Sheet


def describes(text: str, sheet: Sheet, size: int, *, apart: bool) -> bool:
    """Whether a text says what or where the answer is, and is neither a second guess nor makes another thing of it.

    `size` is how many words the name before it has, `apart` that a comma or the like parts the two.
    """
    kind = sheet.kinds[0] if len(sheet.kinds) == 1 and sheet.event is None else None
    if kind is None or not text.strip() or not may_describe(text, kind, apart=apart):
        return False
    words = Key(text).base
    if not 0 < len(words) <= MOST_WORDS or not TAKEN_BACK.isdisjoint(words) or "?" in text[:-1]:
        return False
    at = next((at for at, word in enumerate(words) if word in BINDING), len(words))
    sort, rest = words[:at], words[at:]
    if not sort:
        return words in SOMEWHERE or _is_linked(rest, sheet, kind, size)
    if not _is_sort(sort, sheet, kind, article=bool(ARTICLE.match(text))):
        return apart and not rest and (_is_beside(sort, sheet, kind) or _is_owned(sort, sheet, kind))
    if rest and sort[-1] in OWN and sort[-1] not in sheet.words:
        return False
    return not rest or _is_where(rest, sheet, kind, sort)


def _is_owned(words: tuple[str, ...], sheet: Sheet, kind: Kind) -> bool:
    """`Seoul's country`, `Kenya's capital`: a sort of place, of a place in the answer or around it."""
    *owner, sort = words
    name = " ".join(owner)
    if kind is not Kind.PLACE or not name.endswith("s") or sort not in fitting(sheet.place_sort):
        return False
    places = knowledge.places().get(name[:-1], frozenset())
    return bool(places & sheet.lies_in) or _is_inside(name[:-1].split(), sheet)


def _is_linked(rest: tuple[str, ...], sheet: Sheet, kind: Kind, size: int) -> bool:
    """A link alone: `from France`; a surname that is a word of its own needs more."""
    surname = size == 1 and kind is Kind.PERSON and len(sheet.names[0].words) > 1
    if surname and (rest[0] not in {"from", "of"} or sheet.ordinary):
        return False
    return _is_where(rest, sheet, kind, ())


def may_describe(text: str, kind: Kind, *, apart: bool) -> bool:
    """A cheap look at a text that is not read yet: whether there is a word in it that a description has."""
    words = [word.strip(MARKS) for word in text.lower().split()]
    if any(word in _sorts(kind) or word in ONE or word.removesuffix("s") in _sorts(kind) for word in words):
        return True
    known = knowledge.place_words()
    if apart:
        return any(word in known or word in knowledge.maker_words() or not word.isascii() for word in words)
    if words[0] in PLACING and not (words[0] in {"of", "from", "at"} and kind is Kind.PERSON):
        return words[-1] in known or words[-1] in WHERE or not words[-1].isascii()
    if words[0] == "by":
        return kind in {Kind.WORK, Kind.THING}
    if words[0] in PLACING:
        return words[-1] in known or words[-1] in knowledge.maker_words() or not words[-1].isascii()
    return words[-1] in WHERE or (words[0] in TELLING and kind in {Kind.PERSON, Kind.PLACE})


def _is_where(words: tuple[str, ...], sheet: Sheet, kind: Kind, sort: tuple[str, ...]) -> bool:
    """`of Ukraine`, `by NASA`, `who wrote Emma`, each with what follows it."""
    link, rest = words[0], words[1:]
    if not rest:
        return False
    if link in TELLING:
        return _is_told(rest, sheet, kind, sort)
    at = next((at for at, word in enumerate(rest) if word in BINDING), len(rest))
    what, more = rest[:at], rest[at:]
    if link == "by" or (link == "from" and kind is Kind.THING and " ".join(what) in knowledge.seats()):
        fits = kind is Kind.WORK and len(what) <= MOST_MAKER
        fits = fits or (kind is Kind.THING and sheet.proper and (" ".join(what) in knowledge.same()))
    elif link in PLACING and _is_place(what, sheet, kind, link, bool(sort)):
        fits = True
    else:
        fits = link in {"of", "for", "about", "at"} and bool(sort) and kind in {Kind.PERSON, Kind.WORK} and not more
        fits = fits and bool(what) and (kind is Kind.PERSON or not _is_another(what, sheet))
        fits = fits or (kind is Kind.PERSON and link in {"of", "from", "at"} and " ".join(what) in knowledge.seats())
    return fits and (not more or _is_where(more, sheet, kind, sort))


def _is_told(words: tuple[str, ...], sheet: Sheet, kind: Kind, sort: tuple[str, ...]) -> bool:
    if kind is Kind.PLACE:
        return any(_is_inside(words[at:], sheet) for at in range(len(words)))
    return kind in {Kind.PERSON, Kind.ORGANISATION, Kind.WORK} and bool(sort or kind is Kind.PERSON) and len(words) > 1


def is_of(words: tuple[str, ...], sheet: Sheet, kind: Kind) -> bool:
    """Whether the answer is of a place, as one says `Canada's`."""
    places = knowledge.places().get(" ".join(words), frozenset())
    if kind is Kind.PERSON:
        return bool(places & knowledge.countries()) and not sheet.ordinary
    around = {Kind.PLACE: sheet.lies_in, Kind.ORGANISATION: sheet.seats}.get(kind, sheet.homes)
    return bool(places & around)


def _is_inside(words: Sequence[str], sheet: Sheet) -> bool:
    places, around = knowledge.places().get(" ".join(words), frozenset()), knowledge.within()
    return any(sheet.places & around.get(place, frozenset()) for place in places)


def _is_place(words: tuple[str, ...], sheet: Sheet, kind: Kind, link: str = "", sort: bool = False) -> bool:
    """Whether the words name a place where the answer is, or one that could make no other answer of it."""
    name = " ".join(words)
    country = knowledge.demonyms().get(name) if not link else None
    places = knowledge.places().get(name, frozenset()) | ({country} if country else set())
    if name == "korea" and kind is not Kind.PLACE:
        places = frozenset({"North Korea", "South Korea"})
    if not places:
        return kind in {Kind.THING, Kind.ANIMAL} and name in sheet.homes
    around = {Kind.PLACE: sheet.lies_in, Kind.ORGANISATION: sheet.seats}.get(kind, sheet.homes)
    if places & around:
        return True
    if kind is Kind.ORGANISATION:
        return not around and link == "in" and sheet.proper and not sheet.generic
    if kind is Kind.PERSON:
        return bool(link) or any(place in knowledge.countries() for place in places)
    inside = link in {"in", "from", "at"}
    return inside and ((kind is Kind.WORK and sort) or (kind is Kind.THING and sheet.proper))


def _is_beside(words: tuple[str, ...], sheet: Sheet, kind: Kind) -> bool:
    """Whether a name of another kind stands alone behind a comma: who made a work, where one plays, a country."""
    name = " ".join(words)
    if sheet.kind is None:
        return False
    if kind is Kind.WORK:
        return name in knowledge.makers()
    if kind is Kind.PERSON and len(words) > 1 and name in knowledge.seats():
        return True
    return kind in {Kind.PERSON, Kind.ORGANISATION} and _is_place(words, sheet, kind)


def follows(words: tuple[str, ...], sheet: Sheet, kind: Kind) -> bool:
    """Whether words right behind the name say what it is and make no other name: `NASA space agency`."""
    if (
        kind is Kind.PLACE
        or not sheet.proper
        or words[-1] in MADE_OF
        or not _is_sort(words, sheet, kind, article=False)
    ):
        return False
    if kind is Kind.PERSON:
        return len(words) <= MOST_BEHIND and any(
            word in OF_OLD or word in knowledge.demonyms() or word in knowledge.places() for word in words[:-1]
        )
    return len(words) < MOST_BEHIND and all(word in PLAIN or word in _sorts(kind) for word in words[:-1])


def precedes(words: tuple[str, ...], sheet: Sheet, kind: Kind) -> bool:
    """Whether words right before a proper name say what it is: `the Swedish company IKEA`."""
    if kind in {Kind.PLACE, Kind.ANIMAL} or not sheet.proper or (kind is Kind.PERSON and sheet.ordinary):
        return False
    return 1 < len(words) < MOST_BEHIND and words[-1] not in MADE_OF and _is_sort(words, sheet, kind, article=False)


def adorned(words: tuple[str, ...], sheet: Sheet, kind: Kind) -> bool:
    """Whether words before a common noun say nothing new of it: `korean kimchi`, `delicious kimchi`."""
    if kind is not Kind.THING or len(words) >= MOST_BEHIND:
        return False
    return all(word in LOVED or (word in TASTES and bool(sheet.homes)) or _is_home(word, sheet) for word in words)


def at_home(words: tuple[str, ...], sheet: Sheet) -> bool:
    """Whether words before an organisation name the country where it is at home: `the US Fed`."""
    if sheet.generic or not words:
        return False
    peoples, places = knowledge.demonyms(), knowledge.places()
    countries = [{peoples[word]} if word in peoples else places.get(word, frozenset()) for word in words]
    return all(some & sheet.seats & knowledge.countries() - CONTINENTS for some in countries)


def _is_home(word: str, sheet: Sheet) -> bool:
    country = knowledge.demonyms().get(word, "")
    return bool({country, word, *KOREAS.get(word, ())} & sheet.homes)


def _is_sort(words: tuple[str, ...], sheet: Sheet, kind: Kind, *, article: bool) -> bool:
    """`football governing body`, `korean movie`: the last word is a sort of this kind, and fits the answer."""
    last, before = words[-1], words[:-1]
    last = last if last in _sorts(kind) or last in ONE else last.removesuffix("s")
    if not (article if last in ONE else _fits(last, sheet, kind)):
        return False
    if last == "president" and before and before[0].isdigit():
        before = before[1:]
    if any(len(word) == 1 or word[0].isdigit() for word in before):
        return False
    known = _told_of(kind)
    peoples = knowledge.demonyms()
    others = [word for word in before if word not in known and word.removesuffix("s") not in known]
    others += [word for word in before if word in peoples and word in known]
    free = [word for word in others if word not in peoples and word not in knowledge.places()]
    if not all(_is_of(word, sheet, kind) for word in others if word not in free):
        return False
    if not free:
        return words[-1] in PERSONS or not _is_another(words, sheet)
    if not article or kind is Kind.PLACE or _is_another(words, sheet):
        return False
    return not any(map(knowledge.known, free))


def _is_of(word: str, sheet: Sheet, kind: Kind) -> bool:
    """`american`, `french`: from where the answer is, as far as that is known."""
    country = knowledge.demonyms().get(word)
    places = {country} if country else knowledge.places().get(word, frozenset())
    if not places:
        return False
    if kind is Kind.PLACE:
        return bool(places & (sheet.lies_in | sheet.places))
    if kind is Kind.ORGANISATION and sheet.seats:
        return bool(places & sheet.seats)
    if kind is Kind.ANIMAL or sheet.homes:
        return _is_home(word, sheet) or bool(places & sheet.homes)
    return True


def _is_another(words: tuple[str, ...], sheet: Sheet) -> bool:
    """Whether a name of something else stands in the words: `european space agency` is not NASA."""
    same, apart, alike = knowledge.same(), knowledge.apart(), knowledge.broader()
    for begin in range(len(words)):
        for end in range(begin + 1, len(words) + 1):
            name = " ".join(words[begin:end])
            if sheet.kind is Kind.ORGANISATION and name in knowledge.seats() and name not in sheet.phrases | UNIONS:
                return True
            if name in same and end - begin > 1 and not same[name] & sheet.groups:
                return True
            if name in apart and (apart[name] & sheet.apart or end - begin > 1):
                return True
            if name in alike and sheet.phrases & alike.keys() and not _covers(name, sheet):
                return True
    return False


def _covers(name: str, sheet: Sheet) -> bool:
    return any(name in knowledge.broader().get(own, ()) for own in sheet.phrases) or name in sheet.phrases


def _fits(sort: str, sheet: Sheet, kind: Kind) -> bool:
    if kind in {Kind.THING, Kind.WORK} and not sheet.phrases.isdisjoint(knowledge.namesakes()):
        return sort in sheet.told_sorts
    if kind in {Kind.THING, Kind.ANIMAL}:
        wider = frozenset().union(*(knowledge.broader().get(own, frozenset()) for own in sheet.phrases))
        return (
            sort in wider
            or sort in {"animal", "creature", "species"}
            or (sort in _sorts(kind) and (kind is Kind.THING or not wider))
        )
    if kind is Kind.PLACE:
        return sort in PLACES.get(sheet.place_sort, ())
    if kind is Kind.ORGANISATION and sort in OWN:
        return sort in sheet.words or (sort in {"bank", "party"} and bool(sheet.seats))
    return sort in _sorts(kind)


def fitting(sort: str) -> frozenset[str]:
    """The words for a sort of place."""
    return frozenset(PLACES.get(sort, ()))


def sort_of_place(words: tuple[str, ...]) -> str:
    """What sort of place a name tells of itself: `Lake Victoria`, `Suez Canal`."""
    found = next((word for word in (words[0], words[-1]) if word in NAMING or word in {"mt", "straits"}), "")
    return SORTS_OF_PLACES.get(found, "") if len(words) > 1 else ""


@cache
def _told_of(kind: Kind) -> frozenset[str]:
    """What may stand before a sort of this kind and makes no other thing of it."""
    return PRAISE | MODIFIERS | _sorts(kind)


@cache
def _sorts(kind: Kind) -> frozenset[str]:
    return {
        Kind.PERSON: classes(Kind.PERSON) | PERSONS,
        Kind.ORGANISATION: (BODIES | OWN),
        Kind.WORK: WORKS,
        Kind.THING: THINGS | NAMED,
        Kind.ANIMAL: ANIMALS,
        Kind.PLACE: frozenset(word for words in PLACES.values() for word in words),
    }.get(kind, frozenset())

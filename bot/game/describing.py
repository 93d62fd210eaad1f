"""What may be said of an answer beside its name: what sort of thing it is, where it is, who made it. Pure."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from bot.domain import Kind
from bot.game import knowledge
from bot.game.matching import Key
from bot.game.titles import MODIFIERS, NAMED, classes

if TYPE_CHECKING:
    from bot.game.sheet import Sheet

MOST_WORDS = 8
"""Words of a description."""
MOST_MAKER = 4
"""Words of a maker's name."""
_ARTICLE = re.compile(r"\s*(?:the|a|an|its|his|her|that|this|one of the|some)\b", re.IGNORECASE)
_PLACING = frozenset("in from of at near on".split())
_TELLING = frozenset("who which that with whose".split())
_BINDING = _PLACING | _TELLING | {"by", "for", "about"}
"""Words that bind what follows to what stands before."""
_TAKEN_BACK = frozenset(
    "not no nope never or and vs versus maybe perhaps possibly probably then wait sorry either both other another "
    "first second third last next previous elder younger older senior junior old new like unlike but without "
    "wife husband son daughter brother sister mother father widow child fan fans critic rival rivals successor "
    "predecessor opponent anti pro ex-wife if else instead".split()
)
"""Words that make a second guess or another one of what looks like a description."""
_PERSONS = frozenset(
    "man woman guy lady chap person politician prime minister pm premier president chancellor ceo boss founder "
    "cofounder creator inventor secretary senator governor mayor king queen pope monarch emperor author writer "
    "navigator aviator statesman captain manager coach scientist researcher monk nun saint missionary pioneer "
    "admiral commander superstar popstar icon champion medallist winner laureate genius tycoon magnate mogul "
    "investor discoverer father economist streamer youtuber influencer dj host anchor tsar sultan".split()
)
"""What people are called beside the words that judge a name."""
_BODIES = frozenset(
    "company firm corporation body organisation organization club team charity broadcaster carmaker automaker maker "
    "manufacturer planemaker airline brand newspaper paper magazine retailer giant group lender cartel alliance "
    "watchdog regulator ngo startup ag plc inc ltd corp co sa gmbh chain producer conglomerate multinational business supermarket channel station "
    "network label studio agency side bloc institution enterprise developer publisher operator provider".split()
)
_OWN = frozenset("bank court party union committee university commission council parliament fund army church".split())
"""What is the sort of an organisation only where its own names say so, as it makes names itself."""
_WORKS = frozenset(
    "novel book film movie play song tune track album painting picture poem opera musical show series sculpture statue "
    "ballet fresco trilogy saga masterpiece classic symphony comedy tragedy drama thriller epic blockbuster hit single "
    "ballad anthem mural story fairytale sitcom artwork portrait".split()
)
_THINGS = frozenset(
    "planet metal element currency cryptocurrency language machine toy game plant flower fruit drink food dish "
    "instrument gas liquid vehicle fabric device drug medicine antibiotic medication disease illness virus infection "
    "molecule probe spacecraft spaceship craft telescope satellite observatory rocket ship liner plane aircraft jet "
    "pastry bread snack dessert sweet vegetable condiment software app website chatbot phone smartphone coin token "
    "artefact artifact stone puzzle invention gadget appliance document paper sauce soup cheese wine spirit beer "
    "bun roll cake sport weapon bomb treaty stuff material substance chemical compound vaccine tool".split()
)
_ANIMALS = frozenset("animal bird fish insect mammal reptile creature species beast bug amphibian marsupial pet".split())
_PLACES = {
    "country": "country nation republic kingdom".split(),
    "state": "state province".split(),
    "city": "city town capital metropolis place".split(),
    "river": "river stream waterway".split(),
    "lake": "lake".split(),
    "mountain": "mountain peak mount summit volcano".split(),
    "sea": "sea ocean gulf bay".split(),
    "island": "island isle archipelago islands".split(),
    "canal": "canal waterway".split(),
    "strait": "strait waterway channel".split(),
    "desert": "desert".split(),
    "forest": "forest rainforest jungle".split(),
    "park": "park".split(),
    "bridge": "bridge".split(),
    "tower": "tower landmark".split(),
    "falls": "falls waterfall waterfalls".split(),
    "continent": "continent".split(),
    "palace": "palace castle landmark".split(),
}
EVERY_PLACE = frozenset(word for words in _PLACES.values() for word in words) | {"mt", "state", "province", "county"}
"""All words for sorts of places."""
_SORTS_OF_PLACES = {word: sort for sort, words in _PLACES.items() for word in words} | {
    "mt": "mountain", "rainforest": "forest", "jungle": "forest", "ocean": "sea", "isle": "island", "castle": "palace",
    "river": "river", "straits": "strait",
}  # fmt: skip
_NAMING = frozenset({"city", "river", "lake", "mount", "mountain", "sea", "ocean", "island", "canal", "strait", "desert",
                     "rainforest", "forest", "jungle", "park", "bridge", "tower", "falls", "palace", "castle"})
_ONE = frozenset({"one", "1", "place"})
"""What stands for any sort of thing."""
_PRAISE = frozenset(
    "famous world worlds great greatest biggest largest big best well known wellknown popular beautiful iconic "
    "legendary celebrated current modern ancient late former ex tv space news plane aeroplane airplane car oil "
    "football soccer tennis basketball film movie rock pop jazz folk science fiction scifi crime adventure fantasy "
    "short classical animated silent literary dutch chinese japanese korean us uk eu football governing global "
    "international national public private commercial investment tech technology social media energy fashion "
    "sportswear pharmaceutical pharma drugs aircraft aerospace food human rights aid medical health oncology "
    "environmental conservation sweet salty spicy tasty delicious red blue white black green brown grey small tiny "
    "little huge giant tall long high deep wild domestic marine sea land flying little native cold hot".split()
)
"""What may stand before the word for a sort where no article shows that it is one."""
_OF_OLD = frozenset({"former", "ex", "late", "football", "tennis", "soccer", "rock", "pop"})
"""What shows that a word behind a name is what the person was, not who works for him."""
_PLAIN = frozenset("space plane car oil football soccer tennis baseball basketball aircraft aeroplane airplane".split())
_MADE_OF = frozenset("giant group side network label studio channel station institution supermarket business".split())
"""What makes another name of an organisation right behind it: a record label of a shop."""
_LOVED = frozenset("delicious tasty yummy famous lovely beloved iconic good typical real traditional classic".split())
_TASTES = frozenset("spicy salty buttery crispy savoury".split())
_KOREAS = {"korean": ("korea",)}
MOST_BEHIND = 4
"""Words right before or behind a name, at most."""
_SOMEWHERE = frozenset(
    tuple(text.split())
    for text in (
        "in space|in sky|in night sky|in universe|in galaxy|in world|in nature|in wild|on your head|on my head|"
        "on head|in your hand|in your pocket|in house|in kitchen|at home|in street|for clothes|for travel|"
        "for travelling|for shopping|in supermarket|at supermarket|in shop|on road|on roads|in water|of course"
    ).split("|")
)
_WHERE = frozenset(words[-1] for words in _SOMEWHERE)
_MARKS = " .,;:?!'\"()"
"""Where common things are, which makes no other thing of them."""


def describes(text: str, sheet: Sheet, size: int, *, apart: bool) -> bool:
    """Whether a text says what or where the answer is, and is neither a second guess nor makes another thing of it.

    `size` is how many words the name before it has, `apart` that a comma or the like parts the two.
    """
    kind = sheet.kinds[0] if len(sheet.kinds) == 1 and sheet.event is None else None
    if kind is None or not text.strip() or not may_describe(text, kind, apart=apart):
        return False
    words = Key(text).base
    if not 0 < len(words) <= MOST_WORDS or not _TAKEN_BACK.isdisjoint(words) or "?" in text[:-1]:
        return False
    at = next((at for at, word in enumerate(words) if word in _BINDING), len(words))
    sort, rest = words[:at], words[at:]
    article = bool(_ARTICLE.match(text))
    if sort and not _is_sort(sort, sheet, kind, article=article):
        return apart and not rest and _is_beside(sort, sheet, kind)
    if not sort and words in _SOMEWHERE:
        return True
    if not sort and size == 1 and kind is Kind.PERSON and not any(len(name.words) == 1 for name in sheet.names[:1]):
        return _is_where(rest, sheet, kind, sort) if rest[0] in {"from", "of"} and not sheet.ordinary else False
    return not rest or _is_where(rest, sheet, kind, sort)


def may_describe(text: str, kind: Kind, *, apart: bool) -> bool:
    """A cheap look at a text that is not read yet: whether there is a word in it that a description has."""
    words = [word.strip(_MARKS) for word in text.lower().split()]
    if any(word in _sorts(kind) or word in _ONE or word.removesuffix("s") in _sorts(kind) for word in words):
        return True
    known = knowledge.place_words()
    if apart:
        return any(word in known or word in knowledge.maker_words() or not word.isascii() for word in words)
    if words[0] in _PLACING:
        return words[-1] in known or words[-1] in _WHERE or not words[-1].isascii()
    if words[0] == "by":
        return kind in {Kind.WORK, Kind.THING}
    return words[-1] in _WHERE or (words[0] in _TELLING and kind in {Kind.PERSON, Kind.PLACE})


def _is_where(words: tuple[str, ...], sheet: Sheet, kind: Kind, sort: tuple[str, ...]) -> bool:
    """`of Ukraine`, `by NASA`, `who wrote Emma`, each with what follows it."""
    link, rest = words[0], words[1:]
    if not rest:
        return False
    if link in _TELLING:
        return _is_told(rest, sheet, kind, sort)
    at = next((at for at, word in enumerate(rest) if word in _BINDING), len(rest))
    what, more = rest[:at], rest[at:]
    if link == "by":
        fits = kind is Kind.WORK and len(what) <= MOST_MAKER
        fits = fits or (kind is Kind.THING and sheet.proper and (" ".join(what) in knowledge.same()))
    elif link in _PLACING and _is_place(what, sheet, kind, link, bool(sort)):
        fits = True
    else:
        fits = link in {"of", "for", "about", "at"} and bool(sort) and kind in {Kind.PERSON, Kind.WORK} and not more
        fits = fits and 0 < len(what) and not _is_another(what, sheet)
    return fits and (not more or _is_where(more, sheet, kind, sort))


def _is_told(words: tuple[str, ...], sheet: Sheet, kind: Kind, sort: tuple[str, ...]) -> bool:
    if kind is Kind.PLACE:
        return any(_is_inside(words[at:], sheet) for at in range(len(words)))
    return kind in {Kind.PERSON, Kind.ORGANISATION, Kind.WORK} and bool(sort or kind is Kind.PERSON) and len(words) > 1


def _is_inside(words: tuple[str, ...], sheet: Sheet) -> bool:
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
    if kind is Kind.PLACE:
        return bool(places & sheet.lies_in)
    if kind is Kind.ORGANISATION:
        return bool(places & sheet.seats) if sheet.seats or not link else link == "in" and sheet.proper and not sheet.generic
    if kind is Kind.PERSON:
        return bool(link) or any(place in knowledge.countries() for place in places)
    if kind is Kind.ANIMAL:
        return bool(places & sheet.homes) or False
    return kind is Kind.THING and (bool(places & sheet.homes) or (sheet.proper and link in {"in", "from", "at"})) or (
        kind is Kind.WORK and link in {"in", "at", "from"} and sort
    )


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
    if kind is Kind.PLACE or not sheet.proper or words[-1] in _MADE_OF or not _is_sort(words, sheet, kind, article=False):
        return False
    if kind is Kind.PERSON:
        return len(words) <= MOST_BEHIND and any(
            word in _OF_OLD or word in knowledge.demonyms() or word in knowledge.places() for word in words[:-1]
        )
    return len(words) < MOST_BEHIND and all(word in _PLAIN or word in _sorts(kind) for word in words[:-1])


def adorned(words: tuple[str, ...], sheet: Sheet, kind: Kind) -> bool:
    """Whether words before a common noun say nothing new of it: `korean kimchi`, `delicious kimchi`."""
    if kind is not Kind.THING or len(words) >= MOST_BEHIND:
        return False
    return all(word in _LOVED or (word in _TASTES and bool(sheet.homes)) or _is_home(word, sheet) for word in words)


def _is_home(word: str, sheet: Sheet) -> bool:
    country = knowledge.demonyms().get(word, "")
    return bool({country, word, *_KOREAS.get(word, ())} & sheet.homes)


def _is_sort(words: tuple[str, ...], sheet: Sheet, kind: Kind, *, article: bool) -> bool:
    """`football governing body`, `korean movie`: the last word is a sort of this kind, and fits the answer."""
    last, before = words[-1], words[:-1]
    last = last if last in _sorts(kind) or last in _ONE else last.removesuffix("s")
    if last in _ONE and not article:
        return False
    if last not in _ONE and not _fits(last, sheet, kind):
        return False
    if any(len(word) == 1 or word[0].isdigit() for word in before):
        return False
    known = _PRAISE | MODIFIERS | _sorts(kind)
    peoples = knowledge.demonyms()
    if all(_is_of(word, sheet, kind) if word in peoples or word in knowledge.places() else word.removesuffix("s") in known or word in known
           for word in before):  # fmt: skip
        return words[-1] in _PERSONS or not _is_another(words, sheet)
    if not article or kind is Kind.PLACE or _is_another(words, sheet):
        return False
    return all(
        _is_of(word, sheet, kind)
        if word in peoples or word in knowledge.places()
        else word in known or not knowledge.known(word)
        for word in before
    )


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
            if sheet.kind is Kind.ORGANISATION and name in knowledge.seats() and name not in sheet.phrases:
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
        return sort in wider or sort in {"animal", "creature", "species"} or (
            sort in _sorts(kind) and (kind is Kind.THING or not wider)
        )
    if kind is Kind.PLACE:
        return sort in _PLACES.get(sheet.place_sort, ())
    if kind is Kind.ORGANISATION and sort in _OWN:
        return sort in sheet.words
    return sort in _sorts(kind)


def fitting(sort: str) -> frozenset[str]:
    """The words for a sort of place."""
    return frozenset(_PLACES.get(sort, ()))


def sort_of_place(words: tuple[str, ...]) -> str:
    """What sort of place a name tells of itself: `Lake Victoria`, `Suez Canal`."""
    found = next((word for word in (words[0], words[-1]) if word in _NAMING or word in {"mt", "straits"}), "")
    return _SORTS_OF_PLACES.get(found, "") if len(words) > 1 else ""


@cache
def _sorts(kind: Kind) -> frozenset[str]:
    return {
        Kind.PERSON: classes(Kind.PERSON) | _PERSONS,
        Kind.ORGANISATION: (_BODIES | _OWN),
        Kind.WORK: _WORKS,
        Kind.THING: _THINGS | NAMED,
        Kind.ANIMAL: _ANIMALS,
        Kind.PLACE: frozenset(word for words in _PLACES.values() for word in words),
    }.get(kind, frozenset())

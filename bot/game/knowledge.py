"""What the judge knows of the world, read once from the files beside it: places, names, words alike. Pure."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from bot.game.matching import Key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_CONTINENTS = frozenset({"Europe", "Asia", "Africa", "North America", "South America", "Oceania", "Antarctica"})
_FEDERAL = frozenset({"United States", "Canada", "Australia"})
"""Countries whose states are places of the list."""
_DATA = Path(__file__).parent / "data"


def phrase(text: str) -> str:
    """A name as it is looked up."""
    return " ".join(Key(text).base)


@cache
def same() -> Mapping[str, frozenset[int]]:
    """The groups of names of one thing that a name stands in."""
    return _groups(line.split(" = ") for line in _lines("same.txt"))


@cache
def _groups_alike() -> tuple[tuple[Key, ...], ...]:
    return tuple(tuple(map(Key, line.split(" = "))) for line in _lines("same.txt"))


def named_alike(name: str) -> tuple[Key, ...]:
    """Other names of what a name of several words stands for, where it stands for one thing."""
    found = same().get(name, frozenset()) if " " in name else frozenset()
    return tuple(key for key in _groups_alike()[next(iter(found))] if len(key.words) > 1) if len(found) == 1 else ()


@cache
def apart() -> Mapping[str, frozenset[int]]:
    """The groups of names alike, but not the same, that a name stands in."""
    return _groups(line.split(";") for line in _lines("apart.txt"))


@cache
def nicknames() -> Mapping[str, frozenset[int]]:
    """The groups of forms of one given name that a name stands in."""
    return _groups(line.replace(":", " ").split() for line in _lines("given.txt") if line[0] != "[")


@cache
def women_and_men() -> tuple[frozenset[str], frozenset[str]]:
    """The given names that only women have, and those that only men have."""
    names: dict[str, set[str]] = defaultdict(set)
    section = ""
    for line in _lines("given.txt"):
        if line[0] == "[":
            section = line.strip("[]")
        else:
            names[section].update(line.replace(":", " ").split())
    women, men, both = names["women"], names["men"], names["both"]
    return frozenset(women - men - both), frozenset(men - women - both)


@cache
def places() -> Mapping[str, frozenset[str]]:
    """The places that a name may mean; a place is called by its first name, a city with its country behind it."""
    found: dict[str, set[str]] = defaultdict(set)
    for place, names in _places():
        for name in names:
            found[phrase(name)].add(place)
    return {name: frozenset(some) for name, some in found.items()}


@cache
def sorts_of_places() -> Mapping[str, str]:
    """Whether a place is a country, a state of one, a city or a continent."""
    found: dict[str, str] = {}
    for line in _lines("places.txt"):
        heads, _, cities = (part.strip() for part in line.split("|"))
        country, _, around = heads.split(" = ")[0].partition(" < ")
        found[country] = "continent" if country in _CONTINENTS else "state" if around in _FEDERAL else "country"
        found |= {_city(city, country): "city" for city in filter(None, (part.strip() for part in cities.split(",")))}
    return found


@cache
def countries() -> frozenset[str]:
    """The countries among the places, their states and the continents."""
    return frozenset(place for place, sort in sorts_of_places().items() if sort != "city")


@cache
def within() -> Mapping[str, frozenset[str]]:
    """The places that a place lies in."""
    found: dict[str, set[str]] = defaultdict(set)
    for line in _lines("places.txt"):
        heads, _, cities = (part.strip() for part in line.split("|"))
        country, _, around = heads.split(" = ")[0].partition(" < ")
        if around:
            found[country].add(around)
        for city in filter(None, (part.strip() for part in cities.split(","))):
            found[_city(city, country)] |= {country} | ({around} if around else set())
    ids = {name: place for place, names in _towns() for name in names}
    for landmark, wider in _landmarks():
        found[landmark[0]] |= {ids.get(place, place) for place in wider}
    return {place: frozenset(some) for place, some in found.items()}


@cache
def demonyms() -> Mapping[str, str]:
    """What the people and things of a country are called, and the country."""
    found: dict[str, str] = {}
    for line in _lines("places.txt"):
        heads, peoples, _ = (part.strip() for part in line.split("|"))
        country = heads.partition(" = ")[0].partition(" < ")[0]
        found |= {phrase(people): country for people in peoples.split(",") if people.strip()}
    return found


def place_sign(word: str) -> str:
    """One sign for a country and its people: `us` and `american`; any other word is itself."""
    country = demonyms().get(word, "")
    if country:
        return f"@{country}"
    if word == "eu":
        return "@Europe"
    heads = {place.partition(",")[0] for place in places().get(word, ())}
    return f"@{heads.pop()}" if len(heads) == 1 else word


@cache
def broader() -> Mapping[str, frozenset[str]]:
    """The broader words of a word: `bird` for `eagle`."""
    found: dict[str, set[str]] = defaultdict(set)
    for line in _lines("members.txt"):
        word, _, members = line.partition(":")
        for member in members.split(","):
            found[phrase(member)].add(phrase(word))
    return {name: frozenset(some).union(*(found.get(wider, ()) for wider in some)) for name, some in found.items()}


@cache
def happenings() -> Mapping[str, frozenset[int]]:
    """What a word tells to have happened; a hyphen stands for a blank."""
    return _groups(line.partition(":")[2].split() for line in _lines("happenings.txt"))


@cache
def tokens() -> Mapping[str, str]:
    """One sign for all names of a thing, and for a country and its people; what tells a happening stays a word."""
    found = {name: f"@{next(iter(some))}" for name, some in (*same().items(), *places().items()) if len(some) == 1}
    found |= {people: found.get(phrase(country), people) for people, country in demonyms().items()}
    return {name: sign for name, sign in found.items() if name not in happenings()}


@cache
def words() -> frozenset[str]:
    """Words that are no slip of another one, as they are words or names themselves."""
    texts = [*same(), *apart(), *nicknames(), *places(), *demonyms(), *broader(), *happenings()]
    texts += [word for some in broader().values() for word in some]
    return frozenset(" ".join((*texts, *_lines("twins.txt"))).split())


@cache
def homophones() -> Mapping[str, int]:
    """Words that are taken for one another as they sound alike, each with the number of its row."""
    return {word: at for at, line in enumerate(_lines("homophones.txt")) for word in line.split()}


@cache
def seats() -> Mapping[str, frozenset[str]]:
    """Where an organisation is at home: a place and those around it."""
    return _around("seats.txt")


@cache
def homes() -> Mapping[str, frozenset[str]]:
    """Where a thing comes from, or an animal lives."""
    return _around("homes.txt")


@cache
def makers() -> frozenset[str]:
    """Who makes works."""
    return frozenset(phrase(name) for line in _lines("makers.txt") for name in line.split(";"))


@cache
def namesakes() -> Mapping[str, frozenset[str]]:
    """Names that several things or works have, and the words for the one that is meant without a word."""
    rows = (name.partition(":") for line in _lines("namesakes.txt") for name in line.split(";"))
    return {phrase(name): frozenset(meant.split()) for name, _, meant in rows}


def _around(file: str) -> dict[str, frozenset[str]]:
    """What lies where, by name; a place is known by all places that its name may mean."""
    found: dict[str, set[str]] = defaultdict(set)
    for line in _lines(file):
        around, _, rows = line.partition(":")
        names = [phrase(place) for place in around.split("<")]
        wider = frozenset().union(*(places().get(name, frozenset({name})) for name in names))
        for row in rows.split(","):
            for name in row.split("="):
                found[phrase(name)] |= wider
    return {name: frozenset(some) for name, some in found.items()}


@cache
def years() -> Mapping[str, frozenset[str]]:
    """When well-known events were."""
    found: dict[str, set[str]] = defaultdict(set)
    for line in _lines("years.txt"):
        year, _, events = line.partition(":")
        for event in events.split(","):
            found[phrase(event)].add(year)
    return {name: frozenset(some) for name, some in found.items()}


@cache
def place_words() -> frozenset[str]:
    """All words of the names of places, of homes and of peoples."""
    return frozenset(" ".join((*places(), *demonyms(), "korea", *(w for some in _home_places() for w in some))).split())


@cache
def maker_words() -> frozenset[str]:
    """All words of the names of makers, and of organisations."""
    return frozenset(" ".join((*makers(), *seats())).split())


def _home_places() -> Iterator[list[str]]:
    """The names of the places where things come from."""
    for line in _lines("homes.txt"):
        yield [phrase(place) for place in line.partition(":")[0].split("<")]


def known(name: str) -> bool:
    """Tell whether a name is one of the world's."""
    return name in places() or name in broader() or name in demonyms()


def _places() -> Iterator[tuple[str, list[str]]]:
    """Each place with its names, landmarks too."""
    yield from _towns()
    for landmark, _ in _landmarks():
        yield landmark[0], landmark


def _towns() -> Iterator[tuple[str, list[str]]]:
    """Each country and city with its names."""
    abroad = _abroad()
    for line in _lines("places.txt"):
        heads, _, cities = (part.strip() for part in line.split("|"))
        first, *others = heads.split(" = ")
        country = first.partition(" < ")[0]
        yield country, [country, *others, *abroad.get(country, ())]
        for city in filter(None, (part.strip() for part in cities.split(","))):
            names = city.split(" = ")
            yield _city(city, country), [*names, *abroad.get(f"{names[0]}, {country}", abroad.get(names[0], ()))]


@cache
def _abroad() -> Mapping[str, list[str]]:
    """What places are called in German, French, Spanish and Italian."""
    rows = (line.partition(": ") for line in _lines("abroad.txt"))
    return {place: [name.strip() for name in names.split(",")] for place, _, names in rows}


def _landmarks() -> Iterator[tuple[list[str], list[str]]]:
    """Each landmark with its names, and where it lies, the nearest first."""
    for line in _lines("landmarks.txt"):
        around, _, rows = line.partition(":")
        for row in rows.split(","):
            yield [name.strip() for name in row.split("=")], [place.strip() for place in around.split("<")]


def _city(city: str, country: str) -> str:
    return f"{city.split(' = ', maxsplit=1)[0]}, {country}"


def _groups(rows: Iterable[Iterable[str]]) -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for number, row in enumerate(rows):
        for name in row:
            found[phrase(name)].add(number)
    return {name: frozenset(some) for name, some in found.items() if name}


@cache
def _lines(name: str) -> tuple[str, ...]:
    lines = (_DATA / name).read_text("utf-8").splitlines()
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))

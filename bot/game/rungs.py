"""The rungs on which a guess is right, from the strictest on. Pure."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from bot.domain import Kind
from bot.game import knowledge, names
from bot.game.dates import readings
from bot.game.matching import Key, same_words
from bot.game.numerals import is_number
from bot.game.quantities import quantity
from bot.game.sheet import phrase
from bot.game.slips import LONG, SHORT, short_slip, slipped, word_slips
from bot.game.titles import CROWNS, classes, short, trimmed

if TYPE_CHECKING:
    from bot.game.sheet import Sheet

RUNGS = (
    "exact", "normalised", "spelled", "untitled", "joined", "plural", "turned", "value", "date", "synonym", "initials",
    "twice", "place", "event", "person", "class", "order", "spelling",
)  # fmt: skip
"""The names of the rungs, from the strictest on."""
YEAR = 4
"""Figures of a year."""
_LISTING = (";", "/", "|", "+", "\n", " - ")


def plainly(said: Key, core: Key, riddle: Sheet) -> str:
    """The rung on which a guess is word for word, value for value one of the names, or nothing."""
    turned = said.turned() or said.bracket_first()
    for form in dict.fromkeys(filter(None, (said, core, turned))):
        for at, name in enumerate(riddle.names):
            rung = _same(form, name, riddle)
            if rung:
                rung = "turned" if form is turned and rung == "normalised" else rung
                return f"{rung}: it is {'an alias' if at else 'the answer'}"
    for form in (said, core) if core is not said else (said,):
        rung = _valued(form, riddle) or _otherwise(form, riddle)
        if rung:
            return rung
    return ""


def loosely(said: Key, riddle: Sheet, refused: str) -> str:
    """The rung on which a guess is right though it is long or has a comma in it, or nothing."""
    if refused.startswith("list") and any("," in name.text and _misspelt(said, name) for name in riddle.names):
        return "spelling: a slip of the pen in a long word"
    if riddle.event and (not refused or refused.startswith("too long")) and riddle.event.told(said):
        return "event: its subject and what happened are both named"
    turned = said.turned() if riddle.person else None
    longest = max(len(name.words) for name in riddle.names)
    if turned is None or len(turned.words) > longest:
        return ""
    right = any(
        _misspelt(turned, name) or names.alike(turned.words, name.words, surname=False) for name in riddle.names
    )
    return "turned: the surname in front" if right else ""


def carefully(said: Key, riddle: Sheet) -> str:
    """The rung on which a guess without a list, a negation or an order in it is right, or nothing."""
    if _counted(said, riddle):
        return "value: it is the same number"
    if riddle.person and _person(said, riddle):
        return "person: the same person's name in another form"
    if any(_sorted_alike(said, name, riddle.kind) for name in riddle.names):
        return "class: the answer with or without the word for what it is"
    if any(_reordered(said, name, riddle.kind) for name in riddle.names):
        return "order: the words of the answer in another order"
    if any(_misspelt(said, name) for name in riddle.names):
        return "spelling: a slip of the pen in a long word"
    return ""


def without_apposition(said: Key) -> Key:
    """`Bill Clinton, US president` without what he is."""
    before, comma, after = said.text.partition(",")
    words = Key(after).base if comma else ()
    if not words or not Key(before).words or not any(word in classes(Kind.PERSON) for word in words):
        return said
    kinds = classes(Kind.PERSON) | {"us", "uk", "american", "british", "famous", "the", "a", "of", "former"}
    return Key(before) if all(word in kinds or word in knowledge.demonyms() for word in words) else said


def _same(said: Key, name: Key, riddle: Sheet) -> str:
    """The rung on which two texts are the same, or nothing."""
    if said.words == name.words:
        return "normalised"
    if said.base == name.base:
        return "spelled"
    if _titled_alike(said, name, riddle):
        return "untitled"
    if _joined_alike(said, name):
        return "joined"
    if same_words(said.base, name.base) and not riddle.apart & knowledge.apart().get(phrase(said), frozenset()):
        return "plural"
    turned = name.turned() if "," in name.text else None
    return "turned" if turned and turned.base == said.base else ""


def _titled_alike(said: Key, name: Key, riddle: Sheet) -> bool:
    """An honorific more or less; one that is all that tells two names apart stays, and so does a wrong one."""
    if said.untitled != name.untitled or (said.untitled != said.words and name.untitled != name.words):
        return False
    if riddle.person and said.untitled != said.words and names.titled(said.words, riddle.names[0].words):
        return False
    return name.untitled == name.words or len(name.untitled) > 1


def _joined_alike(said: Key, name: Key) -> bool:
    if len(said.words) == len(name.words) or len(name.joined) < LONG or is_number(name.joined):
        return False
    return said.joined == name.joined


def _valued(said: Key, riddle: Sheet) -> str:
    """The same quantity or the same date."""
    if riddle.dates:
        dates = readings(said.text.lower(), said.words)
        if len(dates) == 1 and any(dates[0].same(date) for date in riddle.dates):
            return "date: it is the same date"
    if riddle.quantities:
        told = quantity(said.words)
        if told and any(told.same(value) for value in riddle.quantities):
            return "value: it is the same quantity"
    return ""


def _counted(said: Key, riddle: Sheet) -> bool:
    """The number with or without what is counted, where the answer is a number."""
    words = (*said.words[:-1], "million") if len(said.words) > 1 and said.words[-1] == "m" else said.words
    told = quantity(words) if riddle.kind is Kind.NUMBER else None
    return told is not None and any(
        told.value == value.value and told.dimension == value.dimension == "" and not (told.noun and value.noun)
        for value in riddle.quantities
    )


def _otherwise(said: Key, riddle: Sheet) -> str:
    """Another name for the same, initials, the same twice, a place with the place it lies in."""
    name = phrase(said)
    if riddle.groups & knowledge.same().get(name, frozenset()):
        return "synonym: another name for the same"
    if riddle.places & knowledge.places().get(name, frozenset()):
        return "synonym: another name for the same"
    if len(said.joined) > 1 and len(said.words) == 1 and said.joined in riddle.initials:
        return "initials: the first letters of the answer"
    if _twice(said, riddle):
        return "twice: the answer under two names"
    return "place: the answer and where it lies" if _placed(said, riddle) else ""


def _twice(said: Key, riddle: Sheet) -> bool:
    """`Myanmar (Burma)`, `Artificial Intelligence (AI)`, `1984 (novel)`, `James Bond 007`."""
    parts = said.bracketed()
    if parts is None and _both(said, riddle):
        return True
    if parts is None or not plainly(parts[0], parts[0], riddle):
        return False
    return bool(plainly(parts[1], parts[1], riddle)) or _aside(parts[1].base, riddle.kind)


def _both(said: Key, riddle: Sheet) -> bool:
    """Two of the names, one after the other, as one name."""
    words, rows = said.words, riddle.rows
    if len(words) < 2 or len(rows) < 2 or "," in said.text or any(sign in said.text for sign in _LISTING):
        return False
    return any(words[:at] in rows and words[at:] in rows and words[:at] != words[at:] for at in range(1, len(words)))


def _aside(words: tuple[str, ...], kind: Kind | None) -> bool:
    """What may stand in a bracket: the sort of thing, or the year of a work."""
    if kind is Kind.WORK and len(words) == 1 and words[0].isdigit() and len(words[0]) == YEAR:
        return True
    return set(words) <= classes(kind) | {"the", "a"}


def _placed(said: Key, riddle: Sheet) -> bool:
    """`Lisbon, Portugal`, `Portugal in Europe`; a wrong country is another place."""
    if not riddle.lies_in or any(sign in said.text for sign in _LISTING):
        return False
    for name in riddle.names:
        size = len(name.base)
        if not 0 < size < len(said.base):
            continue
        if _alike_or_slipped(said.base[:size], name.base) and _around(said.base[size:], riddle):
            return True
        if len(said.base) == size + 1 and said.base[1:] == name.base and _around(said.base[:1], riddle):
            return True
    return False


def _alike_or_slipped(said: tuple[str, ...], name: tuple[str, ...]) -> bool:
    return same_words(said, name) or bool(slipped(said, name))


def _around(words: tuple[str, ...], riddle: Sheet) -> bool:
    """`in Paris, France`: every place that is named is one the answer lies in."""
    rest = tuple(word for word in words if word not in {"in", "of", "at", "near", "on"})
    lies = riddle.lies_in
    if not rest or not lies:
        return False
    places = knowledge.places()
    return any(
        lies & places.get(" ".join(rest[:at]), frozenset())
        and (at == len(rest) or lies & places.get(" ".join(rest[at:]), frozenset()))
        for at in range(1, len(rest) + 1)
    )


def _person(said: Key, riddle: Sheet) -> bool:
    full, surnames = riddle.full_names, riddle.surnames
    if len(said.words) == 1 and any(short_slip(said.words[0], own[0]) for own in surnames if len(own[0]) == SHORT):
        return True
    for form in dict.fromkeys((said.words, trimmed(said.words, _callings()))):
        if any(names.alike(form, name, surname=name[-1:] in surnames) for name in full):
            return True
        stripped = names.bare(form)
        if stripped != form and stripped in surnames and not names.titled(form, riddle.names[0].words):
            return True
    return False


def _unsigned(said: Key) -> tuple[str, ...]:
    """A work without its maker: `Shakespeare's Hamlet`, `Hamlet by Shakespeare`."""
    maker, sign, work = said.text.replace("’", "'").partition("'s ")
    if sign and len(maker.split()) <= MOST_MAKER:
        return Key(work).base
    work, sign, maker = said.text.lower().rpartition(" by ")
    return Key(work).base if sign and len(maker.split()) <= MOST_MAKER else said.base


_FOREIGN_ARTICLES = frozenset("le la les el los las il lo der die das den het".split())
"""What `the` is called elsewhere."""
MOST_MAKER = 3
"""Words of a maker's name."""
_OTHERS = frozenset({"river", "city", "county", "state", "mount", "island", "ocean", "university"})
"""What has a name of its own beside a country: Mexico City, New York State."""


def _sorted_alike(said: Key, name: Key, kind: Kind | None) -> bool:
    """`the planet Saturn`, `Apple Inc`, `River Thames` and `Thames`; never a place of another sort."""
    some = classes(kind)
    if knowledge.known(phrase(name)) and kind is not Kind.PERSON:
        some -= _OTHERS if any(", " not in place for place in knowledge.places().get(phrase(name), ())) else frozenset()
    one = trimmed(said.base, some)
    if said.base[1:2] == ("of",) and said.base[0] in {*classes(kind), "island"} and said.base[2:] == name.base:
        return True
    if said.base[1:] == name.base and said.base[0] in _FOREIGN_ARTICLES and kind is not Kind.PERSON:
        return not knowledge.known(phrase(said))
    if kind is Kind.WORK and _unsigned(said) == name.base:
        return True
    if one != said.base and one == name.base:
        return True
    less = short(name.base, kind)
    if less != name.base and (knowledge.known(" ".join(less)) or less[0] in _given()):
        return False
    return less in {said.base, one} or short(said.base, kind) == less != said.base


@cache
def _callings() -> frozenset[str]:
    return classes(Kind.PERSON) - CROWNS


@cache
def _given() -> frozenset[str]:
    women, men = knowledge.women_and_men()
    return women | men


def _reordered(said: Key, name: Key, kind: Kind | None) -> bool:
    """The same words in another order, of a name that is a proper one; little words do not matter."""
    proper = name.text[:1].isupper() or kind in {Kind.PERSON, Kind.PLACE, Kind.ORGANISATION, Kind.WORK}
    if len(name.words) > 1 and proper and said.in_order == name.in_order:
        return True
    one, other = said.weighty, name.weighty
    if not (proper or "of" in said.base) or len(other) < 2 or len(one) != len(other):
        return False
    return one == other or same_words(one, other)


def _misspelt(said: Key, name: Key) -> bool:
    more = abs(len(said.words) - len(name.words))
    if more > 1 and len(said.base) != len(name.base):
        return False
    if not more:
        return bool(slipped(said.words, name.words) or slipped(said.base, name.base))
    if len(said.base) == len(name.base) and slipped(said.base, name.base):
        return True
    one, other = "".join(said.base), "".join(name.base)
    joined = len(other) > LONG and one[-2:] == other[-2:]
    return joined and bool(word_slips(one, other))

"""The rungs on which a guess is right, from the strictest on. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain import Kind
from bot.game import closeness, evasion, knowledge, names, rewording, sorts
from bot.game.dates import readings
from bot.game.likeness import misspelt, reordered, same
from bot.game.matching import ARTICLES
from bot.game.quantities import quantity
from bot.game.sheet import phrase
from bot.game.slips import SHORT, short_slip, slipped
from bot.game.titles import CROWNS, OFFICES, trimmed
from bot.game.whereabouts import LISTING, placed

if TYPE_CHECKING:
    from bot.game.matching import Key
    from bot.game.sheet import Sheet

RUNGS = (
    "exact", "normalised", "spelled", "untitled", "joined", "plural", "turned", "value", "date", "synonym", "initials",
    "twice", "place", "described", "event", "person", "class", "order", "spelling", "reworded", "short",
)  # fmt: skip
"""The names of the rungs, from the strictest on."""


def plainly(said: Key, core: Key, riddle: Sheet) -> str:
    """The rung on which a guess is word for word, value for value one of the names, or nothing."""
    turned = said.turned() or said.bracket_first()
    for form in dict.fromkeys(filter(None, (said, core, turned))):
        rung = _named(form, riddle)
        if rung:
            return rung.replace("normalised", "turned") if form is turned else rung
    for form in (said, core) if core is not said else (said,):
        rung = _valued(form, riddle) or _otherwise(form, riddle)
        if rung:
            return rung
    return ""


def loosely(said: Key, riddle: Sheet, refused: str) -> str:
    """The rung on which a guess is right though it is long or has a comma in it, or nothing."""
    if refused.startswith("list") and riddle.listing and misspelt(said, riddle.listing):
        return "spelling: a slip of the pen in a long word"
    if riddle.event and (not refused or refused.startswith("too long")) and riddle.event.told(said):
        return "event: its subject and what happened are both named"
    turned = said.turned() if riddle.person else None
    if turned is None or len(turned.words) > max(len(name.words) for name in riddle.names):
        return ""
    right = misspelt(turned, riddle) or any(names.alike(turned.words, row, surname=False) for row in riddle.rows)
    return "turned: the surname in front" if right else ""


def carefully(said: Key, riddle: Sheet) -> str:
    """The rung on which a guess without a list, a negation or an order in it is right, or nothing."""
    if _counted(said, riddle):
        return "value: it is the same number"
    if riddle.person and _person(said, riddle):
        return "person: the same person's name in another form"
    if riddle.event is None and sorts.alike(said, riddle):
        return "class: the answer with or without the word for what it is"
    if reordered(said, riddle):
        return "order: the words of the answer in another order"
    if misspelt(said, riddle) or (riddle.event is None and _sorted_slip(said, riddle)):
        return "spelling: a slip of the pen in a long word"
    return ""


def _sorted_slip(said: Key, riddle: Sheet) -> bool:
    """`the film Openheimer`: a slip in a proper name, with the word for what it is."""
    if not riddle.proper or len(said.base) < 2 or riddle.person or sorts.one_of_many(said, riddle):
        return False
    cores = ((trimmed(said.base, name.front, name.behind), name.base) for name in riddle.sorted)
    return any(core != said.base and bool(slipped(core, own)) for core, own in cores)


def alone(said: Key, riddle: Sheet) -> bool:
    """Whether a part of a guess is right by itself, and no other known name."""
    core = said.unwrapped() or said
    if plainly(said, core, riddle):
        return True
    if evasion.evasive(core, riddle.words) or closeness.another(core, riddle):
        return False
    if riddle.event:
        return bool(loosely(core, riddle, "") or carefully(core, riddle) or rewording_of(core, riddle))
    return bool(carefully(core, riddle))


def rewording_of(said: Key, riddle: Sheet) -> bool:
    """Whether an event is named but for its year."""
    other = rewording.reworded(said, riddle)
    return other is not None and bool(plainly(other, other, riddle) or loosely(other, riddle, ""))


def reworded(said: Key, riddle: Sheet) -> str:
    """The rung on which a guess is right in other words, or nothing."""
    other = rewording.reworded(said, riddle)
    if other is not None and (alone(other, riddle) or loosely(other, riddle, "")):
        return "reworded: the same with its words parted otherwise"
    if rewording.relocated(said, riddle):
        return "reworded: where it comes from in another word"
    return "reworded: two of its names at once" if rewording.blended(said, riddle) else ""


def _named(said: Key, riddle: Sheet) -> str:
    """The rung on which a text is one of the names, and which it is."""
    if riddle.forms.isdisjoint((said.letters, said.joined, said.untitled)):
        return ""
    for at, name in enumerate(riddle.names):
        rung = same(said, name, riddle)
        if rung:
            return f"{rung}: it is {'an alias' if at else 'the answer'}"
    return ""


def _valued(said: Key, riddle: Sheet) -> str:
    """The same quantity or the same date."""
    if riddle.dates:
        dates = readings(said.text.lower(), said.words)
        if len(dates) == 1 and any(dates[0].same(date) for date in riddle.dates):
            return "date: it is the same date"
    if riddle.quantities:
        told = quantity(said.words) or (quantity(("1", *said.words)) if said.tokens[0] in ARTICLES else None)
        if told and any(told.same(value) for value in riddle.quantities):
            return "value: it is the same quantity"
    return ""


def _called(words: tuple[str, ...], riddle: Sheet) -> bool:
    """A name and what the person is or comes from: `nelson mandela of south africa`, `ardern nz pm`."""
    for at in range(len(words) - 1, 0, -1):
        if words[:at] in riddle.bases and (at > 1 or words[0] in riddle.tails):
            return sorts.calling(words[at:], placed=at > 1 or words[0] not in knowledge.nicknames())
    return False


def _counted(said: Key, riddle: Sheet) -> bool:
    """The number with or without what is counted, where the answer is a number."""
    if riddle.kind is not Kind.NUMBER:
        return False
    words = (*said.words[:-1], "million") if len(said.words) > 1 and said.words[-1] == "m" else said.words
    told = quantity(words)
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
    return "place: the answer and where it lies" if placed(said, riddle) else ""


def _twice(said: Key, riddle: Sheet) -> bool:
    """`Myanmar (Burma)`, `Artificial Intelligence (AI)`, `1984 (novel)`, `James Bond 007`."""
    parts = said.bracketed()
    if parts is None:
        return _both(said, riddle)
    if not plainly(parts[0], parts[0], riddle):
        return False
    return bool(plainly(parts[1], parts[1], riddle)) or sorts.aside(parts[1].base, riddle)


def _both(said: Key, riddle: Sheet) -> bool:
    """Two of the names, one after the other, as one name."""
    words, rows = said.words, riddle.rows
    if (
        len(words) < 2
        or words[0] not in riddle.firsts
        or len(rows) < 2
        or "," in said.text
        or any(sign in said.text for sign in LISTING)
    ):
        return False
    halves = ((words[:at], words[at + (words[at] in ARTICLES) :]) for at in range(1, len(words)))
    return any(one in rows and other in rows and one != other for one, other in halves)


def _titled(said: Key, riddle: Sheet) -> bool:
    """`PM Abe` where `Prime Minister Abe` is a name, `MLK jr`."""
    words, first = said.words, riddle.names[0].words
    if len(words) == 2 and words[1] in {"jr", "junior"} and words[:1] in riddle.rows:
        return first[-1] in {"jr", "junior"}
    surname = names.bare(words)
    return len(surname) == 1 < len(words) and surname in riddle.titled and not names.titled(words, first)


def _crowned(words: tuple[str, ...], riddle: Sheet) -> bool:
    """`Queen Elisabeth 2`: a name with its figure in another form, with its own crown or none."""
    *crown, first, figure = words
    crowns = riddle.words & CROWNS
    if not figure.isdigit() or len(crown) > 1 or not (crowns or CROWNS).issuperset(crown):
        return False
    if names.titled(words, riddle.names[0].words):
        return False
    rows = (name.base for name in riddle.names if len(name.base) > 1 and name.base[-1] == figure)
    return any(
        CROWNS.issuperset(own) and (not own or not crown or own == crown) and names.first_alike(first, given)
        for *own, given, _ in rows
    )


def _in_office(words: tuple[str, ...], riddle: Sheet) -> bool:
    """`UN chief Guterres`, `Bundeskanzler Scholz`: an office, and of what, before a surname that is right alone."""
    if len(words) < 2 or words[-1:] not in riddle.surnames or riddle.ordinary:
        return False
    if names.titled(words[-2:], riddle.names[0].words):
        return False
    of = " ".join(words[:-2])
    held = words[-2] in OFFICES
    return held and (not of or of in knowledge.seats() or of in knowledge.places() or of in knowledge.demonyms())


def _person(said: Key, riddle: Sheet) -> bool:
    if len(said.base) > 1 and _crowned(said.base, riddle):
        return True
    full, surnames, tails = riddle.full_names, riddle.surnames, riddle.tails | {own[0] for own in riddle.surnames}
    if len(said.words) == 1 and any(short_slip(said.words[0], own[0]) for own in surnames if len(own[0]) == SHORT):
        return True
    if _called(said.base, riddle) or _titled(said, riddle) or _in_office(said.base, riddle):
        return True
    for form in dict.fromkeys((said.words, trimmed(said.words, sorts.callings(), sorts.callings()))):
        if any(names.alike(form, name, surname=name[-1] in tails) for name in full):
            return True
        stripped = names.bare(form)
        if stripped != form and stripped in surnames and not names.titled(form, riddle.names[0].words):
            return True
    return False

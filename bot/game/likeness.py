"""When two texts are the same name: word for word, in another order, with slips of the pen. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain import Kind
from bot.game import knowledge, names
from bot.game.events import DONE_TO
from bot.game.matching import LITTLE, Key, same_word, same_words
from bot.game.numerals import is_number
from bot.game.sheet import phrase
from bot.game.slips import LONG, slipped, word_slips
from bot.game.sounds import MOST_LONGER, PAIRS

if TYPE_CHECKING:
    from bot.game.sheet import Sheet

_UNTITLED = frozenset({Kind.PLACE, Kind.ORGANISATION, Kind.ANIMAL})
"""Kinds whose answers have no title."""
TITLES = frozenset("president mr mrs ms miss sir dame dr senator governor minister chancellor pm judge coach".split())
_FIRST = frozenset("ivx") | {"ii", "iii", "iv", "vi", "vii", "viii"}
"""Roman figures that are read as such at the beginning too where the order does not matter."""
_LINKING = frozenset({"at", "called", "named"})
"""What binds the words of a name that is turned: `the canal at Suez`."""
_NAMED = frozenset({Kind.PERSON, Kind.PLACE, Kind.ORGANISATION, Kind.WORK})
"""Kinds whose answers are proper names."""


def same(said: Key, name: Key, riddle: Sheet) -> str:
    """The rung on which two texts are the same, or nothing."""
    if said.words == name.words:
        return "normalised"
    if said.base == name.base:
        return "spelled"
    if _titled_alike(said, name, riddle):
        return "untitled"
    if _joined_alike(said, name):
        return "joined"
    if _in_number(said, name) and not riddle.apart & knowledge.apart().get(phrase(said), frozenset()):
        return "plural"
    turned = name.turned()
    return "turned" if turned and turned.base == said.base else ""


def reordered(said: Key, riddle: Sheet) -> bool:
    """The same words in another order, of a name that is a proper one; little words do not matter."""
    if not _LINKING.isdisjoint(said.base) and riddle.event is None:
        said = Key.of(tuple(word for word in said.base if word not in _LINKING or word in riddle.words))
    if (
        len(said.words) < 2
        or not all(riddle.has(word) or word in LITTLE or word in _FIRST for word in said.base)
        or (not riddle.person and not DONE_TO.isdisjoint(said.words))
        or riddle.orders.isdisjoint((said.in_order, tuple(word[0] for word in said.weighty)))
    ):
        return False
    if riddle.apart & knowledge.apart().get(phrase(said), frozenset()):
        return False
    return any(_reordered(said, name, riddle.kind) for name in riddle.names)


def _reordered(said: Key, name: Key, kind: Kind | None) -> bool:
    if len(name.words) < 2:
        return False
    proper = name.text[:1].isupper() or kind in _NAMED or kind is Kind.ANIMAL
    if proper and said.in_order == name.in_order:
        return True
    one, other = said.weighty, name.weighty
    if not (proper or "of" in said.base) or len(other) < 2 or len(one) != len(other):
        return False
    return one == other or same_words(one, other)


def misspelt(said: Key, riddle: Sheet) -> bool:
    """One of the names with slips of the pen, or with a blank more or less and a slip."""
    words, base, size = said.words, said.base, len(said.words)
    letters = said.letters
    for name in riddle.sized.get(size, ()):
        if name.letters != letters and not _may_begin(said, name):
            continue
        if slipped(words, name.words) or ((base != words or name.base != name.words) and slipped(base, name.base)):
            return True
    joined = "".join(base)
    return any(
        len(other) > LONG
        and abs(len(other) - len(joined)) <= MOST_LONGER
        and (
            same_word(joined, other)
            or f"{joined}e" == other
            or (joined[-2:] == other[-2:] and word_slips(joined, other))
        )
        for name in (*riddle.sized.get(size - 1, ()), *riddle.sized.get(size + 1, ()))
        for other in ("".join(name.base),)
    )


def _may_begin(said: Key, name: Key) -> bool:
    """A cheap look whether each word may begin with the sound of the other's."""
    heard = knowledge.homophones()
    for one, other, word in zip(said.letters, name.letters, said.base, strict=False):
        if one != other and (one, other) not in PAIRS and word not in heard:
            return False
    return True


def _in_number(said: Key, name: Key) -> bool:
    """The same but for a plural, which is `EVs` of capitals."""
    if same_words(said.base, name.base):
        return True
    if name.text.isupper() and said.text.lower().endswith(("'s", "’s")):
        return name.words == Key(said.text[:-2]).words
    initials = said.text[:-1]
    return initials.isupper() and said.text[-1:] == "s" and name.text.isupper() and name.words == Key(initials).words


def _titled_alike(said: Key, name: Key, riddle: Sheet) -> bool:
    """An honorific more or less; one that is all that tells two names apart stays, and so does a wrong one."""
    if said.untitled != name.untitled or (said.untitled != said.words and name.untitled != name.words):
        return False
    if riddle.kind in _UNTITLED and not {*said.words, *name.words}.isdisjoint(TITLES):
        return False
    if riddle.person and said.untitled != said.words and names.titled(said.words, riddle.names[0].words):
        return False
    return name.untitled == name.words or len(name.untitled) > 1


def _joined_alike(said: Key, name: Key) -> bool:
    if said.joined != name.joined or len(name.joined) < LONG:
        return False
    return not is_number(name.joined)

"""Names of people: middle names, initials, pet names, titles; never another bearer of the surname. Pure."""

from __future__ import annotations

from functools import lru_cache

from bot.game import knowledge
from bot.game.matching import same_word
from bot.game.slips import short_slip, word_slips
from bot.game.sounds import sound_alike
from bot.game.spellings import common
from bot.game.titles import COURTESIES, CROWNS, MANLY, WOMANLY

MOST_INITIALS = 3
"""Initials that are written as one word."""
_VOWELS = frozenset("aeiouy")
_PARTICLES = frozenset("van von de da di del della du der den la le el al bin ibn dos".split())
_SUFFIXES = {"jr": "jr", "junior": "jr", "sr": "sr", "senior": "sr"}
_OFFICES = frozenset("us uk british american prime vice deputy foreign acting first crown consort then current".split())
"""What stands in front of a title."""
_LINKS = frozenset("or and not no nor vs versus but with the of".split())


def alike(said: tuple[str, ...], name: tuple[str, ...], *, surname: bool) -> bool:
    """Tell whether two full names are of one person; `surname` that the surname alone would be right."""
    if not (_LINKS.isdisjoint(said) and _titles_agree(said, name)):
        return False
    if len(said) == len(name) == 2 and said[0] == name[0] and said[0] in CROWNS:
        return _first(said[1], name[1], surname=False)
    one, other = _core(said), _core(name)
    if len(one[0]) < 2 or len(other[0]) < 2 or any(word[0].isdigit() for word in (*one[0], *other[0])):
        return False
    if one[1] != other[1] and (one[1] == "sr" or other[1] == "sr" or (one[1] and other[1])):
        return False
    return _last(one[0][-1], other[0][-1]) and _firsts(one[0][:-1], other[0][:-1], surname)


def titled(said: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """Tell whether a title before a surname could not be this person's: `Mr Curie` for Marie Curie."""
    women, men = knowledge.women_and_men()
    first = next((word for word in name if word not in COURTESIES and word not in CROWNS), "")
    return (first in women and said[0] in MANLY) or (first in men and said[0] in WOMANLY)


@lru_cache(4096)
def bare(words: tuple[str, ...]) -> tuple[str, ...]:
    """A name without titles in front, nor a last `the physicist`."""
    while len(words) > 1 and (words[0] in COURTESIES or words[0] in CROWNS or words[0] in _OFFICES):
        words = words[1:]
    return words


def _titles_agree(said: tuple[str, ...], name: tuple[str, ...]) -> bool:
    one, other = ({word for word in words[:2] if word in CROWNS} for words in (said, name))
    return not (one and other and one != other)


@lru_cache(4096)
def _core(words: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """The given names and the surname, and whether it is the younger or the elder."""
    words = bare(words)
    suffix = _SUFFIXES.get(words[-1], "")
    words = words[:-1] if suffix else words
    own = tuple(word for word in words if word not in _PARTICLES)
    return (*own[0], *own[1:]) if len(own) > 1 and _initials(own[0]) else own, suffix


def _initials(word: str) -> bool:
    """`jrr` stands for three names."""
    return 1 < len(word) <= MOST_INITIALS and _VOWELS.isdisjoint(word)


def _last(said: str, name: str) -> bool:
    return (
        same_word(said, name) or common(said) == common(name) or bool(word_slips(said, name) or short_slip(said, name))
    )


def _firsts(said: tuple[str, ...], name: tuple[str, ...], surname: bool) -> bool:
    initials = "".join(word[0] for word in name)
    if 1 < len(initials) <= MOST_INITIALS and "".join(said) == initials:
        return True
    if not _first(said[0], name[0], surname):
        return False
    if any(_first(word, name[0], surname=False) for word in said[1:]) or (not surname and _spelled_out(said, name)):
        return False
    fewer, more = sorted((said[1:], name[1:]), key=len)
    rest = list(more)
    for word in fewer:
        at = next((at for at, other in enumerate(rest) if _middle(word, other)), None)
        if at is None:
            return False
        rest = rest[at + 1 :]
    return True


def _spelled_out(said: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """Whether a middle name more is spelled out, of whom the surname alone is not enough: John Quincy Adams."""
    return len(said) > len(name) and any(
        len(word) > 1 and not _initials(word) and not any(_middle(word, other) for other in name[1:])
        for word in said[1:]
    )


def _first(said: str, name: str, surname: bool) -> bool:
    if said == name or word_slips(said, name) or (said[0] == name[0] and sound_alike(said, name)):
        return True
    if common(said) == common(name):
        return True
    if min(len(said), len(name)) == 1:
        return surname and said[0] == name[0]
    names = knowledge.nicknames()
    return bool(names.get(common(said), frozenset()) & names.get(common(name), frozenset()))


def first_alike(said: str, name: str) -> bool:
    """Tell whether two given names are forms of one, neither an initial."""
    return min(len(said), len(name)) > 1 and _first(said, name, surname=False)


def _middle(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0]) or bool(word_slips(one, other))

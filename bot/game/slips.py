"""Slips of the pen: how many are forgiven, and which. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA, Levenshtein

from bot.game import knowledge
from bot.game.matching import one_slip, same_word
from bot.game.numerals import is_number
from bot.game.sounds import MOST_LONGER, sound_alike, sounded

if TYPE_CHECKING:
    from collections.abc import Sequence

LONG = 6
"""Letters from which on one slip is forgiven."""
SHORT = 5
"""Letters of a word in which one slip is forgiven where it stands in a long name."""
LONG_NAME = 9
"""Letters of such a name."""
VERY_LONG = 10
"""Letters from which on two are."""
LONGER = 18
"""Letters of a name in which a letter may be missing though what is left is a word."""
MOST = 2
"""Slips that are forgiven at all."""
_BESIDE = {
    "q": "wa", "w": "qeas", "e": "wrsd", "r": "etdf", "t": "ryfg", "y": "tugh", "u": "yihj", "i": "uojk", "o": "ipkl",
    "p": "ol", "a": "qwsz", "s": "awedxz", "d": "serfcx", "f": "drtgvc", "g": "ftyhbv", "h": "gyujnb", "j": "huikmn",
    "k": "jiolm", "l": "kop", "z": "asx", "x": "zsdc", "c": "xdfv", "v": "cfgb", "b": "vghn", "n": "bhjm", "m": "njk",
}  # fmt: skip
_STUTTER = re.compile(r"(.{2,3})\1")
"""A syllable that comes twice."""
_HARD = frozenset("ck")
_SAME_START = ({"g", "j"}, {"c", "k"}, {"k", "q"})
_ALIKE = tuple(
    frozenset(letters) for letters in ("aeiouy", "cks", "sz", "ckq", "dt", "mn", "vw", "vf", "gj", "bp", "jy")
)


def slipped(said: Sequence[str], meant: Sequence[str]) -> int:
    """How many slips part one row of words from another; 0 where they are more than slips."""
    letters = sum(map(len, meant))
    if len(said) != len(meant) or abs(sum(map(len, said)) - letters) > MOST * MOST_LONGER:
        return 0
    total, most = 0, MOST
    for one, other in zip(said, meant, strict=True):
        if not same_word(one, other):
            found = word_slips(one, other)
            if not found and letters > len(other) and _participles(one, other):
                found = 1
            if not found:
                found = _short_slip(one, other, letters) or _heard(one, other, letters)
                found, most = found or int(len(meant) > 2 and letters >= LONGER and _dropped(one, other)), 1
            if not found:
                return 0
            total += found
    return total if total <= min(most, _most(letters)) else 0


def word_slips(said: str, meant: str) -> int:
    """How many slips part one word from another; 0 where it is another word."""
    if len(meant) < LONG or len(said) < LONG - 1 or abs(len(said) - len(meant)) > MOST_LONGER:
        return 0
    if not _begins_alike(said, meant) or is_number(said) or is_number(meant) or _is_word(said):
        return 0
    if one_slip(said, meant) or sound_alike(said, meant) or _beside(said, meant) or _moved(said, meant):
        return 1
    if _most(len(meant)) < MOST or OSA.distance(said, meant, score_cutoff=MOST) > MOST or meant.startswith(said):
        return 0
    changed = [(said[at], meant[to]) for sort, at, to in _edits(said, meant) if sort == "replace"]
    return MOST if sorted(said) == sorted(meant) or all(_near(*pair) for pair in changed) else 0


def _moved(said: str, meant: str) -> bool:
    """A vowel in another place, two vowels exchanged, or a syllable said once that comes twice."""
    if len(meant) <= LONG:
        return False
    if len(said) == len(meant):
        if sorted(said) != sorted(meant):
            return False
        return (
            all(
                letter in "aeiouy"
                for sort, at, to in _edits(said, meant)
                for letter in (
                    (said[at] + meant[to]) if sort == "replace" else said[at] if sort == "delete" else meant[to]
                )
            )
            and OSA.distance(said, meant, score_cutoff=MOST) <= MOST
        )
    return len(meant) - len(said) in {2, 3} and _STUTTER.sub(r"\1", meant) == said


def _is_word(said: str) -> bool:
    """Whether it is a word itself, or the plural of one."""
    return said in knowledge.words() or (said.endswith("s") and said[:-1] in knowledge.words())


def _short_slip(said: str, meant: str, letters: int) -> int:
    """Another spelling of the same sounds; beside other words one slip, or one that leaves the letters the same."""
    if len(meant) not in {SHORT, SHORT - 1} or is_number(said + meant) or said in knowledge.words() or _roman(meant):
        return 0
    if letters == len(meant):
        hard = said[:1] == meant[:1] or {said[:1], meant[:1]} == _HARD
        if _undoubled(said) == _undoubled(meant):
            doubled = len(said) > len(meant) or "cc" in meant
            return int(len(meant) == SHORT and doubled and short_slip(said, meant))
        return int(hard and sound_alike(said, meant))
    if short_slip(said, meant):
        return 1
    slip = one_slip(said, meant) or _beside(said, meant)
    return int(letters >= LONG_NAME - 1 and (slip or sound_alike(said, meant)))


def short_slip(said: str, meant: str) -> bool:
    """Whether a short word has its own letters, two of them swapped or one doubled, and is no other word."""
    if not SHORT - 1 <= len(meant) <= SHORT or said[:1] != meant[:1] or said in knowledge.words() or _roman(meant):
        return False
    if len(said) == len(meant):
        return said != meant and sorted(said) == sorted(meant) and one_slip(said, meant)
    return abs(len(said) - len(meant)) == 1 and _undoubled(said) == _undoubled(meant)


def _roman(word: str) -> bool:
    return set(word) <= {"i", "v", "x"}


def _undoubled(word: str) -> str:
    return "".join(letter for letter, following in zip(word, f"{word[1:]} ", strict=True) if letter != following)


def _dropped(said: str, meant: str) -> bool:
    """A letter inside a word of a long name is missing, though another word is left."""
    return len(meant) > SHORT and len(said) == len(meant) - 1 and said[0] == meant[0] and one_slip(said, meant)


def _participles(said: str, meant: str) -> bool:
    """`white tail eagle`, `ice tea`: the ending is not heard."""
    short, long = sorted((said, meant), key=len)
    return len(short) > 2 and long in {f"{short}ed", f"{short}d"} and not is_number(short)


def _heard(said: str, meant: str, letters: int) -> int:
    """Another word that sounds the same, in a long name that is right otherwise."""
    if (
        letters - len(meant) >= LONG_NAME - 2
        and len(meant) >= SHORT
        and said[0] == meant[0]
        and sound_alike(said, meant)
    ):
        return 1
    if letters - len(meant) >= SHORT and said not in knowledge.words() and said[0] == meant[0]:
        sound = sounded(said)
        if len(sound) > 2 and sound == sounded(meant) and not is_number(said):
            return 1
    alike = knowledge.homophones()
    return int(letters - len(meant) >= SHORT - 1 and meant in alike and alike.get(said) == alike[meant])


def _most(letters: int) -> int:
    return MOST if letters >= VERY_LONG else 1


def _begins_alike(said: str, meant: str) -> bool:
    """The first letter is right, or has the same sound."""
    return (
        said[0] == meant[0]
        or {said[0], meant[0]} in _SAME_START
        or (said[0] not in "aeiou" and sound_alike(said, meant))
    )


def _beside(said: str, meant: str) -> bool:
    """One letter is another that lies beside it, or in a long word one that sounds like it."""
    if len(said) != len(meant) or said[0] != meant[0]:
        return False
    apart = [(one, other) for one, other in zip(said, meant, strict=True) if one != other]
    return len(apart) == 1 and (apart[0][0] in _BESIDE.get(apart[0][1], "") or (len(meant) > LONG and _near(*apart[0])))


def _edits(said: str, meant: str) -> list[tuple[str, int, int]]:
    return [(edit.tag, edit.src_pos, edit.dest_pos) for edit in Levenshtein.editops(said, meant)]


def _near(said: str, meant: str) -> bool:
    return said in _BESIDE.get(meant, "") or any(said in some and meant in some for some in _ALIKE)

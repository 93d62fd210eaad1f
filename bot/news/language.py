"""Whether a text is English, told by its small words; no model, good from some eighty words on."""

from __future__ import annotations

from bot.text import fold, words

ENOUGH = 20
"""Words below which nothing is said."""

_READ = 400
_LEAST = 0.22
_LEAST_CORE = 0.055
_LATIN_LEAST = 0.6
_CORE = frozenset("the of and to".split())
SMALL = _CORE | frozenset(
    "a an in is it that was for on with as by at from are be been has have had not but this which or its he she they "
    "we his her their our you your who will would can could there were than then when what after before about into "
    "over up out more also if so no all said says one two new first only some other any may just because between "
    "while where how these those them him us my me do does did off down through under during against until since "
    "such being".split()
)


def foreign(text: str) -> str | None:
    """Tell why a text does not read as English; None when it does or is too short to tell."""
    found = words(fold(text[: _READ * 6]))[:_READ]
    if len(found) < ENOUGH:
        return None
    if _latin_share(text[:2_000]) < _LATIN_LEAST:
        return "It is not written in Latin letters, so it is not English."
    plain = _plain(text) or found
    small = sum(word in SMALL for word in plain) / len(plain)
    core = sum(word in _CORE for word in plain) / len(plain)
    if small < _LEAST or core < _LEAST_CORE:
        return (
            f"It does not read as English: {small:.0%} of its words are English small words, {_LEAST:.0%} are needed."
        )
    return None


def _plain(text: str) -> list[str]:
    """The words without names and numbers, of which reports of sport are full; nothing where few are left."""
    found = [fold(word) for word in words(text[: _READ * 6]) if word[0].islower()][:_READ]
    return found if len(found) >= ENOUGH else []


def _latin_share(text: str) -> float:
    letters = [char for char in text if char.isalpha()]
    return sum(char < "\u0250" for char in letters) / len(letters) if letters else 1.0

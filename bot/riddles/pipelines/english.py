"""Whether a few lines are English, told by small words: a riddle is too short for what tells it of an article."""

from __future__ import annotations

from bot.text import words

LEAST = 2
"""Small words of another language from which on a text may be in it."""

LATIN_LEAST = 0.6
"""Share of its letters that an English text has from the Latin alphabet."""

_OURS = frozenset(
    "the and of to in is it that was for with by at from are be has have had not but this which or his he she they we "
    "our you your who what will would can there than when after into up out more if all one two its their them my i "
    "where how did does while until since so no a an as on me do".split()
)
_THEIRS = frozenset(
    "el la los las una del que y es por con para su lo como pero muy más está yo soy qué quién nos "
    "le les des et est dans pour une du au aux qui sur pas je suis où ce cette avec sont "
    "der das und ist ein eine einen nicht mit von zu den dem ich bin wer auf für sich wir aber "
    "il di che non è sono della nel gli chi cosa "
    "os um uma não com eu sou quem foi "
    "het een van niet ik ben wie zijn".split()
)
_READ = 400


def is_english(text: str) -> bool:
    """Whether a short text may pass as English; one with hardly a small word in it may."""
    letters = [char for char in text[:3_000] if char.isalpha()]
    if letters and sum(char < "\u0250" for char in letters) < LATIN_LEAST * len(letters):
        return False
    found = [word.casefold() for word in words(text)[:_READ]]
    theirs = sum(word in _THEIRS for word in found)
    return theirs < LEAST or theirs <= sum(word in _OURS for word in found)

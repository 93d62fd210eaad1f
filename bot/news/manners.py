"""Whether a text of our own making may be shown: no profanity, no slur, no mockery, no delight in death."""

from __future__ import annotations

import re

from bot.news.lexicon import MOODS, masked, moods, rude
from bot.text import sentences, straight

_MASKED = re.compile(r"(?<![\w*])[a-z]+[*#•]{1,6}[a-z]*")


def rudeness(text: str) -> str | None:
    """Tell why a text may not be shown, or None."""
    plain = straight(text)
    low = plain.casefold()
    return _said(low) or _hidden(low) or _gloats(plain)


def _said(low: str) -> str | None:
    for entry, phrase in rude().find(low):
        if entry.subject:
            return f'It says "{phrase}" ({entry.subject}).'
    return None


def _hidden(low: str) -> str | None:
    """A word with signs in the place of letters: "f*ck"."""
    for match in _MASKED.finditer(low):
        shape = re.compile(re.sub(r"[*#•]", ".", match.group()))
        if any(shape.fullmatch(word) for word in masked()):
            return f'It says "{match.group()}" (profanity).'
    return None


def _gloats(plain: str) -> str | None:
    """One sentence that is grave and laughs."""
    for sentence in sentences(plain):
        found = {entry.subject: phrase for entry, phrase in moods().find(sentence.casefold())}
        if found.keys() >= set(MOODS):
            return f'It laughs ("{found["glee"]}") at what is grave ("{found["grave"]}").'
    return None

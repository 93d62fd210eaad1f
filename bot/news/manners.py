"""Whether a text of our own making may be shown: no profanity, no slur, no mockery, no delight in death."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.news.lexicon import MOODS, masked, moods, rude
from bot.text import sentences, straight

if TYPE_CHECKING:
    from collections.abc import Iterator

_MASKED = re.compile(r"(?<![\w*])[a-z]+[*#•]{1,6}[a-z]*")


def rudeness(text: str) -> str | None:
    """Tell why a text may not be shown, or None."""
    found = next(rude_phrases(text), None)
    return f'It says "{found[0]}" ({found[1]}).' if found else _gloats(straight(text))


def rude_phrases(text: str) -> Iterator[tuple[str, str]]:
    """Each rude phrase of a text, with its kind."""
    low = straight(text).casefold()
    for entry, phrase in rude().find(low):
        if entry.subject:
            yield phrase, entry.subject
    yield from ((word, "profanity") for word in _hidden(low))


def _hidden(low: str) -> Iterator[str]:
    """Words with signs in the place of letters: "f*ck"."""
    for match in _MASKED.finditer(low):
        shape = re.compile(re.sub(r"[*#•]", ".", match.group()))
        if any(shape.fullmatch(word) for word in masked()):
            yield match.group()


def _gloats(plain: str) -> str | None:
    """One sentence that is grave and laughs."""
    for sentence in sentences(plain):
        found = {entry.subject: phrase for entry, phrase in moods().find(sentence.casefold())}
        if found.keys() >= set(MOODS):
            return f'It laughs ("{found["glee"]}") at what is grave ("{found["grave"]}").'
    return None

"""The ways in which a text can be read: as it stands, as its words, and as what its letters hide."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote

from bot.riddles.checks.demonyms import flag
from bot.riddles.checks.letters import latin, unleet
from bot.riddles.checks.secret import WORD
from bot.riddles.checks.shares import percent

if TYPE_CHECKING:
    from collections.abc import Iterator

_SPACED = re.compile(r"(?<![A-Za-z0-9])(?:[A-Za-z0-9][\s.\-_*·•/|,+~:]{1,3}){2,40}[A-Za-z0-9](?![A-Za-z0-9])")
_PAUSE = re.compile(r"[,.:|/]\s+|\s{2,}")
_CHUNK = re.compile(r"\S{3,80}")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])")
_DRAWN_OUT = re.compile(r"\b[A-Za-z]*?([A-Za-z])\1{2,}[A-Za-z]*\b")
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
_NATION = re.compile("\U0001f3f4(?:[\U000e0061-\U000e007a]{3,6})\U000e007f")
_PICTURE = re.compile("[\u2600-\u27bf\U0001f30d-\U0001f6ff\U0001f900-\U0001faff]")
_ENTITY = re.compile(r"&(?:#?\w{2,8});")
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")

MIN_REVERSED = 5
"""Letters of a word that is found backwards."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word with its neighbours; `initial` when a sentence or a quotation begins with it."""

    raw: str
    word: str
    initial: bool
    before: str
    after: str


def readings(text: str) -> Iterator[str]:
    """The text as it is read, then as an address or a run of names hides it."""
    flags = _FLAG.sub(lambda m: f" {flag(latin(m.group())) or ''} ", text)
    plain = percent(latin(_pictures(flags)))
    yield plain
    if _ENTITY.search(plain):
        yield latin(html.unescape(plain))
    if _ESCAPE.search(plain):
        yield latin(unquote(plain))
    if _HUMP.search(plain):
        yield _HUMP.sub(" ", plain)


def _pictures(text: str) -> str:
    """Signs that are pictures by their names, and the flags of nations that are no states."""
    if text.isascii():
        return text
    nations = _NATION.sub(lambda m: f" {flag(''.join(chr(ord(c) - 0xE0000) for c in m.group()[1:-1])) or ''} ", text)
    return _PICTURE.sub(lambda m: f" {unicodedata.name(m.group(), '').casefold()} ", nations)


@lru_cache(maxsize=64)
def tokens_of(text: str) -> tuple[Token, ...]:
    """The words of a text, in order."""
    matches = list(WORD.finditer(text))
    words = [match.group().casefold() for match in matches]
    found = []
    for n, match in enumerate(matches):
        gap = text[matches[n - 1].end() if n else 0 : match.start()]
        initial = n == 0 or (any(c in gap for c in '.!?\n:;"“”'))
        before, after = words[n - 1] if n else "", words[n + 1] if n + 1 < len(words) else ""
        found.append(Token(match.group(), words[n], initial, before, after))
    return tuple(found)


@lru_cache(maxsize=64)
def hidden_words(text: str) -> tuple[tuple[str, str], ...]:
    """Letters apart, digits for letters, points or signs inside a word, letters drawn out: as shown, and as read."""
    return (*_spaced(text), *_disguised(text), *_drawn_out(text))


def _spaced(text: str) -> Iterator[tuple[str, str]]:
    for match in _SPACED.finditer(text):
        for run in dict.fromkeys((match.group(), *_PAUSE.split(match.group()))):
            letters = WORD.findall(run)
            yield run, "".join(letters)
            if len(letters) >= MIN_REVERSED:
                yield run, "".join(reversed(letters))
            for cut in range(1, min(4, len(letters) - 3)):  # "I a L-i-s-b-o-n": a word of one letter stands beside it
                yield run, "".join(letters[cut:])
                yield run, "".join(letters[:-cut])


def _disguised(text: str) -> Iterator[tuple[str, str]]:
    for match in _CHUNK.finditer(text):
        chunk = match.group().strip(".,;:?!\"'()[]{}<>*_~`")
        pieces = WORD.findall(chunk)
        if len(pieces) > 1 and not chunk.startswith("http"):
            yield chunk, "".join(pieces)
        for reading in unleet(chunk):
            yield from ((chunk, part) for part in ("".join(WORD.findall(reading)), *WORD.findall(reading)))


def _drawn_out(text: str) -> Iterator[tuple[str, str]]:
    for match in _DRAWN_OUT.finditer(text):
        yield match.group(), re.sub(r"(.)\1+", r"\1", match.group())
        yield match.group(), re.sub(r"(.)\1{2,}", r"\1\1", match.group())

"""The words of taste, read from the data that ships."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from operator import itemgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.domain import Strictness

WEIGHTS = {"strong": 1.0, "medium": 0.4, "weak": 0.2}
"""What one pattern is worth in an article's first sentences."""

CONTEXTS = ("people", "history", "fiction", "sport", "tech", "animals", "dealings", "game", "stage", "trade", "talk")
"""The kinds of sentence; in all but the first, grave words weigh little."""

MILD = frozenset({"game", "stage", "trade", "talk"})
"""Kinds told by everyday words: they excuse faint words and never a strong one."""

RUDE = ("profanity", "slurs", "sexual", "mockery", "gloating")
"""What no riddle says, by kind."""

MOODS = ("grave", "glee")

_KEY = 3
_FIGURE = "0"
_READY_MOST = 20_000
_LEVELS = {"open": ("gravest",), "standard": ("gravest", "grave"), "gentle": ("gravest", "grave", "delicate")}
_START = re.compile(rf"(?<!\w)(?<!\w')\w{{1,{_KEY}}}")
_LITERAL = re.compile(r"[a-z]{1,3}")
_PLAIN = re.compile(r"[a-z0-9 ',-]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a pattern speaks of (nothing, for a phrase that only sounds grave) and what it is worth."""

    subject: str = ""
    weight: float = 0.0
    aside: frozenset[str] = frozenset()


_Item = tuple[int, str, Entry]
"""A pattern with its place in the data and its entry."""


@dataclass(frozen=True)
class _Bucket:
    """Patterns that begin with the same letters, in the order of the data; compiled when one of them may stand."""

    inside: tuple[_Item, ...]
    begins: tuple[str, ...]

    @classmethod
    def of(cls, inside: Iterable[_Item]) -> _Bucket:
        """Put patterns together."""
        ordered = tuple(sorted(inside, key=itemgetter(0)))
        return cls(ordered, tuple({_beginning(spelt) for _, spelt, _ in ordered}))

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """All of them, the first first."""
        choices = "|".join(f"({spelt})" for _, spelt, _ in self.inside)
        return re.compile(rf"(?:{choices})(?!\w)")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Many patterns, found in one pass: at each word only those are tried that begin with its letters, or with any."""

    parts: dict[str, _Bucket]
    ready: dict[str, tuple[_Bucket, ...]] = field(default_factory=dict)

    def find(self, text: str) -> Iterator[tuple[Entry, str]]:
        """Each phrase of a lower-case text that a pattern covers, with its entry; none overlaps another."""
        end = 0
        for start in _START.finditer(text):
            at, key = start.start(), start.group()
            if at < end:
                continue
            best = None
            for bucket in self.ready[key] if key in self.ready else self._prepare(key):
                if text.startswith(bucket.begins, at) and (match := bucket.pattern.match(text, at)):
                    order, _, entry = bucket.inside[(match.lastindex or 1) - 1]
                    best = (order, match, entry) if best is None or order < best[0] else best
            if best:
                end = best[1].end()
                yield best[2], best[1].group()

    def _prepare(self, key: str) -> tuple[_Bucket, ...]:
        """What can begin a word with these letters: what begins with any, and what begins as it does."""
        if key[0].isdigit():
            wanted = ("", _FIGURE) if _FIGURE in self.parts else ()
        else:
            wanted = ("", next((key[:size] for size in range(len(key), 0, -1) if key[:size] in self.parts), ""))
        buckets = tuple(self.parts[one] for one in dict.fromkeys(wanted) if one in self.parts)
        if len(self.ready) < _READY_MOST:
            self.ready[key] = buckets
        return buckets


@cache
def lexicon(strictness: Strictness) -> Lexicon:
    """The patterns a strictness listens to; a word that several have counts where it stands first.

    What the gentle alone listen to stands before the rest, where "police" or "hospital" are faint words of something
    graver.
    """
    data = _data("taste.toml")
    heard = [subject for subject in data["subject"] if subject["level"] in _LEVELS[strictness.value]]
    found = [(pattern, Entry()) for pattern in data["harmless"]]
    for subject in sorted(heard, key=lambda one: one["level"] != "delicate"):
        found.extend(_entries(subject))
    return _compile(found)


@cache
def contexts() -> Lexicon:
    """Words that tell what kind of sentence it is; the entry's subject names the kind."""
    data = _data("taste.toml")
    return _compile([(pattern, Entry(kind)) for kind in CONTEXTS for pattern in data[kind]])


@cache
def rude() -> Lexicon:
    """What no riddle says; phrases that only sound rude come first and have no subject."""
    data = _data("rude.toml")
    kinds = {"": data["harmless"]} | {kind: data[kind] for kind in RUDE}
    return _compile([(pattern, Entry(kind)) for kind, group in kinds.items() for pattern in group])


@cache
def moods() -> Lexicon:
    """Grave words and gleeful ones, which no sentence of ours has together."""
    data = _data("rude.toml")
    return _compile([(pattern, Entry(mood)) for mood in MOODS for pattern in data[mood]])


@cache
def masked() -> frozenset[str]:
    """The words that are known even where signs hide some of their letters."""
    return frozenset(_data("rude.toml")["masked"])


def _data(name: str) -> dict[str, Any]:
    return tomllib.loads((files("bot.news") / "data" / name).read_text(encoding="utf-8"))


def _entries(subject: dict[str, Any]) -> Iterable[tuple[str, Entry]]:
    for strength, weight in WEIGHTS.items():
        for pattern in subject.get(strength, ()):
            yield pattern, Entry(subject["name"], weight, frozenset(subject["aside"]))


def _compile(found: Iterable[tuple[str, Entry]]) -> Lexicon:
    by_prefix: dict[str, list[_Item]] = defaultdict(list)
    for order, (pattern, entry) in enumerate(found):
        for spelt in _spelt_out(pattern):
            by_prefix[_prefix(spelt)].append((order, spelt, entry))
    return Lexicon({key: _inside(key, by_prefix) for key in by_prefix})


def _inside(key: str, by_prefix: dict[str, list[_Item]]) -> _Bucket:
    """The patterns that begin with a key or the beginning of one; those that may begin with anything are apart."""
    shorter = (key[:size] for size in range(min(len(key), 1), len(key) + 1))
    return _Bucket.of(item for part in shorter for item in by_prefix.get(part, ()))


def _spelt_out(pattern: str) -> Iterator[str]:
    """Turn a pattern that begins with a choice, or what may be left out, into one for each, that begin with letters."""
    if not pattern.startswith("(?:"):
        yield pattern
        return
    depth, start, choices = 0, 3, []
    for at, char in enumerate(pattern):
        depth += {"(": 1, ")": -1}.get(char, 0)
        if (char == "|" and depth == 1) or (char == ")" and depth == 0):
            choices.append(pattern[start:at])
            start = at + 1
        if depth == 0:
            break
    rest = pattern[start:]
    if rest[:1] in {"*", "+", "{"} or rest[:2] in {"??", "?+"}:
        yield pattern
        return
    if rest[:1] == "?":
        choices, rest = [*choices, ""], rest[1:]
    for choice in choices:
        yield from _spelt_out(choice + rest)


def _prefix(pattern: str) -> str:
    """The letters a pattern surely begins with, at most three; `0` for a figure."""
    if pattern[0].isdigit() or pattern.startswith((r"\d", r"[\d")):
        return _FIGURE
    match = _LITERAL.match(_beginning(pattern))
    return match.group() if match else ""


def _beginning(pattern: str) -> str:
    """What a pattern surely begins with, letter by letter."""
    plain = _PLAIN.match(pattern)
    if plain is None or _has_choice(pattern):
        return ""
    letters = plain.group()
    return letters[:-1] if pattern[len(letters) : len(letters) + 1] in {"?", "*", "{"} else letters


def _has_choice(pattern: str) -> bool:
    depth = 0
    for char in pattern:
        depth += {"(": 1, ")": -1}.get(char, 0)
        if char == "|" and depth == 0:
            return True
    return False

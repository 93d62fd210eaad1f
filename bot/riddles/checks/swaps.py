"""A name in the place where the sentence that says the same has another one, told by the words beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.riddles.checks.contradiction import told_apart
from bot.riddles.checks.demonyms import kin
from bot.riddles.checks.names import is_asked, names
from bot.riddles.checks.stems import function_words, stem, tokens

if TYPE_CHECKING:
    from bot.riddles.checks.names import Name
    from bot.riddles.checks.source import Sentence, Source

CLOSE_MATCH = 0.6
"""Share of what a claim tells from which a sentence says about the same."""


def swapped(claim: Sentence, read: Source, allowed: frozenset[str]) -> tuple[str, str] | None:
    """The name the story has and the name the claim has; `allowed` are the words of those that "I" stands for."""
    near = _closest(claim, read)
    known = allowed.union(*(one.words for one in near))
    slots = {slot: other for one in near for other in names(one.text) for slot in _slots(one, other)}
    for name in names(claim.text) if slots else ():
        if name.initial or is_asked(claim.text, name):
            continue
        mine = {part for word in name.words for part in tokens(word)}
        other = next((slots[slot] for slot in _slots(claim, name) if slot in slots), None)
        if other and not mine & known and not kin(name.text) and not set(tokens(other.text)) & set(claim.words):
            return other.text, name.text
    return None


def _closest(claim: Sentence, read: Source) -> list[Sentence]:
    """The sentences that say about the same, the nearest first."""
    told = told_apart(claim)
    scored = [(_overlap(told, one), -n) for n, one in enumerate(read.sentences)]
    best = max(scored, default=(0.0, 0))[0]
    if best < CLOSE_MATCH:
        return []
    return [read.sentences[-n] for score, n in sorted(scored, reverse=True) if score >= max(CLOSE_MATCH, best - 0.2)]


def _overlap(told: frozenset[str], found: Sentence) -> float:
    shared = told & found.stems
    return len(shared) / len(told) if len(shared) >= 2 else 0.0


def _slots(sentence: Sentence, name: Name) -> list[tuple[str, ...]]:
    """What stands before and after a name, where it says something."""
    start = sentence.text.find(name.text, max(0, name.start - 2))
    before = tokens(sentence.text[:start])[-2:]
    after = tokens(sentence.text[start + len(name.text) :])[:2]
    slots = [("before", *map(stem, before)), ("after", *map(stem, after))]
    return [slot for slot in slots if len(slot) == 3 and not set(slot[1:]) <= function_words()]

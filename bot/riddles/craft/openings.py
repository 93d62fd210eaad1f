"""Other ways to begin: a fact with its time or circumstance in front, so that not every line starts with "I"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain import Kind
from bot.riddles.craft.lists import nouns
from bot.riddles.craft.rewrite import render
from bot.riddles.craft.slots import Part, Slot
from bot.text import fold, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc, Token

_TIMES = frozenset({"in", "since", "during"})
_CIRCUMSTANCES = frozenset({"after", "before", "despite", "since", "without", "until", "following"})
NEARER = frozenset("since than from like as after until when while which who that by".split())
"""Words before a time that it may belong to: "the first since Wilander in 1988"."""

_ORDERED = frozenset("last first once previously ever never again only just still yet".split())
"""Words between the subject and the verb that a time in front would jar with: "In 1985 I last won"."""

_SHORTEST = 4
"""Words of a circumstance that is worth the front place."""

_LONGEST = 14
_SHORT = 3
"""Words of a time that needs no comma after it."""


def fronted(slot: Slot, doc: Doc, kept: Sequence[int], replaced: dict[int, str]) -> str:
    """The fact with a time or a circumstance moved to the front; empty where it has none, or does not start with I."""
    if slot.part is not Part.SUBJECT or not kept or kept[0] not in slot.tokens:
        return ""
    for child in slot.verb.children:
        moved = [token.i for token in child.subtree if token.i in set(kept)]
        if child.dep_ == "prep" and _may_move(child, moved, kept):
            rest = [i for i in kept if i not in moved]
            return _joined(render(doc, moved, slot, replaced), render(doc, rest, slot, replaced))
    return ""


def _may_move(prep: Token, moved: Sequence[int], kept: Sequence[int]) -> bool:
    if not moved or moved[0] < prep.head.i or moved[-1] - moved[0] + 1 != len(moved):
        return False
    word = fold(prep.text)
    if _belongs(prep, moved):
        return False
    if word == "since" and not is_perfect(prep.head):
        return False
    if any(fold(token.text) in NEARER for token in prep.doc[prep.head.i + 1 : moved[0]]):
        return False
    if word in _TIMES and _is_time(prep) and len(moved) <= _SHORT + 1:
        return True
    return word in _CIRCUMSTANCES and moved[-1] == kept[-1] and _SHORTEST <= len(moved) <= _LONGEST


def _belongs(prep: Token, moved: Sequence[int]) -> bool:
    """Whether a time is tied to its place: "in the year through June", "I last won in 1985"."""
    behind = prep.doc[moved[-1] + 1] if moved[-1] + 1 < len(prep.doc) else None
    if behind is not None and fold(behind.text) in {"through", "to", "until", "up"}:
        return True
    return any(fold(child.text) in _ORDERED and child.i < moved[0] for child in prep.head.children)


def is_perfect(verb: Token) -> bool:
    """Whether a verb says what has been so: only that goes on "since" then."""
    return any(child.dep_ in {"aux", "auxpass"} and child.lemma_ == "have" for child in verb.children)


def _is_time(prep: Token) -> bool:
    told = [child for child in prep.children if child.dep_ == "pobj"]
    return bool(told) and all(child.ent_type_ == "DATE" for child in told)


def _joined(front: str, rest: str) -> str:
    """Both parts as one sentence; only where the rest still begins with I."""
    front = front.rstrip(".")
    if not rest.startswith("I ") or len(words(rest)) < _SHORTEST:
        return ""
    return f"{front}{' ' if len(words(front)) < _SHORT else ', '}{rest}"


def with_apposition(definition: str, deed: str) -> str:
    """`An Italian dairy company, I hope ...`: what the speaker is, put before what it does; empty where it jars."""
    second = fold(deed.split()[1]) if len(deed.split()) > 1 else ""
    if not definition.startswith("I am ") or not deed.startswith("I ") or second in {"am", "was"}:
        return ""
    what = definition.removeprefix("I am ").rstrip(".")
    if any(noun.kind is Kind.PERSON for word in words(what) if (noun := nouns().get(fold(word)))):
        return ""  # "The prime minister, I ..." is nobody's English
    return f"{what[:1].upper()}{what[1:]}, {deed}"


def in_one(first: str, second: str) -> str:
    """Two short facts with the same verb as one sentence; empty where they are no pair."""
    one, other = first.split(), second.split()
    alike = len(one) > 2 and len(other) > 2 and one[:2] == other[:2] and one[0] == "I"
    if not alike or len(one) + len(other) > _LONGEST + 4 or {",", "and"} & {*first, *one, *second, *other}:
        return ""
    return f"{first.rstrip('.')} and {' '.join(other[1:])}"

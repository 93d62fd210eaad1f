"""A clause cut at its joints into short lines of about the same length."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.text import fold, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc, Token

NEVER = 99.0
"""The cost of a break where no line may end."""

LEAST_WORDS, MOST_WORDS = 3, 9
_MOST_ANYHOW = 10
_IDEAL = 9
_SPREAD = 3.0
_LONG_SUBJECT, _LONG_OBJECT = 4, 4
_AFTER_VERB = 3.5
"""The cost of parting "thought" and "to be"."""
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?<![aeiouyl])e$|(?<=[aeiouy][^aeiouyl\W])es$|(?<=[^dtaeiouy])ed$")
_DIGIT_SYLLABLES, _MOST_DIGITS = 1.5, 3
_TOGETHER = frozenset(
    """ahead of|held on|because of|instead of|such as|as much|as many|so as|thanks to|due to|according to|as part
    |as well|well as|rather than|more than|less than|out of|up to|back to|next to|close to|far from|along with
    |together with|away from|as far|as long|as soon|number of""".replace("\n    ", "").split("|")
)
_PARTS = frozenset(
    "part one two some all most many half none each both any several first last second third best top rest whole back "
    "front end start beginning middle heart lot lots series pair couple kind sort type result behalf spite favour "
    "terms case way group range list".split()
)
"""Words that end no line where "of" follows: "as part of", "the whole of"."""
_COMMAS = frozenset({",", ";", ":", "-", "–", "—"})
_INSIDE = frozenset({"amod", "compound", "nmod", "nummod", "advmod", "quantmod"})
_OPENERS = frozenset({"WDT", "WP", "WRB", "WP$"})


@dataclass(frozen=True, slots=True)
class Piece:
    """A word or mark of a clause, whether a blank stands before it, what a line break there costs, and its token."""

    text: str
    blank: bool = True
    joint: float = NEVER
    token: int = -1


def syllables(text: str) -> int:
    """About how many syllables a text has, by the groups of vowels in its words."""
    return sum(_of_word(word) for word in words(fold(text)))


def _of_word(word: str) -> int:
    digits = sum(char.isdigit() for char in word)
    if digits:
        return max(1, round(min(digits, _MOST_DIGITS) * _DIGIT_SYLLABLES))
    bare = _SILENT.sub("", word.replace("'s", ""))
    return max(1, len(_VOWELS.findall(bare)))


def joined(pieces: Sequence[Piece]) -> str:
    """The pieces as running text."""
    return "".join((" " if piece.blank and n else "") + piece.text for n, piece in enumerate(pieces))


def cut(pieces: Sequence[Piece]) -> list[str]:
    """The lines that break at the weakest joints and are most alike; none where a line would be too long."""
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(pieces) + 1):
        after = pieces[end].joint if end < len(pieces) else 0.0
        options = [
            (best[start][0] + after + _unevenness(joined(pieces[start:end])), start)
            for start in range(end)
            if after < NEVER and best[start][0] < NEVER
        ]
        best.append(min(options, default=(NEVER, 0)))
    if best[-1][0] >= NEVER:
        return []
    lines, end = [], len(pieces)
    while end:
        start = best[end][1]
        lines.append(joined(pieces[start:end]))
        end = start
    return lines[::-1]


def _unevenness(line: str) -> float:
    """How far a line is from the length that reads best."""
    count = len(words(line))
    if count > _MOST_ANYHOW:
        return NEVER
    cost = ((syllables(line) - _IDEAL) / _SPREAD) ** 2
    return cost + 3.0 * max(0, count - MOST_WORDS) + 4.0 * max(0, LEAST_WORDS - count)


def joint(doc: Doc, i: int, before: int) -> float:
    """What it costs to begin a line at a token that follows another in the clause."""
    token = doc[i]
    if token.is_punct or doc[before].text in {"(", '"', "-"} or token.tag_ == "POS":
        return NEVER
    if doc[before].text in _COMMAS:
        return 0.8 if token.dep_ in {"conj", "appos"} and token.pos_ in {"ADJ", "NUM"} else 0.0
    if _is_inside_name(token, before) or doc[before].dep_ == "cc":
        return NEVER
    thanks = 0.8 if fold(token.text) == "thanks" and token.dep_ != "dobj" else NEVER
    return min(thanks, _at_word(token), _at_phrase(token, before))


def _is_inside_name(token: Token, before: int) -> bool:
    """Whether two words of one name would be parted: "Lisbon / Open"."""
    if fold(token.text) == "of" and 0 < token.i < len(token.doc) - 1:
        first, last = token.nbor(-1), token.nbor(1)
        return bool(token.ent_type_) and first.text.istitle() and last.text.istitle()
    capital = token.text[:1].isupper() and token.doc[before].text[:1].isupper()
    return capital and before > 0 and before == token.i - 1 and token.head.i >= before


def _at_word(token: Token) -> float:
    """The joint that a word makes by itself: a conjunction, a relative word, a preposition."""
    if token.dep_ == "cc":
        before, after = token.doc[max(0, token.i - 1)], token.doc[min(token.i + 1, len(token.doc) - 1)]
        alike = before.pos_ == after.pos_ or {before.pos_, after.pos_} == {"PROPN", "ADJ"}
        if (alike and before.pos_ in {"PROPN", "ADJ", "NUM"}) or token.head.dep_ in _INSIDE:
            return NEVER
        return 0.3 if token.head.pos_ in {"VERB", "AUX"} else 2.0
    if token.dep_ == "mark" or (token.tag_ in _OPENERS and token.i == _clause_start(token)):
        return 0.3
    if token.dep_ in {"prep", "agent"}:
        return _at_preposition(token)
    if token.tag_ == "TO" and token.dep_ == "aux":
        return _AFTER_VERB if token.i and token.nbor(-1).pos_ in {"VERB", "AUX"} else 0.9
    return NEVER


def _clause_start(token: Token) -> int:
    """Where the clause begins that a relative word stands in."""
    head = token.head
    while head.pos_ not in {"VERB", "AUX"} and head.head.i != head.i:
        head = head.head
    return int(head.left_edge.i)


def _at_preposition(token: Token) -> float:
    before = token.doc[token.i - 1] if token.i else None
    if before is not None and (before.pos_ in {"ADP", "DET"} or fold(f"{before.text} {token.text}") in _TOGETHER):
        return NEVER
    if fold(token.text) == "of":
        return NEVER if before is not None and fold(before.text) in _PARTS else 2.8
    if token.head.pos_ in {"VERB", "AUX"}:
        return 0.6 if token.head.i < token.i - 1 else 2.2
    return 1.1 if token.head.pos_ in {"NOUN", "PROPN"} else 1.6


def _at_phrase(token: Token, before: int) -> float:
    """The joint at the edge of a larger phrase: a verb after a long subject, a long object, a participle."""
    best = NEVER
    for head in (token, *token.ancestors):
        if head.left_edge.i != token.i and not _starts_group(token, head):
            continue
        if head.dep_ in {"acl", "advcl", "relcl"} and head.left_edge.i == token.i:
            best = min(best, 0.5)
        if head.dep_ in {"dobj", "attr", "nsubj"} and head.left_edge.i == token.i and _size(head) >= _LONG_OBJECT:
            best = min(best, NEVER if _is_short_opening(head, before) else 2.2)
        if _starts_group(token, head) and _long_subject_ends(head, before):
            best = min(best, 0.7)
    return best


def _is_short_opening(head: Token, before: int) -> bool:
    """Whether the verb just before is tied to a preposition: "aimed at lifting / the whole economy"."""
    verb = head.head
    return verb.i == before and verb.dep_ == "pcomp"


def _starts_group(token: Token, verb: Token) -> bool:
    """Whether a token is the first word of a verb group."""
    if verb.pos_ not in {"VERB", "AUX"}:
        return False
    group = [verb.i, *(child.i for child in verb.children if child.dep_ in {"aux", "auxpass", "neg"})]
    return token.i == min(group)


def _long_subject_ends(verb: Token, before: int) -> bool:
    subjects = [child for child in verb.children if child.dep_ in {"nsubj", "nsubjpass"}]
    return any(child.right_edge.i == before and _size(child) >= _LONG_SUBJECT for child in subjects)


def _size(token: Token) -> int:
    return int(token.right_edge.i - token.left_edge.i + 1)

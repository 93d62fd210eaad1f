"""The place a mention has in its sentence: what would be replaced if the speaker were the answer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.riddles.craft.lists import nouns
from bot.text import fold

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_SUBJECT = frozenset({"nsubj", "nsubjpass"})
_WITH_ARTICLE = frozenset(
    "us usa uk states kingdom emirates uae netherlands philippines gambia bahamas maldives seychelles comoros republic "
    "congo sudan ivory hague bronx vatican ukraine lebanon yemen argentine crimea kremlin islands union".split()
)
"""Last words of places that are called with an article."""
_OBJECT = frozenset({"dobj", "pobj", "dative"})
_CLIMB = frozenset(
    {
        "dobj",
        "pobj",
        "prep",
        "attr",
        "nsubj",
        "nsubjpass",
        "agent",
        "dative",
        "xcomp",
        "acomp",
        "pcomp",
        "npadvmod",
        "oprd",
    }
)
_DROPPED = frozenset(
    {"det", "amod", "compound", "nmod", "punct", "poss", "case", "appos", "relcl", "acl", "nummod", "npadvmod"}
)

_PLAIN = frozenset({"det", "amod", "compound", "nmod", "poss", "case"})


class Part(StrEnum):
    """The part a mention plays."""

    SUBJECT = "subject"
    OBJECT = "object"
    OWNER = "owner"
    LABEL = "label"


@dataclass(frozen=True, slots=True)
class Slot:
    """Tokens to replace, the token that gives way to the new word, and the verb of the clause."""

    part: Part
    tokens: frozenset[int]
    anchor: int
    verb: Token
    plural: bool = False
    own: bool = False
    """Whether the clause is below another, but the name's own: what it said of itself, or `who did ...`."""

    joined: str = ""
    """Who shares the subject: "X and the painter Y have ..." is told as "the painter Y and I have ..."."""


def slot_of(doc: Doc, start: int, end: int) -> Slot | None:
    """Find the slot of a mention; None where it cannot be replaced with certainty."""
    root = doc[start:end].root
    if root.i < start or root.i >= end or root.dep_ in {"attr", "conj", "ROOT"}:
        return None
    if any(child.dep_ in {"conj", "cc"} for child in root.children):
        return None
    if root.dep_ == "poss":
        return _owner(root, start, end)
    if root.dep_ in {"compound", "nmod", "amod"}:
        return _label(root, start, end)
    described = root.dep_ == "appos" and _is_descriptor(root.head)
    top = root.head if described else root
    if root.dep_ == "appos" and top is root:
        return None
    return _phrase(top, start, end)


def joined_slot(doc: Doc, start: int, end: int) -> Slot | None:
    """`X and Y have ...`: the slot of one of two persons who share a subject; None where there are more."""
    root = doc[start:end].root
    head = root.head if root.dep_ == "conj" else root
    if head.dep_ not in _SUBJECT or head.pos_ != "PROPN" or not has_finite(head.head):
        return None
    others = [child for child in head.children if child.dep_ == "conj"]
    ands = [child for child in head.children if child.dep_ == "cc"]
    if len(others) != 1 or [fold(child.text) for child in ands] != ["and"] or others[0].pos_ != "PROPN":
        return None
    tokens = [token.i for token in head.subtree]
    if tokens[0]:  # "if papers are to be believed, X and Y have ..."
        return None
    rest = [token for token in head.subtree if token.i not in {head.i, others[0].i, ands[0].i}]
    if any(token.dep_ not in _PLAIN or token.tag_ in {"NNS", "NNPS"} for token in rest):
        return None
    other = doc[ands[0].i + 1 : tokens[-1] + 1] if root.i == head.i else doc[tokens[0] : ands[0].i]
    text = other.text if other[0].ent_type_ else other.text[0].lower() + other.text[1:]
    return Slot(Part.SUBJECT, frozenset(tokens), tokens[0], head.head, plural=True, joined=text)


def _is_descriptor(token: Token) -> bool:
    if fold(token.text) == "number" and token.i + 1 < len(token.doc) and fold(token.doc[token.i + 1].text) == "one":
        return True
    return token.pos_ in {"NOUN", "PROPN"} and fold(token.text) in nouns() and token.tag_ not in {"NNS", "NNPS"}


def _phrase(top: Token, start: int, end: int) -> Slot | None:
    doc = top.doc
    own = set(range(start, end))
    for child in top.children:
        if child.dep_ not in _DROPPED and child.i not in own:
            return None
        if child.dep_ == "det" and child.i not in own and not _may_determine(child, doc[end - 1]):
            return None
        if child.dep_ in {"relcl", "acl"} and not _parenthetical(child):
            return None
    tokens = frozenset(token.i for token in top.subtree)
    torn = _has_score(doc, tokens, end, own) or _goes_on(doc, end)
    if torn or not own <= tokens or any(doc[i].text in {";", ":", '"'} for i in tokens):
        return None
    plural = top.tag_ in {"NNS", "NNPS"}
    if top.dep_ in _SUBJECT:
        verb = top.head
        return Slot(Part.SUBJECT, tokens, min(tokens), verb, plural) if has_finite(verb) else None
    above = _climb(top) if top.dep_ in _OBJECT else None
    return Slot(Part.OBJECT, tokens, min(tokens), above) if above is not None else _belonging(top)


def _may_determine(article: Token, name: Token) -> bool:
    """Whether an article may stand before the name: "the Lisbon dates on ..." is not about Lisbon."""
    word = fold(article.text)
    return word == "both" or (word == "the" and (name.ent_type_ != "GPE" or fold(name.text) in _WITH_ARTICLE))


def _belonging(top: Token) -> Slot | None:
    """`A guitar belonging to X has been sold`: X's guitar, told as one's own."""
    belonging = top.head.head
    thing, first = belonging.head, belonging.head.left_edge
    plain = fold(belonging.text) == "belonging" and [child.i for child in belonging.children] == [top.head.i]
    if not plain or thing.dep_ not in _SUBJECT or first.dep_ != "det" or belonging.i != thing.i + 1:
        return None
    if top.dep_ != "pobj" or not has_finite(thing.head):
        return None
    return Slot(Part.OWNER, frozenset({first.i, *(t.i for t in belonging.subtree)}), first.i, thing.head)


def _goes_on(doc: Doc, end: int) -> bool:
    """Whether a noun follows the name and its initials in brackets: "the Fell Society (FS) index" is no society."""
    if end < len(doc) and doc[end].text == "(":
        end = next((i + 1 for i in range(end, len(doc)) if doc[i].text == ")"), len(doc))
        return end < len(doc) and doc[end].tag_ in {"NN", "NNS"}
    return False


def _has_score(doc: Doc, tokens: frozenset[int], end: int, own: set[int]) -> bool:
    """Whether figures hang on the name that are no age: a score would be lost with it."""
    figures = [doc[i] for i in tokens if i >= end and doc[i].like_num and doc[i].ent_type_ != "DATE"]
    return any(token.head.i in own and not _is_one_of(token) for token in figures)


def _is_one_of(number: Token) -> bool:
    """`X, one of the oldest firms,`: a description, no score."""
    return fold(number.text) == "one" and any(fold(child.text) == "of" for child in number.children)


def _parenthetical(child: Token) -> bool:
    left = min(token.i for token in child.subtree)
    return left > 0 and child.doc[left - 1].text == ","


def _owner(root: Token, start: int, end: int) -> Slot | None:
    tokens = {token.i for token in root.subtree}
    mark = max(tokens)
    if root.doc[mark].tag_ != "POS" or not set(range(start, end)) <= tokens:
        return None
    if any(root.doc[i].dep_ in {"relcl", "prep", "conj"} for i in tokens) or root.head.pos_ == "PROPN":
        return None
    verb = _climb(root.head)
    return Slot(Part.OWNER, frozenset(tokens), min(tokens), verb) if verb is not None else None


def _label(root: Token, start: int, end: int) -> Slot | None:
    """`X shares`, `the X toolbar`: "my" goes to the left edge of the phrase."""
    head = root.head
    if head.pos_ != "NOUN" or head.dep_ in {"compound", "nmod", "amod", "appos"} or fold(head.text) in nouns():
        return None
    if any(child.dep_ in {"poss", "conj", "appos"} for child in head.children):
        return None
    left = head.left_edge.i
    tokens = set(range(start, end)) | {token.i for token in root.subtree}
    first = head.doc[left]
    if first.dep_ == "det":
        if fold(first.text) != "the":
            return None
        tokens.add(left)
    if min(tokens) != left or any(head.doc[i].text == "(" for i in tokens):
        return None
    verb = _climb(head)
    return Slot(Part.LABEL, frozenset(tokens), left, verb) if verb is not None else None


def _climb(token: Token) -> Token | None:
    """The nearest finite verb above, along dependencies that stay in one clause."""
    above = token
    while above.dep_ in _CLIMB:
        above = above.head
        if has_finite(above):
            return above
    return None


def finite_token(verb: Token) -> Token | None:
    """The token of a verb group that carries tense: the first auxiliary or the verb."""
    group = sorted([child for child in verb.children if child.dep_ in {"aux", "auxpass"}] + [verb], key=lambda t: t.i)
    first = group[0]
    return first if first.tag_ in {"VBZ", "VBP", "VBD", "MD"} else None


def has_finite(verb: Token) -> bool:
    """Whether a verb has tense and a subject of its own."""
    subject = any(child.dep_ in {"nsubj", "nsubjpass", "expl", "csubj"} for child in verb.children)
    return subject and verb.pos_ in {"VERB", "AUX"} and finite_token(verb) is not None

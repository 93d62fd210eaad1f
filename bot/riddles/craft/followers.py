"""The sentences after a mention whose subject can only be the same name: "He has ...", "The 25-year-old has ..."."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.domain import Kind
from bot.riddles.craft.lists import all_demonyms, nouns
from bot.riddles.craft.rewrite import EVENTFUL
from bot.riddles.craft.slots import Part, Slot
from bot.text import fold

if TYPE_CHECKING:
    from spacy.tokens import Token

    from bot.riddles.craft.names import Name
    from bot.riddles.craft.reading import Reading, Sentence

_MOST = 3
_AGED = re.compile(r"\bthe \d\d-year-old\b")
_FIRMS = frozenset("firm company group giant business maker retailer airline bank carmaker".split())


def followers(
    name: Name, names: tuple[Name, ...], reading: Reading, number: int, slot: Slot
) -> list[tuple[Sentence, Slot]]:
    """The sentences that follow, as long as their subject can only be the name."""
    found: list[tuple[Sentence, Slot]] = []
    while len(found) < _MOST:
        after = _next_subject(name, names, reading, number, slot)
        if after is None:
            break
        found.append(after)
        number, slot = number + 1, after[1]
    return found


def means(pronoun: Token, name: Name, verb: Token) -> bool:
    """Whether a pronoun can stand for a name as the subject of a verb."""
    word = fold(pronoun.text)
    if name.kind is Kind.PERSON:
        return word in {"he", "she"}
    if name.kind is not Kind.ORGANISATION or word not in {"it", "they"}:
        return False
    modal = any(child.tag_ == "MD" and fold(child.text) not in {"will", "'ll"} for child in verb.children)
    return verb.lemma_ not in EVENTFUL and not modal


def _next_subject(
    name: Name, names: tuple[Name, ...], reading: Reading, number: int, slot: Slot
) -> tuple[Sentence, Slot] | None:
    """The subject of the next sentence, when it can only be the name again."""
    if slot.part is not Part.SUBJECT or slot.verb.dep_ != "ROOT" or number >= len(reading.sentences):
        return None
    sentence = reading.sentences[number]
    root = next((token for token in sentence.doc if token.dep_ == "ROOT"), None)
    if root is None or sentence.mostly_quoted:
        return None
    subject = next((part for part in root.children if part.dep_ in {"nsubj", "nsubjpass"}), None)
    if subject is None or _rival_before(name, names, number, subject):
        return None
    pronoun = subject.i <= 3 and means(subject, name, root)
    if not pronoun and not is_described(subject, name):
        return None
    tokens = frozenset(token.i for token in subject.subtree)
    return sentence, Slot(Part.SUBJECT, tokens, min(tokens), root, slot.plural)


def is_national(subject: Token) -> bool:
    """`The Belgian` as a subject: one person, by where they come from."""
    alone = subject.i == subject.left_edge.i + 1 and subject.right_edge.i == subject.i
    one = fold(subject.text) in all_demonyms() and not subject.text.endswith(("ese", "ss", "sh", "ch"))
    return alone and one and fold(subject.left_edge.text) == "the"


def is_described(subject: Token, name: Name) -> bool:
    """`The firm` after a sentence about a firm, `The 25-year-old` or `The Pulp Fiction director` about a person."""
    first = subject.left_edge
    if fold(first.text) != "the" or any(child.dep_ in {"relcl", "acl", "conj"} for child in subject.children):
        return False
    text = fold(subject.doc[first.i : subject.right_edge.i + 1].text)
    noun = nouns().get(fold(subject.text))
    if name.kind is Kind.PERSON and is_national(subject):
        return True
    if name.kind is Kind.PERSON:
        return bool(_AGED.match(text)) or (noun is not None and noun.kind is Kind.PERSON and subject.tag_ == "NN")
    if name.kind is not Kind.ORGANISATION or noun is None or noun.kind is not name.kind or len(text.split()) > 2:
        return False
    own = {name.label, name.role.noun if name.role is not None else ""}
    return fold(subject.text) in own | _FIRMS and (noun.label == name.label or not name.label)


def _rival_before(name: Name, names: tuple[Name, ...], number: int, subject: Token) -> bool:
    """Whether another name of the kind stands in the sentence before, or before the subject."""
    return any(
        other.text != name.text
        and other.kind is name.kind
        and any(m.sentence == number - 1 or (m.sentence == number and m.start <= subject.i) for m in other.mentions)
        for other in names
    )

"""What the text around a name shows of it: a firm by its shares, a person by what the next sentence calls them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain import Kind
from bot.riddles.craft.lists import nouns
from bot.riddles.craft.roles import Role, described
from bot.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from bot.riddles.craft.reading import Reading
    from bot.riddles.craft.spotting import Mention

_OWNED = frozenset(
    "share shares profit profits sales shareholders investors revenue revenues turnover customers subsidiary earnings "
    "headquarters chairman".split()
)
_NAMED = frozenset("firm company airline bank carmaker retailer band club charity museum university".split())


def role_by_evidence(reading: Reading, mentions: Sequence[Mention]) -> Role | None:
    """A firm, band or club that the article never calls so beside its name, but by its shares or one sentence on."""
    for mention in mentions:
        doc = reading.sentences[mention.sentence].doc
        root = doc[mention.start : mention.end].root
        if root.dep_ in {"poss", "compound"} and fold(root.head.text) in _OWNED:
            return _plain("company", mention.sentence)
        if root.dep_ == "pobj" and fold(root.head.text) == "in" and fold(root.head.head.text) in {"shares", "stake"}:
            return _plain("company", mention.sentence)
        noun = _called_next(reading, mention, root)
        if noun:
            return _plain(noun, mention.sentence + 1)
    return None


def _called_next(reading: Reading, mention: Mention, root: Token) -> str:
    """The noun of "The firm has ..." right after a sentence with this name as its subject and no other firm."""
    subject = _subject(reading, mention.sentence + 1)
    others = sum(ent.label_ == "ORG" for ent in reading.sentences[mention.sentence].doc.ents)
    if subject is None or root.dep_ not in {"nsubj", "nsubjpass"} or root.head.dep_ != "ROOT" or others > 1:
        return ""
    the = [fold(child.text) for child in subject.children] == ["the"]
    return fold(subject.text) if the and fold(subject.text) in _NAMED else ""


def _plain(noun: str, sentence: int) -> Role:
    label = nouns()[noun].label
    return Role(label, "a", noun, Kind.ORGANISATION, label, sentence)


def role_by_follower(
    reading: Reading, mentions: Sequence[Mention], people: Sequence[Mention], nouns_before: frozenset[str]
) -> Role | None:
    """What the sentence after a person's calls the person: "The 25-year-old hurdler has ...".

    `people` are the places of all other persons, `nouns_before` what the person is called elsewhere.
    """
    for mention in mentions:
        doc = reading.sentences[mention.sentence].doc
        root = doc[mention.start : mention.end].root
        subject = _subject(reading, mention.sentence + 1)
        if subject is None or root.dep_ not in {"nsubj", "nsubjpass"} or root.head.dep_ != "ROOT":
            continue
        number = mention.sentence + 1
        role = described(subject, number)
        alone = not any(other.sentence < number for other in people)
        near = any(other.sentence == number - 1 for other in people)
        aged = role is not None and role.text[:2].isdigit()
        if role is not None and not near and (alone or aged or role.noun in nouns_before):
            return role
    return None


def _subject(reading: Reading, number: int) -> Token | None:
    if number >= len(reading.sentences) or reading.sentences[number].mostly_quoted:
        return None
    root = next((token for token in reading.sentences[number].doc if token.dep_ == "ROOT"), None)
    found = [] if root is None else [part for part in root.children if part.dep_ in {"nsubj", "nsubjpass"}]
    return found[0] if found else None

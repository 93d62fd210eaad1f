"""What a name is where nothing beside it says so: by its last word, its company, the pronouns after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain import Kind
from bot.riddles.craft.lists import known, nouns
from bot.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc

    from bot.riddles.craft.reading import Reading
    from bot.riddles.craft.spotting import Mention

_EVENTS = frozenset(
    "cup open championship championships award awards prize festival games marathon masters trophy "
    "olympics prix convention fair".split()
)
_CLUBS = frozenset("united city town rovers county athletic albion wanderers rangers hotspur argyle".split())
_CULTURE = frozenset({"music", "cinema and television", "culture"})
_LINKS = frozenset(
    "such as including include includes included like and or , \" ' 's ( ) called entitled titled is are was".split()
)
_NEAR = 14
_LEAST_PRONOUNS = 2
_SURE_WORDS = 2


def kind_by_story(text: str, kind: Kind, mentions: Sequence[Mention], reading: Reading) -> tuple[Kind, bool]:
    """The kind that the story shows for a name that no list knows and no noun describes, and whether it is sure."""
    last = fold(text.rsplit(maxsplit=1)[-1])
    if last in _EVENTS and " " in text:
        return Kind.EVENT, len(text.split()) >= _SURE_WORDS
    if kind is not Kind.PERSON and _is_person(text, mentions, reading):
        return Kind.PERSON, True
    if reading.field == "sport" and kind is not Kind.ORGANISATION and _is_club(text, kind, mentions, reading):
        return Kind.ORGANISATION, False
    if reading.field in _CULTURE and any(_among_works(reading, mention) for mention in mentions):
        return Kind.WORK, False
    return kind, False


def _is_person(text: str, mentions: Sequence[Mention], reading: Reading) -> bool:
    """Whether two capital words are a person: the last stands alone elsewhere, and he or she follows."""
    first, _, last = text.partition(" ")
    plain = first.isalpha() and first.istitle() and last.replace("'", "").replace("-", "").isalpha()
    alone = any(mention.text == last for mention in mentions) and fold(last) not in {*nouns(), *_CLUBS}
    return bool(plain and alone and sum(_followed(reading, one) for one in mentions) >= _LEAST_PRONOUNS)


def _followed(reading: Reading, mention: Mention) -> bool:
    """Whether he or she comes after the name, with nobody else between."""
    for sentence in reading.sentences[mention.sentence : mention.sentence + 2]:
        here = sentence.number == mention.sentence
        for token in sentence.doc[mention.end if here else 0 :]:
            if fold(token.text) in {"he", "she", "his", "her", "him"}:
                return True
            if token.ent_type_ == "PERSON" and token.text not in mention.text:
                return False
    return False


def _is_club(text: str, kind: Kind, mentions: Sequence[Mention], reading: Reading) -> bool:
    """Whether a town is here its club: the story is of sport, and nothing happens in it."""
    entry = known().get(fold(text))
    listed = entry is not None and entry.label == "city"
    if fold(text) in _CLUBS:
        return True
    if kind is Kind.PERSON or not (listed or kind is Kind.PLACE) or " " in text:
        return False
    inside = sum(_before(reading.sentences[one.sentence].doc, one.start) in {"in", "near", "to"} for one in mentions)
    return listed and not inside


def _before(doc: Doc, start: int) -> str:
    return fold(doc[start - 1].text) if start else ""


def _among_works(reading: Reading, mention: Mention) -> bool:
    """Whether it stands in a list that "films such as" opens."""
    doc = reading.sentences[mention.sentence].doc
    for i in range(mention.start - 1, max(-1, mention.start - _NEAR), -1):
        noun = nouns().get(fold(doc[i].lemma_))
        if noun is not None and noun.kind is Kind.WORK and doc[i].text.islower():
            return True
        if not (doc[i].text[:1].isupper() or fold(doc[i].text) in _LINKS):
            return False
    return False

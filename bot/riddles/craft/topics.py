"""The common noun that a story is about: "Saffron, the costliest spice, has ..."; a name in all but its capital."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.riddles.craft.engine import singular
from bot.riddles.craft.lists import animals, known, nouns, phrase_set
from bot.riddles.craft.slots import has_finite
from bot.riddles.craft.spotting import Mention
from bot.text import fold, words

if TYPE_CHECKING:
    from spacy.tokens import Token

    from bot.riddles.craft.reading import Reading, Sentence

TOPIC = "TOPIC"
_SHORTEST = 4
_LEAST = 2
_ARTICLES = frozenset({"the", "a", "an"})


def topic_mentions(reading: Reading) -> list[Mention]:
    """Where the headline's own noun opens a sentence as its subject; none unless the first sentence does so, too."""
    for word in _openers(reading.title):
        found = [token for sentence in reading.sentences if (token := _subject(sentence, word)) is not None]
        if len(found) >= _LEAST and found[0].doc is reading.sentences[0].doc:
            return [
                Mention(sentence.number, token.i, token.i + 1, word.capitalize(), TOPIC)
                for sentence in reading.sentences
                if (token := _subject(sentence, word)) is not None
            ]
    return []


def _openers(title: str) -> list[str]:
    """The headline's first word, an article aside, where it is a common noun."""
    found = [fold(word) for word in words(title) if fold(word) not in _ARTICLES][:1]
    return [
        word
        for word in found
        if len(word) >= _SHORTEST
        and word.isalpha()
        and not {word, word.removesuffix("s")} & (known().keys() | nouns().keys() | phrase_set("too_broad"))
    ]


def _subject(sentence: Sentence, word: str) -> Token | None:
    """The word as the subject that opens a sentence: alone, or an animal with its article."""
    doc = sentence.doc
    start = 1 if len(doc) > 1 and fold(doc[0].text) in _ARTICLES else 0
    if len(doc) <= start or fold(doc[start].text) != word or (start and singular(word) not in animals()):
        return None
    token = doc[start]
    fits = token.dep_ in {"nsubj", "nsubjpass"} and token.tag_ in {"NN", "NNP"} and has_finite(token.head)
    return token if fits else None

"""Questions whose answer is a number, and questions whose answer is an animal."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.riddles.craft import gates
from bot.riddles.craft.clauses import stands_as_fact, tokens_of_clause
from bot.riddles.craft.engine import singular
from bot.riddles.craft.leaks import leaks
from bot.riddles.craft.lists import animals
from bot.riddles.craft.rewrite import render, third_person
from bot.riddles.craft.slots import Part, Slot, has_finite
from bot.text import fold, words

if TYPE_CHECKING:
    from spacy.tokens import Token

    from bot.riddles.craft.reading import Reading, Sentence

_DEEPEST = 5
_WORDS = dict(
    zip(
        "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen "
        "nineteen twenty".split(),
        range(2, 21),
        strict=True,
    )
)
_ABOUT = frozenset(
    "about around nearly almost over under some roughly approximately least more less than up most only".split()
)
_UNITS = frozenset("people percent per cent % pounds dollars euros".split())


@dataclass(frozen=True, slots=True)
class Counted:
    """A question with its answer, the other ways to say it, and the sentence it comes from."""

    text: str
    answer: str
    aliases: tuple[str, ...]
    sentence: int
    score: float
    noun: str


def number_questions(reading: Reading) -> list[Counted]:
    """`How many ...?` for an exact number of the first sentences that the headline has too."""
    found = []
    for sentence in reading.sentences[:_DEEPEST]:
        for token in sentence.doc:
            counted = _number(token, sentence, reading.title) if token.dep_ == "nummod" else None
            found += [counted] if counted is not None else []
    return sorted(found, key=lambda question: (-question.score, question.sentence))


def animal_questions(reading: Reading) -> list[Counted]:
    """`Which animal ...?` for an animal that the story is about."""
    if reading.field == "technology":
        return []
    title = [singular(word) for word in words(fold(reading.title))]
    found = []
    for sentence in reading.sentences[:_DEEPEST]:
        for token in sentence.doc:
            counted = _animal(token, sentence, title) if token.tag_ in {"NN", "NNS"} else None
            found += [counted] if counted is not None else []
    return sorted(found, key=lambda question: (-question.score, question.sentence))


def value_of(text: str) -> int | None:
    """An exact whole number, in figures or as a word; None for years, halves and round guesses."""
    folded = fold(text).replace(",", "")
    value = _WORDS.get(folded, int(folded) if re.fullmatch(r"\d{1,6}", folded) else None)
    if value is None or value < 2 or 1900 <= value <= 2100 or (value >= 100 and value % 50 == 0):
        return None
    return value


def spellings(value: int, noun: str) -> tuple[str, ...]:
    """The number in figures and as a word, with and without its noun."""
    word = next((word for word, number in _WORDS.items() if number == value), "")
    figures = f"{value:,}"
    forms = [figures, str(value), word, f"{figures} {noun}", f"{word} {noun}" if word else ""]
    return tuple(dict.fromkeys(form for form in forms if form))


def _number(token: Token, sentence: Sentence, title: str) -> Counted | None:
    value = value_of(token.text)
    noun = token.head
    if value is None or noun.tag_ != "NNS" or any(True for _ in token.children) or not _exact(token):
        return None
    shown = {value_of(word) for word in words(title)}
    slot = _subject_slot(noun)
    if slot is None or token.i != noun.left_edge.i or fold(noun.text) in _UNITS:
        return None
    kept = tokens_of_clause(slot.verb)
    if token.i not in kept or kept[0] != token.i:
        return None
    slot = Slot(Part.SUBJECT, frozenset({token.i}), token.i, slot.verb)
    text = render(sentence.doc, kept, slot, {token.i: "How many"}).rstrip(".") + "?"
    if not _stands(sentence, kept, slot, text, (str(value), token.text)) or gates.tainted(text):
        return None
    score = 2.0 + 2.0 * (value in shown) + {0: 1.0, 1: 0.5}.get(sentence.number, 0.0)
    forms = spellings(value, fold(noun.text))
    answer = token.text if token.text[0].isdigit() else fold(token.text)
    return Counted(text, answer, tuple(f for f in forms if f != answer), sentence.number, score, fold(noun.text))


def _exact(token: Token) -> bool:
    before = [fold(t.text) for t in token.doc[max(0, token.i - 2) : token.i]]
    return not set(before) & _ABOUT


def _subject_slot(noun: Token) -> Slot | None:
    if noun.dep_ not in {"nsubj", "nsubjpass"} or not has_finite(noun.head) or not stands_as_fact(noun.head):
        return None
    return Slot(Part.SUBJECT, frozenset(t.i for t in noun.subtree), noun.left_edge.i, noun.head)


def _animal(token: Token, sentence: Sentence, title: list[str]) -> Counted | None:
    doc = sentence.doc
    alone = singular(fold(token.text))
    paired = f"{fold(doc[token.i - 1].text)} {alone}" if token.i else alone
    name = paired if paired in animals() else alone
    if name not in animals() or alone not in title:
        return None
    slot = _subject_slot(token)
    every = any(c.dep_ == "det" and fold(c.text) not in {"the", "a", "an"} for c in token.children)
    if (
        slot is None
        or every
        or any(c.dep_ in {"conj", "poss", "relcl", "prep", "acl", "appos"} for c in token.children)
    ):
        return None
    kept = tokens_of_clause(slot.verb)
    own = {token.i} | ({token.i - 1} if name == paired else set())
    asked = _asked_animal(token, own)
    if slot.anchor not in kept or not asked or any(i in sentence.quoted for i in kept):
        return None
    verbs = third_person(slot) if token.tag_ == "NN" else {}
    words_new = {slot.anchor: asked if kept[0] in slot.tokens else asked[0].lower() + asked[1:]} | verbs
    text = render(doc, kept, slot, words_new).rstrip(".") + "?"
    if not _stands(sentence, kept, slot, text, (name, token.text)):
        return None
    aliases = [form for form in (doc[min(own) : token.i + 1].text, alone) if fold(form) != name]
    score = 3.0 + {0: 1.0, 1: 0.5}.get(sentence.number, 0.0)
    return Counted(text, name, tuple(dict.fromkeys(aliases)), sentence.number, score, "animal")


def _asked_animal(token: Token, own: set[int]) -> str:
    """`Which rare animal`, `How many` left out: the words before the animal that may stay."""
    many = token.tag_ == "NNS"
    stay = [c for c in token.children if c.i not in own and c.i < token.i and c.dep_ in {"amod", "compound"}]
    if any(c.dep_ == "nummod" or (c.dep_ == "compound" and c.pos_ == "PROPN") for c in token.children) or any(
        list(c.children) for c in stay
    ):
        return ""
    return " ".join(
        ["Which", *(c.text if c.pos_ == "PROPN" else fold(c.text) for c in stay), "animals" if many else "animal"]
    )


def _stands(sentence: Sentence, kept: list[int], slot: Slot, text: str, secret: tuple[str, ...]) -> bool:
    doc = sentence.doc
    if gates.broken(text[:-1] + ".") or leaks(text, secret) or gates.speaks_itself(doc, kept):
        return False
    return not gates.dangling(doc, kept, slot.tokens) and gates.bare_definites(doc, kept, slot.tokens) == 0

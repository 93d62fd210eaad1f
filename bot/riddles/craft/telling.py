"""Sentences of a story that may serve as its second hint: about the answer, standing alone, with the name blanked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.riddles.craft import gates
from bot.riddles.craft.hints import blanked
from bot.riddles.craft.leaks import leaks, pieces
from bot.text import fold, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from bot.riddles.craft.reading import Reading, Sentence

_DEEPEST = 24
_FEWEST = 6
_LONGEST = 26
_TELLS_AGAIN = 0.6
"""Share of a sentence's telling words from which it only repeats the riddle."""

_ABOUT = frozenset({"nsubj", "nsubjpass", "poss", "dobj", "obj", "appos", "attr", "agent"})
_SPOKEN = frozenset("i we you my our your me us".split())
_JOINS = frozenset("but and however meanwhile also so instead yet still then or nor besides moreover".split())
_SCORE = re.compile(r"\d+\s*[-:]\s*\d+.*\d+\s*[-:]\s*\d+|^[^a-z]*$|(?:\S+ \(\d+\).*){2}")
"""Lists of scores and the like, which tell nothing."""


def telling(reading: Reading, used: Sequence[int], secret: tuple[str, ...], question: str, longest: int) -> str:
    """The most concrete sentence about the answer that the riddle has not told yet; empty where there is none."""
    best, most = "", -1.0
    for sentence in reading.sentences[:_DEEPEST]:
        if sentence.number in used or not about(sentence, secret) or not _stands_alone(sentence, secret):
            continue
        text = cleaned(blanked(sentence.text, secret))
        if not _fits(text, secret, question, longest):
            continue
        points = _points(text, sentence)
        if points > most:
            best, most = text, points
    return best


def repeats(text: str, question: str) -> bool:
    """Whether most of what a text tells is told in the question already."""
    told = {piece[:6] for piece in pieces(question)}
    mine = {piece[:6] for piece in pieces(text) if len(piece) > 3}
    return not mine or len(mine & told) >= _TELLS_AGAIN * len(mine)


def about(sentence: Sentence, secret: tuple[str, ...]) -> bool:
    """Whether the answer is the subject, the object or the owner in the sentence's main clause."""
    return any(_leads(root) for root in _roots(sentence, secret))


def _leads(root: Token) -> bool:
    if root.dep_ not in _ABOUT and not (root.dep_ == "pobj" and root.head.dep_ == "agent"):
        return False
    head = root.head
    for _ in range(4):
        if head.dep_ in {"ROOT", "conj"}:
            return True
        if head.dep_ not in {*_ABOUT, "xcomp"}:
            return False
        head = head.head
    return False


def _roots(sentence: Sentence, secret: tuple[str, ...]) -> list[Token]:
    found = []
    for name in secret:
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", sentence.text):
            span = sentence.doc.char_span(match.start(), match.end(), alignment_mode="expand")
            if span is not None:
                found.append(span.root)
    return found


def cleaned(text: str) -> str:
    """Without empty brackets, stray dashes and double spaces; the second gap of a name and its short form goes."""
    text = re.sub(r"\s*\(\s*____\s*\)", "", text)
    text = re.sub(r"____(?:\s*[,-]?\s*____)+", "____", text)
    text = re.sub(r"____\s+([,.;])", r"____\1", text)
    return " ".join(text.replace("____ '", "____'").split())


def _fits(text: str, secret: tuple[str, ...], question: str, longest: int) -> bool:
    size = len(words(text.replace("____", "it")))
    if not _FEWEST <= size <= _LONGEST or len(text) > longest or "____" not in text:
        return False
    if text.count("____") > 2 or re.search(r"____[A-Za-z]|[A-Z]\w+ ____|____ [A-Z]", text):
        return False
    return not (leaks(text, secret) or repeats(text, question) or gates.broken(text) or _SCORE.search(text))


def _stands_alone(sentence: Sentence, secret: tuple[str, ...]) -> bool:
    """Whether nothing in it needs a neighbour: no speech, no half name, no pronoun that may be somebody else's."""
    text, doc = sentence.text, sentence.doc
    if sentence.quoted or '"' in text or "?" in text or gates.lost_start(text) or gates.tainted(text):
        return False
    if fold(text.split()[0]).strip(",") in _JOINS or any(token.text in {"Mr", "Mrs", "Ms"} for token in doc):
        return False
    pronouns = [token for token in doc if token.tag_ in {"PRP", "PRP$"}]
    if any(fold(token.text) in _SPOKEN for token in pronouns) or (pronouns and _others(sentence, secret)):
        return False
    first = min((root.i for root in _roots(sentence, secret)), default=0)
    if any(token.i < first and fold(token.text) != "it" for token in pronouns):
        return False
    places = range(len(doc))
    return not gates.dangling(doc, places) and not gates.bare_definites(doc, places)


def _others(sentence: Sentence, secret: tuple[str, ...]) -> bool:
    """Whether another person is named, whom a pronoun may mean."""
    return any(ent.label_ == "PERSON" and not leaks(ent.text, secret) for ent in sentence.doc.ents)


def _points(text: str, sentence: Sentence) -> float:
    """How concrete a sentence is: names, years and numbers; better where it begins with the answer."""
    body = text.replace("____", "")
    names = len(re.findall(r"(?<!^)(?<![.!?] )\b[A-Z]\w+", body))
    figures = len(re.findall(r"\b\d[\d,.]*", body))
    return min(names, 4) + min(figures, 2) * 0.6 + 1.5 * text.startswith("____") - 0.04 * sentence.number

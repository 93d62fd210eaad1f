"""A line in the answer's own voice told of it instead: "I own a mill." becomes "It owns a mill."."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.domain import Kind
from bot.riddles.craft.engine import inflect, parse_one
from bot.riddles.craft.hints import GAP
from bot.riddles.craft.rewrite import agree, verbs_of
from bot.text import fold

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from bot.riddles.craft.veil import Voice

_FIRST = re.compile(r"\b(?:I|me|my|My|mine|myself)\b")
_TO_THIRD = {"am": "is", "are": "is", "were": "was", "have": "has", "do": "does"}
_SAME_IN_THE_PAST = frozenset("beat put set cut hit cost let quit shut split bid cast hurt burst spread".split())
"""Verbs of which "I beat" was "it beat": what is told happened."""

_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_OTHERS = re.compile(r"\b(?:he|him|his|she|her|himself|herself)\b", re.IGNORECASE)
_OTHERS_IT = re.compile(r"\b(?:its|their|itself)\b", re.IGNORECASE)
_FIGURES = re.compile(r"\d[\d.,]*")
_MOST_FIGURES = 3
_STANDS_IN = "Nora"
ONE = "the one you seek"
"""Who is meant where no pronoun is sure."""


def in_third(line: str, voice: Voice | None) -> str:
    """The line told of the answer; empty where that cannot be done; without a voice it is "the one you seek"."""
    if not _FIRST.search(line):
        return line
    if (_OTHERS_IT if voice and voice.subject == "it" else _OTHERS).search(line):
        return ""
    doc = parse_one(line)
    told = _changed(doc, voice)
    if told is None:
        return ""
    text = "".join(told.get(token.i, token.text) + token.whitespace_ for token in doc)
    return "" if _FIRST.search(text) else f"{text[:1].upper()}{text[1:]}"


def ungapped(text: str, voice: Voice | None, kind: Kind) -> str:
    """A sentence with a pronoun where its gap is; empty where the gap is part of a longer phrase."""
    if text.count(GAP) > 1 or len(_FIGURES.findall(text)) > _MOST_FIGURES:
        return ""
    doc = parse_one(text.replace(GAP, _STANDS_IN))
    gap = next((token for token in doc if token.text == _STANDS_IN), None)
    if gap is None or any(
        child.dep_ in {"appos", "amod", "compound", "det", "relcl", "conj", "cc"} for child in gap.children
    ):
        return ""
    if kind is Kind.PERSON and voice is not None and _others(gap):
        return ""
    told = _filling(gap, voice)
    text = "".join(told.get(token.i, token.text) + _blank(token, told) for token in doc)
    return f"{text[:1].upper()}{text[1:]}" if told else ""


def _others(gap: Token) -> bool:
    """Whether somebody else is named before a gap whom its pronoun may mean: not who does something to the answer."""
    before = [ent for ent in gap.doc.ents if ent.label_ == "PERSON" and ent.end <= gap.i]
    return any(ent.root.dep_ not in _SUBJECTS or ent.root.head != gap.head for ent in before)


def _third(verb: Token) -> dict[int, str]:
    """A verb and those joined to it as "it" and "he" want them."""
    told: dict[int, str] = {}
    for joined in verbs_of(verb):
        plain = joined is not verb and joined.tag_ == "VB" and verb.tag_ == "VBP"
        if fold(joined.text) in _SAME_IN_THE_PAST and joined.tag_ == "VBP":
            continue
        led = any(child.dep_ in {"aux", "auxpass"} for child in joined.children)
        form = inflect(fold(joined.lemma_), "VBZ")
        told |= {joined.i: form} if plain and not led else agree(joined, _TO_THIRD, "VBZ")
    return told


def _filling(gap: Token, voice: Voice | None) -> dict[int, str]:
    """The words that a pronoun brings with it, by their place; none where no pronoun can stand."""
    if gap.dep_ in _SUBJECTS:
        told = {gap.i: voice.subject if voice else ONE}
        return told | _third(gap.head)
    if gap.dep_ == "poss" and gap.i + 1 < len(gap.doc) and gap.nbor(1).tag_ == "POS":
        return {gap.i: voice.owner, gap.i + 1: ""} if voice else {gap.i: ONE}
    if gap.dep_ == "dobj" or (gap.dep_ == "pobj" and voice and voice.subject != "it"):
        return {gap.i: voice.object if voice else ONE}
    return {}


def _blank(token: Token, told: dict[int, str]) -> str:
    """The blank after a word: where "'s" is left out, that after it stands in its place."""
    return (
        token.nbor(1).whitespace_
        if told.get(token.i + 1) == ""
        else token.whitespace_
        if told.get(token.i) != ""
        else ""
    )


def _changed(doc: Doc, voice: Voice | None) -> dict[int, str] | None:
    """The words that change, by their place; None where a word of the first person has no sure counterpart."""
    told: dict[int, str] = {}
    for token in doc:
        form = _form(token, voice, first=not told)
        if form is None:
            return None
        if form:
            told[token.i] = form
        if token.text == "I":
            told |= _third(token.head)
    return told


def _form(token: Token, voice: Voice | None, *, first: bool) -> str | None:
    """What stands for a word of the first person: empty for any other word, None where it cannot be told."""
    word = token.text
    if word == "I":
        subject = voice.subject if voice else ONE
        return subject if token.dep_ in _SUBJECTS and (voice or first) else None
    if fold(word) == "my":
        return voice.owner if voice else ("their" if not first else None)
    if word == "me":
        return voice.object if voice else (ONE if first else None)
    if word == "myself":
        return voice.self if voice else None
    return None if word == "mine" else ""

"""Sentences of a story that may serve as its second hint: about the answer, standing alone, with the name blanked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.domain import Kind
from bot.riddles.craft import gates
from bot.riddles.craft.hints import GAP, blanked
from bot.riddles.craft.leaks import leaks, pieces
from bot.text import fold, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Token

    from bot.riddles.craft.reading import Reading, Sentence

_DEEPEST = 24
_FEWEST = 6
_LONGEST = 26
_TELLS_AGAIN = 0.6
"""Share of a sentence's telling words from which it only repeats the riddle."""

_ABOUT = frozenset({"nsubj", "nsubjpass", "poss", "dobj", "obj", "appos", "attr", "agent"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_BACK = 4
"""Sentences from "she" back to the name."""

_STANDS_FOR = {"PERSON": Kind.PERSON, "ORG": Kind.ORGANISATION}
_BODIES = frozenset("company firm airline bank carmaker retailer band club charity chain".split())
_PARTLY = 0.4
"""The same for a sentence of which the riddle has used a part."""

_OPENS = frozenset("who which where with after following while as although including when despite amid".split())
"""Words that open a part of a sentence that can be left off."""

_SPOKEN = frozenset("i we you my our your me us".split())
_NOBODYS = re.compile(r"The (?:[\w-]+ )?\w+'s\b")
"""What begins with the owner of something, and nobody knows whose: "The country's deficit"."""

_THIRD = frozenset("he she his her him".split())
_TIES = frozenset({"but", "and"})
_JOINS = frozenset("however meanwhile also so instead yet still then or nor besides moreover".split())
_GLUED = re.compile(r"____[A-Za-z]|[A-Z]\w+ ____|____ (?:[A-Z\d]|\w[A-Z])")
"""A gap that is a part of a longer name: "____ 64", "an ____ iPod"."""

_SCORE = re.compile(r"\d+\s*[-:]\s*\d+.*\d+\s*[-:]\s*\d+|^[^a-z]*$|(?:\S+ \(\d+\).*){2}")
"""Lists of scores and the like, which tell nothing."""


def telling(
    reading: Reading, used: Sequence[int], secret: tuple[str, ...], question: str, longest: int, kind: Kind = Kind.THING
) -> str:
    """The most concrete sentence about the answer that the riddle has not told yet; empty where there is none."""
    best, most = "", -9.0
    for sentence in reading.sentences[:_DEEPEST]:
        named = about(sentence, secret)
        if not named and not _stand_in(sentence)[0]:
            continue
        ends = (end for end in _ends(sentence, secret) if _stands_alone(sentence, secret, question, end))
        end = next(ends, 0)
        if end and named:
            text = _opened(cleaned(blanked(_upto(sentence, end), secret)))
        elif end and (taken := _goes_on(sentence, reading, secret, kind)):
            text = GAP + _upto(sentence, end)[len(sentence.doc[:taken].text) :]
        else:
            continue
        if not _fits(text, secret, question, longest):
            continue
        again = sentence.number in used
        if again and repeats(text, question, _PARTLY):
            continue
        points = _points(text, sentence) - 3.0 * again
        if points > most:
            best, most = text, points
    return best


def _opened(text: str) -> str:
    """A sentence without the word that ties it to the one before: "But the ferry has ..."."""
    first, _, rest = text.partition(" ")
    return f"{rest[:1].upper()}{rest[1:]}" if fold(first) in _TIES else text


def repeats(text: str, question: str, share: float = _TELLS_AGAIN) -> bool:
    """Whether most of what a text tells is told in the question already."""
    told = {piece[:6] for piece in pieces(question)}
    mine = {piece[:6] for piece in pieces(text) if len(piece) > 3}
    return not mine or len(mine & told) >= share * len(mine)


def about(sentence: Sentence, secret: tuple[str, ...]) -> bool:
    """Whether the answer is the subject, the object or the owner of a clause."""
    return any(_leads(root) for root in _roots(sentence, secret))


def _goes_on(sentence: Sentence, reading: Reading, secret: tuple[str, ...], kind: Kind) -> int:
    """How many words at its start stand for the answer: "He", "The club"; none where they may be somebody else's."""
    taken, rival = _stand_in(sentence)
    if not taken or kind is not _STANDS_FOR[rival] or _others(sentence, secret, rival):
        return 0
    for before in reversed(reading.sentences[max(0, sentence.number - _BACK) : sentence.number]):
        if _others(before, secret, rival):
            return 0
        if any(root.dep_ in _SUBJECTS and root.head.dep_ == "ROOT" for root in _roots(before, secret)):
            return taken
    return 0


def _stand_in(sentence: Sentence) -> tuple[int, str]:
    """The words at a sentence's start that stand for a name, and what else could be meant by them."""
    first, second = sentence.doc[0].lower_, sentence.doc[1].lower_ if len(sentence.doc) > 1 else ""
    if first in {"he", "she"}:
        return 1, "PERSON"
    return (2, "ORG") if first == "the" and second in _BODIES and sentence.doc[1].dep_ in _SUBJECTS else (0, "")


def _ends(sentence: Sentence, secret: tuple[str, ...]) -> Iterator[int]:
    """Where a sentence may end: as it does, or at the comma or dash before a last part that can be left off."""
    doc = sentence.doc
    if len(words(sentence.text)) <= _LONGEST:
        yield len(doc)
    root = next((token.i for token in doc if token.dep_ == "ROOT"), len(doc))
    least = max([root, *(name.i for name in _roots(sentence, secret) if name.i <= _LONGEST)]) + 2
    for place in range(min(len(doc) - 2, _LONGEST + 4), least, -1):
        after = doc[place + 1]
        if doc[place].text in {",", "-"} and (after.dep_ in {"cc", "mark"} or after.lower_ in _OPENS):
            yield place


def _upto(sentence: Sentence, end: int) -> str:
    doc = sentence.doc
    return sentence.text if end == len(doc) else doc[:end].text.rstrip(" ,-") + "."


def _leads(root: Token) -> bool:
    return root.dep_ in _ABOUT or (root.dep_ == "pobj" and root.head.dep_ == "agent")


def _roots(sentence: Sentence, secret: tuple[str, ...]) -> list[Token]:
    found = []
    for name in (one for one in secret if one in sentence.text):
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
    text = re.sub(r"(____|____ (?:has|have|is|was|will)) also\b", r"\1", text)
    return " ".join(re.sub(r"____ ('s?(?=\s))", r"____\1", text).split())


def _fits(text: str, secret: tuple[str, ...], question: str, longest: int) -> bool:
    size = len(words(text.replace("____", "it")))
    if not _FEWEST <= size <= _LONGEST or len(text) > longest or "____" not in text:
        return False
    if text.count("____") > 2 or "[" in text or _GLUED.search(text):
        return False
    return not (
        leaks(text, secret) or repeats(text, question) or gates.broken(text.replace(GAP, "Nora")) or _SCORE.search(text)
    )


def _stands_alone(sentence: Sentence, secret: tuple[str, ...], question: str, end: int) -> bool:
    """Whether nothing in it needs a neighbour: no speech, no half name, no pronoun that may be somebody else's."""
    text, doc = sentence.text, sentence.doc
    lost = gates.lost_start(text) and not _stand_in(sentence)[0]
    if sentence.quoted or '"' in text or "?" in text or lost or gates.tainted(_upto(sentence, end)):
        return False
    if fold(text.split()[0]).strip(",") in _JOINS or any(token.text in {"Mr", "Mrs", "Ms"} for token in doc[:end]):
        return False
    hurried = doc[0].pos_ == "ADV" or gates.deictic(doc, range(end)) or bool(_NOBODYS.match(text))
    tensed = any(token.dep_ == "ROOT" and token.pos_ in {"VERB", "AUX"} for token in doc[:end])
    return tensed and not hurried and _owns_its_pronouns(sentence, secret, question, end)


def _owns_its_pronouns(sentence: Sentence, secret: tuple[str, ...], question: str, end: int) -> bool:
    """Whether each pronoun can only be the answer's, and each "the" is of something told."""
    doc = sentence.doc[:end]
    pronouns = [token for token in doc if token.tag_ in {"PRP", "PRP$"}]
    alone = any(token.tag_ == "PRP" for token in pronouns) and _others(sentence, secret)
    if alone or any(fold(token.text) in _SPOKEN for token in pronouns):
        return False
    roots = _roots(sentence, secret)
    first = min((root.i for root in roots), default=0)
    if any(token.i < first and fold(token.text) != "it" for token in pronouns):
        return False
    mine = {root.i for root in roots} | {token.i for token in pronouns if fold(token.text) in _THIRD}
    asked = set(words(fold(question)))
    told = mine | {*range(_stand_in(sentence)[0])} | {token.i for token in doc if fold(token.text) in asked}
    return not gates.dangling(sentence.doc, range(end), mine) and not gates.bare_definites(
        sentence.doc, range(end), told
    )


def _others(sentence: Sentence, secret: tuple[str, ...], label: str = "PERSON") -> bool:
    """Whether another person, or body, is named, whom a pronoun may mean."""
    return any(ent.label_ == label and not leaks(ent.text, secret) for ent in sentence.doc.ents)


def _points(text: str, sentence: Sentence) -> float:
    """How concrete a sentence is: names, years and numbers; better where it begins with the answer."""
    body = text.replace("____", "")
    names = len(re.findall(r"(?<!^)(?<![.!?] )\b[A-Z]\w+", body))
    figures = len(re.findall(r"\b\d[\d,.]*", body))
    return min(names, 4) + min(figures, 2) * 0.6 + 1.5 * text.startswith("____") - 0.04 * sentence.number

"""Where a story speaks of its answer: by the name, by "he", by "the World Cup winner"."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bot.domain import Kind
from bot.riddles.craft.clauses import stands_as_fact
from bot.riddles.craft.followers import is_national
from bot.riddles.craft.lists import nouns, word_set
from bot.riddles.craft.rewrite import EVENTFUL
from bot.riddles.craft.slots import Part, Slot, has_finite, slot_of
from bot.text import fold

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from bot.riddles.craft.names import Name
    from bot.riddles.craft.reading import Reading, Sentence
    from bot.riddles.craft.veil import Voice

_MOST_MENTIONS = 8
_DEEPEST = 9
_MOST_AFTER = 2
_FIRST_WORDS = 4
_LEAST_PHRASE = 2
_OWN = frozenset("say announce confirm believe hope expect think reveal plan want decide agree insist".split())
_DESCRIBES = frozenset({"amod", "compound", "nmod", "nummod", "punct", "det", "poss", "npadvmod"})
_CLUBS = frozenset("City United Rovers Athletic Wanderers Albion Villa County Town Forest Palace Rangers".split())
_NOT_TOWNS = frozenset("The A In At On Both But And For When While If With After Before As".split())
_OTHERS = frozenset("other second third rival former latter same first fellow whole".split())


@dataclass(frozen=True, slots=True)
class Place:
    """One clause that speaks of the answer: its sentence, what gives way to the veil, and the verb of the whole.

    `slot` keeps the verb next to the answer, for agreement; `phrase` is what the article calls the answer there,
    where it does not say the name, `fuller` the whole names of clubs that it calls "City" or "United".
    """

    sentence: Sentence
    slot: Slot
    verb: Token
    phrase: str = ""
    fuller: dict[int, str] = field(default_factory=dict)

    @property
    def nested(self) -> bool:
        """Whether the answer stands in a clause below the one that is told."""
        return self.verb.i != self.slot.verb.i

    @property
    def subject(self) -> bool:
        """Whether the answer is the subject of the whole clause."""
        return self.slot.part is Part.SUBJECT and not self.nested


def places(name: Name, names: tuple[Name, ...], reading: Reading, voice: Voice) -> list[Place]:
    """Every place where the answer stands in a clause of the article's own, and the sentences that go on about it."""
    found: list[Place] = []
    for mention in name.mentions[:_MOST_MENTIONS]:
        sentence = reading.sentences[mention.sentence]
        if mention.sentence > _DEEPEST or sentence.mostly_quoted or mention.start in sentence.quoted:
            continue
        slot = slot_of(sentence.doc, mention.start, mention.end) or _owner_of_name(
            sentence.doc, mention.start, mention.end
        )
        if slot is None or slot.part is Part.LABEL:
            continue
        found += _whole(sentence, slot)
        found += following(name, names, reading, voice, mention.sentence, slot)
    return [replace(place, fuller=fuller(place.sentence, name, reading)) for place in found]


def fuller(sentence: Sentence, name: Name, reading: Reading) -> dict[int, str]:
    """`City`, where the article has the whole name of one club of that sort: "Tremlett City"."""
    doc = sentence.doc
    short = [
        token for token in doc if token.text in _CLUBS and (token.i < 2 or not doc[token.i - 1].text[:1].isupper())
    ]
    found: dict[int, str] = {}
    for token in short:
        whole = re.compile(rf"((?:[A-Z][a-z]+ ){{1,2}}{token.text})\b")
        told = {run for one in reading.sentences for run in whole.findall(one.text) if run.split()[0] not in _NOT_TOWNS}
        if len(told) == 1 and not told & {name.text, *name.forms}:
            found[token.i] = told.pop()
    return found


def _owner_of_name(doc: Doc, start: int, end: int) -> Slot | None:
    """`X's Thunderbird` where the thing has a name of its own."""
    root = doc[start:end].root
    if root.dep_ != "poss" or end >= len(doc) or doc[end].tag_ != "POS" or root.left_edge.i not in {start, start - 1}:
        return None
    verb = next((token for token in root.ancestors if has_finite(token)), None)
    tokens = frozenset(range(root.left_edge.i, end + 1))
    return Slot(Part.OWNER, tokens, min(tokens), verb) if verb is not None else None


def _whole(sentence: Sentence, slot: Slot) -> list[Place]:
    """The clause next to the answer where it stands as a fact, else the sentence it is a part of."""
    if _is_told(slot.verb) or own_word(slot):
        return [Place(sentence, slot, slot.verb)]
    root = next((token for token in sentence.doc if token.dep_ == "ROOT"), None)
    aside = slot.verb.dep_ == "relcl" and slot.part is Part.SUBJECT
    if root is None or root.i == slot.verb.i or aside:
        return []
    if not has_finite(root) or not _is_told(root):
        return []
    return [Place(sentence, slot, root)]


def _is_told(verb: Token) -> bool:
    return stands_as_fact(verb) or _reports_figures(verb)


def _reports_figures(verb: Token) -> bool:
    """`X reported a loss`: a firm's own figures, and nobody's claim."""
    if fold(verb.lemma_) not in {"report", "reveal", "announce"} or verb.dep_ != "ROOT":
        return False
    deps = {child.dep_ for child in verb.children}
    return "dobj" in deps and not deps & {"ccomp", "parataxis", "mark", "auxpass"}


def own_word(slot: Slot) -> bool:
    """`X says it will ...`: the answer's own word on itself."""
    verb = slot.verb
    if slot.part is not Part.SUBJECT or verb.dep_ != "ROOT" or fold(verb.lemma_) not in _OWN:
        return False
    said = [child for child in verb.children if child.dep_ == "ccomp" and child.i > verb.i and has_finite(child)]
    subjects = [part for clause in said for part in clause.children if part.dep_ in {"nsubj", "nsubjpass"}]
    return len(said) == 1 and len(subjects) == 1 and _is_pronoun(subjects[0])


def _is_pronoun(token: Token) -> bool:
    return fold(token.text) in {"he", "she", "it", "they"}


def following(
    name: Name, names: tuple[Name, ...], reading: Reading, voice: Voice, number: int, slot: Slot
) -> list[Place]:
    """The next sentences whose subject can only be the name."""
    found: list[Place] = []
    while slot.part is Part.SUBJECT and slot.verb.dep_ == "ROOT" and len(found) < _MOST_AFTER:
        number += 1
        after = _after(name, names, reading, voice, number)
        if after is None:
            break
        found.append(after)
        slot = after.slot
    return [place for place in found if _is_told(place.verb) or own_word(place.slot)]


def _after(name: Name, names: tuple[Name, ...], reading: Reading, voice: Voice, number: int) -> Place | None:
    if number >= len(reading.sentences) or reading.sentences[number].mostly_quoted:
        return None
    sentence = reading.sentences[number]
    root = next((token for token in sentence.doc if token.dep_ == "ROOT"), None)
    subject = _subject(root) if root is not None and has_finite(root) else None
    if root is None or subject is None or subject.left_edge.i >= _FIRST_WORDS:
        return None
    if has_rival(name, names, {number - 1, number}) or any(m.sentence == number for m in name.mentions):
        return None
    phrase = described(subject, name)
    if not phrase and not (fold(subject.text) == voice.subject and _fits(root, name)):
        return None
    tokens = frozenset(token.i for token in subject.subtree)
    return Place(sentence, Slot(Part.SUBJECT, tokens, min(tokens), root), root, phrase)


def _subject(root: Token) -> Token | None:
    return next((part for part in root.children if part.dep_ in {"nsubj", "nsubjpass"}), None)


def _fits(root: Token, name: Name) -> bool:
    """Whether "it" is the name and not the event."""
    modal = any(child.tag_ == "MD" and fold(child.text) != "will" for child in root.children)
    return name.kind is Kind.PERSON or not (root.lemma_ in EVENTFUL or modal)


def described(subject: Token, name: Name) -> str:
    """`The World Cup winner`: the words of a subject that says what the name is; empty where it may be another."""
    if name.kind is Kind.PERSON and is_national(subject):
        return f"the {subject.text}"
    noun = nouns().get(fold(subject.text))
    if noun is None or noun.kind is not name.kind or subject.tag_ != "NN":
        return ""
    first = subject.left_edge
    if subject.i - first.i < _LEAST_PHRASE or (name.kind is not Kind.PERSON and noun.label != name.label):
        return ""
    plain = all(child.dep_ in _DESCRIBES and child.i < subject.i for child in subject.children)
    if not plain or fold(first.text) != "the":
        return ""
    words = [token.text_with_ws for token in subject.doc[first.i : subject.i + 1]]
    odd = {fold(word.strip()) for word in words} & (word_set("tainted") | _OTHERS)
    return "" if odd else "the " + "".join(words[1:]).strip()


def has_rival(name: Name, names: tuple[Name, ...], numbers: set[int]) -> bool:
    """Whether another name of the kind stands in the sentences."""
    return any(
        other.text != name.text and other.kind is name.kind and mention.sentence in numbers
        for other in names
        for mention in other.mentions
    )

"""Plain questions: a clause of the article with its name asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain import Kind
from bot.riddles.craft import gates
from bot.riddles.craft.clauses import clean_start, stands_as_fact, tokens_of_clause
from bot.riddles.craft.compose import known_enough
from bot.riddles.craft.doubts import doubts
from bot.riddles.craft.leaks import leaks
from bot.riddles.craft.offices import is_office
from bot.riddles.craft.rewrite import render, third_person
from bot.riddles.craft.slots import Part, Slot, slot_of
from bot.riddles.craft.turned import turned
from bot.text import fold, words

if TYPE_CHECKING:
    from collections.abc import Collection

    from spacy.tokens import Doc

    from bot.riddles.craft.names import Name
    from bot.riddles.craft.reading import Reading, Sentence
    from bot.riddles.craft.roles import Role
    from bot.riddles.craft.spotting import Mention

_DEEPEST = 9
_EARLY, _MIDDLE = 1, 2
_TOLD = 9
"""Words of a question about a thing that tell enough of it."""

_LEAST_TELLING, _LEAST_TELLING_LATE = 2, 3
"""Names, numbers and superlatives that pin the answer down: more where the sentence is not one of the first."""

_MOST_MENTIONS = 10
_CONTINENTS = {
    "Europe": "European", "Asia": "Asian", "Africa": "African",
}  # fmt: skip
_JOINED = re.compile(r"(Who|Which [a-zA-Z ]+), [A-Z]")
"""The first of several names, asked for without the others."""

_TAIL = re.compile(
    r", [\w' ]{3,40}(indicated|said|says?|suggest(s|ed)|report(s|ed)|claim(s|ed)|reveal(s|ed)|confirmed|announced"
    r"|showe?[ds]?)\?$"
)
"""Somebody's word at the end."""

_PRONOUNS = {Kind.PERSON: frozenset("he him his himself she her herself".split())}
_ITS = frozenset("it its itself they their them".split())
_DULL = frozenset(
    "say tell claim add think believe feel insist warn argue hope explain be admit deny know want".split()
)
_MEANT = frozenset("firm company group country nation city club party airline bank".split())
"""Nouns by which "the firm" may go on speaking of what is asked for."""


@dataclass(frozen=True, slots=True)
class Question:
    """A plain question and the sentence it comes from."""

    text: str
    sentence: int
    score: float
    flags: frozenset[str]


def questions_of(name: Name, names: tuple[Name, ...], reading: Reading) -> list[Question]:
    """Every plain question that asks for a name, the best first."""
    found: list[Question] = []
    if not worth_asking(name):
        return found
    for mention in name.mentions[:_MOST_MENTIONS]:
        sentence = reading.sentences[mention.sentence]
        near = mention.sentence <= _DEEPEST
        if near and not sentence.mostly_quoted and mention.start not in sentence.quoted:
            question = _asked(name, names, sentence, mention) or _turned(name, names, sentence, mention)
            found += [question] if question is not None else []
    return sorted(found, key=lambda question: (-question.score, question.sentence))


def worth_asking(name: Name) -> bool:
    """Whether a reader has a chance and would care: famous, with a title of its own, or what the story is about."""
    if name.ambiguous or not name.sure:
        return False
    if name.famous:
        return True
    central = name.in_title and name.first <= _EARLY
    return central and name.kind is Kind.PERSON and known_enough(name)


def asking_words(name: Name) -> str:
    """Say who, or "Which" with the closest noun that is sure; empty where none is."""
    secret = (name.text, *name.forms)
    if name.kind is Kind.PERSON:
        return _person_words(name, secret) if name.sure else ""
    role = name.role
    if role is not None and name.sure and role.modified and len(role.text.split()) <= 5 and role.plain:
        phrase = _labelled(role)
        if not leaks(phrase, secret) and not gates.tainted(phrase) and "'s" not in phrase:
            return f"Which {phrase}"
    label = name.label
    if not label or not name.sure or leaks(label, secret):
        return ""
    region = _CONTINENTS.get(name.entry.region, "") if name.entry is not None else ""
    return f"Which {region} {label}" if region and not leaks(region, secret) else f"Which {label}"


def _labelled(role: Role) -> str:
    """The descriptor with the noun a question uses in the place of its own: "mobile phone company"."""
    if not role.text.endswith(role.noun):
        return role.text
    before = role.text.removesuffix(role.noun)
    return role.text if role.label.split()[0] in fold(before).split() else before + role.label


def _person_words(name: Name, secret: tuple[str, ...]) -> str:
    role = name.role
    if role is None or not role.modified or len(role.text.split()) > 4 or not role.plain:
        return "Who"
    if leaks(role.text, secret) or gates.tainted(role.text) or role.noun in {"boss", "star", "legend"}:
        return "Who"
    if is_office(f"I am the {role.text}.") and name.famous:  # it would only ask for a name
        return "Who"
    return "Who" if "'s" in role.text else f"Which {role.text}"


def _asked(name: Name, names: tuple[Name, ...], sentence: Sentence, mention: Mention) -> Question | None:
    """A true question: the name as subject, or as the last words of the clause."""
    doc = sentence.doc
    asking = asking_words(name)
    slot = slot_of(doc, mention.start, mention.end)
    if not asking or slot is None or slot.part is Part.LABEL or not _askable(slot):
        return None
    kept = tokens_of_clause(slot.verb)
    if slot.anchor not in kept or any(i in sentence.quoted for i in kept) or not clean_start(slot, kept):
        return None
    following = doc[max(slot.tokens) + 1] if max(slot.tokens) + 1 < len(doc) else None
    if slot.part is Part.SUBJECT and following is not None and following.pos_ in {"NOUN", "PROPN", "ADJ", "DET"}:
        return None
    if slot.part is Part.SUBJECT:
        replaced = {slot.anchor: _placed(asking, slot, kept)} | third_person(slot)
    elif slot.part is Part.OWNER and kept[0] in slot.tokens:
        replaced = {slot.anchor: "Whose" if asking == "Who" else f"{asking}'s"}
    elif slot.part is Part.OBJECT and max(kept) in slot.tokens and name.kind in {Kind.PLACE, Kind.ORGANISATION}:
        replaced = {slot.anchor: asking[0].lower() + asking[1:]}
    else:
        return None
    text = render(doc, kept, slot, replaced).rstrip(".!") + "?"
    text = re.sub(
        rf"^({re.escape(asking)}), (?=(?:do|does|did|has|is|was|will|had|would|can|could|may)\b)", r"\1 ", text
    )
    bonus = 3.0 if slot.part is not Part.OBJECT and kept[0] in slot.tokens else 1.2
    return _judged(name, names, sentence, kept, slot.tokens, text, text.rstrip("?"), bonus)


def _askable(slot: Slot) -> bool:
    """A fact of the article's own: who said something is a dull question."""
    return stands_as_fact(slot.verb)


def _placed(asking: str, slot: Slot, kept: list[int]) -> str:
    first = kept[0] in slot.tokens
    return asking if first else asking[0].lower() + asking[1:]


def _turned(name: Name, names: tuple[Name, ...], sentence: Sentence, mention: Mention) -> Question | None:
    """The whole clause with the question inside it or in front."""
    asking = asking_words(name)
    root = next((token for token in sentence.doc if token.dep_ == "ROOT"), None)
    if not asking or root is None or not stands_as_fact(root) or _has_peer(name, sentence):
        return None
    made = turned(name, sentence, mention, asking)
    if made is None or any(i in sentence.quoted for i in made[1]):
        return None
    text, kept, mine = made
    return _judged(name, names, sentence, kept, mine, text, text.rstrip("?"), 0.6)


def _has_peer(name: Name, sentence: Sentence) -> bool:
    """Whether another name of the kind is joined to it, so that both would fit."""
    for mention in name.mentions:
        if mention.sentence == sentence.number:
            root = sentence.doc[mention.start : mention.end].root
            joined = [root.head] if root.dep_ == "conj" else []
            joined += [child for child in root.children if child.dep_ == "conj"]
            if any(token.pos_ == "PROPN" for token in joined):
                return True
    return False


def _is_malformed(name: Name, text: str, body: str) -> bool:
    """Whether its words alone are wrong: broken, a leak, too long, or a question with a tail before its verb."""
    if _TAIL.search(text) or _JOINED.match(text) or re.match(r"(Who|Which [^,]+?) (from|of|at|in) ", text):
        return True
    whole = body + "."
    return (
        bool(gates.broken(whole)) or gates.lost_start(body) or len(text) > 380 or leaks(text, (name.text, *name.forms))
    )


def _is_venue(name: Name, sentence: Sentence, text: str) -> bool:
    """Whether it asks where something was held, and neither the headline nor the lead cares."""
    if name.kind is not Kind.PLACE or name.in_title:
        return False
    last = re.search(r"\b(?:in|at|near) (?:which|what) (?P<what>[\w ]+)\?$", text)
    if not sentence.number:
        return last is not None and not last["what"].endswith("country")
    return last is not None or re.match(r"(?:In|At|Near) which ", text) is not None


def _is_noun_part(doc: Doc, mine: frozenset[int]) -> bool:
    """Whether what is asked for only goes with a noun after it: "Oscar contenders A and B"."""
    last = doc[max(mine)]
    behind = doc[last.i + 1] if last.i + 1 < len(doc) else None
    part = last.dep_ in {"compound", "nmod"} and last.head.i > last.i
    return part or (behind is not None and behind.tag_ in {"NN", "NNS"})


def _half_named(name: Name, names: tuple[Name, ...], sentence: Sentence, kept: list[int]) -> bool:
    """Whether somebody else is called by the surname alone, as only the story's reader understands."""
    return any(
        other.kind is Kind.PERSON and " " in other.text and " " not in mention.text and mention.start in kept
        for other in names
        if other is not name
        for mention in other.mentions
        if mention.sentence == sentence.number
    )


def _his_is_open(
    name: Name, names: tuple[Name, ...], sentence: Sentence, kept: list[int], mine: frozenset[int]
) -> bool:
    """Whether "his" may be that of somebody in the sentence before, or of somebody between."""
    said = [i for i in kept if i not in mine and sentence.doc[i].tag_ in {"PRP", "PRP$"}]
    if name.kind is not Kind.PERSON or not said:
        return False
    return any(
        m.sentence == sentence.number - 1 or (m.sentence == sentence.number and m.start < said[-1])
        for other in names
        if other is not name and other.kind is Kind.PERSON
        for m in other.mentions
    )


def _hangs(
    name: Name, names: tuple[Name, ...], sentence: Sentence, kept: list[int], mine: frozenset[int], body: str
) -> bool:
    """Whether it needs its neighbours, has a speaker of its own, or speaks ill of a person."""
    doc = sentence.doc
    if (
        sentence.number
        and fold(doc[kept[0]].text) == "the"
        and kept[0] not in mine
        and doc[kept[0]].head.pos_ == "NOUN"
    ):
        return True
    if _half_named(name, names, sentence, kept) or _his_is_open(name, names, sentence, kept, mine):
        return True
    if gates.speaks_itself(doc, kept) or gates.dangling(doc, kept, mine, _PRONOUNS.get(name.kind, _ITS)):
        return True
    return gates.accuses(doc, kept, body) or (
        name.kind is Kind.PERSON and (gates.tainted(body) or gates.belittles(body))
    )


def _judged(
    name: Name,
    names: tuple[Name, ...],
    sentence: Sentence,
    kept: list[int],
    mine: frozenset[int],
    text: str,
    body: str,
    bonus: float,
) -> Question | None:
    if _is_venue(name, sentence, text) or _is_noun_part(sentence.doc, mine):
        return None
    if _is_malformed(name, text, body) or _hangs(name, names, sentence, kept, mine, body):
        return None
    flags = _flags(name, names, sentence, kept, mine, body)
    unclear = "bare" in flags and not _means_it(sentence.doc, kept, mine)
    if unclear or flags & {"dull", "taint", "unknown"}:
        return None
    early = sentence.number <= _EARLY
    if sentence.number > _MIDDLE and (flags or not re.match(r"Who|Which", text)):
        return None
    thing = name.kind not in {Kind.PERSON, Kind.PLACE, Kind.ORGANISATION} and len(words(body)) >= _TOLD
    least = 1 if thing and not flags else _LEAST_TELLING if early else _LEAST_TELLING_LATE
    if anchors(sentence.doc, kept, mine) < least:
        return None
    return Question(text, sentence.number, bonus + _score(sentence, kept, mine, body) - 0.9 * len(flags), flags)


def _means_it(doc: Doc, kept: list[int], mine: frozenset[int]) -> bool:
    """Whether "the firm" is all that points back, and means what is asked for."""
    rest = [i for i in kept if fold(doc[i].text) not in _MEANT or i < min(mine)]
    return not gates.bare_definites(doc, rest, mine)


def _flags(
    name: Name, names: tuple[Name, ...], sentence: Sentence, kept: list[int], mine: frozenset[int], body: str
) -> frozenset[str]:
    found = doubts(name, names, sentence, kept, mine, body)
    root = next(token for token in sentence.doc if token.dep_ == "ROOT")
    return found | {"dull"} if fold(root.lemma_) in _DULL else found


def _telling(sentence: Sentence, kept: list[int], mine: frozenset[int]) -> int:
    """How many names and numbers a player can hold on to."""
    return sum(
        sentence.doc[i].ent_iob == 3 and sentence.doc[i].ent_type_ not in {"DATE", "TIME", "ORDINAL"}
        for i in kept
        if i not in mine
    )


def anchors(doc: Doc, kept: list[int], mine: Collection[int]) -> int:
    """How many names, numbers and superlatives pin an answer down."""
    best = sum(doc[i].tag_ in {"JJS", "RBS"} or fold(doc[i].text) in {"first", "only", "record"} for i in kept)
    named = sum(
        doc[i].ent_iob == 3 and doc[i].ent_type_ not in {"DATE", "TIME", "ORDINAL"} for i in kept if i not in mine
    )
    years = sum(doc[i].text.isdigit() and len(doc[i].text) == 4 and doc[i].ent_type_ == "DATE" for i in kept)
    return named + best + years


def _score(sentence: Sentence, kept: list[int], mine: frozenset[int], body: str) -> float:
    telling = _telling(sentence, kept, mine)
    length = len(words(body))
    score = {0: 2.0, 1: 1.0, 2: 0.5}.get(sentence.number, 0.0) + 0.5 * min(telling, 3)
    score += 0.8 if 9 <= length <= 22 else 0.0
    return score - (0.8 if length < 8 else 0.0)

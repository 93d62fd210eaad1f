"""Facts about a name in its own voice, each with what may be wrong with it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.domain import Kind
from bot.riddles.craft import gates
from bot.riddles.craft.clauses import clean_start, is_speech, stands_as_fact, tokens_of_clause, unsaid
from bot.riddles.craft.doubts import doubts
from bot.riddles.craft.followers import followers
from bot.riddles.craft.fullnames import full_names
from bot.riddles.craft.leaks import leaks
from bot.riddles.craft.lists import nouns
from bot.riddles.craft.openings import fronted
from bot.riddles.craft.rewrite import first_person, keeps_its, left_over, render
from bot.riddles.craft.slots import Part, Slot, has_finite, joined_slot, slot_of
from bot.riddles.craft.wording import is_course, is_report, mine_of, untailed
from bot.text import fold, words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from bot.riddles.craft.names import Name
    from bot.riddles.craft.reading import Reading, Sentence
    from bot.riddles.craft.spotting import Mention

_PART_SCORE = {Part.SUBJECT: 2.0, Part.OBJECT: 1.6, Part.OWNER: 0.5, Part.LABEL: 0.5}
_FLAG_COST = {
    "bare": 1.0,
    "unknown": 1.2,
    "mister": 1.5,
    "deictic": 1.0,
    "taint": 1.5,
    "late": 0.5,
    "general": 1.0,
    "course": 1.5,
}
_MOST_MENTIONS = 14
_EARLY = 8
_RULERS = frozenset("president minister premier chancellor king queen".split())
_FEW_QUOTED = 5
"""Tokens of a quotation, its marks included, that is only a word or two."""

_WISHES = frozenset("want know think feel like wish believe".split())
"""Verbs that tell nothing of somebody unless they name something."""

_OWN_WORDS = frozenset(
    "say tell warn announce believe think hope expect predict promise confirm reveal argue suggest estimate".split()
)
_CLUB = re.compile(
    r"\b(my (shares|striker|midfielder|defender|keeper|lead|manager)|stake in me|relegated|Premiership)\b"
)
"""What a town has not, but its club or a firm of its name."""

_TELLING = frozenset(
    {"GPE", "ORG", "WORK_OF_ART", "EVENT", "PRODUCT", "CARDINAL", "MONEY", "PERCENT", "NORP", "FAC", "LOC"}
)


@dataclass(frozen=True, slots=True)
class Fact:
    """One sentence in the answer's voice, where it comes from, and its mild defects."""

    text: str
    sentence: int
    part: Part
    score: float
    flags: frozenset[str]
    defining: bool = False
    """Whether it says what the name is."""

    telling: int = 0
    """How many names and numbers a player can hold on to."""

    front: str = ""
    """The same with its time or circumstance in front, where there is one."""


def facts_of(name: Name, names: tuple[Name, ...], reading: Reading) -> list[Fact]:
    """Every fact of a name that no gate refuses, in the order of the text; they are not parsed again yet."""
    found: dict[int, Fact] = {}
    for sentence, slot in _slots(name, names, reading):
        fact = _fact(name, names, sentence, slot)
        if fact is not None and (fact.sentence not in found or found[fact.sentence].score < fact.score):
            found[fact.sentence] = fact
    defining = next(filter(None, (_apposition(name, names, reading, m) for m in name.mentions[:_MOST_MENTIONS])), None)
    return [*([defining] if defining is not None else []), *(found[number] for number in sorted(found))]


def _apposition(name: Name, names: tuple[Name, ...], reading: Reading, mention: Mention) -> Fact | None:
    """`X, the ring of stones on the plain,`: what X is, in the article's own words."""
    sentence = reading.sentences[mention.sentence]
    doc = sentence.doc
    root = doc[mention.start : mention.end].root
    for child in root.children:
        if not _may_be(child, name):
            continue
        if child.dep_ != "appos" or child.i < mention.end or child.tag_ in {"NNS", "NNPS"} or not name.sure:
            continue
        kept = list(range(child.left_edge.i, child.right_edge.i + 1))
        text = f"I am {doc[kept[0] : kept[-1] + 1].text}."
        if _is_definition(doc, kept, sentence) and not _is_unsound(text, name) and not gates.dangling(doc, kept):
            flags = doubts(name, names, sentence, kept, (), text) - {"bare"}
            return Fact(text, sentence.number, Part.SUBJECT, 4.5 - 0.3 * sentence.number, flags, defining=True)
    return None


def _may_be(noun: Token, name: Name) -> bool:
    """Whether a noun can say what the name is: a firm is no family, and a person no firm."""
    known = nouns().get(fold(noun.text))
    other = known is not None and known.kind is not name.kind and name.kind in {Kind.PERSON, Kind.ORGANISATION}
    return not other and fold(noun.text) not in {"family", "couple", "brother", "sister", "pair", "duo"}


def _is_definition(doc: Doc, kept: list[int], sentence: Sentence) -> bool:
    """Whether a phrase stands between commas, has an article and nobody else's words."""
    before, after = doc[kept[0] - 1], doc[kept[-1] + 1] if kept[-1] + 1 < len(doc) else None
    bounded = before.text == "," and after is not None and after.text in {",", "."}
    proper = fold(doc[kept[0]].text) in {"the", "a", "an"} and not any(
        doc[i].text in {",", ";", ":", '"'} for i in kept
    )
    return bounded and proper and not any(i in sentence.quoted for i in kept)


def _is_unsound(text: str, name: Name) -> bool:
    return bool(gates.broken(text)) or gates.tainted(text) or leaks(text, (name.text, *name.forms))


def _slots(name: Name, names: tuple[Name, ...], reading: Reading) -> list[tuple[Sentence, Slot]]:
    found: list[tuple[Sentence, Slot]] = []
    for mention in name.mentions[:_MOST_MENTIONS]:
        sentence = reading.sentences[mention.sentence]
        if sentence.mostly_quoted or mention.start in sentence.quoted or _is_within(sentence.doc, mention, name):
            continue
        slot = slot_of(sentence.doc, mention.start, mention.end)
        if slot is None and name.kind is Kind.PERSON and name.sure:
            together = joined_slot(sentence.doc, mention.start, mention.end)
            found += [(sentence, together)] if together is not None and not is_speech(together.verb) else []
        if slot is None:
            continue
        slot = _said(slot) if is_speech(slot.verb) else slot
        if slot is not None:
            found.append((sentence, slot))
            found += followers(name, names, reading, mention.sentence + 1, slot)
        aside = _aside(sentence, mention)
        found += [(sentence, aside)] if aside is not None else []
    return found


def _is_within(doc: Doc, mention: Mention, name: Name) -> bool:
    """Whether the name is there a part of another one: "the hit show X", "X - The Opera"."""
    noun = nouns().get(fold(doc[mention.start - 1].text)) if mention.start else None
    other = noun is not None and noun.kind is not name.kind and name.kind in {Kind.PERSON, Kind.PLACE}
    dash = mention.end + 1 < len(doc) and doc[mention.end].text in {"-", ":"}
    return other or (dash and doc[mention.end + 1].text[:1].isupper())


def _aside(sentence: Sentence, mention: Mention) -> Slot | None:
    """`X, who did ...,`: the relative clause as a sentence of its own."""
    root = sentence.doc[mention.start : mention.end].root
    for child in root.children:
        if child.dep_ == "relcl" and has_finite(child) and child.i > root.i and root.pos_ == "PROPN":
            subject = next((part for part in child.children if part.dep_ in {"nsubj", "nsubjpass"}), None)
            if subject is not None and fold(subject.text) in {"who", "which"} and subject.i - 2 <= mention.end:
                return Slot(Part.SUBJECT, frozenset({subject.i}), subject.i, child, own=True)
    return None


def _said(slot: Slot) -> Slot | None:
    """`X warned that ...`: true of X as the one who said it."""
    if slot.part is not Part.SUBJECT or slot.verb.dep_ != "ROOT" or fold(slot.verb.lemma_) not in _OWN_WORDS:
        return None
    told = any(child.dep_ == "ccomp" and child.i > slot.verb.i and has_finite(child) for child in slot.verb.children)
    done = any(child.dep_ in {"dobj", "xcomp"} and child.i > slot.verb.i for child in slot.verb.children)
    if not told and not (done and unsaid(slot.verb)):
        return None
    return replace(slot, own=True)


def _rival_in(name: Name, names: tuple[Name, ...], numbers: set[int]) -> bool:
    """Whether another name of the kind, or an untold one, stands in the sentences."""
    return any(
        other.text != name.text and other.kind is name.kind and any(m.sentence in numbers for m in other.mentions)
        for other in names
    )


def _fact(name: Name, names: tuple[Name, ...], sentence: Sentence, slot: Slot) -> Fact | None:
    doc, kept = sentence.doc, _kept(slot, sentence)
    if not kept:
        return None
    replaced = first_person(slot, doc, kept, name.kind, _rivals_here(name, names, sentence, kept))
    in_full = full_names(name, names, sentence, kept)
    behind = [i for i in kept if i > slot.anchor and i not in slot.tokens and not keeps_its(slot, doc[i], name.kind)]
    if slot.part is not Part.SUBJECT and left_over(doc, behind, replaced, name.kind):
        return None
    if slot.part is Part.SUBJECT and left_over(doc, kept, slot.tokens | set(replaced), name.kind):
        return None
    mine = slot.tokens | frozenset(replaced)
    replaced |= in_full
    text = _worded(name, slot, render(doc, kept, slot, replaced))
    if gates.broken(text) or is_report(text) or _is_foreign(name, text):
        return None
    own_words = slot.own and is_speech(slot.verb)
    unfair = _is_unfair(name, doc, kept, text, own_words=own_words) or _his_is_open(name, names, sentence, replaced)
    if unfair or gates.dangling(doc, kept, mine):
        return None
    flags = _flags(name, names, sentence, kept, mine, text)
    if is_course(text):
        flags |= {"course"}
    telling = _named(names, sentence, [i for i in kept if i not in slot.tokens]) + bool(slot.joined)
    score = _score(slot, sentence, telling, text, flags)
    front = fronted(slot, doc, kept, replaced) if text.startswith("I ") else ""
    return Fact(
        text, sentence.number, slot.part, score, flags, telling=telling, front="" if gates.broken(front) else front
    )


def _worded(name: Name, slot: Slot, text: str) -> str:
    """What belongs to the answer is mine: "the firm's", "the success of me", a ruler's "the country's"."""
    text = untailed(mine_of(text, name.kind))
    if slot.part is not Part.SUBJECT or not text.startswith("I "):
        return text
    if name.label:
        text = re.sub(rf"\bthe {re.escape(name.label)}'s\b", "my", text)
    rules = name.kind is Kind.PERSON and name.role is not None and name.role.noun in _RULERS
    return text.replace(" the country's ", " my country's ") if rules else text


def _named(names: tuple[Name, ...], sentence: Sentence, kept: list[int]) -> int:
    """How many names and numbers of a line a player can hold on to, those that only we have seen included."""
    doc, places = sentence.doc, set(kept)
    found = sum(doc[i].ent_iob == 3 and doc[i].ent_type_ in _TELLING for i in kept)
    return found + sum(
        mention.sentence == sentence.number
        and mention.start in places
        and not any(doc[i].ent_type_ in _TELLING for i in range(mention.start, mention.end))
        for other in names
        for mention in other.mentions
    )


def _is_foreign(name: Name, text: str) -> bool:
    """Whether it needs the sentence before, shows the name, or is about another of that name."""
    return gates.lost_start(text) or leaks(text, (name.text, *name.forms)) or _is_another(name, text)


def _is_another(name: Name, text: str) -> bool:
    """Whether the line is about the club or firm of a town's name, or calls the speaker by the office once more."""
    if name.kind is Kind.PLACE:
        return bool(_CLUB.search(text))
    office = name.role.noun if name.kind is Kind.PERSON and name.role is not None else ""
    return bool(office) and bool(re.search(rf"\b[Tt]he ([A-Z]\w+ )?{re.escape(office)}\b", text))


def _kept(slot: Slot, sentence: Sentence) -> list[int]:
    """The tokens of a clause that may stand as a fact; none where it may not."""
    doc = sentence.doc
    if not slot.own and not stands_as_fact(slot.verb):
        return []
    kept = tokens_of_clause(slot.verb)
    kept = [i for i in kept if not (slot.own and doc[i].dep_ == "mark" and doc[i].head.i == slot.verb.i)]
    after = doc[max(slot.tokens) + 1] if max(slot.tokens) + 1 < len(doc) else None
    torn = slot.part is Part.OBJECT and after is not None and after.pos_ in {"NOUN", "PROPN", "ADV", "ADJ"}
    whole = slot.anchor in kept and clean_start(slot, kept) and not torn
    spoken = _speech(sentence)
    return kept if whole and not gates.speaks_itself(doc, kept) and not any(i in spoken for i in kept) else []


def _speech(sentence: Sentence) -> frozenset[int]:
    """The quoted words that are somebody's speech; a word or two between marks are the reporter's own."""
    spoken: set[int] = set()
    run: list[int] = []
    for i in [*sorted(sentence.quoted), -1]:
        if run and i != run[-1] + 1:
            spoken.update(run if len(run) > _FEW_QUOTED else ())
            run = []
        run.append(i)
    return frozenset(spoken)


def _his_is_open(name: Name, names: tuple[Name, ...], sentence: Sentence, replaced: dict[int, str]) -> bool:
    """Whether "his" may mean somebody of the sentences before: better no fact than a false one of a person."""
    if name.kind is not Kind.PERSON or not any(sentence.doc[i].tag_ in {"PRP", "PRP$"} for i in replaced):
        return False
    return _rival_in(name, names, {sentence.number - 2, sentence.number - 1})


def _is_unfair(name: Name, doc: Doc, kept: list[int], text: str, *, own_words: bool = False) -> bool:
    """Whether it says what ought to be, or ties a person to crime, accusation, illness or death."""
    if (gates.opinion(doc, kept) and not own_words) or gates.accuses(doc, kept, text):
        return True
    return name.kind is Kind.PERSON and (gates.tainted(text) or gates.belittles(text))


def _rivals_here(name: Name, names: tuple[Name, ...], sentence: Sentence, kept: list[int]) -> list[int]:
    """The tokens of other names of the kind in the kept words."""
    return [
        mention.start
        for other in names
        for mention in other.mentions
        if other.text != name.text
        and other.kind is name.kind
        and mention.sentence == sentence.number
        and mention.start in kept
    ]


def _flags(
    name: Name, names: tuple[Name, ...], sentence: Sentence, kept: list[int], mine: frozenset[int], text: str
) -> frozenset[str]:
    found = set(doubts(name, names, sentence, kept, mine, text))
    if any(fold(sentence.doc[i].text) in {"mr", "mrs", "ms", "dr"} for i in kept if i not in mine):
        found.add("mister")
    if name.label and re.search(rf"\b(the|this) {name.label}\b", fold(text)):
        found.add("bare")
    if sentence.number > _EARLY:
        found.add("late")
    return frozenset(found)


def _score(slot: Slot, sentence: Sentence, telling: int, text: str, flags: frozenset[str]) -> float:
    score = _PART_SCORE[slot.part] + {0: 2.0, 1: 0.8, 2: 0.4}.get(sentence.number, 0.0)
    score += min(telling, 3) * 0.7 if telling else -0.5
    score += 1.0 if 8 <= len(words(text)) <= 20 else 0.0
    if is_speech(slot.verb):
        score -= 1.2
    if fold(slot.verb.lemma_) in _WISHES and not telling:
        score -= 3.0
    if any(child.dep_ == "neg" for child in slot.verb.children):
        score -= 0.5
    return score - sum(_FLAG_COST[flag] for flag in flags)

"""What is wrong with a veiled clause, or doubtful in it, and how much of it a player can hold on to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.domain import Kind
from bot.riddles.craft import gates
from bot.riddles.craft.doubts import doubts
from bot.riddles.craft.leaks import leaks
from bot.riddles.craft.lists import nouns
from bot.text import fold, words

if TYPE_CHECKING:
    from collections.abc import Collection

    from spacy.tokens import Doc, Token

    from bot.riddles.craft.names import Name
    from bot.riddles.craft.reading import Sentence
    from bot.riddles.craft.slots import Slot
    from bot.riddles.craft.veil import Voice
    from bot.riddles.craft.veil_places import Place

_MOST_WORDS = 27
_TELLING = frozenset("GPE ORG WORK_OF_ART EVENT PRODUCT CARDINAL MONEY PERCENT NORP FAC LOC QUANTITY PERSON".split())
_PLAIN_PEOPLE = frozenset({"mayor", "judge", "court", "jury", "crowd", "audience", "police"})
_NEW = frozenset("new latest proposed planned same whole final other main".split())
"""Adjectives that do not tell which one is meant."""
_PRIVATE = frozenset(
    "married marry marriage divorce divorced affair romance girlfriend boyfriend lover pregnant baby love wedding "
    "split engaged fiance fiancee naked nude sex sexual".split()
)
_ONE = frozenset({"first", "only", "record"})
_BANDS = frozenset("team side squad band crew group club orchestra choir family".split())
_MANY = frozenset({"they", "their", "them"})
_PERIODS = frozenset("year month week weekend summer winter spring autumn season".split())
_YEAR = re.compile(r"1\d{3}|20\d{2}|\d{1,2}(st|nd|rd|th)")
_BROKEN = re.compile(
    r"\b(\w+ \w+) \1\b| - |,( [\w']+){1,5} (reports?|reported|sa(ys|id)|suggests?|shows?|showed|claims?)\.$|\(|: "
    r"|\bright to exist\b|\bpassed away\b|\bguise\b|\ban? [£$€][\d.,]+\w* (\w+ing|to|in|for|from|on|by|after)\b"
)
"""A slip of the source, an aside, somebody's word at the end."""
_DULL = re.compile(
    r"\b(was|were) (speaking|talking|responding|reacting)\b|\b(undecided|intimated|implied|hinted)\b"
    r"|\bannounced (his|her|its) (plans?|decision)\b"
    r"|, ([\w'-]+ ){1,5}(has|have) (indicated|said|confirmed|announced|revealed|admitted|claimed)\.$"
)
"""That somebody spoke, and not what happened."""
_AWKWARD = re.compile(
    r"\b(of|in|with|from|by|against|for|at|trip to|visit to|return to) it\b(?! (is|was|has|had|will|can)\b)"
)
"""What English says with its, there or another turn."""


def refusal(name: Name, doc: Doc, kept: list[int], text: str, mine: Collection[int], voice: Voice) -> str:
    """Why it may not stand: malformed, a leak, somebody's opinion, unkind, or pointing outside itself."""
    whole = f"{text[:1].upper()}{text[1:]}."
    person = name.kind is Kind.PERSON
    faults = {
        "long": len(words(text)) > _MOST_WORDS,
        "broken": bool(gates.broken(whole) or _BROKEN.search(whole)),
        "dull": bool(_DULL.search(whole)),
        "lost start": _lost_start(whole, voice),
        "leak": leaks(text, (name.text, *name.forms)),
        "taint": gates.opinion(doc, kept) or gates.accuses(doc, kept, text) or gates.tainted(text),
        "unkind": person and bool(gates.belittles(text) or set(words(fold(text))) & _PRIVATE),
        "dangling": gates.dangling(doc, kept, mine, voice.all) > 0,
    }
    return next((fault for fault, there in faults.items() if there), "")


def _lost_start(text: str, voice: Voice) -> bool:
    own = text.split(maxsplit=1)[0] in {voice.subject.capitalize(), voice.owner.capitalize()}
    return not own and gates.lost_start(text)


def his_is_open(name: Name, names: tuple[Name, ...], place: Place, kept: list[int], mine: Collection[int]) -> bool:
    """Whether a pronoun that was there before may mean somebody else: better no clause than a false one of a person."""
    doc = place.sentence.doc
    said = [i for i in kept if i not in mine and doc[i].tag_ in {"PRP", "PRP$"}]
    if name.kind is not Kind.PERSON:
        if any(fold(doc[i].text) in {"he", "she"} and doc[i].head.i == place.verb.i for i in said):
            return True
        return any(fold(doc[i].text) in _MANY and not _has_many(doc, kept, i) for i in said)
    if not said:
        return False
    if any(fold(doc[i].text) in _MANY and not _has_people(doc, kept, i) for i in said):
        return True
    if place.subject and any(doc[i].dep_ in {"dobj", "pobj", "dative"} for i in said):
        return True
    number = place.sentence.number
    others = [m for other in names if other is not name and other.kind is Kind.PERSON for m in other.mentions]
    return any(m.sentence == number - 1 or (m.sentence == number and m.start < said[-1]) for m in others)


def _has_many(doc: Doc, kept: list[int], at: int) -> bool:
    """Whether a plural stands before that "they" can mean."""
    return any(doc[i].tag_ in {"NNS", "NNPS"} for i in kept if i < at)


def _has_people(doc: Doc, kept: list[int], at: int) -> bool:
    """Whether people, a team or two names stand before that "they" can mean."""
    before = [doc[i] for i in kept if i < at]
    several = [token for token in before if token.tag_ in {"NNS", "NNPS"} and fold(token.lemma_) in nouns()]
    joined = any(token.dep_ == "conj" and token.pos_ == "PROPN" for token in before)
    named = any(token.ent_type_ in {"ORG", "NORP"} and token.dep_ != "compound" for token in before)
    return bool(several) or joined or named or any(fold(token.text) in _BANDS for token in before)


def not_pointing(doc: Doc, kept: list[int]) -> frozenset[int]:
    """Words that seem to point back and do not: "this" in "this year", "their" after "a team"."""
    pairs = [(i, doc[i + 1]) for i in kept if i + 1 < len(doc)]
    times = {i for i, after in pairs if fold(doc[i].text) == "this" and fold(after.text) in _PERIODS}
    times |= {i for n, i in enumerate(kept) if fold(doc[i].text) == "their" and _has_band(doc, kept[:n])}
    before = {i for i in kept if fold(doc[i].text) == "former" and doc[i].dep_ in {"amod", "compound"}}
    return frozenset(times | before)


def _has_band(doc: Doc, before: list[int]) -> bool:
    """Whether many in one stand before "their": "his team to win their group"."""
    return any(fold(doc[i].text) in _BANDS and doc[i].dep_ in {"nsubj", "dobj"} for i in before)


def flags_of(
    name: Name, names: tuple[Name, ...], sentence: Sentence, kept: list[int], mine: Collection[int], text: str
) -> frozenset[str]:
    """What a reader may stumble over: a stranger, "the new machine", "Mr"."""
    found = set(doubts(name, names, sentence, kept, mine, text))
    plain = [i for i in kept if fold(sentence.doc[i].text) not in _PLAIN_PEOPLE]
    if "bare" in found and not gates.bare_definites(sentence.doc, plain, mine):
        found.discard("bare")
    if any(_is_vague(sentence.doc[i]) for i in kept if i not in mine):
        found.add("bare")
    if any(fold(sentence.doc[i].text) in {"mr", "mrs", "ms", "dr"} for i in kept if i not in mine):
        found.add("mister")
    return frozenset(found)


def _is_vague(noun: Token) -> bool:
    """`the new machine`: a phrase that only its forerunner explains."""
    if noun.pos_ != "NOUN" or noun.ent_type_:
        return False
    before = [child for child in noun.children if child.i < noun.i]
    the = any(fold(child.text) == "the" for child in before)
    rest = [child for child in noun.children if child.dep_ not in {"det", "punct"}]
    return the and bool(rest) and all(fold(child.text) in _NEW for child in rest)


def beside(name: Name, doc: Doc, kept: list[int], place: Place) -> bool:
    """Whether a clause about a person has another one as its subject, or where theirs is owned."""
    others = any(_is_somebody(doc[i]) and i not in place.slot.tokens for i in kept)
    return name.kind is Kind.PERSON and others and not place.subject


def _is_somebody(token: Token) -> bool:
    noun = nouns().get(fold(token.text))
    return token.ent_type_ == "PERSON" or (noun is not None and noun.kind is Kind.PERSON and token.dep_ == "nsubj")


def awkward(text: str, voice: Voice) -> bool:
    """Whether English would not say it with a pronoun: "a battle with it"."""
    return voice.object == "it" and bool(_AWKWARD.search(text))


def telling_of(slot: Slot, doc: Doc, kept: list[int]) -> int:
    """How many names and numbers a player can hold on to; a year counts, a weekday does not."""
    best = any(doc[i].tag_ in {"JJS", "RBS"} or fold(doc[i].text) in _ONE for i in kept if i not in slot.tokens)
    return best + sum(_tells(doc[i]) for i in kept if i not in slot.tokens)


def _tells(token: Token) -> bool:
    """Whether a token begins a name or an amount."""
    before = token.doc[token.i - 1] if token.i else None
    if token.ent_iob_ == "B" and token.ent_type_ in _TELLING:
        return True
    if _YEAR.fullmatch(token.text) or (token.ent_type_ == "DATE" and token.like_num):
        return True
    proper = token.pos_ == "PROPN" and not token.ent_type_ and token.text[0].isupper()
    return proper and (before is None or before.pos_ != "PROPN")

"""A clause of the story told in the third person, its answer behind a veil: the words are the article's own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain import Kind
from bot.riddles.craft import gates
from bot.riddles.craft.clauses import clean_start, tokens_of_clause
from bot.riddles.craft.doubts import doubts
from bot.riddles.craft.leaks import leaks
from bot.riddles.craft.lists import nouns
from bot.riddles.craft.rewrite import third_person
from bot.riddles.craft.slots import Part
from bot.riddles.craft.veil_places import places
from bot.riddles.craft.verse import NEVER, Piece, joined, joint
from bot.text import fold, words

if TYPE_CHECKING:
    from collections.abc import Collection

    from spacy.tokens import Doc, Token

    from bot.riddles.craft.names import Name
    from bot.riddles.craft.reading import Reading, Sentence
    from bot.riddles.craft.slots import Slot
    from bot.riddles.craft.veil import Voice
    from bot.riddles.craft.veil_places import Place

_MOST_WORDS = 27
_LEAST_GOOD, _MOST_GOOD = 8, 20
_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_TELLING = frozenset(
    "GPE ORG WORK_OF_ART EVENT PRODUCT CARDINAL MONEY PERCENT NORP FAC LOC QUANTITY PERSON ORDINAL".split()
)
_PLAIN_PEOPLE = frozenset({"mayor", "judge", "court", "jury", "crowd", "audience", "police"})
_NEW = frozenset("new latest proposed planned same whole final other main".split())
"""Adjectives that do not tell which one is meant."""

_PRIVATE = frozenset(
    "married marry marriage divorce divorced affair romance girlfriend boyfriend lover pregnant baby love wedding "
    "split engaged fiance fiancee naked nude sex sexual".split()
)
_PERIODS = frozenset("year month week weekend summer winter spring autumn season".split())
_YEAR = re.compile(r"1\d{3}|20\d{2}|\d{1,2}(st|nd|rd|th)")
_BROKEN = re.compile(
    r"\b(\w+ \w+) \1\b| - |,( [\w']+){1,5} (reports?|reported|sa(ys|id)|suggests?|shows?|showed|claims?)\.$|\(|: "
    r"|\ban? [£$€][\d.,]+\w* (\w+ing|to|in|for|from|on|by|after)\b"
)
"""A slip of the source, an aside, somebody's word at the end."""

_AWKWARD = re.compile(r"\b(of|in|with|from|by|against|for|at) it\b(?! (is|was|has|had|will|can)\b)")
"""What English says with its, there or another turn."""

_PART_SCORE = {Part.SUBJECT: 2.0, Part.OBJECT: 1.6, Part.OWNER: 0.5}


@dataclass(frozen=True, slots=True)
class Telling:
    """One clause retold: its words, where it comes from, how good it is, and what a reader may stumble over.

    `named` is the place of the answer's stand-in among the pieces, `subject` and `owner` its part. `defining` tells
    that the clause says what the answer is, `awkward` that a pronoun will not do in it, `beside` that another person
    is named, `telling` how much a player can hold on to, and `phrase` what the article calls the answer there.
    """

    pieces: tuple[Piece, ...]
    named: int
    sentence: int
    subject: bool
    owner: bool
    score: float
    flags: frozenset[str]
    defining: bool
    awkward: bool
    beside: bool
    telling: int
    phrase: str

    @property
    def text(self) -> str:
        """The clause as running text, without its full stop."""
        return joined(self.pieces)


def tellings(name: Name, names: tuple[Name, ...], reading: Reading, voice: Voice) -> list[Telling]:
    """Every clause about a name that no gate refuses, in the order of the text, one a sentence."""
    found: dict[int, Telling] = {}
    for place in places(name, names, reading, voice):
        told = _told(name, names, place, voice)
        if told is not None and (told.sentence not in found or found[told.sentence].score < told.score):
            found[told.sentence] = told
    return [found[number] for number in sorted(found)]


def _told(name: Name, names: tuple[Name, ...], place: Place, voice: Voice) -> Telling | None:
    kept = _kept(place)
    edited = _edited(name, place, kept, voice) if kept else None
    if edited is None or _is_glued(place, *edited):
        return None
    doc, slot, (left, replaced) = place.sentence.doc, place.slot, edited
    pieces = pieces_of(doc, left, replaced)
    text = joined(pieces)
    mine = slot.tokens | frozenset(replaced) | _of_today(doc, left)
    if refusal(name, doc, left, text, mine, voice) or _his_is_open(name, names, place, left, mine):
        return None
    flags = _flags(name, names, place.sentence, left, mine, text)
    telling = _telling(slot, doc, left)
    return Telling(
        pieces=tuple(pieces),
        named=_named(place, left, replaced, voice),
        sentence=place.sentence.number,
        subject=place.subject,
        owner=slot.part is Part.OWNER,
        score=_score(place, telling, text) - 1.0 * len(flags),
        flags=flags,
        defining=_says_what(place),
        awkward=voice.object == "it" and bool(_AWKWARD.search(text)),
        beside=_beside(name, doc, left, place),
        telling=telling,
        phrase=place.phrase,
    )


def _his_is_open(name: Name, names: tuple[Name, ...], place: Place, kept: list[int], mine: Collection[int]) -> bool:
    """Whether a pronoun that was there before may mean somebody else: better no clause than a false one of a person."""
    doc = place.sentence.doc
    said = [i for i in kept if i not in mine and doc[i].tag_ in {"PRP", "PRP$"}]
    if name.kind is not Kind.PERSON:
        return any(fold(doc[i].text) in {"they", "their", "them"} for i in said)
    if not said:
        return False
    number = place.sentence.number
    others = [m for other in names if other is not name and other.kind is Kind.PERSON for m in other.mentions]
    return any(m.sentence == number - 1 or (m.sentence == number and m.start < said[-1]) for m in others)


def _of_today(doc: Doc, kept: list[int]) -> frozenset[int]:
    """The word "this" in "this year": it points to the day of the paper, not to a sentence before."""
    pairs = [(i, doc[i + 1]) for i in kept if i + 1 < len(doc)]
    return frozenset(i for i, after in pairs if fold(doc[i].text) == "this" and fold(after.text) in _PERIODS)


def _is_glued(place: Place, left: list[int], replaced: dict[int, str]) -> bool:
    """Whether a word that belongs to the name would stand before the stand-in: "chart stars it"."""
    anchor, doc = place.slot.anchor, place.sentence.doc
    at = left.index(anchor) if anchor in left else 0
    after = doc[left[at + 1]] if anchor in left and at + 1 < len(left) else None
    if place.slot.part is Part.OBJECT and after is not None and after.pos_ in {"NOUN", "PROPN", "ADJ"}:
        return True
    if not at or replaced.get(anchor, "") in {"its", "his", "her"}:
        return False
    before = doc[left[at - 1]]
    free = before.is_punct or before.pos_ in {"CCONJ", "SCONJ", "ADV"} or before.dep_ == "mark"
    return place.slot.part is Part.SUBJECT and not free


def _named(place: Place, left: list[int], replaced: dict[int, str], voice: Voice) -> int:
    """Where the stand-in is that a fuller veil may replace; -1 where there is none."""
    anchor = place.slot.anchor
    stands = anchor in left and replaced.get(anchor) in {voice.subject, voice.object}
    return left.index(anchor) if stands else -1


def _edited(name: Name, place: Place, kept: list[int], voice: Voice) -> tuple[list[int], dict[int, str]] | None:
    """The tokens that stay, and the words that stand in the place of some of them."""
    doc, slot = place.sentence.doc, place.slot
    replaced = {slot.anchor: _stand_in(slot, voice)}
    replaced |= third_person(slot) if slot.part is Part.SUBJECT else {}
    replaced |= _repeats(name, place.sentence, slot, kept, voice)
    gone = _gone(name, place.sentence, slot, kept)
    placed = _placed(name, doc, slot, kept) if slot.part is Part.OBJECT else {}
    if placed is None:
        return None
    replaced |= {i: text for i, text in placed.items() if text}
    gone |= {i for i, text in placed.items() if not text}
    return [i for i in kept if i not in gone], replaced


def _says_what(place: Place) -> bool:
    """Whether the clause tells what the answer is: "it is the largest lake"."""
    attr = next((child for child in place.verb.children if child.dep_ == "attr"), None)
    return place.subject and place.verb.lemma_ == "be" and attr is not None and attr.tag_ in {"NN", "NNP"}


def _beside(name: Name, doc: Doc, kept: list[int], place: Place) -> bool:
    """Whether a clause about a person has another one as its subject, or where theirs is owned."""
    others = any(_is_somebody(doc[i]) and i not in place.slot.tokens for i in kept)
    return name.kind is Kind.PERSON and others and not place.subject


def _is_somebody(token: Token) -> bool:
    noun = nouns().get(fold(token.text))
    return token.ent_type_ == "PERSON" or (noun is not None and noun.kind is Kind.PERSON and token.dep_ == "nsubj")


def _placed(name: Name, doc: Doc, slot: Slot, kept: list[int]) -> dict[int, str] | None:
    """`the walls of X` becomes `its walls`, a last `in X` becomes `there`; None where "in it" would be left."""
    head = doc[slot.anchor]
    top = next((t for t in (head, *head.ancestors) if t.i in slot.tokens and t.head.i not in slot.tokens), head)
    prep = top.head
    if prep.dep_ != "prep" or name.kind is Kind.PERSON:
        return {}
    owned, before = prep.head, fold(prep.text)
    if name.kind is Kind.EVENT or prep.i == kept[0]:
        return None
    if before == "of":
        article = owned.left_edge if owned.pos_ == "NOUN" else None
        fits = article is not None and fold(article.text) == "the" and prep.i == owned.i + 1
        return {article.i: "its", prep.i: "", slot.anchor: ""} if fits and article is not None else {}
    if before not in {"in", "at"}:
        return {}
    if prep.head.pos_ in {"VERB", "AUX"} and max(kept) in slot.tokens:
        return {prep.i: "there", slot.anchor: ""}
    return {}


def _stand_in(slot: Slot, voice: Voice) -> str:
    return {Part.SUBJECT: voice.subject, Part.OBJECT: voice.object}.get(slot.part, voice.owner)


def _kept(place: Place) -> list[int]:
    """The tokens of the clause; none where it is torn, or somebody speaks in it."""
    slot, doc = place.slot, place.sentence.doc
    kept = tokens_of_clause(place.verb)
    numbered = any(doc[i].like_num and doc[i].dep_ == "nummod" for i in slot.tokens)
    whole = slot.anchor in kept and not numbered and not _is_cut_off(doc, kept)
    clean = clean_start(slot, kept) if place.subject else True
    spoken = gates.speaks_itself(doc, kept) or any(i in place.sentence.quoted for i in kept)
    return kept if whole and clean and not spoken else []


def _is_cut_off(doc: Doc, kept: list[int]) -> bool:
    """Whether the clause goes on where it was cut."""
    after = doc[kept[-1] + 1] if kept[-1] + 1 < len(doc) else None
    if after is None or after.is_punct or after.dep_ == "cc" or after.tag_ == "POS":
        return False
    return not any(fold(token.text) in _DAYS for token in doc[after.i : after.i + 2])


def _repeats(name: Name, sentence: Sentence, slot: Slot, kept: list[int], voice: Voice) -> dict[int, str]:
    """Further mentions of the answer in the clause, as pronouns."""
    words_new: dict[int, str] = {}
    for mention in name.mentions:
        if mention.sentence != sentence.number or mention.start in slot.tokens or mention.start not in kept:
            continue
        root = sentence.doc[mention.start : mention.end].root
        form = {"poss": voice.owner, "nsubj": voice.subject, "nsubjpass": voice.subject}.get(root.dep_, "")
        form = voice.object if root.dep_ in {"dobj", "pobj"} else form
        if form and root.left_edge.i == mention.start:
            words_new[mention.start] = form
    return words_new


def _gone(name: Name, sentence: Sentence, slot: Slot, kept: list[int]) -> set[int]:
    """The tokens that gave way to the stand-ins."""
    gone = {i for i in slot.tokens if i != slot.anchor}
    for mention in name.mentions:
        if mention.sentence == sentence.number and mention.start in kept and mention.start not in slot.tokens:
            gone |= set(range(mention.start + 1, mention.end))
            after = sentence.doc[mention.end] if mention.end < len(sentence.doc) else None
            gone |= {after.i} if after is not None and after.tag_ == "POS" else set()
    return gone


def pieces_of(doc: Doc, kept: list[int], replaced: dict[int, str]) -> list[Piece]:
    """The kept tokens with blanks and joints; commas that would stand together or first are dropped."""
    pieces: list[Piece] = []
    last = -1
    for i in kept:
        text = replaced.get(i, doc[i].text)
        if text in {",", ";"} and (not pieces or pieces[-1].text in {",", ";"}):
            continue
        if text == "'" and doc[i].is_quote and sum(doc[n].text == "'" for n in kept) % 2:
            continue
        cost = joint(doc, i, last) if pieces else NEVER
        pieces.append(Piece(text, _blank(doc, i, last), cost))
        last = i
    while pieces and pieces[-1].text in {",", ";", "-", ":"}:
        pieces.pop()
    return pieces


def _blank(doc: Doc, i: int, last: int) -> bool:
    if last < 0 or i == last + 1:
        return last < 0 or bool(doc[last].whitespace_)
    return not (doc[i].is_punct and doc[i].text not in {"(", '"', "-", "–"}) and doc[i].tag_ != "POS"


def refusal(name: Name, doc: Doc, kept: list[int], text: str, mine: Collection[int], voice: Voice) -> str:
    """Why it may not stand: malformed, a leak, somebody's opinion, unkind, or pointing outside itself."""
    whole = f"{text[:1].upper()}{text[1:]}."
    person = name.kind is Kind.PERSON
    faults = {
        "long": len(words(text)) > _MOST_WORDS,
        "broken": bool(gates.broken(whole) or _BROKEN.search(whole)),
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


def _flags(
    name: Name, names: tuple[Name, ...], sentence: Sentence, kept: list[int], mine: Collection[int], text: str
) -> frozenset[str]:
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


def _telling(slot: Slot, doc: Doc, kept: list[int]) -> int:
    """How many names and numbers a player can hold on to; a year counts, a weekday does not."""
    return sum(_tells(doc[i]) for i in kept if i not in slot.tokens)


def _tells(token: Token) -> bool:
    """Whether a token begins a name or an amount."""
    before = token.doc[token.i - 1] if token.i else None
    if token.ent_iob_ == "B" and token.ent_type_ in _TELLING:
        return True
    if _YEAR.fullmatch(token.text) or (token.ent_type_ == "DATE" and token.like_num):
        return True
    proper = token.pos_ == "PROPN" and not token.ent_type_ and token.text[0].isupper()
    return proper and (before is None or before.pos_ != "PROPN")


def _score(place: Place, telling: int, text: str) -> float:
    score = _PART_SCORE[place.slot.part] + {0: 2.0, 1: 0.8, 2: 0.4}.get(place.sentence.number, 0.0)
    score -= 0.7 * place.nested
    score += 0.7 * min(telling, 3) - 0.5 * (not telling)
    return score + (1.0 if _LEAST_GOOD <= len(words(text)) <= _MOST_GOOD else 0.0)

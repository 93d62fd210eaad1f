"""A clause of the story told in the third person, its answer behind a veil: the words are the article's own."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.riddles.craft import gates
from bot.riddles.craft.clauses import clean_start, tokens_of_clause
from bot.riddles.craft.slots import Part
from bot.riddles.craft.veil_edit import edited, fronted, is_glued, pieces_of, ware_of
from bot.riddles.craft.veil_gates import awkward, beside, flags_of, his_is_open, not_pointing, refusal, telling_of
from bot.riddles.craft.veil_places import places
from bot.riddles.craft.verse import joined
from bot.text import fold, words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from bot.riddles.craft.names import Name
    from bot.riddles.craft.reading import Reading
    from bot.riddles.craft.veil import Voice
    from bot.riddles.craft.veil_places import Place
    from bot.riddles.craft.verse import Piece

_LEAST_TRIMMED = 9
_LEAST_TELLING = 2
_MEANWHILE = frozenset({"while", "whereas", "whilst", "as", "although", "though"})
_LOOSE = frozenset({"advcl", "prep", "acl"})
_LEAST_GOOD, _MOST_GOOD = 8, 20
_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())


_PART_SCORE = {Part.SUBJECT: 2.0, Part.OBJECT: 1.6, Part.OWNER: 0.5}


@dataclass(frozen=True, slots=True)
class Telling:
    """One clause retold: its words, where it comes from, how good it is, and what a reader may stumble over.

    `named` is the place of the answer's stand-in among the pieces, `subject` and `owner` its part. `defining` tells
    that the clause says what the answer is, `awkward` that a pronoun will not do in it, `beside` that another person
    is named, `telling` how much a player can hold on to, and `phrase` what the article calls the answer there;
    `front` is the clause with its time in front, where it has one.
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
    front: tuple[Piece, ...]
    owns: bool = False
    """Whether the stand-in is an owner: "its"."""

    direct: bool = False
    """Whether the answer is what the verb is about: "an eclipse will cross a country"."""

    there: bool = False
    """Whether a place is only "there"."""

    ware: str = ""
    """What was held back as a hint, where it names the firm's own ware."""

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
    """The whole clause, else the clause without its last part."""
    kept = _kept(place)
    for tokens in (alone(place, kept), kept, trimmed(place.verb, kept, place.slot.anchor)):
        words_now = edited(name, place, tokens, voice) if tokens else None
        if words_now is not None and not is_glued(place, *words_now):
            told = _telling_of(name, names, place, voice, *words_now)
            if told is not None:
                return told
    return None


def _telling_of(
    name: Name, names: tuple[Name, ...], place: Place, voice: Voice, left: list[int], replaced: dict[int, str]
) -> Telling | None:
    doc, slot = place.sentence.doc, place.slot
    pieces = pieces_of(doc, left, replaced)
    text = joined(pieces)
    mine = slot.tokens | frozenset(replaced) | not_pointing(doc, left)
    if refusal(name, doc, left, text, mine, voice) or his_is_open(name, names, place, left, mine):
        return None
    flags = flags_of(name, names, place.sentence, left, mine, text)
    ware = ware_of(name, place, left)
    telling = telling_of(slot, doc, left) + bool(ware)
    named = _named(place, pieces, voice)
    return Telling(
        pieces=tuple(pieces),
        named=named,
        sentence=place.sentence.number,
        subject=place.subject,
        owner=slot.part is Part.OWNER,
        score=_score(place, telling, text) - 1.0 * len(flags),
        flags=flags,
        defining=_says_what(place),
        awkward=awkward(text, voice),
        beside=beside(name, doc, left, place),
        telling=telling,
        phrase=place.phrase,
        front=fronted(place, left, replaced),
        owns=named >= 0 and pieces[named].text == voice.owner and (slot.part is Part.OWNER or voice.owner == "its"),
        direct=_is_direct(place),
        there="there" in replaced.values(),
        ware=ware,
    )


def alone(place: Place, kept: list[int]) -> list[int]:
    """The clause without what others did meanwhile, where enough is left; none where nobody else did anything."""
    aside = {i for child in place.verb.subtree if _is_meanwhile(child, place) for i in _whole_aside(child)}
    rest = [i for i in kept if i not in aside]
    if len(rest) == len(kept) or place.slot.anchor not in rest or len(rest) < _LEAST_TRIMMED:
        return []
    return rest if telling_of(place.slot, place.sentence.doc, rest) >= _LEAST_TELLING else []


def _is_meanwhile(token: Token, place: Place) -> bool:
    """Whether a clause tells of somebody else: "while the champion beat ..."."""
    if token.dep_ != "advcl" or token.left_edge.i <= place.slot.anchor:
        return False
    marks = {fold(child.text) for child in token.children if child.dep_ in {"mark", "advmod"}}
    subject = next((child for child in token.children if child.dep_ in {"nsubj", "nsubjpass"}), None)
    other = subject is not None and subject.tag_ != "PRP" and not set(_own_tokens(subject)) & {"its", "his", "her"}
    return other and bool(marks & _MEANWHILE)


def _own_tokens(subject: Token) -> list[str]:
    return [fold(token.text) for token in subject.subtree]


def _whole_aside(token: Token) -> range:
    """The tokens of a clause with the comma before it."""
    first, last = token.left_edge.i, token.right_edge.i
    return range(first - (token.doc[first - 1].text == ","), last + 1)


def trimmed(verb: Token, kept: list[int], needed: int) -> list[int]:
    """The clause without a last part that a comma or "and" sets off; none where there is no such part."""
    if not kept:
        return []
    cuts = []
    for child in verb.children:
        left, right = child.left_edge.i, child.right_edge.i
        if left <= verb.i or right < kept[-1] or left - 1 not in kept:
            continue
        before = verb.doc[left - 1]
        joined_verb = child.dep_ == "conj" and child.pos_ in {"VERB", "AUX"} and before.dep_ == "cc"
        if joined_verb or (child.dep_ in _LOOSE and before.text == ","):
            cuts.append(left - 1)
    rest = [i for i in kept if i < max(cuts)] if cuts else []
    return rest if needed in rest and len(rest) >= _LEAST_TRIMMED else []


def _kept(place: Place) -> list[int]:
    """The tokens of the clause; none where it is torn, or somebody speaks in it."""
    slot, doc = place.slot, place.sentence.doc
    kept = tokens_of_clause(place.verb)
    root = next((doc[i] for i in slot.tokens if doc[i].head.i not in slot.tokens), doc[slot.anchor])
    numbered = any(child.dep_ == "nummod" and child.i in slot.tokens for child in root.children)
    whole = slot.anchor in kept and not numbered and not _is_cut_off(doc, kept) and not _is_torn(doc, kept)
    clean = clean_start(slot, kept) if place.subject else True
    spoken = gates.speaks_itself(doc, kept) or any(i in place.sentence.quoted for i in kept)
    return kept if whole and clean and not spoken else []


def _is_torn(doc: Doc, kept: list[int]) -> bool:
    """Whether a name lost its "and"."""
    return any(b == a + 2 and doc[a + 1].dep_ == "cc" and doc[b].pos_ == "PROPN" for a, b in pairwise(kept))


def _is_cut_off(doc: Doc, kept: list[int]) -> bool:
    """Whether the clause goes on where it was cut."""
    after = doc[kept[-1] + 1] if kept[-1] + 1 < len(doc) else None
    if after is None or after.is_punct or after.dep_ == "cc" or after.tag_ == "POS":
        return False
    return not any(fold(token.text) in _DAYS for token in doc[after.i : after.i + 2])


def _named(place: Place, pieces: list[Piece], voice: Voice) -> int:
    """Where the stand-in is that a fuller veil may replace; -1 where there is none."""
    mine = place.slot.tokens
    for n, piece in enumerate(pieces):
        if piece.token == place.slot.anchor and piece.text in {voice.subject, voice.object, voice.owner}:
            return n
        if piece.text == voice.owner and piece.token not in mine and _was_of(place, piece.token):
            return n
    return -1


def _is_direct(place: Place) -> bool:
    doc = place.sentence.doc
    return any(doc[i].dep_ == "dobj" and doc[i].head.i == place.verb.i for i in place.slot.tokens)


def _was_of(place: Place, at: int) -> bool:
    """Whether an owner stands where "the walls of" was."""
    doc = place.sentence.doc
    return 0 <= at < len(doc) - 2 and fold(doc[at].text) == "the" and fold(doc[at + 2].text) == "of"


def _says_what(place: Place) -> bool:
    """Whether the clause tells what the answer is: "it is the largest lake"."""
    attr = next((child for child in place.verb.children if child.dep_ == "attr"), None)
    return place.subject and place.verb.lemma_ == "be" and attr is not None and attr.tag_ in {"NN", "NNP"}


def _score(place: Place, telling: int, text: str) -> float:
    score = _PART_SCORE[place.slot.part] + {0: 2.0, 1: 0.8, 2: 0.4}.get(place.sentence.number, 0.0)
    score -= 0.7 * place.nested
    score += 0.7 * min(telling, 3) - 0.5 * (not telling)
    return score + (1.0 if _LEAST_GOOD <= len(words(text)) <= _MOST_GOOD else 0.0)

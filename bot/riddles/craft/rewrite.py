"""A clause in the answer's own voice: its name becomes I, me and my, and the verbs follow."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.domain import Kind
from bot.riddles.craft.engine import base_form, inflect
from bot.riddles.craft.lists import nouns
from bot.riddles.craft.slots import Part, Slot, finite_token
from bot.text import fold

if TYPE_CHECKING:
    from collections.abc import Collection

    from spacy.tokens import Doc, Token

_TO_FIRST = {
    "is": "am",
    "are": "am",
    "was": "was",
    "were": "was",
    "has": "have",
    "does": "do",
    "'s": "am",
    "'re": "am",
    "'ve": "have",
}
_TO_THIRD = {"are": "is", "were": "was", "have": "has", "do": "does", "'re": "is", "'ve": "has", "am": "is"}
EVENTFUL = frozenset(
    {"be", "lead", "mean", "take", "make", "help", "show", "seem", "appear", "come", "follow", "happen"}
)
"""Verbs whose "it" may be the event instead of the firm."""

_DOUBLED = re.compile(r"\b((?:to|in|of|at|on|for|from|by|with) (?:the|a|an|his|her|its)|the|a|an|of|to|in|and) \1\b")
"""A slip of the source: "to the to the"."""

_OWN = {Kind.PERSON: frozenset({"his", "her"})}
_OWN_OTHER = frozenset({"its", "their"})
_SELF = frozenset({"itself", "himself", "herself", "themselves"})


def left_over(doc: Doc, kept: list[int], replaced: Collection[int], kind: Kind) -> bool:
    """Whether a pronoun that may mean the answer was not put into the first person."""
    mine = (
        {"he", "she", "him", "his", "her", "himself", "herself"}
        if kind is Kind.PERSON
        else {"it", "its", "itself", "their", "they"}
    )
    return any(fold(doc[i].text) in mine and i not in replaced for i in kept)


def own_pronouns(kind: Kind) -> frozenset[str]:
    """The possessive pronouns that may mean a name of this kind."""
    return _OWN.get(kind, _OWN_OTHER)


def first_person(slot: Slot, doc: Doc, kept: list[int], kind: Kind, rivals: Collection[int]) -> dict[int, str]:
    """The replacements, by token, that put the answer into the first person.

    `rivals` are the tokens of other names of the kind: a pronoun below the same verb may be theirs.
    """
    words = {slot.anchor: {Part.SUBJECT: "I", Part.OBJECT: "me", Part.OWNER: "my", Part.LABEL: "my"}[slot.part]}
    if slot.joined:
        return {slot.anchor: f"{slot.joined} and I"} | _ours(slot, doc, kept)
    if slot.part is Part.SUBJECT:
        for verb in verbs_of(slot.verb):
            words |= agree(verb, _TO_FIRST, "VB")
        words |= _possessives(slot, doc, kept, kind, rivals)
    elif not rivals and (_owns_a_thing(slot, kind) or _does_it(slot, kind)):
        words |= _possessives(slot, doc, kept, kind, rivals)
    return words


def _ours(slot: Slot, doc: Doc, kept: list[int]) -> dict[int, str]:
    """`Their` is ours where nobody else is several."""
    words = {}
    for i in kept:
        between = [j for j in kept if max(slot.tokens) < j < i and doc[j].tag_ in {"NNS", "NNPS"}]
        if fold(doc[i].text) == "their" and not between:
            words[i] = "our"
    return words


def subject_of(slot: Slot) -> Token | None:
    """The subject of the slot's clause."""
    return next((child for child in slot.verb.children if child.dep_ in {"nsubj", "nsubjpass"}), None)


def _owns_a_thing(slot: Slot, kind: Kind) -> bool:
    """Whether "his" after "X's album" can only be X's: the clause is about a thing of a person."""
    subject = subject_of(slot)
    if kind is not Kind.PERSON or slot.part is not Part.OWNER or subject is None or not _heads(slot, subject):
        return False
    return subject.pos_ == "NOUN" and fold(subject.lemma_) not in nouns()


def _does_it(slot: Slot, kind: Kind) -> bool:
    """Whether "its" after "plans have been unveiled by X" can only be X's."""
    subject, by = subject_of(slot), slot.verb.doc[slot.anchor].nbor(-1) if slot.anchor else None
    agent = by is not None and by.dep_ == "agent" and by.head.i == slot.verb.i
    return agent and kind is Kind.ORGANISATION and subject is not None and subject.tag_ in {"NN", "NNS"}


def _heads(slot: Slot, subject: Token) -> bool:
    """Whether what the answer owns is the subject itself."""
    return any(child.i in slot.tokens for child in subject.children)


def keeps_its(slot: Slot, pronoun: Token, kind: Kind) -> bool:
    """Whether "it" after "X's economy" may stay, as it can mean the subject: "my economy grows as it recovers"."""
    subject = subject_of(slot)
    if kind is Kind.PERSON or slot.part is not Part.OWNER or subject is None or not _heads(slot, subject):
        return False
    if fold(pronoun.text) in {"they", "their"}:
        return subject.tag_ == "NNS"
    return subject.tag_ == "NN" and fold(pronoun.text) in {"it", "its", "itself"}


def third_person(slot: Slot) -> dict[int, str]:
    """The verbs of a clause as a singular question word wants them."""
    words: dict[int, str] = {}
    for verb in verbs_of(slot.verb):
        words |= agree(verb, _TO_THIRD, "VBZ")
    return words


def verbs_of(verb: Token) -> list[Token]:
    """A verb and the verbs joined to it that share its subject."""
    found = [verb]
    for child in verb.children:
        own = any(part.dep_ in {"nsubj", "nsubjpass", "expl"} for part in child.children)
        if child.dep_ == "conj" and child.pos_ in {"VERB", "AUX"} and not own:
            found += verbs_of(child)
    return found


def agree(verb: Token, forms: dict[str, str], tag: str) -> dict[int, str]:
    """Change the tensed word of a verb group."""
    token = finite_token(verb)
    if token is None or token.tag_ == "MD":
        return {}
    word = fold(token.text)
    if word == "'s" and verb is not token and verb.tag_ == "VBN" and not _passive(verb):
        return {token.i: "have" if tag == "VB" else "has"} | _negation(token)
    if word in forms:
        return {token.i: forms[word]} | _negation(token)
    if word in _TO_FIRST or word in _TO_THIRD or token.tag_ == "VBD":
        return {}
    wrong = {"VB": "VBZ", "VBZ": "VBP"}[tag]
    return {token.i: inflect(base_form(word), tag)} if token.tag_ == wrong else {}


def _passive(verb: Token) -> bool:
    return any(child.dep_ == "auxpass" for child in verb.children)


def _negation(token: Token) -> dict[int, str]:
    """N't has no form after am: the full word."""
    following = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    return {following.i: " not"} if following is not None and following.text == "n't" else {}


def _verb_above(token: Token) -> Token:
    """The nearest verb that governs a token."""
    while token.head.i != token.i:
        token = token.head
        if token.pos_ in {"VERB", "AUX"}:
            break
    return token


def _possessives(slot: Slot, doc: Doc, kept: list[int], kind: Kind, rivals: Collection[int]) -> dict[int, str]:
    words: dict[int, str] = {}
    for i in kept:
        token = doc[i]
        taken = {_verb_above(doc[rival]).i for rival in rivals if rival < i}
        if i in slot.tokens or i < slot.anchor or _verb_above(token).i in taken:
            continue
        word = fold(token.text)
        if token.tag_ == "PRP$" and word in own_pronouns(kind) and not _other_owner(token, slot, words):
            words[i] = "my"
        elif kind is Kind.PERSON and word in {"he", "she"} and token.dep_ in {"nsubj", "nsubjpass"}:
            words[i] = "I"
            for verb in verbs_of(token.head):
                words |= agree(verb, _TO_FIRST, "VB")
        elif kind is Kind.PERSON and word in {"him", "her"} and token.tag_ == "PRP":
            words[i] = "my" if _before_noun(token) else "me"
        elif kind is Kind.ORGANISATION and word == "it" and _is_own_word(token, slot):
            words[i] = "I"
            for verb in verbs_of(token.head):
                words |= agree(verb, _TO_FIRST, "VB")
        elif word in _SELF:
            words[i] = "myself"
    return words


def _is_own_word(pronoun: Token, slot: Slot) -> bool:
    """Whether it is the subject of what a firm itself said: "X has warned that it expects ..."."""
    verb = pronoun.head
    direct = pronoun.dep_ in {"nsubj", "nsubjpass"} and verb.dep_ == "ccomp" and verb.head.i == slot.verb.i
    return direct and slot.own and verb.lemma_ not in EVENTFUL


def _before_noun(token: Token) -> bool:
    """Whether "her" is the possessive, whatever the tagger says."""
    following = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    if fold(token.text) != "her" or following is None:
        return False
    if following.pos_ == "ADJ":  # "left her fearful of ..." has no noun behind the adjective
        return following.dep_ != "oprd" and following.i + 1 < len(token.doc) and following.nbor(1).pos_ != "ADP"
    return following.pos_ in {"NOUN", "NUM", "PROPN"}


def _may_own(part: Token) -> bool:
    """Whether the subject of a lower clause is somebody who can have things."""
    if part.dep_ not in {"nsubj", "nsubjpass"}:
        return False
    return part.pos_ in {"PROPN", "PRON"} or fold(part.lemma_) in nouns() or fold(part.text) in nouns()


def _other_owner(pronoun: Token, slot: Slot, mine: Collection[int]) -> bool:
    """Whether another noun of the right number stands nearer and could own the thing."""
    if pronoun.text == "their":
        between = pronoun.doc[max(slot.tokens) + 1 : pronoun.i]
        return any(token.tag_ in {"NNS", "NNPS"} for token in between)
    inner = pronoun.head
    while inner.i not in {slot.verb.i, inner.head.i}:
        subject = any(_may_own(part) and part.i < pronoun.i - 1 and part.i not in mine for part in inner.children)
        if inner.dep_ in {"relcl", "acl"} or (inner.dep_ == "ccomp" and subject):
            return True
        inner = inner.head
    return False


def render(doc: Doc, kept: list[int], slot: Slot | None, words: dict[int, str]) -> str:
    """Put the tokens together again, capital first, full stop last."""
    gone = slot.tokens - {slot.anchor} if slot is not None else frozenset()
    parts: list[str] = []
    last = -1
    for i in kept:
        if i in gone:
            last = i if i == last + 1 or last in gone else last
            continue
        piece = words.get(i, doc[i].text)
        glue = "" if not parts or not _blank_before(doc, i, last) else " "
        parts.append(glue + piece)
        last = i
    return polish("".join(parts))


def _blank_before(doc: Doc, i: int, last: int) -> bool:
    """Whether a blank stands before a token, also where its neighbour was dropped."""
    if i == last + 1:
        return bool(doc[last].whitespace_)
    return not (doc[i].is_punct and doc[i].text not in {"(", '"', "-", "'"}) and doc[i].tag_ != "POS"


def polish(text: str) -> str:
    """Mend blanks and commas, begin with a capital, end with a full stop."""
    text = re.sub(r"\s+", " ", text).strip(" ,;:-–")
    text = re.sub(r"\s+([,.;:!?%])", r"\1", text)
    text = re.sub(r"([,;:])\s*(?=[,;:.])", "", text)
    text = re.sub(r"(\s[-–])\s*,", r"\1", text)
    text = _DOUBLED.sub(r"\1", text)
    text = re.sub(r"^(I|Who|What), (?=\w)", r"\1 ", text)
    text = re.sub(r"\ba (?=[$£€]?(8|11|18)(\d{3})*(?!\d))", "an ", text)
    if not text:
        return ""
    text = text[0].upper() + text[1:]
    return text if text[-1] in ".!?" else text + "."

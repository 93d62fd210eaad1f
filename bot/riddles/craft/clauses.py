"""A clause that can stand alone, cut from its sentence; refused when somebody else says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.riddles.craft.gates import tainted
from bot.riddles.craft.lists import word_set
from bot.riddles.craft.slots import Part, Slot, has_finite
from bot.text import fold

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_LINKS = frozenset(
    "however also meanwhile but and so still instead nevertheless moreover then yet therefore thus "
    "besides furthermore nonetheless "
    "currently indeed elsewhere separately similarly ironically interestingly finally or nor overall".split()
)
_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_PARTS_OF_DAY = frozenset({"morning", "afternoon", "evening", "night", "lunchtime"})
_FIGURES = frozenset({"figure", "data", "statistic", "number", "result", "account", "record"})
_GIVEN_OUT = frozenset("announce confirm reveal emerge disclose".split())
_TOLD = frozenset("announce confirm reveal say tell".split())
_INSIDERS = frozenset(
    "government ministry bank company firm group club organiser official spokesman spokeswoman studio label publisher "
    "team federation airline carmaker retailer bank party union university museum band broadcaster".split()
)
"""Who speaks of the matter's own doings: no rival, no expert."""

_UNSURE = frozenset("may might could would should must can".split())
_OFFICIAL = _FIGURES | {"government", "official", "organiser"}
"""Sources whose word is the news itself: "according to official figures"."""

_LONG_ASIDE = 6
_WHOLE = 4
"""Tokens behind the verb from which a clause is whole before its dash."""


def stands_as_fact(verb: Token) -> bool:
    """Whether the article itself says the clause: no speaker, condition, cause or doubt above it."""
    token = verb
    while token.dep_ == "conj" and token.head.pos_ in {"VERB", "AUX"}:
        token = token.head
    if figures_show(token) or is_announced(token):
        return not is_speech(verb) and not any(child.dep_ == "mark" for child in verb.children)
    if token.dep_ != "ROOT" or is_speech(verb) or _attributed(verb) or _attributed(token):
        return False
    if any(child.dep_ == "mark" or child.tag_ in {"WRB", "WP", "WDT"} for child in verb.children):
        return False
    return not any(t.text == "?" for t in verb.doc)


def figures_show(verb: Token) -> bool:
    """Whether figures and nobody's opinion stand behind a clause: "..., official figures show"."""
    above = verb.head
    if verb.dep_ != "ccomp" or above.dep_ != "ROOT" or fold(above.lemma_) not in {"show", "reveal"} or above.i < verb.i:
        return False
    return any(child.dep_ == "nsubj" and fold(child.lemma_) in _FIGURES for child in above.children)


def is_announced(verb: Token) -> bool:
    """Whether nobody in particular gives the news out, or those whose news it is: "..., the firm has said"."""
    above = verb.head
    if verb.dep_ != "ccomp" or above.dep_ != "ROOT" or fold(above.lemma_) not in _GIVEN_OUT | _TOLD or above.i < verb.i:
        return False
    speakers = [child for child in above.children if child.dep_ in {"nsubj", "nsubjpass"}]
    nobody = any(fold(child.text) == "it" for child in speakers) and fold(above.lemma_) in _GIVEN_OUT
    return nobody or (any(fold(child.lemma_) in _INSIDERS for child in speakers) and _is_done(verb))


def _is_done(verb: Token) -> bool:
    """Whether a clause tells a deed, which those it concerns may announce: no praise, no guess, no dark matter."""
    planned = any(child.dep_ == "xcomp" for child in verb.children)
    if (verb.lemma_ == "be" and not planned) or tainted(" ".join(token.text for token in verb.subtree)):
        return False
    return not any(child.tag_ == "MD" and fold(child.text) in _UNSURE for child in verb.children)


def is_speech(verb: Token) -> bool:
    """Whether a verb reports what somebody said or thought."""
    lemma = fold(verb.lemma_)
    spoken = any(child.dep_ in {"ccomp", "parataxis"} and has_finite(child) for child in verb.children)
    return lemma in word_set("speech") and (
        spoken or lemma in {"say", "tell", "claim", "insist", "warn", "allege", "believe", "think"}
    )


def unsaid(verb: Token) -> bool:
    """Whether nobody else is named as the one who says it: no speaker beside it, no "reportedly"."""
    return verb.dep_ == "ROOT" and not _attributed(verb) and not any(t.text == "?" for t in verb.doc)


def _attributed(verb: Token) -> bool:
    for child in verb.children:
        if child.dep_ in {"parataxis", "ccomp", "advcl"} and is_speech(child):
            return True
        if child.dep_ == "prep" and fold(child.text) == "according" and not _is_official(child):
            return True
        if fold(child.text) in {"allegedly", "reportedly", "apparently", "supposedly"}:
            return True
    return any(fold(token.text) in {"reportedly", "allegedly"} for token in verb.subtree)


def _is_official(according: Token) -> bool:
    """Whether figures or the state stand behind it: "according to the government"."""
    sources = [part for child in according.children for part in (child, *child.children) if part.dep_ == "pobj"]
    return any(
        fold(source.lemma_) in _OFFICIAL and not any(c.dep_ == "conj" for c in source.children) for source in sources
    )


def tokens_of_clause(verb: Token) -> list[int]:
    """The tokens of the clause that stay, in order; none where a part would have to be torn off."""
    kept = {token.i for token in verb.subtree}
    for child in verb.children:
        if _separate(child):
            if _torn(child):
                return []
            kept -= {token.i for token in child.subtree}
            kept -= _joint(verb, child)
    kept -= _asides(verb.doc, kept)
    kept -= _links(verb, kept)
    kept -= _after_dash(verb, kept)
    return _edged(verb.doc, sorted(kept))


def _separate(child: Token) -> bool:
    """A part that is a sentence of its own, or a speaker."""
    if child.dep_ == "conj" and child.pos_ in {"VERB", "AUX"}:
        return has_finite(child) or is_speech(child)
    if child.dep_ == "prep" and fold(child.text) == "according":
        return True
    return child.dep_ in {"parataxis", "intj", "meta", "dep"} or (child.dep_ == "ccomp" and child.i < child.head.i)


def _torn(child: Token) -> bool:
    """Whether a part of no clear kind follows the clause without a comma: the parser was at a loss."""
    left = child.left_edge.i
    return child.dep_ == "dep" and left > child.head.i and child.doc[left - 1].text not in {",", "-", ";", ":", '"'}


def _after_dash(verb: Token, kept: set[int]) -> set[int]:
    """What follows a lone dash behind a whole clause: " - but not before he was given a test"."""
    dashes = [i for i in sorted(kept) if _is_dash(verb.doc, i)]
    if len(dashes) != 1 or dashes[0] < verb.i + _WHOLE:
        return set()
    return {i for i in kept if i >= dashes[0]}


def _is_dash(doc: Doc, i: int) -> bool:
    return doc[i].text in {"-", "–", "—"} and i > 0 and bool(doc[i - 1].whitespace_) and bool(doc[i].whitespace_)


def _joint(verb: Token, conjunct: Token) -> set[int]:
    """The conjunction that would be left without its second part."""
    left = conjunct.left_edge.i
    found = set()
    for child in verb.children:
        if child.dep_ in {"cc", "punct"} and left - 2 <= child.i < left:
            found.add(child.i)
    return found


def _asides(doc: Doc, kept: set[int]) -> set[int]:
    """Brackets, long appositions and relative clauses between commas, the day of the week."""
    gone: set[int] = set()
    for i in kept:
        token = doc[i]
        if token.text == "(":
            close = next((t.i for t in doc[i:] if t.text == ")"), None)
            gone.update(range(i, close + 1) if close is not None else ())
        elif token.dep_ in {"relcl", "appos", "acl"} or _is_loose(token):
            gone |= _between_commas(token)
        elif fold(token.text) in _DAYS and token.dep_ in {"npadvmod", "pobj", "compound"}:
            gone |= _weekday(token)
    return gone


def _is_loose(noun: Token) -> bool:
    """A thing named once more behind the clause: "..., assets which had been frozen,"."""
    behind = noun.dep_ == "npadvmod" and noun.pos_ == "NOUN" and noun.i > noun.head.i and not noun.ent_type_
    return behind and any(child.dep_ == "relcl" for child in noun.children)


def _between_commas(token: Token) -> set[int]:
    doc = token.doc
    left, right = token.left_edge.i, token.right_edge.i
    if right - left + 1 < _LONG_ASIDE or left == 0 or doc[left - 1].text != ",":
        return set()
    after = doc[right + 1] if right + 1 < len(doc) else None
    if after is not None and after.text not in {",", ".", ";"}:
        return set()
    closing = {right + 1} if after is not None and after.text == "," else set()
    return set(range(left - 1, right + 1)) | closing


def _weekday(token: Token) -> set[int]:
    day = token.dep_ == "compound" and fold(token.head.text) in _PARTS_OF_DAY
    if any(True for _ in token.children):
        return set()
    if token.dep_ == "compound":
        whole = _with_on(token.head) if day and len(list(token.head.children)) == 1 else set()
        return {token.i} | whole if whole else set()
    if token.dep_ == "npadvmod" and token.head.pos_ in {"VERB", "AUX"}:
        return {token.i}
    return _with_on(token)


def _with_on(token: Token) -> set[int]:
    """A time with the "on" before it, where both belong to the verb."""
    head = token.head
    if token.dep_ == "npadvmod" and head.pos_ in {"VERB", "AUX"}:
        return {token.i}
    if head.dep_ == "prep" and fold(head.text) == "on" and head.head.pos_ in {"VERB", "AUX"}:
        return {head.i, token.i}
    return set()


def _links(verb: Token, kept: set[int]) -> set[int]:
    """Words that tie the clause to what went before."""
    gone = set()
    for child in verb.children:
        link = fold(child.text) in _LINKS and not _is_not_done(child)
        if child.i in kept and link and (child.i < verb.i or child.dep_ == "advmod"):
            gone.add(child.i)
    for n, i in enumerate(sorted(kept)[:2]):
        if fold(verb.doc[i].text) in _LINKS and (not n or verb.doc[i].dep_ != "cc"):
            gone.add(i)
    return gone


def _is_not_done(token: Token) -> bool:
    """Whether a word says that something has not happened: "has yet to be named"."""
    doc, i = token.doc, token.i
    return fold(token.text) == "yet" and i + 1 < len(doc) and fold(doc[i + 1].text) == "to"


def _edged(doc: Doc, kept: list[int]) -> list[int]:
    while (
        kept and (doc[kept[0]].is_punct or doc[kept[0]].dep_ == "cc") and doc[kept[0]].text not in {"£", "$", "€", '"'}
    ):
        kept = kept[1:]
    while kept and doc[kept[-1]].is_punct and doc[kept[-1]].text not in {")", "%", '"'}:
        kept = kept[:-1]
    return kept


def clean_start(slot: Slot, kept: list[int]) -> bool:
    """Whether only whole phrases of the verb stand before the subject, none torn off it."""
    if slot.part is not Part.SUBJECT:
        return True
    doc, first = slot.verb.doc, min(slot.tokens)
    before = [i for i in kept if i < first]
    phrases = {"prep", "advmod", "advcl", "npadvmod", "punct", "prt"}
    allowed = {
        t.i
        for child in slot.verb.children
        if child.dep_ in phrases and (child.dep_ != "npadvmod" or child.ent_type_ in {"DATE", "TIME"})
        for t in child.subtree
    }
    if before and doc[first - 1].pos_ in {"ADP", "SCONJ", "DET"}:
        return False
    return all(i in allowed for i in before) and (not before or doc[first - 1].text == "," or len(before) <= 3)

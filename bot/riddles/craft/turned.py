"""A statement turned into a question about a name inside it: "In which city did a choir sing for nine days?"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain import Kind
from bot.riddles.craft.clauses import tokens_of_clause
from bot.riddles.craft.engine import base_form, inflect
from bot.riddles.craft.lists import known
from bot.riddles.craft.rewrite import render, verbs_of
from bot.riddles.craft.slots import Part, Slot, finite_token, slot_of
from bot.text import fold

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from bot.riddles.craft.names import Name
    from bot.riddles.craft.reading import Sentence
    from bot.riddles.craft.spotting import Mention

_FRONT = frozenset({"in", "at", "from", "for", "against"})
_DO = {"VBD": "did", "VBZ": "does", "VBP": "do"}
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})


def turned(
    name: Name, sentence: Sentence, mention: Mention, asking: str
) -> tuple[str, list[int], frozenset[int]] | None:
    """The question with the tokens it is made of and those that gave way; None where English would not ask so."""
    doc = sentence.doc
    slot = slot_of(doc, mention.start, mention.end) or _deep(doc, mention)
    if (
        slot is None
        or slot.part not in {Part.OBJECT, Part.OWNER}
        or (name.kind is Kind.PERSON and not asking.startswith("Which "))
        or slot.verb.dep_ != "ROOT"
    ):
        return None
    kept = tokens_of_clause(slot.verb)
    subject = next((child for child in slot.verb.children if child.dep_ in _SUBJECTS), None)
    if subject is None or not set(slot.tokens) & set(kept) or not kept or kept[0] != subject.left_edge.i:
        return None
    text = _inside(doc, kept, slot, subject, asking)
    text = text or ("" if name.kind is Kind.PERSON else _fronted(doc, kept, slot, subject, asking))
    return (text, kept, slot.tokens) if text else None


def _deep(doc: Doc, mention: Mention) -> Slot | None:
    """A name further down in a subject: "four suits worn by X have been sold"."""
    root = doc[mention.start : mention.end].root
    verb = next((token for token in doc if token.dep_ == "ROOT"), None)
    if verb is None or root.dep_ != "pobj" or any(child.i >= mention.end for child in root.children):
        return None
    start = mention.start - (mention.start > 0 and fold(doc[mention.start - 1].text) == "the")
    if root.left_edge.i < start or not any(c.dep_ in _SUBJECTS and c in root.ancestors for c in verb.children):
        return None
    return Slot(Part.OBJECT, frozenset(range(start, mention.end)), start, verb)


def _inside(doc: Doc, kept: list[int], slot: Slot, subject: Token, asking: str) -> str:
    """`Shares in which company have fallen`: the name as a part of the subject."""
    inside = {token.i for token in subject.subtree}
    if not slot.tokens <= inside or slot.anchor == kept[0] or any(child.dep_ == "conj" for child in subject.children):
        return ""
    torn = any(above.dep_ in {"acl", "relcl"} and above in subject.subtree for above in doc[slot.anchor].ancestors)
    if torn and any(doc[i].ent_type_ in {"GPE", "LOC"} for i in slot.tokens):
        return ""  # "Oil traded in which city fell ..." is read wrong at first
    what = asking[0].lower() + asking[1:]
    return render(doc, kept, slot, {slot.anchor: f"{what}'s" if slot.part is Part.OWNER else what}).rstrip(".") + "?"


def _fronted(doc: Doc, kept: list[int], slot: Slot, subject: Token, asking: str) -> str:
    """`In which city have bakers met`: the phrase of the name in front, the verb's first word before its subject."""
    verb = slot.verb
    prep = doc[slot.anchor - 1] if slot.anchor else None
    if slot.part is not Part.OBJECT or prep is None or prep.dep_ != "prep" or prep.head.i != verb.i:
        return ""
    moved = [token.i for token in prep.subtree]
    tensed = finite_token(verb)
    if fold(prep.text) not in _FRONT or {*moved} - {prep.i} - slot.tokens or tensed is None or len(verbs_of(verb)) > 1:
        return ""
    own = tensed.i != verb.i or verb.lemma_ == "be"
    helper = tensed.text if own else _DO.get(tensed.tag_, "")
    words = {} if own else {tensed.i: inflect(base_form(tensed.text), "VB")}
    rest = [i for i in kept if i not in moved and not (own and i == tensed.i)]
    if not helper or "'" in helper or not rest or rest[0] != subject.left_edge.i:
        return ""
    body = render(doc, rest, None, words).rstrip(".")
    if not _keeps_capital(doc[rest[0]]):
        body = body[0].lower() + body[1:]
    return f"{prep.text.capitalize()} {asking[0].lower()}{asking[1:]} {helper} {body}?"


def _keeps_capital(token: Token) -> bool:
    named = (
        token.pos_ == "PROPN" or (token.ent_type_ and token.pos_ not in {"DET", "NUM"}) or fold(token.text) in known()
    )
    return bool(named) or (token.text.isupper() and len(token.text) > 1) or not token.text[1:].islower()

"""The words of a clause with the answer behind its stand-in: what is replaced, dropped, spelled out or moved."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain import Kind
from bot.riddles.craft.lists import word_set
from bot.riddles.craft.offices import is_office
from bot.riddles.craft.openings import NEARER, is_perfect
from bot.riddles.craft.rewrite import agree, third_person
from bot.riddles.craft.slots import Part, finite_token
from bot.riddles.craft.veil_held import hands_over, ware_hint, without_wares
from bot.riddles.craft.verse import NEVER, Piece, joint
from bot.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc, Token

    from bot.riddles.craft.names import Name
    from bot.riddles.craft.reading import Sentence
    from bot.riddles.craft.slots import Slot
    from bot.riddles.craft.veil import Voice
    from bot.riddles.craft.veil_places import Place

_UNITS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_SPELLED_FROM, _SPELLED_BELOW = 10, 100
_SPANS = frozenset("years days months weeks hours minutes centuries".split())
_TIMES = frozenset({"in", "since", "during"})
_FIRST_YEAR, _LAST_YEAR = 1000, 2100
_MOST_MOVED = 6
_AS_ONE = {"they": "it", "their": "its", "themselves": "itself"}
_TO_THIRD = {"are": "is", "were": "was", "have": "has", "do": "does", "'re": "is", "'ve": "has"}
_HOUSES = frozenset("club country team side company party".split())


def edited(name: Name, place: Place, kept: list[int], voice: Voice) -> tuple[list[int], dict[int, str]] | None:
    """The tokens that stay, and the words that stand in the place of some of them."""
    doc, slot = place.sentence.doc, place.slot
    replaced = {i: whole for i, whole in place.fuller.items() if i not in slot.tokens}
    replaced |= {slot.anchor: _stand_in(slot, voice)}
    replaced |= _agreed(slot) if slot.part is Part.SUBJECT else {}
    replaced |= _of_one(name, slot, kept) if slot.part is Part.SUBJECT else {}
    replaced |= _own_house(name, slot, kept, voice)
    replaced |= _repeats(name, place.sentence, slot, kept, voice)
    gone = _gone(name, place.sentence, slot, kept)
    placed = _placed(name, doc, slot, kept) if slot.part is Part.OBJECT else {}
    if placed is None:
        return None
    replaced |= {i: text for i, text in placed.items() if text}
    gone |= {i for i, text in placed.items() if not text}
    gone |= _as_holder(doc, kept) if slot.part is Part.SUBJECT else set()
    wares, instead = without_wares(name, doc, kept, slot.tokens)
    gone |= wares
    replaced |= instead
    return [i for i in kept if i not in gone], replaced


def _of_one(name: Name, slot: Slot, kept: list[int]) -> dict[int, str]:
    """They and their as it and its, where a report speaks of a firm as of many, or of nobody else."""
    if name.kind is Kind.PERSON:
        return {}
    doc, first = slot.verb.doc, finite_token(slot.verb)
    many = first is not None and (first.tag_ == "VBP" or fold(first.text) == "were")
    words_new: dict[int, str] = {}
    for n, i in enumerate(kept):
        said = fold(doc[i].text)
        others = any(doc[k].tag_ in {"NNS", "NNPS"} for k in kept[:n] if k not in slot.tokens)
        speaks = said == "they" and fold(doc[i].head.lemma_) in word_set("speech") | {"indicate", "expect", "hope"}
        if said in _AS_ONE and i > slot.anchor and (many or speaks or not others):
            words_new[i] = _AS_ONE[said]
            words_new |= agree(doc[i].head, _TO_THIRD, "VBZ") if doc[i].dep_ in {"nsubj", "nsubjpass"} else {}
    return words_new


def _own_house(name: Name, slot: Slot, kept: list[int], voice: Voice) -> dict[int, str]:
    """`The club` of somebody whose office there is held back: "his club"."""
    role, doc = name.role, slot.verb.doc
    if slot.part is not Part.SUBJECT or role is None or not hands_over(role.line) or not voice.owner.isalpha():
        return {}
    bare = [i for i in kept if fold(doc[i].text) in _HOUSES and [child.dep_ for child in doc[i].lefts] == ["det"]]
    return {i - 1: voice.owner for i in bare if fold(doc[i - 1].text) == "the" and i - 1 not in slot.tokens}


def _as_holder(doc: Doc, kept: list[int]) -> set[int]:
    """`As home secretary`: the answer's office, said in passing."""
    gone: set[int] = set()
    for i in (i for i in kept if fold(doc[i].text) == "as"):
        told = next((child for child in doc[i].children if child.dep_ == "pobj"), None)
        if told is None or any(child.dep_ == "det" for child in told.children):
            continue
        if is_office(f"I am the {doc[told.left_edge.i : told.i + 1].text}."):
            gone |= set(range(i, told.i + 1))
    return gone


def _agreed(slot: Slot) -> dict[int, str]:
    """The verbs for one; none is changed where the first says already that it is one."""
    first = finite_token(slot.verb)
    single = first is not None and (first.tag_ == "VBZ" or fold(first.text) == "was")
    return {} if single else third_person(slot)


def ware_of(name: Name, place: Place, left: list[int]) -> str:
    """The hint that a ware makes which is gone from the clause."""
    doc = place.sentence.doc
    gone, _ = without_wares(name, doc, [*range(min(left), max(left) + 1)], place.slot.tokens)
    return ware_hint(name, doc, gone - set(left), place.slot.tokens)


def _stand_in(slot: Slot, voice: Voice) -> str:
    return {Part.SUBJECT: voice.subject, Part.OBJECT: voice.object}.get(slot.part, voice.owner)


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


def _placed(name: Name, doc: Doc, slot: Slot, kept: list[int]) -> dict[int, str] | None:
    """`the walls of X` becomes `its walls`, a last `in X` becomes `there`; None where "in it" would be left."""
    head = doc[slot.anchor]
    top = next((t for t in (head, *head.ancestors) if t.i in slot.tokens and t.head.i not in slot.tokens), head)
    prep = top.head
    if prep.dep_ != "prep" or name.kind is Kind.PERSON:
        return {}
    owned, before = prep.head, fold(prep.text)
    inside = name.kind is Kind.ORGANISATION and fold(prep.text) == "in"
    if name.kind is Kind.EVENT or prep.i == kept[0] or inside:
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


def is_glued(place: Place, left: list[int], replaced: dict[int, str]) -> bool:
    """Whether a word that belongs to the name would stand before the stand-in: "chart stars it"."""
    anchor, doc = place.slot.anchor, place.sentence.doc
    at = left.index(anchor) if anchor in left else 0
    after = doc[left[at + 1]] if anchor in left and at + 1 < len(left) else None
    if place.slot.part is Part.OWNER and after is not None and after.ent_type_ in {"PERSON", "ORG", "GPE"}:
        return True
    if place.slot.part is Part.OBJECT and after is not None and after.pos_ in {"NOUN", "PROPN", "ADJ", "AUX"}:
        return True
    if not at or replaced.get(anchor, "") in {"its", "his", "her"}:
        return False
    before = doc[left[at - 1]]
    free = before.is_punct or before.pos_ in {"CCONJ", "SCONJ", "ADV"} or before.dep_ == "mark"
    return place.slot.part is Part.SUBJECT and not free


def pieces_of(doc: Doc, kept: list[int], replaced: dict[int, str]) -> list[Piece]:
    """The kept tokens with blanks and joints; commas that would stand together or first are dropped."""
    pieces: list[Piece] = []
    last = -1
    for i in kept:
        text = replaced.get(i) or _spelled(doc[i])
        if text in {",", ";"} and (not pieces or pieces[-1].text in {",", ";"}):
            continue
        if text == "'" and doc[i].is_quote and not _is_genitive(doc, i) and sum(doc[n].text == "'" for n in kept) % 2:
            continue
        cost = joint(doc, i, last) if pieces else NEVER
        pieces.append(Piece(text, _blank(doc, i, last), cost, i))
        last = i
    while pieces and pieces[-1].text in {",", ";", "-", ":"}:
        pieces.pop()
    return pieces


def _is_genitive(doc: Doc, i: int) -> bool:
    """`Wales' oldest`: a mark that belongs to the word before it."""
    after_s = i > 0 and doc[i - 1].text.endswith("s") and not doc[i - 1].whitespace_ and bool(doc[i].whitespace_)
    return after_s and not any(token.text == "'" for token in doc[:i])


def _blank(doc: Doc, i: int, last: int) -> bool:
    if last < 0 or i == last + 1:
        return last < 0 or bool(doc[last].whitespace_)
    return not (doc[i].is_punct and doc[i].text not in {"(", '"', "-", "–"}) and doc[i].tag_ != "POS"


def _spelled(token: Token) -> str:
    """A count of things in words, as verse has it: "twenty-nine years"."""
    counts = token.dep_ == "nummod" and token.head.tag_ == "NNS" and token.head.i > token.i
    plain = token.text.isdigit() and _SPELLED_FROM <= int(token.text) < _SPELLED_BELOW
    dated = token.ent_type_ in {"MONEY", "PERCENT", "DATE"} and fold(token.head.text) not in _SPANS
    alone = not any(True for _ in token.children) and not (token.i and token.nbor(-1).text in {"-", "$", "£", "€"})
    if not (counts and plain and alone) or dated:
        return str(token.text)
    tens, unit = divmod(int(token.text), 10)
    if tens == 1:
        return _UNITS[unit]
    ones = "one two three four five six seven eight nine".split()
    return _TENS[tens - 2] + (f"-{ones[unit - 1]}" if unit else "")


def fronted(place: Place, left: Sequence[int], replaced: dict[int, str]) -> tuple[Piece, ...]:
    """The clause with its time moved to the front: "in the 14th century, it grew rich"; empty where none can move."""
    doc = place.sentence.doc
    if not place.subject or not left or left[0] != place.slot.anchor:
        return ()
    for child in place.verb.children:
        moved = [token.i for token in child.subtree if token.i in set(left)]
        if child.dep_ == "prep" and fold(child.text) in _TIMES and _may_move(child, moved, left):
            front = pieces_of(doc, moved, replaced)
            rest = pieces_of(doc, [i for i in left if i not in moved], replaced)
            return (*front, Piece(",", blank=False), replace(rest[0], joint=0.0), *rest[1:])
    return ()


def _may_move(prep: Token, moved: Sequence[int], left: Sequence[int]) -> bool:
    if not 1 < len(moved) <= _MOST_MOVED or moved[0] < prep.head.i or moved[-1] - moved[0] + 1 != len(moved):
        return False
    told = [child for child in prep.children if child.dep_ == "pobj"]
    if any(fold(token.text) in NEARER for token in prep.doc[prep.head.i + 1 : moved[0]]):
        return False
    if fold(prep.text) == "since" and not is_perfect(prep.head):
        return False
    loose = prep.doc[moved[0] - 1].text != "," and not any(prep.doc[i].tag_ in {"PRP", "PRP$"} for i in moved)
    dated = bool(told) and any(_is_year(prep.doc[i]) for i in moved)
    return loose and dated and len(left) > len(moved) + 3


def _is_year(token: Token) -> bool:
    """Whether a token says which year or century."""
    number = token.text.isdigit() and _FIRST_YEAR <= int(token.text) <= _LAST_YEAR
    return number or fold(token.text) in {"century", "centuries"}

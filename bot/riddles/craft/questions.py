"""Plain questions: a clause of the article with its name asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain import Kind
from bot.riddles.craft import gates
from bot.riddles.craft.clauses import clean_start, is_speech, stands_as_fact, tokens_of_clause
from bot.riddles.craft.compose import known_enough
from bot.riddles.craft.doubts import doubts
from bot.riddles.craft.leaks import leaks
from bot.riddles.craft.lists import nouns
from bot.riddles.craft.rewrite import render, third_person
from bot.riddles.craft.slots import Part, Slot, has_finite, slot_of
from bot.riddles.craft.spotting import MISTERS
from bot.text import fold, words

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from bot.riddles.craft.names import Name
    from bot.riddles.craft.reading import Reading, Sentence
    from bot.riddles.craft.roles import Role
    from bot.riddles.craft.spotting import Mention

GAP = "____"
_DEEPEST = 14
_THIN = 12
_VERY_THIN = 8
_MOST_MENTIONS = 10
_CONTINENTS = {
    "Europe": "European", "Asia": "Asian", "Africa": "African",
}  # fmt: skip
_PRONOUNS = {Kind.PERSON: frozenset("he him his himself she her herself".split())}
_ITS = frozenset("it its itself they their them".split())
_DULL = frozenset(
    "say tell claim add think believe feel insist warn argue hope explain be admit deny know want".split()
)
_LEADS = {
    Kind.PERSON: "Who is missing",
    Kind.PLACE: "Which place is missing",
}


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
        if mention.sentence <= _DEEPEST and not sentence.mostly_quoted and mention.start not in sentence.quoted:
            question = _asked(name, names, sentence, mention) or _gap(name, names, sentence)
            found += [question] if question is not None else []
    return sorted(found, key=lambda question: (-question.score, question.sentence))


def worth_asking(name: Name) -> bool:
    """Whether a reader has a chance and would care: famous, with a title of its own, or what the story is about."""
    if name.ambiguous:
        return False
    if name.famous:
        return True
    central = name.in_title or name.first == 0
    if name.kind is Kind.PERSON:
        return central and known_enough(name)
    return central and name.sure and bool(name.label)


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


def _gap(name: Name, names: tuple[Name, ...], sentence: Sentence) -> Question | None:
    """The whole sentence with the name left out."""
    doc = sentence.doc
    root = next((token for token in doc if token.dep_ == "ROOT"), None)
    if root is None or not has_finite(root) or is_speech(root) or any(token.text in {"?", '"'} for token in doc):
        return None
    kept = tokens_of_clause(root)
    if (
        not (name.in_title or name.first <= 1)
        or _has_peer(name, sentence)
        or fold(doc[kept[0] if kept else 0].text) == "according"
    ):
        return None
    spans = [mention for mention in name.mentions if mention.sentence == sentence.number]
    replaced = {mention.start: GAP for mention in spans}
    gone = frozenset(i for mention in spans for i in range(mention.start + 1, mention.end))
    if not set(replaced) <= set(kept) or len(spans) > 1 or any(_inside(doc, span) for span in spans):
        return None
    kept = [i for i in kept if i not in gone and not _before_gap(doc, i, replaced)]
    body = render(doc, kept, None, replaced).replace('"', "'")
    if body.startswith(GAP):
        return None
    text = f"{body} {_lead(name)}?"
    return _judged(name, names, sentence, kept, frozenset(replaced), text, body.rstrip("?."), 0.0)


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


def _inside(doc: Doc, span: Mention) -> bool:
    """Whether the gap would be a hole in a longer name, or all that stands in brackets."""
    return _torn_after(doc, span.end) or (span.start > 0 and _torn_before(doc, span.start))


def _torn_after(doc: Doc, end: int) -> bool:
    if end >= len(doc):
        return False
    after = doc[end]
    if (after.pos_ == "PROPN" and after.text[0].isupper()) or after.pos_ == "NUM" or after.text == "-":
        return True
    return fold(after.text) == "of" and _capital_follows(doc, end + 1)


def _torn_before(doc: Doc, start: int) -> bool:
    before = doc[start - 1]
    if before.text in {"(", "-"}:
        return True
    if before.pos_ == "PROPN" and before.dep_ == "compound" and fold(before.text) not in nouns():
        return fold(before.text) not in MISTERS
    if fold(before.text) in {"of", "to", "for", "in"} and start > 1 and doc[start - 2].pos_ == "PROPN":
        return fold(doc[start - 2].text) not in nouns()
    return False


def _capital_follows(doc: Doc, start: int) -> bool:
    return any(token.text[0].isupper() for token in doc[start : start + 2])


def _before_gap(doc: Doc, i: int, replaced: dict[int, str]) -> bool:
    """A title before the gap, which would give away half of it."""
    return i + 1 in replaced and fold(doc[i].text) in {"mr", "mrs", "ms", "miss"}


def _lead(name: Name) -> str:
    if name.sure and name.label and not leaks(name.label, (name.text, *name.forms)) and name.kind is not Kind.PERSON:
        return f"Which {name.label} is missing"
    if name.sure and name.kind in _LEADS:
        return _LEADS[name.kind]
    return "Which name is missing"


def _is_malformed(name: Name, text: str, body: str) -> bool:
    """Whether its words alone are wrong: broken, a leak, too long, or a question with a tail before its verb."""
    if GAP not in text and re.match(r"(Who|Which [^,]+?) (from|of|at|in) ", text):
        return True
    whole = body.replace(GAP, "Somebody") + "."
    return (
        bool(gates.broken(whole)) or gates.lost_start(body) or len(text) > 380 or leaks(text, (name.text, *name.forms))
    )


def _hangs(name: Name, sentence: Sentence, kept: list[int], mine: frozenset[int], body: str) -> bool:
    """Whether it needs its neighbours, has a speaker of its own, or speaks ill of a person."""
    doc = sentence.doc
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
    if _is_malformed(name, text, body) or _hangs(name, sentence, kept, mine, body):
        return None
    flags = _flags(name, names, sentence, kept, mine, body)
    if flags & {"dull", "taint"}:
        return None
    if "bare" in flags and (len(flags) > 1 or len(words(body)) < 12):
        return None
    if len(words(body)) < _THIN and _telling(sentence, kept, mine) < (2 if len(words(body)) < _VERY_THIN else 1):
        return None
    return Question(text, sentence.number, bonus + _score(sentence, kept, mine, body) - 0.9 * len(flags), flags)


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


def _score(sentence: Sentence, kept: list[int], mine: frozenset[int], body: str) -> float:
    telling = _telling(sentence, kept, mine)
    length = len(words(body))
    score = {0: 2.0, 1: 1.0, 2: 0.5}.get(sentence.number, 0.0) + 0.5 * min(telling, 3)
    score += 0.8 if 9 <= length <= 22 else 0.0
    return score - (0.8 if length < 8 else 0.0)

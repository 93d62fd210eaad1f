"""The names an article speaks of: where each stands, what it is, and how much the story is about it."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bot.domain import Kind
from bot.riddles.craft.engine import frequency
from bot.riddles.craft.evidence import role_by_evidence, role_by_follower
from bot.riddles.craft.kinds import kind_by_story
from bot.riddles.craft.lists import Entry, all_demonyms, animals, known, phrase_set, word_set
from bot.riddles.craft.roles import Role, best_role, roles_at
from bot.riddles.craft.slots import finite_token
from bot.riddles.craft.spotting import MISTERS, Mention, spot
from bot.riddles.craft.topics import TOPIC, topic_mentions
from bot.text import fold

if TYPE_CHECKING:
    from bot.riddles.craft.reading import Reading

_LABELS = {
    "PERSON": Kind.PERSON,
    "ORG": Kind.ORGANISATION,
    "GPE": Kind.PLACE,
    "LOC": Kind.PLACE,
    "FAC": Kind.PLACE,
    "EVENT": Kind.EVENT,
    "WORK_OF_ART": Kind.WORK,
    "PRODUCT": Kind.THING,
}
_BUSINESS = frozenset(
    "stores inc ltd corp group films systems bank university college airlines airways motors records "
    "entertainment pictures "
    "council association federation institute museum theatre orchestra society trust foundation party "
    "union media press "
    "technologies technology software networks research labs studios energy holdings partners commission "
    "authority agency "
    "ministry department service services club rovers athletic hotspur wanderers albion".split()
)
_MAKERS = frozenset(
    "maker developer builder brewer winemaker carmaker chipmaker operator supplier distiller bookseller".split()
)
_COMMON_WORD = 4.2
"""Zipf frequency above which a lone capitalised word of no sure kind is likely a common one."""

_MOST = 24
"""Names that are looked at; the rest are extras of the story."""


@dataclass(frozen=True, slots=True)
class Name:
    """One name with everything the article shows of it.

    `sure` tells that its kind is known by more than the tagger's word; `ambiguous` that a short form of it may be
    somebody else's.
    """

    text: str
    kind: Kind
    mentions: tuple[Mention, ...]
    forms: tuple[str, ...]
    entry: Entry | None = None
    role: Role | None = None
    sure: bool = False
    ambiguous: bool = False
    in_title: bool = False
    salience: float = 0.0

    @property
    def first(self) -> int:
        """The number of the first sentence that has it."""
        return min(mention.sentence for mention in self.mentions)

    @property
    def label(self) -> str:
        """The noun a question asks for ("airline"), empty when none is known."""
        if self.entry is not None and not (self.kind is Kind.WORK and self.role is not None):
            return self.entry.label
        return self.role.label if self.role is not None and self.sure else ""

    @property
    def famous(self) -> bool:
        """Whether most readers know it."""
        return self.entry is not None or any(mention.tag == TOPIC for mention in self.mentions)

    @property
    def broad(self) -> bool:
        """Whether it is too broad, or the reporter itself."""
        key = fold(self.text)
        if not self.sure and " " not in key and frequency(key) > _COMMON_WORD:
            return True
        return key in phrase_set("too_broad") or bool({key, key.removesuffix("s")} & all_demonyms())


@dataclass(slots=True)
class _Group:
    mentions: list[Mention] = field(default_factory=list)
    ambiguous: bool = False


def find_names(reading: Reading) -> tuple[Name, ...]:
    """The names of an article, the most important first."""
    groups = _group(_mentions(reading))
    names = [_name(text, group, reading) for text, group in groups.items()]
    names = [_described(name, names, reading) for name in names]
    names.sort(key=lambda name: (-name.salience, name.first, name.text))
    return tuple(names[:_MOST])


def _described(name: Name, names: list[Name], reading: Reading) -> Name:
    """A person with what the sentence after the name calls them, where nothing telling stands beside the name."""
    if name.kind is not Kind.PERSON or not name.sure or name.ambiguous or (name.role and name.role.modified):
        return name
    people = [
        mention for other in names if other.kind is Kind.PERSON and other is not name for mention in other.mentions
    ]
    called = frozenset({name.role.noun} if name.role else ())
    role = role_by_follower(reading, name.mentions, people, called)
    return name if role is None else replace(name, role=role)


def _mentions(reading: Reading) -> list[Mention]:
    """Every name's places, and those of the common noun that the story is about."""
    topics = topic_mentions(reading)
    taken = {(mention.sentence, mention.start) for mention in topics}
    return sorted(
        [*topics, *(mention for mention in spot(reading) if (mention.sentence, mention.start) not in taken)],
        key=lambda mention: (mention.sentence, mention.start),
    )


def _group(mentions: list[Mention]) -> dict[str, _Group]:
    """Join short names to the one longer name they can stand for."""
    texts = Counter(mention.text for mention in mentions)
    owner: dict[str, str] = {}
    unclear: set[str] = set()
    first: dict[str, int] = {}
    for place, mention in enumerate(mentions):
        first.setdefault(mention.text, place)
    people = {mention.text for mention in mentions if mention.tag == "PERSON" and " " in mention.text}
    for text in sorted(texts, key=lambda t: (-len(t.split()), -len(t), t)):
        longer = sorted(
            {
                owner[other]
                for other in owner
                if _stands_for(text, other) or (first[other] < first[text] and _is_surname(text, other, people))
            }
        )
        owner[text] = longer[0] if len(longer) == 1 else text
        unclear.update([text, *longer] if len(longer) > 1 else ())
    groups: dict[str, _Group] = {}
    for mention in mentions:
        group = groups.setdefault(owner[mention.text], _Group())
        group.mentions.append(mention)
        group.ambiguous |= mention.text in unclear
    return groups


def _is_surname(short: str, long: str, people: set[str]) -> bool:
    """Whether a listed firm's or city's name is here the surname of somebody in the story: "Ford", "Roche"."""
    entry = known().get(fold(short))
    return entry is not None and entry.kind is not Kind.PERSON and long in people and long.endswith(f" {short}")


def _stands_for(short: str, long: str) -> bool:
    if short == long:
        return False
    few, many = fold(short).split(), fold(long).split()
    if len(few) < len(many) and many[-len(few) :] == few:
        return fold(short) not in known() or fold(long) in known()
    if (
        len(few) == 1
        and len(many) == 2
        and many[0] == few[0]
        and not many[1].isdigit()
        and few[0] not in known()
        and long.count(" ") == 1
    ):
        return len(short) > 3 and short.istitle()
    initials = "".join(word[0] for word in long.split() if word[0].isupper())
    if short.isupper() and len(short) >= 3 and initials == short:
        return True
    one, other = known().get(fold(short)), known().get(fold(long))
    return one is not None and one is other and len(short) < len(long)


def _name(text: str, group: _Group, reading: Reading) -> Name:
    mentions = tuple(group.mentions)
    entry = _entry(text, mentions, reading.field)
    role = best_role([role for mention in mentions for role in roles_at(reading, mention)])
    if role is not None and role.noun in _MAKERS:
        role = _maker(role, text, mentions)
    topic = any(mention.tag == TOPIC for mention in mentions)
    kind, sure = (_kind_of_topic(text, role), True) if topic else _kind(text, entry, role, mentions)
    if entry is None and role is None and not sure:
        kind, sure = kind_by_story(text, kind, mentions, reading)
    if kind is Kind.PERSON and entry is None and role is None and any(_is_many(reading, m) for m in mentions):
        kind, sure = Kind.ORGANISATION, False
    if role is not None and role.kind is not kind:
        role = None
    if kind is Kind.ORGANISATION and role is None and not sure:
        role = role_by_evidence(reading, mentions)
        sure = role is not None
    forms = tuple(sorted({m.text for m in mentions}, key=lambda form: (-len(form), form)))
    in_title = any(_in_title(form, reading.title) for form in forms)
    unclear = group.ambiguous or (kind is Kind.PERSON and _may_be_the_wife(reading, mentions))
    name = Name(text, kind, mentions, forms or (text,), entry, role, sure, unclear, in_title)
    return replace(name, salience=_salience(name))


def _may_be_the_wife(reading: Reading, mentions: tuple[Mention, ...]) -> bool:
    """Whether one surname may be two people's: Mr and Mrs, or a Mrs in a story that speaks of a wife or husband."""
    titles = {fold(reading.sentences[m.sentence].doc[m.start - 1].text) for m in mentions if m.mister}
    if not titles & {"mrs", "ms", "miss", "lady", "mrs."}:
        return False
    kin = {"wife", "husband", "daughter", "sister", "mother", "widow"}
    told = any(fold(token.text) in kin for sentence in reading.sentences for token in sentence.doc)
    return told or bool(titles & {"mr", "mr.", "sir", "lord"})


def _maker(role: Role, text: str, mentions: tuple[Mention, ...]) -> Role:
    """A brewer or builder: a person where the name has two words and is tagged so, else a firm."""
    votes = _votes(mentions)
    person = " " in text and votes[Kind.PERSON] > votes[Kind.ORGANISATION]
    if person or any(mention.mister for mention in mentions):
        return replace(role, kind=Kind.PERSON, label=role.noun)
    return replace(role, kind=Kind.ORGANISATION, label="company")


def _votes(mentions: tuple[Mention, ...]) -> Counter[Kind]:
    """What the tagger took the mentions for."""
    return Counter(_LABELS[mention.tag] for mention in mentions if mention.tag in _LABELS)


def _is_many(reading: Reading, mention: Mention) -> bool:
    """Whether the verb takes the name for several: a team or a band, then, not a person."""
    root = reading.sentences[mention.sentence].doc[mention.start : mention.end].root
    if root.dep_ not in {"nsubj", "nsubjpass"} or any(child.dep_ == "conj" for child in root.children):
        return False
    tensed = finite_token(root.head)
    return tensed is not None and fold(tensed.text) in {"have", "are", "were"}


def _entry(text: str, mentions: tuple[Mention, ...], field_name: str) -> Entry | None:
    """What is known beforehand; a person's listed name must not be mere chance, nor a place somebody's surname."""
    entry = known().get(fold(text))
    if entry is not None and entry.kind is Kind.PLACE and fold(text) in word_set("two_meanings"):
        if entry.label == "city" and field_name in {"sport", ""}:
            return None
        people = sum(mention.tag == "PERSON" or mention.mister for mention in mentions)
        if people * 2 > len(mentions):
            return None
        if entry.label == "city" and any(mention.tag == "ORG" for mention in mentions):
            return None
    return entry


def _kind_of_topic(text: str, role: Role | None) -> Kind:
    if fold(text) in animals():
        return Kind.ANIMAL
    return role.kind if role is not None and role.kind is not Kind.PERSON else Kind.THING


def _kind(text: str, entry: Entry | None, role: Role | None, mentions: tuple[Mention, ...]) -> tuple[Kind, bool]:
    if entry is not None:
        return entry.kind, True
    if any(mention.mister for mention in mentions):
        return Kind.PERSON, True
    votes = _votes(mentions)
    if role is not None:
        doubtful = role.kind is Kind.ORGANISATION and votes[Kind.PERSON] * 2 > votes.total()
        return role.kind, not doubtful
    if fold(text.rsplit(maxsplit=1)[-1]) in _BUSINESS:
        return Kind.ORGANISATION, False
    if not votes:
        return Kind.THING, False
    kind, count = min(votes.items(), key=lambda item: (-item[1], item[0].value))
    full = any(len(mention.text.split()) >= 2 for mention in mentions)
    return kind, kind is Kind.PERSON and full and count == votes.total()


def _in_title(form: str, title: str) -> bool:
    words = f" {fold(title).replace(':', ' ').replace(',', ' ')} "
    return f" {fold(form)} " in words or f" {fold(form)} " in words.replace("'s", " ")


def _salience(name: Name) -> float:
    score = 1.2 * math.log(1 + len(name.mentions)) + 1.2 * name.in_title + 1.2 * (name.first == 0)
    score += 0.4 * name.famous + 0.3 * (name.role is not None) - 1.0 * name.ambiguous - 3.0 * name.broad
    score -= 1.5 * (name.kind is Kind.PERSON and " " not in name.text and not name.famous)
    rarest = min((frequency(word) for word in fold(name.text).split() if word not in MISTERS), default=0.0)
    return score + 0.4 * (min(rarest, 4.4) - 3.4)

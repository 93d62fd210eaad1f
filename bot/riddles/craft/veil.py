"""How a riddle speaks of its answer without the name: what it is, then it, he or she."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain import Kind
from bot.riddles.craft import gates
from bot.riddles.craft.compose import place_line
from bot.riddles.craft.engine import frequency
from bot.riddles.craft.leaks import leaks
from bot.riddles.craft.lists import all_demonyms, known, nouns, rows, word_set
from bot.riddles.craft.questions import asking_words
from bot.riddles.craft.roles import with_article
from bot.riddles.craft.veil_held import hands_over
from bot.text import fold, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.riddles.craft.names import Name
    from bot.riddles.craft.reading import Reading
    from bot.riddles.craft.roles import Role


@dataclass(frozen=True, slots=True)
class Voice:
    """The pronouns that stand for an answer."""

    subject: str
    object: str
    owner: str
    self: str

    @property
    def all(self) -> frozenset[str]:
        """Every form."""
        return frozenset({self.subject, self.object, self.owner, self.self})


IT = Voice("it", "it", "its", "itself")
HE = Voice("he", "him", "his", "himself")
SHE = Voice("she", "her", "her", "herself")
UNSAID = Voice("-", "-", "-", "-")
"""Where the article does not tell whether it is he or she: only a veil will do."""

_MEN = frozenset("mr sir lord actor king prince businessman congressman salesman husband father frenchman".split())
_WOMEN = frozenset(
    "mrs ms miss dame lady actress queen princess duchess ballerina businesswoman heiress wife mother singeress".split()
)
_CLEAR = 4
"""How many times oftener the one pronoun must stand than the other."""

_EMPTY = frozenset(
    "boss star legend veteran giant side group maker player chief firm champion leader minister favourite seed winner "
    "loser striker keeper teenager newcomer finalist opponent opposition side outfit host guest".split()
)
_ODD = frozenset("son daughter wife husband brother sister mother father rival fellow victim suspect widow".split())
_TORN = frozenset({"DET", "PROPN", "ADJ", "NUM", "NOUN"})
_RANKS = frozenset("first second third fourth fifth top last".split())
_DESCRIBING = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "CCONJ"})
_LEAST, _MOST = 2, 8
_SHORT = 3
_PART = 5
_LONGEST = 12
_COMMON_OPENERS = frozenset(
    "home media chart pop rock rap film soul top star comedy gaming software retail oil energy car drinks food former "
    "teenage veteran young mobile internet cult indie punk folk jazz telecoms telecom biotech budget satellite cable "
    "mining steel aerospace aviation tobacco beer wine fashion luxury sportswear clothing furniture toy insurance "
    "banking pharmaceutical pharmaceuticals drug hotel travel tour leisure publishing electronics semiconductor chip "
    "supermarket engineering shipping shipbuilding newspaper television video computer".split()
)
_CAPITAL = frozenset(
    "olympic premier premiership royal labour conservative deputy home foreign prime bath reading sale wasps saints "
    "hull derby cork nice lions reds blues bury barry tigers sharks rangers arsenal villa palace forest harlequins "
    "exiles wolves sun mirror times guardian".split()
)
_CAPITAL_BEFORE_NAMES = frozenset({"deputy", "home", "foreign"})
"""Capital in "Home Secretary", small in "home favourite"."""

_COMMON = 4.0
"""Zipf frequency from which a word that opens a sentence is hardly a name."""


def voice_of(name: Name, reading: Reading) -> Voice:
    """The pronouns for a name; for a person those that the article uses near it."""
    if name.kind is not Kind.PERSON:
        return IT
    hints = set(_titles(name, reading))
    if name.role is not None:
        hints |= set(words(fold(name.role.text)))
    if hints & _MEN and not hints & _WOMEN:
        return HE
    if hints & _WOMEN and not hints & _MEN:
        return SHE
    return _by_count(name, reading)


def _titles(name: Name, reading: Reading) -> Iterable[str]:
    for mention in name.mentions:
        if mention.start:
            yield fold(reading.sentences[mention.sentence].doc[mention.start - 1].text).rstrip(".")


def _by_count(name: Name, reading: Reading) -> Voice:
    """He or she where the pronouns that can only mean the name agree."""
    he, she = (sum(word in voice.all for word in _said_of(name, reading)) for voice in (HE, SHE))
    if he and he >= _CLEAR * she:
        return HE
    return SHE if she and she >= _CLEAR * he else UNSAID


def _said_of(name: Name, reading: Reading) -> list[str]:
    """The words after the name, up to another person's: in its sentences, and in the next one."""
    found: list[str] = []
    for mention in name.mentions:
        doc = reading.sentences[mention.sentence].doc
        others = [
            ent.start for ent in doc.ents if ent.label_ == "PERSON" and not mention.start <= ent.start < mention.end
        ]
        others = [at for at in others if doc[at].text not in name.text]
        if any(at < mention.start for at in others):
            continue
        found += [fold(token.text) for token in doc[mention.end : min(others, default=len(doc))]]
        if not others and mention.sentence + 1 < len(reading.sentences):
            after = reading.sentences[mention.sentence + 1].doc
            end = min(
                (e.start for e in after.ents if e.label_ == "PERSON" and e.text not in name.text), default=len(after)
            )
            found += [fold(token.text) for token in after[:end]]
    return found


def veil_of(name: Name, reading: Reading, definition: str = "") -> str:
    """What stands in the place of a name: its definition, its role with article, or what a list knows of it."""
    secret = (name.text, *name.forms)
    lines = (definition, _opening_words(name, reading), _role_line(name, reading), place_line(name))
    for line in lines:
        shows = leaks(line, secret) or _is_inside(line, name)
        if line and len(words(line)) <= _LONGEST and not shows and not gates.tainted(line):
            return line
    return ""


def sort_line(name: Name) -> str:
    """What a list knows a person for: "a tennis player"; empty where none does."""
    if name.kind is not Kind.PERSON:
        return ""
    told = next((sort for sort, _, listed in rows("hints_people") if name.text in listed.split(";")), "")
    return told.split(" of ")[0].split(" on ")[0].split(" from ")[0]


def _is_inside(line: str, name: Name) -> bool:
    """Whether a long word of a veil is a part of the name: a tunnel operator that is called after the tunnel."""
    return any(len(word) >= _PART and word in fold(name.text) for word in words(fold(line)))


def _opening_words(name: Name, reading: Reading) -> str:
    """What stands before the name where a person opens the first sentence: "Former world number one X has ..."."""
    first = name.mentions[0]
    doc = reading.sentences[first.sentence].doc
    before = doc[: first.start]
    if name.kind is not Kind.PERSON or first.sentence or not _LEAST <= len(before) <= _MOST:
        return ""
    last = before[-1]
    plain = all(token.pos_ in _DESCRIBING or token.tag_ == "POS" or token.text == "-" for token in before)
    noun = nouns().get(last.text)
    if noun is not None and noun.kind is not Kind.PERSON:
        return ""
    if not plain or last.tag_ not in {"NN", "CD"} or not last.text.islower() or last.text in _ODD:
        return ""
    text = before.text
    small = fold(doc[0].text) not in known() and fold(doc[0].text) not in _CAPITAL
    common = doc[0].pos_ in {"NOUN", "ADJ"} and not doc[0].ent_type_ and small
    if doc[0].text[1:].islower() and (common or _is_common(doc[0].text, 0, reading)):
        text = text[:1].lower() + text[1:]
    unique = last.text in word_set("unique_roles") and fold(doc[0].text) not in {"former", "ex"}
    ranked = fold(doc[0].text) in _RANKS
    return f"the {text}" if ranked or (unique and len(before) > 1) else with_article(text)


def _role_line(name: Name, reading: Reading) -> str:
    role = name.role
    if role is None or not _role_tells(name, role):
        return ""
    begins = _whole_phrase(role, reading)
    if begins != role.text:
        return _joined_role(role, begins) if name.kind is Kind.PERSON else ""
    first, _, rest = role.text.partition(" ")
    if first == first.capitalize() and _is_common(first, role.sentence, reading):
        return f"{role.article} {first.lower()} {rest}".strip()
    if first == "new" and rest[:1].isupper():
        return f"{role.article} New {rest}".strip()
    ranked = fold(first) in _RANKS and name.kind is Kind.PERSON
    return f"the {role.text}" if ranked else role.line


def _role_tells(name: Name, role: Role) -> bool:
    """Whether a role says enough to stand for the name: a bare "favourite" or "captain" does not."""
    if role.kind is not name.kind:
        return False
    bare = role.noun in _EMPTY or bool(place_line(name))
    unique = name.kind is Kind.PERSON and role.noun in word_set("unique_roles")
    return role.modified or not (bare or unique)


def _joined_role(role: Role, begins: str) -> str:
    if not begins:
        return ""
    return with_article(begins) if role.article in {"a", "an"} else f"{role.article} {begins}".strip()


def _whole_phrase(role: Role, reading: Reading) -> str:
    """The role with what "and" joins to it: "British and Irish coach"; empty where it is torn off a longer one."""
    doc = reading.sentences[role.sentence].doc
    at = doc.text.find(role.text)
    start = next((token.i for token in doc if token.idx == at), 0)
    before = doc[start - 1] if start else None
    if before is None or fold(before.text) in {"the", "a", "an"}:
        return role.text
    if fold(before.text) != "and":
        return "" if before.pos_ in _TORN else role.text
    first = start - 1
    while first > 0 and doc[first - 1].pos_ in {"NOUN", "PROPN", "ADJ"}:
        first -= 1
    return str(doc[first:start].text_with_ws + role.text)


def _is_common(word: str, number: int, reading: Reading) -> bool:
    """Whether a word has its capital only because it opens its sentence."""
    key = fold(word)
    doc = reading.sentences[number].doc
    if doc[0].text != word or key in known() or key in all_demonyms():
        return False
    if key in _CAPITAL:
        return key in _CAPITAL_BEFORE_NAMES and len(doc) > 1 and doc[1].text.islower()
    if any(token.text == word for sentence in reading.sentences for token in sentence.doc[1:]):
        return False
    if len(doc) > 1 and doc[1].text[:1].isupper() and doc[1].pos_ == "PROPN" and key not in nouns():
        return False
    if key in nouns() or key in _COMMON_OPENERS:
        return True
    return doc[0].pos_ in {"NOUN", "ADJ"} and frequency(key) > _COMMON


def _the_role(name: Name) -> str:
    """The role as a question points to it: "the Chelsea boss"."""
    role = name.role
    if role is None:
        return ""
    short = (
        role.text if len(role.text.split()) <= _SHORT and not leaks(role.text, (name.text, *name.forms)) else role.noun
    )
    return f"the {short}"


def closing(name: Name, voice: Voice, *, told: bool, beside: bool = False) -> str:
    """The question that ends the riddle.

    `told` says that the lines have told already what the answer is, `beside` that a person is spoken of beside
    others, so that "he" would not do.
    """
    if name.kind is Kind.PERSON:
        if beside:
            fits = name.role is not None and told and not hands_over(_the_role(name))
            return f"Who is {_the_role(name)}?" if fits else ""
        return "Who is it?" if voice is UNSAID else f"Who is {voice.subject}?"
    secret = (name.text, *name.forms)
    if not told and (asking := asking_words(name)):
        return f"{asking} is it?"
    if name.sure and name.label and not leaks(name.label, secret):
        return f"Which {name.label} is it?"
    return "What is its name?" if name.kind is Kind.ORGANISATION else "What is it?"

"""What the three hints are made of: what is known of the answer, and what the riddle has not used."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.domain import Kind
from bot.riddles.craft.compose import place_line
from bot.riddles.craft.evidence import role_by_follower
from bot.riddles.craft.hinting import three_hints
from bot.riddles.craft.roles import Role, roles_at, with_article
from bot.riddles.craft.veil import UNSAID, Voice, voice_of
from bot.text import fold

if TYPE_CHECKING:
    from bot.riddles.craft.names import Name
    from bot.riddles.craft.reading import Reading

_MOST_CALLED = 4
_COMPANY = frozenset({Kind.PERSON, Kind.ORGANISATION, Kind.WORK})
_SAYS_NOTHING = frozenset(
    "boss star firm giant group side player company maker club veteran legend team chief single leader champion man "
    "woman secretary minister organisation body agency group record hero heroine favourite spokesman spokeswoman "
    "official champions outfit producer provider operator business network service chain brand series show teenager "
    "local native citizen person people member winner finalist holder expert insider colleague friend".split()
)
"""Nouns that say next to nothing without a word before them."""

__all__ = ["Clue", "beside", "clue_of", "describe", "three_hints"]


@dataclass(frozen=True, slots=True)
class Clue:
    """The answer, what it is, whether that is sure, and the well-known names beside it in the story."""

    answer: str
    kind: Kind
    sure: bool = True
    descriptor: str = ""
    beside: tuple[str, ...] = ()
    spoken: str = ""
    """The answer as it stands in a sentence: "the Great Barrier Reef"."""

    sort: str = ""
    """What to look for where no descriptor is new: "a woman"."""

    called: tuple[str, ...] = ()
    """All that the article calls the answer, the most telling first."""

    company: tuple[str, ...] = ()
    """The well-known names that a sentence of the story has beside the answer."""

    voice: Voice = UNSAID
    """The pronouns that the article has for a person."""

    famous: bool = False
    told: tuple[str, ...] = ()
    """What the article says of the answer, in its own voice: the riddle may have used some of it."""


def clue_of(name: Name, answer: str, names: tuple[Name, ...], reading: Reading) -> Clue:
    """What is known of a name; of a kind that is only guessed the clue says that it is a thing."""
    kind = name.kind if name.sure or name.kind is Kind.PERSON else Kind.THING
    return Clue(
        answer,
        kind,
        name.sure,
        describe(name) if name.sure else "",
        beside(name.text, names, reading),
        _spoken(name, answer, reading),
        _sort(name, reading) if kind is Kind.PERSON else "",
        _called(name, names, reading) if name.sure and not name.ambiguous else (),
        _company(name, names, reading),
        voice_of(name, reading),
        name.famous,
    )


def describe(name: Name) -> str:
    """What the article or our lists call a name, with an article."""
    listed = place_line(name)
    if listed and name.role is None:
        return listed
    return name.role.line if name.role is not None and name.role.modified else listed


def _called(name: Name, names: tuple[Name, ...], reading: Reading) -> tuple[str, ...]:
    """What the article calls a name at any of its places, and one sentence on: "a striker", "a part-time teacher"."""
    roles = [role for mention in name.mentions for role in roles_at(reading, mention)]
    if name.kind is Kind.PERSON:
        others = [other for other in names if other.kind is Kind.PERSON and other is not name]
        people = [mention for other in others for mention in other.mentions]
        follower = role_by_follower(reading, name.mentions, people, frozenset(role.noun for role in roles))
        roles += [_one_of_many(follower)] if follower is not None else []
    roles = [role for role in roles if role.kind is name.kind and (role.modified or role.noun not in _SAYS_NOTHING)]
    lines = [role.line for role in sorted(roles, key=lambda role: (not role.plain, role.modified, role.sentence))]
    return tuple(dict.fromkeys(lines))[:_MOST_CALLED]


def _one_of_many(role: Role) -> Role:
    """`The part-time teacher` of a second sentence is, told alone, a part-time teacher."""
    return role if not role.plain else replace(role, article=with_article(role.text).split()[0])


def beside(answer: str, names: tuple[Name, ...], reading: Reading) -> tuple[str, ...]:
    """The other names of the story: first those that most readers know, then places."""
    others = [name for name in names if not name.broad and not name.ambiguous and fold(name.text) != fold(answer)]
    known = [name for name in others if name.famous]
    known += [name for name in others if not name.famous and name.kind is Kind.PLACE]
    return tuple(_in_running_text(name, reading) for name in known)


def _company(name: Name, names: tuple[Name, ...], reading: Reading) -> tuple[str, ...]:
    """The people, bodies and works that share a sentence with it: those that most readers know."""
    places = {mention.sentence for mention in name.mentions}
    known = [other for other in names if other.famous and other.kind in _COMPANY and other is not name]
    clear = [other for other in known if not other.broad and not other.ambiguous]
    near = [other for other in clear if places & {mention.sentence for mention in other.mentions}]
    return tuple(_in_running_text(other, reading) for other in sorted(near, key=lambda other: other.first))


def _sort(name: Name, reading: Reading) -> str:
    """Whether to look for a man or a woman, where the article's pronouns leave no doubt."""
    said = {fold(token.text) for sentence in reading.sentences for token in sentence.doc}
    he, she = bool(said & {"he", "his", "him"}), bool(said & {"she", "her", "hers"})
    if he == she or _has_company(name, reading):
        return ""
    return {"he": "a man", "she": "a woman"}.get(voice_of(name, reading).subject, "")


def _has_company(name: Name, reading: Reading) -> bool:
    """Whether a sentence that names them names another person, whom its pronouns may mean."""
    for mention in name.mentions:
        doc = reading.sentences[mention.sentence].doc
        own = range(mention.start, mention.end)
        if any(ent.label_ == "PERSON" and not any(i in own for i in range(ent.start, ent.end)) for ent in doc.ents):
            return True
    return False


def _spoken(name: Name, answer: str, reading: Reading) -> str:
    """The answer with the article that the story gives it."""
    return f"the {answer}" if _in_running_text(name, reading).startswith("the ") else answer


def _in_running_text(name: Name, reading: Reading) -> str:
    """A name with its article, where the story gives it one of its own."""
    bare = name.entry is not None and name.entry.label in {"country", "city"}
    if bare and not name.text.startswith(("United", "Republic", "Netherlands", "Philippines", "Maldives", "Bahamas")):
        return name.text
    for mention in name.mentions:
        doc = reading.sentences[mention.sentence].doc
        root = doc[mention.start : mention.end].root
        if mention.start and fold(doc[mention.start - 1].text) == "the" and root.dep_ not in {"compound", "nmod"}:
            return f"the {name.text}"
    return name.text

"""Facts put together into a first-person riddle, and the tier it belongs to."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.domain import Kind
from bot.riddles.craft.arrange import Line, arrange, definition_line
from bot.riddles.craft.gates import tainted
from bot.riddles.craft.leaks import leaks
from bot.riddles.craft.lists import all_demonyms, known, phrase_set, word_set
from bot.riddles.craft.offices import is_office
from bot.riddles.craft.roles import with_article
from bot.riddles.craft.slots import Part
from bot.riddles.craft.wording import is_empty, my_own, overlap, sums, tells_again
from bot.text import fold, words

if TYPE_CHECKING:
    from bot.riddles.craft.facts import Fact
    from bot.riddles.craft.names import Name

STRICT, RELAXED, PLAIN = "strict", "relaxed", "plain"
_MOST_FACTS = 3
_MOST_WORDS = 44
_THIRD_WORDS = 36
"""Words of a riddle with a third fact: more cannot be read in ten seconds."""

_LEAST_WORDS, _LEAST_WORDS_KNOWN = 12, 9
_TELLING_WORDS = 14
_EARLY = 3
_SCENE = re.compile(r"\b(in|at|near|around|across|through|from|to|of|outside|off|for|with) me\b")
"""Where a place is only where something happens: many places could be."""

_ONLY = re.compile(
    r"\b(first|only|last|record|best|most|[a-z]+(?:iest|gest|dest|test|hest|lest|west)|1\d{3}|20\d\d"
    r"|\d+th|top|known for|home of|invented|famous|\d+ (?:points|goals|runs|tries))\b"
)
"""Words that fit one better than many: superlatives, years, scores."""

_LEAST_PINS = 2
_SECOND = frozenset("vice deputy assistant acting joint".split())
_PINS_FOR_A_STRANGER = 3
_RICH = 20
"""Words of several facts that together fit hardly anything else."""

_MOST_SUMS = 2
_WEAKEST = 2.2
_PINS_WITHOUT = 2
_GIVEN_AWAY = 5.0
"""What a riddle is worth less where it hands over the office."""

_EMPTY_ROLES = frozenset(
    "boss star firm giant group side player company maker veteran legend chief leader champion minister".split()
)


@dataclass(frozen=True, slots=True)
class Riddling:
    """A riddle's words with what supports it."""

    text: str
    sentences: tuple[int, ...]
    score: float
    tier: str
    definition: str = ""
    spare: tuple[str, ...] = ()
    """Facts left over, for a hint."""

    held: str = ""
    """The line that is as good as the name, kept for a hint."""

    behind: tuple[tuple[str, int], ...] = ()
    """In the riddle's order, the sentence of each line, with what it calls the answer ("the Arsenal manager")."""


def compose(name: Name, facts: list[Fact], vague: str = "") -> Riddling | None:
    """Make the best first-person riddle of a name's facts; None when too much is in doubt.

    An office that only one person holds is kept for a hint where the rest tells enough; `vague` is the office told
    without whose it is.
    """
    if name.ambiguous or name.broad:
        return None
    strong = [fact for fact in facts if fact.score >= _WEAKEST and not (fact.defining and is_empty(fact.text))]
    strong = [replace(fact, text=my_own(fact.text)) for fact in strong]
    held = _offices(name, strong)
    if held:
        others = [fact for fact in strong if not (fact.defining and is_office(fact.text))]
        made = _held_back(name, others, held, vague)
        if made is not None:
            return made
    made = _whole(name, strong, definition_of(name))
    return replace(made, score=made.score - _GIVEN_AWAY) if made is not None and held else made


def _offices(name: Name, facts: list[Fact]) -> list[str]:
    """The lines that are as good as the name, the article's own apposition first."""
    facts = [fact for fact in facts if fact.defining]
    lines = [fact.text for fact in facts] + [definition_of(name)]
    return [line for line in dict.fromkeys(lines) if line and is_office(line)]


def _held_back(name: Name, facts: list[Fact], held: list[str], vague: str) -> Riddling | None:
    """The riddle without the office, which is its first spare line; None where the rest is too thin."""
    other = definition_of(name)
    made = _whole(name, facts, "" if is_office(other) else other, vague)
    if made is None or not _stands_without(name, made, facts):
        return None
    lines = made.text.splitlines()
    said = {*fold(made.text.replace(".", " ")).split()} & word_set("offices")
    if vague and not said and not made.definition and not any("I am " in line for line in lines):
        made = replace(made, text="\n".join([*lines[:-1], vague, lines[-1]]))
    return replace(made, spare=(held[0], *made.spare), held=held[0])


def _stands_without(name: Name, made: Riddling, facts: list[Fact]) -> bool:
    """Whether what is told pins the answer down without its office."""
    told = [fact for fact in facts if fact.sentence in made.sentences and _is_told(fact, made.text)]
    pins = _pins(name, told, "")
    return pins >= (_PINS_WITHOUT if name.famous else _PINS_FOR_A_STRANGER + 1) and (name.famous or len(told) > 1)


def _is_told(fact: Fact, text: str) -> bool:
    return any(piece and piece.rstrip(".") in text for piece in (fact.text, fact.front))


def _whole(name: Name, strong: list[Fact], definition: str, vague: str = "") -> Riddling | None:
    """The best riddle of facts without a doubt, else of all, with the facts left over."""
    good = [fact for fact in strong if not fact.flags - {"late"}]
    made = _composed(name, _choose(good, definition), definition, vague)
    made = made or _composed(name, _choose(strong, definition), definition, vague)
    return replace(made, spare=_spare(good, made)) if made is not None else None


def _spare(facts: list[Fact], made: Riddling) -> tuple[str, ...]:
    """Facts without a doubt that the riddle has not used, nor told in other words."""
    lines = made.text.splitlines()
    return tuple(
        fact.text
        for fact in sorted(facts, key=lambda fact: (-fact.score, fact.sentence))
        if not any(overlap(fact.text, line) for line in lines)
    )


def _composed(name: Name, chosen: list[Fact], definition: str, vague: str = "") -> Riddling | None:
    defined = any(fact.defining for fact in chosen)
    definition = "" if defined else definition
    if any(overlap(fact.text, definition) for fact in chosen if "I am " in fact.text):
        definition = ""
    chosen = [fact for fact in chosen if fact.defining or not definition or not tells_again(fact.text, definition)]
    where = bool(chosen) and not definition and not defined and name.kind is Kind.PLACE and " in " in place_line(name)
    told = f"I am {place_line(name)}." if where else definition
    failures = mild_failures(name, chosen, told, vague) if chosen else None
    if failures is None or len(failures) > 1:
        return None
    lines = arrange(_what(name, definition, chosen), [fact for fact in chosen if not fact.defining], name.text)
    text = "\n".join([*(line.text for line in lines), question_of(name, where=where)])
    score = sum(fact.score for fact in chosen) / len(chosen) + name.salience + bool(definition) - 1.5 * len(failures)
    tier = RELAXED if failures else STRICT
    used = tuple(sorted({fact.sentence for fact in chosen}))
    behind = tuple((line.calls, number) for line in lines for number in line.sentences)
    return Riddling(text, used, score, tier, definition, behind=behind)


def _what(name: Name, definition: str, chosen: list[Fact]) -> Line | None:
    """The line that says what the answer is, by the article's own apposition or by the words before the name."""
    told = next((fact for fact in chosen if fact.defining), None)
    if told is not None:
        return definition_line(told.text, told.sentence)
    if definition and name.role is not None:
        return definition_line(definition, name.role.sentence)
    return None


def _choose(facts: list[Fact], definition: str) -> list[Fact]:
    chosen: list[Fact] = []
    defined = any(fact.defining for fact in facts)
    size = 0 if defined else len(words(definition))
    for fact in sorted(facts, key=lambda fact: (not fact.defining, len(fact.flags), -fact.score, fact.sentence)):
        long = size + len(words(fact.text)) > (_THIRD_WORDS if len(chosen) > 1 else _MOST_WORDS)
        spoils = fact.flags and any(not other.flags for other in chosen) and len(chosen) >= 2
        if len(chosen) < _MOST_FACTS and not long and not spoils and not any(_alike(fact, other) for other in chosen):
            chosen.append(fact)
            size += len(words(fact.text))
    return sorted(chosen, key=lambda fact: (not fact.defining, fact.sentence))


def _alike(one: Fact, other: Fact) -> bool:
    return overlap(one.text, other.text)


def definition_of(name: Name) -> str:
    """The line that says what the answer is ("I am a German airline."), empty when none is sure."""
    role = name.role
    if role is not None and role.kind is name.kind and _is_telling(name) and not tainted(role.text):
        line = my_own(f"I am {role.line}.")
        if not leaks(line, (name.text, *name.forms)) and len(words(line)) <= 11:
            return line
    return ""


def place_line(name: Name) -> str:
    """What a list knows of the answer: "a country in Asia"."""
    if name.entry is None or not name.entry.label:
        return ""
    line = with_article(name.entry.label) + (f" in {name.entry.region}" if name.entry.region else "")
    return "" if leaks(line, (name.text, *name.forms)) else line


def _is_telling(name: Name) -> bool:
    role = name.role
    return role is not None and role.modified and not (role.noun in _EMPTY_ROLES and len(role.text.split()) < 2)


def mild_failures(name: Name, facts: list[Fact], definition: str, vague: str = "") -> list[str] | None:
    """What keeps a riddle from the strict tier; None when it may not be shown at all."""
    if _is_refused(name, facts, definition):
        return None
    strong = any(fact.part in {Part.SUBJECT, Part.OBJECT} or _is_own_news(name, fact) for fact in facts)
    doubts = {
        **{f"flag {flag}": True for flag in sorted({flag for fact in facts for flag in fact.flags - {"late"}})},
        "no deed": not strong,
        "late": all(fact.sentence > _EARLY for fact in facts),
        "one fact": len(facts) == 1 and not definition and not vague and not _is_heart(name, facts[0]),
        "not in the first sentence": name.first != 0 and not (name.in_title and name.first == 1),
        "scene": name.kind is Kind.EVENT and all(_SCENE.search(fact.text) for fact in facts),
        "thin": not name.famous and _is_thin(facts) and not _is_the_one(definition, facts),
        "unknown": not known_enough(name),
        "figures": sum(sums(fact.text) for fact in facts) > _MOST_SUMS,
    }
    stranger = doubts["unknown"] and _pins(name, facts, "") < _PINS_FOR_A_STRANGER
    if stranger and not any(leads_on(text) for text in (definition, *_told(facts))):
        return None
    if len(facts) == 1 and "bare" in facts[0].flags:
        return None
    failures = [doubt for doubt, there in doubts.items() if there]
    return None if not definition and {"flag bare", "no deed"} & {*failures} else failures


def _is_heart(name: Name, fact: Fact) -> bool:
    """Whether a fact is the story's news about somebody famous, with enough to hold on to."""
    return name.famous and name.in_title and not fact.sentence and fact.telling >= _LEAST_PINS


def _is_own_news(name: Name, fact: Fact) -> bool:
    """Whether the story's news is about what is the answer's own: "My economy grew by 4% last year"."""
    return name.famous and name.in_title and not fact.sentence and fact.text.startswith("My ")


def _told(facts: list[Fact]) -> list[str]:
    return [fact.text for fact in facts if fact.defining]


def _is_refused(name: Name, facts: list[Fact], definition: str) -> bool:
    """Whether too little is sure, or told: what it is, that the story is about it, or a deed in its own voice."""
    size = sum(len(words(fact.text)) for fact in facts) + len(words(definition))
    told = bool(definition) or any(fact.defining for fact in facts)
    near = name.in_title or name.first <= 2 or (name.famous and _is_the_one(definition, facts))
    strong = any(fact.part in {Part.SUBJECT, Part.OBJECT} for fact in facts)
    own_voice = told or (name.famous and strong) or any(fact.text.startswith(("I ", "My ")) for fact in facts)
    stranger = name.kind is Kind.PERSON and not told and not known_enough(name)
    aside = len(facts) == 1 and not told and facts[0].sentence > 1
    scene = name.kind is Kind.PLACE and all(_SCENE.search(fact.text) for fact in facts)
    short = size < (_LEAST_WORDS_KNOWN if name.famous else _LEAST_WORDS)
    vague = _pins(name, facts, definition) < _LEAST_PINS + (
        len(facts) == 1 and not told and not (name.famous and not facts[0].sentence)
    )
    return not name.sure or vague or short or not near or not own_voice or stranger or aside or scene


def _pins(name: Name, facts: list[Fact], definition: str) -> int:
    """How much of it is true of one only: names, numbers, superlatives; most where the answer holds an office."""
    found = sum(fact.telling + len(_ONLY.findall(fact.text)) for fact in facts)
    if not found and name.kind is Kind.PERSON:
        return 0
    size = sum(len(words(fact.text)) for fact in facts)
    found += (len(facts) > 1) + (len(facts) > 1 and size >= _RICH)
    found += 2 * any(fact.defining for fact in facts)
    if not definition:
        return found
    unique = name.role is not None and definition.startswith("I am the ")
    return found + 1 + unique


def _is_thin(facts: list[Fact]) -> bool:
    """Whether the deeds are few words that could be anybody's."""
    size = sum(len(words(fact.text)) for fact in facts)
    return size < _TELLING_WORDS and not any(fact.telling or fact.defining for fact in facts)


def _is_the_one(definition: str, facts: list[Fact]) -> bool:
    """Whether a line says that there is only one: "I am the largest airline in the north"."""
    return any(text.startswith("I am the ") for text in (definition, *(fact.text for fact in facts if fact.defining)))


def leads_on(text: str) -> bool:
    """Whether it names what most readers know: "the owner of Harrods" leads on, "the Tremlett boss" does not."""
    said = fold(text).replace("'s", "").split()
    runs = {" ".join(said[i : i + n]) for i in range(len(said)) for n in (1, 2, 3)}
    return bool(runs & (known().keys() | all_demonyms())) or bool(runs & phrase_set("too_broad"))


def known_enough(name: Name) -> bool:
    """Whether a reader can be asked for it: famous, or with a role that leads to it."""
    if name.famous:
        return True
    role = name.role
    if role is None or not role.modified:
        return False
    if name.kind is Kind.PERSON:
        only = role.noun in word_set("unique_roles") and role.article in {"the", ""}
        return only and leads_on(role.text) and not _SECOND & {*fold(role.text).split()}
    return role.article in {"the", ""}


def question_of(name: Name, *, where: bool = False) -> str:
    """The closing line; `where` has it say in which country or continent a place lies."""
    label = name.label
    if name.kind is Kind.PERSON or not name.sure:
        return "Who am I?"
    if where and name.entry is not None and place_line(name).endswith(f" in {name.entry.region}"):
        return f"Which {label} in {name.entry.region} am I?"
    if label and not leaks(label, (name.text, *name.forms)):
        return f"Which {label} am I?"
    return "Who am I?" if name.kind is Kind.ORGANISATION else "What am I?"

"""Summary riddles: the lead retold in short lines, the answer behind a veil, a question at the end."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.domain import Form, Kind
from bot.riddles.craft import gates
from bot.riddles.craft.compose import RELAXED, STRICT, Riddling, known_enough, leads_on, place_line
from bot.riddles.craft.facts import facts_of
from bot.riddles.craft.lists import all_demonyms
from bot.riddles.craft.veil import UNSAID, closing, sort_line, veil_of, voice_of
from bot.riddles.craft.veil_choice import RICH, choose, is_bookkeeping, overlap
from bot.riddles.craft.veil_clause import tellings
from bot.riddles.craft.veil_held import hands_over, open_veil, told_later
from bot.riddles.craft.verse import NEVER, Piece, cut
from bot.text import fold, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.domain import Candidate, Story
    from bot.riddles.craft.names import Name
    from bot.riddles.craft.reading import Reading
    from bot.riddles.craft.veil import Voice
    from bot.riddles.craft.veil_clause import Telling

    Dresser = Callable[[Form, Name, tuple[Name, ...], Riddling, Reading, Story], Candidate | None]

_TRIED = 6
_MOST_LINES = 6
_LEAST_LINES = 2
_LEAST_WORDS, _LEAST_WORDS_ALONE = 12, 11
_WEAKEST = 2.0
_STRICT, _RELAXED, _STRANGER, _BESIDE = 18.5, 13.0, 3.0, 2.0
"""About thirty times the share found fit to post; less for a stranger, and where the answer only stands by."""

_LONG_VEIL = 4
_BARE_VEIL = 2
_LEAST_TELLING = 2
_PINS_FOR_A_STRANGER = 3
_OFFICES = frozenset({"the prime minister", "the president", "the chancellor", "the pope", "the queen", "the king"})
"""Veils that ask for nothing but who holds the office."""

_PLACE = re.compile(r"an? \w+ in (the )?[A-Z]")
"""What a list knows of a place: good as a subject, awkward inside a sentence, where "there" does better."""

_PREPOSITIONS = "in on at for with between beyond from below by".split()
_VEIL_JOINTS = {"that": 0.4, "which": 0.4} | dict.fromkeys(_PREPOSITIONS, 1.8)


@dataclass(frozen=True, slots=True)
class _Plan:
    """The clauses chosen for a name, what stands in its place first, what is doubtful, and what is held back."""

    name: Name
    voice: Voice
    veil: str
    told: tuple[Telling, ...]
    doubts: tuple[str, ...]
    held: tuple[str, ...] = ()


def veiled(names: tuple[Name, ...], reading: Reading, story: Story, dress: Dresser) -> list[Candidate]:
    """The summary riddles of a story; `dress` makes a riddling a whole candidate."""
    made = []
    for name in names[:_TRIED]:
        plan = _plan(name, names, reading)
        riddling = _riddling(plan) if plan is not None else None
        candidate = dress(Form.SUMMARY, name, names, riddling, reading, story) if riddling is not None else None
        if candidate is not None and riddling is not None:
            made.append(replace(candidate, tier=riddling.tier, score=round(riddling.score, 3)))
    return made


def _plan(name: Name, names: tuple[Name, ...], reading: Reading) -> _Plan | None:
    voice = voice_of(name, reading)
    if not _may_be_asked(name, voice, reading):
        return None
    whole = veil_of(name, reading, _definition(name, names, reading))
    veil = open_veil(whole, reading.field) or (sort_line(name) if voice is UNSAID else "")
    held: tuple[str, ...] = (told_later(whole, voice),) if veil != whole else ()
    found = [one for one in tellings(name, names, reading, voice) if one.score >= _WEAKEST]
    told = choose([one for one in found if not (one.defining and overlap(one.text, veil))])
    told = told or choose(found)
    doubts = _doubts(name, told, veil, reading.field)
    if doubts is None or (held and not _stands_without(name, told)):
        return None
    held += tuple(one.ware for one in told if one.ware)
    return _Plan(name, voice, veil, told, doubts, tuple(filter(None, held)))


def _stands_without(name: Name, told: tuple[Telling, ...]) -> bool:
    """Whether what is told pins the answer down without its office."""
    return _told_much(name, told) >= (_LEAST_TELLING if name.famous else _PINS_FOR_A_STRANGER)


def _may_be_asked(name: Name, voice: Voice, reading: Reading) -> bool:
    """Whether the story is about it, we know what it is, and a reader has a chance."""
    if name.broad or name.ambiguous or not (name.in_title or name.first <= 1):
        return False
    if fold(name.text.split()[0]) in all_demonyms():
        return False
    if name.kind is not Kind.PERSON:
        return name.sure
    if gates.shady(reading.title) or gates.shady(reading.sentences[name.first].text):
        return False
    surname = any(mention.text == name.text.split()[-1] for mention in name.mentions)
    whole = name.sure or (" " in name.text and voice is not UNSAID and surname)
    return whole and (known_enough(name) or is_headline_name(name, reading))


def is_headline_name(name: Name, reading: Reading) -> bool:
    """Whether the headline calls a person by the surname alone, as it does those whom readers know."""
    first, _, last = name.text.rpartition(" ")
    title = [fold(word).removesuffix("'s") for word in words(reading.title)]
    return bool(first) and fold(last) in title and fold(first.split()[-1]) not in title


def _definition(name: Name, names: tuple[Name, ...], reading: Reading) -> str:
    """What the article says the name is, beside it: "the bread that rises without yeast"."""
    fact = next((fact for fact in facts_of(name, names, reading) if fact.defining and not fact.flags), None)
    return fact.text.removeprefix("I am ").rstrip(".") if fact is not None else ""


def _doubts(name: Name, told: tuple[Telling, ...], veil: str, field: str) -> tuple[str, ...] | None:
    """What keeps it from the strict tier; None where it may not be shown."""
    size = sum(len(words(one.text)) for one in told)
    size += len(words(veil)) if told and _opens(told[0], veil) else 0
    if not told or told[0].sentence > 2 or size < _LEAST_WORDS:
        return None
    if _is_vague(name, told, veil) or fold(veil) in _OFFICES or is_bookkeeping(told, veil, size):
        return None
    found = [f"flag {flag}" for one in told for flag in sorted(one.flags)]
    pinned = sum(one.telling for one in told) >= _PINS_FOR_A_STRANGER
    if not known_enough(name) and not pinned and not leads_on(veil):
        return None
    found += [] if known_enough(name) else ["unknown"]
    named = name.kind is not Kind.ORGANISATION or bool(name.label) or bool(veil)
    found += [] if named else ["no kind"]
    found += [] if any(not one.owner for one in told) else ["no deed"]
    if name.kind is Kind.PLACE and not any(one.subject or one.owner for one in told):
        found.append("scene")
    if not found:
        return ()
    return tuple(found) if len(found) == 1 and _is_fair(name, told, found[0], field) else None


def _is_vague(name: Name, told: tuple[Telling, ...], veil: str) -> bool:
    """Whether many others would fit: few names, numbers and superlatives, and few words."""
    found = _told_much(name, told)
    return found + _tells(veil, name) < _LEAST_TELLING or not (found >= _LEAST_TELLING or veil.startswith("the "))


def _told_much(name: Name, told: tuple[Telling, ...]) -> int:
    """How much a player can hold on to; the first sentence about somebody famous is news, and so tells more."""
    found = sum(one.telling for one in told) + (len(told) > 1)
    found += bool(found) and name.famous and told[0].subject and not told[0].sentence
    return found + (sum(len(words(one.text)) for one in told) >= RICH)


def _is_fair(name: Name, told: tuple[Telling, ...], doubt: str, field: str) -> bool:
    """Whether a riddle with one doubt may be shown: its lead tells what the answer did, and tells enough."""
    first = told[0]
    if doubt == "no deed":
        return False
    if doubt == "scene":
        return first.sentence == 0 and field != "sport" and (name.in_title or first.telling > _LEAST_TELLING)
    return first.subject and first.sentence <= 1 and sum(one.telling for one in told) >= _LEAST_TELLING


def _tells(veil: str, name: Name) -> int:
    """How much a veil gives away: more where the article defines the answer than where a list knows it."""
    if not veil or veil == place_line(name):
        return int(bool(veil))
    return min(max(len(veil.split()) - 2, 0), 2)


def _riddling(plan: _Plan) -> Riddling | None:
    """The riddle of all chosen clauses, else of fewer: those that leave it within its lines."""
    told = plan.told
    while told:
        lines, opened = _verse(replace(plan, told=told))
        if len(lines) <= _MOST_LINES:
            return _closed(replace(plan, told=told), lines, opened=opened) if len(lines) >= _LEAST_LINES else None
        told = _without_weakest(told)
    return None


def _without_weakest(told: tuple[Telling, ...]) -> tuple[Telling, ...]:
    if len(told) == 1:
        return ()
    weakest = min(told, key=lambda one: (one.sentence == 0, one.score, -one.sentence))
    return tuple(one for one in told if one is not weakest)


def _verse(plan: _Plan) -> tuple[list[str], bool]:
    """The lines, and whether the first clause says what the answer is."""
    opened = _opens(plan.told[0], plan.veil)
    lines: list[str] = []
    for n, one in enumerate(plan.told):
        again = one.phrase.split()[1:] == plan.veil.split()[1:] or hands_over(one.phrase)
        own = "" if again else one.phrase
        lines += _lines(one, plan.veil if opened and n == 0 else own)
    return lines, opened


def _closed(plan: _Plan, lines: list[str], *, opened: bool) -> Riddling | None:
    """The lines with the question, where nothing is left that only a fuller veil would make good."""
    if any(one.awkward and not (opened and n == 0) for n, one in enumerate(plan.told)):
        return None
    if not opened and not plan.told[0].subject and not plan.told[0].there:
        return None
    if plan.voice is UNSAID and not (opened and len(plan.told) == 1):
        return None
    told = opened or any(one.defining for one in plan.told)
    question = closing(plan.name, plan.voice, told=told, beside=any(one.beside for one in plan.told))
    if not question or question == "What is its name?":
        return None
    base = _RELAXED - _STRANGER * ("unknown" in plan.doubts) if plan.doubts else _STRICT
    score = base - _BESIDE * (not plan.told[0].subject) + 0.5 * sum(one.score for one in plan.told) / len(plan.told)
    return Riddling(
        "\n".join([*lines, question]),
        tuple(one.sentence for one in plan.told),
        score,
        RELAXED if plan.doubts else STRICT,
        plan.veil if opened else "",
        plan.held,
    )


def _opens(first: Telling, veil: str) -> bool:
    """Whether the first clause can say what the answer is, where it names it, and does not say so anyhow."""
    enough = first.subject or first.owns or first.direct or (len(veil.split()) > _BARE_VEIL and not _PLACE.match(veil))
    return bool(veil) and enough and first.named >= 0 and not first.defining


def _lines(one: Telling, veil: str) -> list[str]:
    pieces = list(one.pieces if veil or not one.front else one.front)
    if veil and one.named >= 0:
        _put(pieces, one.named, veil, owns=one.owns)
    pieces[0] = replace(pieces[0], text=pieces[0].text[:1].upper() + pieces[0].text[1:])
    lines = cut(pieces)
    return [*lines[:-1], f"{lines[-1]}."] if lines else [""] * 9


def _owning(veil: str) -> str:
    """The veil as an owner: "a city's" for "a city in Italy"."""
    short = re.split(r" (?:in|on|at|for|with|between|beyond|from|below|just|that|which|who) ", veil)[0]
    return f"{short}'" if short.endswith("s") else f"{short}'s"


def _put(pieces: list[Piece], place: int, veil: str, *, owns: bool = False) -> None:
    """Put the veil in the place of the stand-in; after a long one a line may well end."""
    parts = _owning(veil).split() if owns else veil.split()
    if len(parts) >= _LONG_VEIL and place + 1 < len(pieces) and pieces[place + 1].blank:
        pieces[place + 1] = replace(pieces[place + 1], joint=min(pieces[place + 1].joint, 0.1))
    first = replace(pieces[place], text=parts[0])
    pieces[place : place + 1] = [first, *(Piece(part, joint=_VEIL_JOINTS.get(part, NEVER)) for part in parts[1:])]

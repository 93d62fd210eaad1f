"""The crafter: riddles from an article's own sentences, without a model."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from bot.domain import Candidate, Form, Kind
from bot.riddles.craft import gates
from bot.riddles.craft.aliases import aliases_of, tidy
from bot.riddles.craft.clue import Clue, clue_of
from bot.riddles.craft.complete import complete
from bot.riddles.craft.compose import PLAIN, Riddling, compose
from bot.riddles.craft.counting import Counted, animal_questions, number_questions
from bot.riddles.craft.dressing import dress
from bot.riddles.craft.facts import Fact, facts_of
from bot.riddles.craft.gates import reads_well
from bot.riddles.craft.names import Name, find_names
from bot.riddles.craft.offices import general
from bot.riddles.craft.questions import questions_of
from bot.riddles.craft.reading import Reading, read
from bot.riddles.craft.veiled import veiled
from bot.text import fold

if TYPE_CHECKING:
    from bot.domain import Story

_TRIED = 7
"""Names whose facts are crafted: the most salient often has no clean ones."""

_INITIALS = 3
_SMALL_DOUBTS = frozenset({"late", "general", "unknown"})
"""Doubts that spoil a riddle but no hint."""

_ASKED = 12
"""Names that a plain question may ask for."""


class Crafter:
    """Makes riddles of a story by rule; the same story gives the same riddles."""

    def candidates(self, story: Story, limit: int = 6) -> list[Candidate]:
        """Make up to `limit` riddles, the best first; none where nothing good can be made."""
        reading = read(story.lead)
        if limit < 1 or not reading.sentences:
            return []
        names = find_names(reading)
        facts = _facts(names, reading)
        dressed = partial(_dressed, facts)
        made = _first_person(names, reading, story, facts) + veiled(names, reading, story, dressed)
        made += _plain(names, reading, story, facts)
        made += _counted(reading, story)
        made.sort(key=lambda candidate: (-candidate.score, candidate.answer, candidate.question))
        return _varied(made)[:limit]

    def complete(self, candidate: Candidate, story: Story) -> Candidate:
        """Fill in what a model's candidate lacks; keep what is there and fit."""
        return complete(candidate, story)

    def rivals(self, story: Story, answer: str) -> tuple[str, ...]:
        """Other names of the article that are of the same kind as the answer."""
        names = find_names(read(story.lead))
        own = next((name for name in names if fold(answer) in {fold(name.text), *map(fold, name.forms)}), None)
        if own is None:
            return ()
        return tuple(name.text for name in names if name is not own and _alike(name, own))


def _alike(one: Name, other: Name) -> bool:
    if one.kind is not other.kind:
        return False
    return not (one.label and other.label) or one.label == other.label or one.kind is Kind.PERSON


def _facts(names: tuple[Name, ...], reading: Reading) -> dict[str, list[Fact]]:
    """By name, the facts that hold when they are parsed again."""
    facts = {name.text: facts_of(name, names, reading) for name in names[:_TRIED] if not name.broad}
    sound = _sound([fact for found in facts.values() for fact in found])
    good = {text: [fact for fact in found if fact.text in sound] for text, found in facts.items()}
    return {
        text: [fact if fact.front in sound else replace(fact, front="") for fact in found]
        for text, found in good.items()
    }


def _first_person(
    names: tuple[Name, ...], reading: Reading, story: Story, facts: dict[str, list[Fact]]
) -> list[Candidate]:
    made = []
    for name in names[:_TRIED]:
        if in_the_dark(name, reading):
            continue
        riddling = compose(name, facts.get(name.text, []), general(name, reading.field, _all(reading)))
        if riddling is not None:
            candidate = _dressed(facts, Form.FIRST_PERSON, name, names, riddling, reading, story)
            made += [candidate] if candidate is not None else []
    return made


def _all(reading: Reading) -> str:
    return " ".join(sentence.text for sentence in reading.sentences)


def in_the_dark(name: Name, reading: Reading) -> bool:
    """Whether the story is one of crime, death or disgrace, and the name a person's: no game is made of that."""
    lead = reading.sentences[name.first].text
    return name.kind is Kind.PERSON and (gates.shady(reading.title) or gates.shady(lead))


def _sound(facts: list[Fact]) -> frozenset[str]:
    """The sentences that hold when they are parsed again, those with another beginning included."""
    texts = sorted({text for fact in facts for text in (fact.text, fact.front) if text})
    return frozenset(text for text, good in zip(texts, reads_well(texts), strict=True) if good)


def _plain(names: tuple[Name, ...], reading: Reading, story: Story, facts: dict[str, list[Fact]]) -> list[Candidate]:
    made = []
    for name in [name for name in names if not name.broad and not in_the_dark(name, reading)][:_ASKED]:
        for question in questions_of(name, names, reading)[:2]:
            score = question.score + 0.8 * name.salience + 0.5 * name.famous
            riddling = Riddling(question.text, (question.sentence,), score, PLAIN)
            candidate = _dressed(facts, Form.QUESTION, name, names, riddling, reading, story)
            made += [candidate] if candidate is not None else []
    return made


def _dressed(
    facts: dict[str, list[Fact]],
    form: Form,
    name: Name,
    names: tuple[Name, ...],
    riddling: Riddling,
    reading: Reading,
    story: Story,
) -> Candidate | None:
    answer = answer_of(name)
    aliases = tuple(alias for alias in (name.text, *aliases_of(name, names, reading)) if alias != answer)
    clue = replace(clue_of(name, answer, names, reading), told=_told(name, facts))
    return dress(form, clue, riddling, aliases, reading, story)


def _told(name: Name, facts: dict[str, list[Fact]]) -> tuple[str, ...]:
    """The facts that stand alone though they may be too little for a riddle, those of a firm's short name too."""
    short = [text for text in facts if name.kind is Kind.ORGANISATION and name.text.startswith(f"{text} ")]
    found = [fact for text in (name.text, *short) for fact in facts.get(text, [])]
    alone = [fact for fact in found if fact.telling and not fact.flags - _SMALL_DOUBTS]
    return tuple(fact.text for fact in sorted(alone, key=lambda fact: (len(fact.flags), -fact.score, fact.sentence)))


def answer_of(name: Name) -> str:
    """The form a player would say: the full name for initials, the everyday one for a firm's official name."""
    if name.entry is not None:
        return name.entry.name if len(name.text) <= _INITIALS < len(name.entry.name) else name.text
    if name.kind is Kind.ORGANISATION:
        form, count = Counter(mention.text for mention in name.mentions).most_common(1)[0]
        if count * 2 > len(name.mentions) and len(form) > _INITIALS and name.text.startswith(form):
            return form
    return name.text


def _counted(reading: Reading, story: Story) -> list[Candidate]:
    made = [_of(Kind.NUMBER, counted, reading, story) for counted in number_questions(reading)[:2]]
    made += [_of(Kind.ANIMAL, counted, reading, story) for counted in animal_questions(reading)[:2]]
    return [candidate for candidate in made if candidate is not None]


def _of(kind: Kind, counted: Counted, reading: Reading, story: Story) -> Candidate | None:
    riddling = Riddling(counted.text, (counted.sentence,), counted.score + 1.0, PLAIN)
    aliases = tidy(counted.answer, list(counted.aliases))
    return dress(Form.QUESTION, Clue(counted.answer, kind), riddling, aliases, reading, story)


def _varied(made: list[Candidate]) -> list[Candidate]:
    """Each question once, and of each answer at most one of a form."""
    seen: set[tuple[str, Form]] = set()
    kept = []
    for candidate in made:
        key = (fold(candidate.answer), candidate.form)
        if key not in seen:
            seen.add(key)
            kept.append(candidate)
    return kept

"""What a model's candidate lacks, filled in from the article."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.domain import Candidate, Kind, Summary
from bot.riddles.checks import leak
from bot.riddles.craft.aliases import aliases_of, tidy, variants
from bot.riddles.craft.clue import Clue, beside, describe, three_hints
from bot.riddles.craft.counting import spellings, value_of
from bot.riddles.craft.dressing import explanation, overlap
from bot.riddles.craft.lists import animals, known
from bot.riddles.craft.names import Name, find_names
from bot.riddles.craft.reading import Reading, read
from bot.text import fold, words

if TYPE_CHECKING:
    from bot.domain import Story

REPLACED = "Hints made by rule stand where the model's own were missing or gave the answer away."
_HINTS = 3
_LEAST_OVERLAP = 0.2
_MOST_EVIDENCE = 3
_NEVER_A_COUNTRY = frozenset({Kind.PERSON, Kind.THING, Kind.WORK, Kind.ANIMAL, Kind.NUMBER})


@dataclass(frozen=True, slots=True)
class Studied:
    """A story read, with its names: most of the work, and the same for all its candidates."""

    reading: Reading
    names: tuple[Name, ...]


def study(story: Story) -> Studied:
    """Read a story once for many candidates."""
    reading = read(story.lead)
    return Studied(reading, find_names(reading))


def complete(candidate: Candidate, story: Story, studied: Studied | None = None) -> Candidate:
    """Keep what is there and fit; fill in kind, aliases, hints, explanation, summary and evidence."""
    if not candidate.answer.strip():
        return candidate
    given = studied or study(story)
    reading, names = given.reading, given.names
    name = next((n for n in names if fold(candidate.answer) in {fold(n.text), *map(fold, n.forms)}), None)
    kind = _kind(candidate)
    aliases = _aliases(candidate, name, names, reading)
    secret = (candidate.answer, *aliases)
    evidence = candidate.summary.evidence or _evidence(candidate, reading)
    used = tuple(s.number for s in reading.sentences if s.text in evidence)
    summary = Summary(candidate.summary.text or " ".join(evidence), evidence)
    hints = _hints(candidate, _clue(candidate, kind, name, names, reading), secret, used, reading, story)
    replaced = bool(candidate.hints and hints) and hints != candidate.hints and REPLACED not in candidate.note
    return replace(
        candidate,
        kind=kind,
        aliases=aliases,
        hints=hints,
        note=f"{candidate.note} {REPLACED}".strip() if replaced else candidate.note,
        explanation=candidate.explanation or explanation(evidence, candidate.answer),
        summary=summary,
    )


def _kind(candidate: Candidate) -> Kind:
    """The candidate's own kind, unless that is plainly impossible."""
    number = any(value_of(word) is not None or word[:1].isdigit() for word in words(candidate.answer))
    country = known().get(fold(candidate.answer))
    if country is not None and country.label == "country" and candidate.kind in _NEVER_A_COUNTRY:
        return Kind.PLACE
    return Kind.THING if candidate.kind is Kind.NUMBER and not number else candidate.kind


def _clue(candidate: Candidate, kind: Kind, name: Name | None, names: tuple[Name, ...], reading: Reading) -> Clue:
    """What a hint may say of the answer: its kind only where the article or a list agrees with the model."""
    beside_it = beside(name.text if name is not None else candidate.answer, names, reading)
    entry = known().get(fold(candidate.answer))
    bare = fold(candidate.answer).removeprefix("the ").removeprefix("a ").removeprefix("an ")
    sure = kind is Kind.NUMBER or (kind is Kind.ANIMAL and bare in animals()) or (entry and entry.kind is kind)
    agrees = name is not None and name.sure and name.kind is kind
    descriptor = describe(name) if name is not None and agrees else ""
    return Clue(candidate.answer, kind, bool(sure or agrees), descriptor, beside_it)


def _aliases(candidate: Candidate, name: Name | None, names: tuple[Name, ...], reading: Reading) -> tuple[str, ...]:
    found = list(candidate.aliases) + variants(candidate.answer)
    if name is not None:
        found += [name.text, *aliases_of(name, names, reading)]
    value = value_of(candidate.answer)
    found += spellings(value, "")[:3] if value is not None else ()
    bare = candidate.answer.split(" ", 1)
    if len(bare) == 2 and bare[0] in {"the", "a", "an", "The", "A", "An"}:
        found.append(bare[1])
    return tidy(candidate.answer, found)


def _evidence(candidate: Candidate, reading: Reading) -> tuple[str, ...]:
    """The sentences that have most of the riddle's words, in the order of the text."""
    text = f"{candidate.question} {candidate.summary.text} {candidate.answer}"
    scored = [(overlap(sentence.text, text), sentence) for sentence in reading.sentences]
    best = sorted(scored, key=lambda pair: (-pair[0], pair[1].number))[:_MOST_EVIDENCE]
    enough = [sentence for score, sentence in best if score >= _LEAST_OVERLAP] or [s for _, s in best[:1]]
    return tuple(sentence.text for sentence in sorted(enough, key=lambda sentence: sentence.number))


def _hints(
    candidate: Candidate, clue: Clue, secret: tuple[str, ...], used: tuple[int, ...], reading: Reading, story: Story
) -> tuple[str, ...]:
    """The candidate's own hints, ours in the place of each that gives the answer away; ours where it has no three."""
    own = tuple(hint for hint in candidate.hints if len(words(hint)) >= 2)
    whole = len(own) == _HINTS == len(set(map(fold, own)))
    leaky = [leak.leaks(candidate.answer, secret, hint, late=at == _HINTS) for at, hint in enumerate(own, 1)]
    if whole and not any(leaky):
        return own
    ours = three_hints(clue, candidate.question, used, (), secret, reading, story) or ()
    mixed = tuple(new if told else old for old, new, told in zip(own, ours, leaky, strict=False))
    return mixed if whole and len(set(map(fold, mixed))) == _HINTS else ours

"""Whether a number or date of a claim belongs to what the claim says of it, where the story says it of another."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.riddles.checks.figures import agrees, counted
from bot.riddles.checks.names import dates, names
from bot.riddles.checks.source import take_apart
from bot.riddles.checks.stems import stem, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.riddles.checks.quantities import Quantity
    from bot.riddles.checks.source import Sentence, Source

MIN_SHARED = 2
COVERED = 0.6
"""Share of a clause's content words that another sentence has to have before it is what the clause was made from."""

COVERED_BESIDE = 0.65
"""The same for another clause of the sentence that has the number."""

GOES_ON = 2
"""Sentences after one that names somebody in which a pronoun still means the same."""

_PEOPLE = frozenset({"peopl", "person", "man", "woman", "child", "time"})
_AND = re.compile(r",? (?:and|while) ")


def misplaced(claim: Sentence, read: Source) -> str | None:
    """The number or date that the story gives to something else, with what stands there instead."""
    for piece in pieces(claim):
        for number in piece.numbers:
            if not number.ordinal and number.text.casefold() not in {"one", "once"}:
                other = _number_instead(piece, number, read) or _number_of_name(piece, number, read)
                if other:
                    return f'the article says "{other.text.strip()}" where it has "{number.text}"'
        for day in sorted(dates(piece.text)):
            instead = _date_instead(piece, day, read)
            if instead:
                return f'the article says "{instead.capitalize()}" where it has "{day.capitalize()}"'
    return None


def pieces(claim: Sentence) -> list[Sentence]:
    """The clauses of a claim, parted at each "and" where both sides say something."""
    found: list[Sentence] = []
    for clause in claim.clauses:
        parts = [take_apart(part) for part in _AND.split(clause.text)]
        found.extend(parts if len(parts) > 1 and all(len(part.stems) > 2 for part in parts) else [clause])
    return found


def told_of(piece: Sentence, number: Quantity | None = None) -> frozenset[str]:
    """What a piece says besides its numbers and dates."""
    said = [one.text for one in piece.numbers if number is None or one.ordinal or one.unit == number.unit]
    return piece.stems - {stem(word) for text in (*said, *dates(piece.text)) for word in tokens(text)}


def _kind(number: Quantity) -> str:
    if number.days is not None:
        return "time"
    return "calendar" if number.is_year else number.unit


def _number_instead(piece: Sentence, number: Quantity, read: Source) -> Quantity | None:
    told = told_of(piece, number)
    if len(told) < MIN_SHARED or sum(_kind(one) == _kind(number) for one in piece.numbers) > 1:
        return None
    best, home = 0, -1
    rival: tuple[int, int, Quantity | None] = (0, -1, None)
    for at, passage, same in _passages(piece, number, read):
        shared = len(told & passage.stems)
        if any(agrees(piece, number, one) for one in passage.numbers):
            best, home = max((best, home), (shared, at))
        elif shared > rival[0]:
            rival = (shared, at, same[0])
    beside = rival[1] == home
    enough = max(MIN_SHARED, (COVERED_BESIDE if beside else COVERED) * len(told))
    return rival[2] if rival[0] >= enough and rival[0] > best + (best >= MIN_SHARED) else None


def _passages(piece: Sentence, number: Quantity, read: Source) -> Iterator[tuple[int, Sentence, list[Quantity]]]:
    """Clauses with a number of the same kind, and whole sentences with one such number alone."""
    thing = counted(piece, number)
    if thing in _PEOPLE and _counts(thing, number, read):
        return
    for at, sentence in enumerate(read.sentences):
        whole = _same(sentence, number, thing)
        if not whole:
            continue
        for clause in dict.fromkeys((*sentence.clauses, *pieces(sentence), *_halves(sentence))):
            same = _same(clause, number, thing)
            if same:
                yield at, clause, same
        if len({one.value for one in whole}) == 1:
            yield at, sentence, whole


def _halves(sentence: Sentence) -> list[Sentence]:
    """The parts of a sentence at each "and" that has a number on either side."""
    parts = [take_apart(part) for clause in sentence.clauses for part in _AND.split(clause.text)]
    return [part for part in parts if part.numbers]


def _counts(thing: str, number: Quantity, read: Source) -> bool:
    """Whether the story counts such things with this number somewhere."""
    return any(n.value == number.value and counted(one, n) == thing for one in read.sentences for n in one.numbers)


def _same(sentence: Sentence, number: Quantity, thing: str) -> list[Quantity]:
    """The numbers of the same kind, and equal ones whose unit is left out; plain counts have to be of one thing."""
    return [one for one in sentence.numbers if one.value == number.value or _is_like(sentence, one, number, thing)]


def _is_like(sentence: Sentence, one: Quantity, number: Quantity, thing: str) -> bool:
    if one.ordinal or _kind(one) != _kind(number):
        return False
    return bool(_kind(number)) or counted(sentence, one) == thing


def _number_of_name(piece: Sentence, number: Quantity, read: Source) -> Quantity | None:
    """What the story counts of somebody of whom it never says this number, though of somebody else."""
    if not number.unit and not number.is_year:
        return None
    whom = [name for name in names(piece.text) if name.start < number.start and name.words[-1].casefold() in read.words]
    if not whom or sum(_kind(one) == _kind(number) for one in piece.numbers) > 1:
        return None
    last = whom[-1].words[-1].casefold()
    named = [at for at, one in enumerate(read.sentences) if last in one.words]
    reach = {near for at in named for near in range(at - 1, at + GOES_ON + 1)}
    if any(agrees(piece, number, n) for at, one in enumerate(read.sentences) if at in reach for n in one.numbers):
        return None
    told = told_of(piece, number) - {stem(word) for name in whom for word in tokens(name.text)}
    of_them = (read.sentences[at] for at in named if told & read.sentences[at].stems)
    return next((n for one in of_them for n in one.numbers if _kind(n) == _kind(number)), None)


def _date_instead(piece: Sentence, day: str, read: Source) -> str | None:
    told = told_of(piece)
    if len(told) < MIN_SHARED:
        return None
    best, rival, instead = 0, 0, ""
    for sentence in read.sentences:
        for passage in dict.fromkeys((*sentence.clauses, sentence)):
            theirs = {one for one in dates(passage.text) if _is_month(one) == _is_month(day)}
            if passage is sentence and len(theirs) > 1 and sentence.clauses != (sentence,):
                continue
            shared = len(told & passage.stems)
            if day in theirs:
                best = max(best, shared)
            elif theirs and shared > rival:
                rival, instead = shared, min(theirs)
    return instead if rival >= max(MIN_SHARED, COVERED * len(told)) and rival > best else None


def _is_month(word: str) -> bool:
    return not word.endswith("day")

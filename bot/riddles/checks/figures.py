"""Numbers and dates of a claim against the story."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bot.riddles.checks.spans import is_one_end, rate
from bot.riddles.checks.stems import content

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.riddles.checks.quantities import Quantity
    from bot.riddles.checks.source import Sentence, Source

_NEAR = re.compile(
    r"\b(?:about|around|roughly|some|approximately|or so|close to|in the region of|circa)\s+\W*$", re.IGNORECASE
)
_LESS = re.compile(
    r"\b(?:nearly|almost|under|less than|fewer than|not quite|just short of|up to|below)\s+(?:an?\s+)?\W*$",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"\b(?:more than|over|above|at least|upwards of|no fewer than|beyond|well over)\s+(?:an?\s+)?\W*$", re.IGNORECASE
)
_WITHOUT_FIGURE: Final = {
    2.0: frozenset("both double doubled doubles twice pair couple twin twins brace".split()),
    3.0: frozenset("triple tripled treble trebled trio threesome threefold".split()),
    4.0: frozenset("quartet quadruple foursome fourfold".split()),
}
"""Words that say a small number without naming it."""

_SAYS_LITTLE = frozenset({"one", "once", "couple", "pair", "half", "a half"})
_WHOLE = re.compile(r"(?: \w+)? (?:out )?of (?:the |these |those )?(?=\w)")
RATIO = 0.03
WINDOW = 40


def wrong_number(claim: Sentence, source: Source) -> str | None:
    """The first number of a claim that the story does not have, or has of something else."""
    for number in claim.numbers:
        places = [(s, n) for s in source.sentences for n in s.numbers if agrees(claim, number, n)]
        if (
            _says_nothing(claim, number)
            or _veils(claim, number, source)
            or (not places and _is_said_in_words(number, source))
        ):
            continue
        if not places:
            return f'the number "{number.text}" does not stand in the article'
        if all(is_one_end(claim, number, s, n) for s, n in places):
            return f'the article says "{number.text}" only of one end of a range'
        if _has_other_rate(claim, number, places):
            return f'the article says "{number.text}" in another time'
        if not any(_same_unit(number, n) for _, n in places) or _is_of_another(claim, number, places, source):
            return f'the article says "{number.text}" of something else'
    return None


def _has_other_rate(claim: Sentence, number: Quantity, places: Iterable[tuple[Sentence, Quantity]]) -> bool:
    mine = rate(claim, number)
    return bool(mine) and all(rate(s, n) not in {"", mine} for s, n in places)


def _says_nothing(claim: Sentence, number: Quantity) -> bool:
    """Whether it is a manner of speaking: "one", "at first", "a second"."""
    before = claim.text[max(0, number.start - 12) : number.start].casefold()
    text = number.text.casefold()
    return (
        text in _SAYS_LITTLE
        or text[:2] in {"a ", "an"}
        or (text == "second" and bool(re.search(r"\b(?:a|per|every|each|split) $", before)))
        or (text == "first" and bool(re.search(r"\b(?:at|not|not (?:the|its|my|our|their)) $", before)))
    )


def _veils(claim: Sentence, number: Quantity, source: Source) -> bool:
    """Whether a two or a three counts what the article calls otherwise: "two neighbours" for two people it names."""
    if (
        number.value == 2
        and not number.unit
        and any({"each", "both"} & set(one.words) and 1 in _values(one) for one in source.sentences)
    ):
        return True
    if _is_rest(claim, number, source):
        return True
    thing = counted(claim, number)
    return number.value in {2, 3} and not number.unit and bool(thing) and thing not in source.stems


def _values(sentence: Sentence) -> frozenset[float]:
    return frozenset(number.value for number in sentence.numbers)


def _is_rest(claim: Sentence, number: Quantity, source: Source) -> bool:
    """Whether it is what is left of a whole: "thirteen of the sixteen" where three were otherwise."""
    whole = _WHOLE.match(claim.text[number.end :])
    all_of = next((n.value for n in claim.numbers if whole and n.start >= number.end + whole.end()), 0.0)
    return any({all_of, all_of - number.value} <= _values(one) for one in source.sentences if all_of)


def _is_said_in_words(number: Quantity, source: Source) -> bool:
    """Whether the article says a small number by a word such as "both", or within a name such as "G8"."""
    if number.share:
        return _is_ratio(number, source)
    named = any(re.fullmatch(rf"[a-z]{{1,3}}{number.value:.0f}", word) for word in source.words)
    return not number.unit and (named or bool(_WITHOUT_FIGURE.get(number.value, frozenset()) & source.words))


def _is_ratio(share: Quantity, source: Source) -> bool:
    """Whether two amounts of the article stand in a ratio: "a tenth of my price"."""
    sums = {n.value for one in source.sentences for n in one.numbers if n.unit == "money" and n.value}
    return any(abs(100 * a / b - share.value) <= RATIO * share.value for a in sums for b in sums if a < b)


def agrees(claim: Sentence, number: Quantity, other: Quantity) -> bool:
    """Whether a number of a claim is one of the story, as nearly as the claim says it."""
    if number.coin and other.coin and number.coin != other.coin:
        return False
    if number.equals(other):
        return True
    mine, theirs = number.days, other.days
    if mine is not None and theirs is not None and number.unit != other.unit:
        return _within(claim.text[max(0, number.start - 24) : number.start], mine, theirs)
    if number.unit and other.unit and number.unit != other.unit and {number.unit, other.unit} - {"%", "money"}:
        return False
    wanted, value = number.value, other.value
    before = claim.text[max(0, number.start - 24) : number.start]
    if wanted == value and not (number.share or other.share):
        return True
    return _within(before, wanted, value) or ("dozen" in number.text and abs(wanted - value) <= 0.1 * value)


def _within(before: str, wanted: float, value: float) -> bool:
    """Whether a value is as near to what a claim says as the words before it promise."""
    if _MORE.search(before):
        return wanted <= value <= wanted * 1.25
    if _LESS.search(before):
        return wanted * 0.8 <= value <= wanted
    return bool(_NEAR.search(before)) and abs(wanted - value) <= 0.1 * value


def _same_unit(number: Quantity, other: Quantity) -> bool:
    if number.unit in {"%", "money"}:
        return number.unit == other.unit
    timed = number.days is not None and other.days is not None
    return not (number.unit and other.unit) or number.unit == other.unit or number.equals(other) or timed


def counted(sentence: Sentence, number: Quantity) -> str:
    """The stem of the word that stands directly after a number."""
    after = sentence.text[number.end : number.end + WINDOW]
    found = content(after) if after[:1] in {" ", "-"} else []
    return found[0] if found and after[1:2].isalpha() and content(after.split(maxsplit=1)[0]) else ""


def _is_of_another(
    claim: Sentence, number: Quantity, places: Iterable[tuple[Sentence, Quantity]], source: Source
) -> bool:
    """Whether what the claim counts is counted in the story, but with another number everywhere."""
    thing = counted(claim, number)
    if not thing or number.ordinal or number.share or number.is_year:
        return False
    if any(counted(s, n) == thing or (thing in s.stems and not _has_other(s, n, thing)) for s, n in places):
        return False
    if number.unit == "money" and any(not n.unit for _, n in places):
        return False
    if any((number.unit == n.unit != "" or (number.days and n.days)) and number.equals(n) for _, n in places):
        return False
    return any(thing == counted(s, n) and not agrees(claim, number, n) for s in source.sentences for n in s.numbers)


def _has_other(sentence: Sentence, number: Quantity, thing: str) -> bool:
    """Whether the sentence counts these things with another number, and other things with this one."""
    return bool(counted(sentence, number)) and any(
        counted(sentence, n) == thing and n.value != number.value for n in sentence.numbers
    )

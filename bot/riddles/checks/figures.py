"""Numbers and dates of a claim against the story."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bot.riddles.checks.stems import content

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.riddles.checks.numbers import Number
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
_UNITS: Final = {"%": "%", "per": "%", "percent": "%", "€": "money", "£": "money", "$": "money", "¥": "money"}
_TIMELESS = frozenset("year day week month hour minut second peopl person time mile kilometr metr".split())
WINDOW = 40


def wrong_number(claim: Sentence, source: Source) -> str | None:
    """The first number of a claim that the story does not have, or has of something else."""
    for number in claim.numbers:
        if number.text.casefold() in {"one", "once", "couple", "pair"} or _is_second(claim, number):
            continue
        places = [(s, n) for s in source.sentences for n in s.numbers if _agrees(claim, number, n)]
        if not places:
            return f'the number "{number.text}" does not stand in the article'
        if not any(_same_unit(claim, number, s, n) for s, n in places) or _is_of_another(claim, number, places, source):
            return f'the article says "{number.text}" of something else'
    return None


def _is_second(claim: Sentence, number: Number) -> bool:
    """Whether "second" is time and "first" a manner of speaking."""
    before = claim.text[max(0, number.start - 8) : number.start].casefold()
    text = number.text.casefold()
    return (text == "second" and bool(re.search(r"\b(?:a|per|every|each|split) $", before))) or (
        text == "first" and bool(re.search(r"\bat $", before))
    )


def _agrees(claim: Sentence, number: Number, other: Number) -> bool:
    wanted, value = number.value, other.value
    if wanted == value:
        return True
    before = claim.text[max(0, number.start - 24) : number.start]
    if _MORE.search(before):
        return wanted <= value <= wanted * 1.25
    if _LESS.search(before):
        return wanted * 0.8 <= value <= wanted
    return bool(_NEAR.search(before)) and abs(wanted - value) <= 0.1 * value


def _unit(sentence: Sentence, number: Number) -> str:
    after = sentence.text[number.end : number.end + 9].casefold().strip(" -")
    word = re.match(r"%|per ?cent|[a-z]+", after)
    mark = word.group().replace(" ", "") if word else ""
    if mark in {"%", "percent"}:
        return "%"
    money = number.text[:1] in "€£$¥" or mark in {
        "euros",
        "euro",
        "pounds",
        "pound",
        "dollars",
        "dollar",
        "francs",
        "yen",
    }
    return "money" if money else ""


def _same_unit(claim: Sentence, number: Number, sentence: Sentence, other: Number) -> bool:
    mine, theirs = _unit(claim, number), _unit(sentence, other)
    return mine == theirs or not mine


def _counted(sentence: Sentence, number: Number) -> str:
    """The stem of the word that stands directly after a number."""
    after = sentence.text[number.end : number.end + WINDOW]
    found = content(after) if after[:1] in {" ", "-"} else []
    return found[0] if found and after[1:2].isalpha() and content(after.split(maxsplit=1)[0]) else ""


def _is_of_another(claim: Sentence, number: Number, places: Iterable[tuple[Sentence, Number]], source: Source) -> bool:
    """Whether what the claim counts is counted in the story, but with another number everywhere."""
    counted = _counted(claim, number)
    if not counted or number.ordinal or 1000 <= number.value <= 2100:
        return False
    if any(_counted(s, n) == counted or (counted in s.stems and not _has_other(s, n, counted)) for s, n in places):
        return False
    return any(counted == _counted(s, n) and not _agrees(claim, number, n) for s in source.sentences for n in s.numbers)


def _has_other(sentence: Sentence, number: Number, counted: str) -> bool:
    """Whether the sentence counts these things with another number, and other things with this one."""
    return bool(_counted(sentence, number)) and any(
        _counted(sentence, n) == counted and n.value != number.value for n in sentence.numbers
    )

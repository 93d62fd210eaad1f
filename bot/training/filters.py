"""Which of a teacher's examples are kept: named rules, each of which can be left out."""

from __future__ import annotations

import re
import string
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from bot.domain import Article, Candidate, Outcome, Story, Summary
from bot.training.similarity import MOST, Kept

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from bot.training.example import Example


class Rule(StrEnum):
    """The rules, in the order in which they are asked: the first that an example breaks is the one it is counted under.

    `read` is no choice: what cannot be read as an example cannot be kept as one.
    """

    READ = "read"
    FORM = "form"
    LENGTH = "length"
    WORDS = "words"
    SIMILARITY = "similarity"
    SHAPE = "shape"
    LEAK = "leak"
    ANSWER = "answer"
    SINGLE = "single"
    COPY = "copy"
    TASTE = "taste"
    GROUNDING = "grounding"


CHOICE: Final = tuple(rule for rule in Rule if rule is not Rule.READ)
"""The rules that can be left out."""

CHECKS: Final = (Rule.SHAPE, Rule.LEAK, Rule.ANSWER, Rule.SINGLE, Rule.COPY, Rule.TASTE, Rule.GROUNDING)
"""Those that are the riddles' own checks, by the same names."""

LENGTHS: Final[Mapping[str, tuple[int, int]]] = {"summary": (10, 90), "question": (8, 90), "article": (40, 400)}
"""Least and most words of each text; an article may be missing."""

FORBIDDEN: Final = (
    "article articles headline hashtag screenshot website url http https www lorem placeholder instruction "
    "instructions riddle riddles chatbot"
).split()
"""Words that show a riddle to speak of itself or of its page, and not of the story."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """Why an example is not kept."""

    rule: Rule
    reason: str


def begins_well(text: str) -> str:
    """What is wrong with how a text begins, or nothing: with a mark, or with no letter of ours (as published)."""
    if not text:
        return "It is empty."
    if text[0] in string.punctuation:
        return f"It begins with {text[0]!r}."
    return "" if text[0].isascii() else f"It begins with {text[0]!r}."


def of_length(text: str, least: int, most: int) -> str:
    """What is wrong with a text's number of words, or nothing: they are parted by blanks, as published."""
    length = len(text.split())
    return "" if least <= length <= most else f"It has {length} words, and not {least} to {most}."


def holds(text: str, forbidden: re.Pattern[str]) -> str:
    """What is wrong with the words of a text, or nothing."""
    found = forbidden.search(text)
    return f"It says {found.group()!r}." if found else ""


def whole_words(listed: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds any of some words, in small or capital letters, and nothing that they are a part of."""
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, listed))})\b", re.IGNORECASE)


@dataclass(slots=True)
class Filter:
    """Asks the rules, and remembers what was kept: a riddle or a summary too much like a kept one is dropped."""

    without: frozenset[Rule] = frozenset()
    most: float = MOST
    _riddles: Kept = field(init=False)
    _summaries: Kept = field(init=False)
    _ids: list[str] = field(init=False, default_factory=list)
    _forbidden: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        """Begin with nothing kept."""
        self._riddles, self._summaries = Kept(self.most), Kept(self.most)
        self._forbidden = whole_words(FORBIDDEN)

    def keep(self, example: Example) -> None:
        """Remember an example that is kept, or was there before."""
        self._ids.append(example.id)
        self._riddles.keep(example.question)
        self._summaries.keep(example.summary)

    def dropped(self, example: Example) -> Dropped | None:
        """The first rule that an example breaks, with the reason; None where it may be kept."""
        asked: dict[Rule, Callable[[Example], str]] = {
            Rule.FORM: _form,
            Rule.LENGTH: _length,
            Rule.WORDS: self._words,
            Rule.SIMILARITY: self._similar,
        }
        for rule, ask in asked.items():
            if rule not in self.without and (reason := ask(example)):
                return Dropped(rule, reason)
        return first_failed(example, [rule for rule in CHECKS if rule not in self.without])

    def _words(self, example: Example) -> str:
        return next(filter(None, (holds(text, self._forbidden) for text in (example.question, *example.hints))), "")

    def _similar(self, example: Example) -> str:
        for kept, text, called in (
            (self._riddles, example.question, "riddle"),
            (self._summaries, example.summary, "summary"),
        ):
            if like := kept.like(text):
                return f"ROUGE-L of its {called} with that of {self._ids[like.number]} is {like.score:.2f}."
        return ""


def first_failed(example: Example, asked: Iterable[Rule]) -> Dropped | None:
    """The first of some checks that the riddle fails, before its article, or its summary where there is none."""
    from importlib import import_module  # noqa: PLC0415 - the checks load words of a language

    from bot.riddles.checks.context import Context  # noqa: PLC0415

    story = Story((Article(example.id, example.title, example.article or example.summary),))
    summary = Summary(example.summary)
    candidate = Candidate(
        example.form,
        example.kind,
        example.question,
        example.answer,
        example.aliases,
        example.hints,
        example.explanation,
        summary,
    )
    for rule in asked:
        said = import_module(f"bot.riddles.checks.{rule.value}").check(candidate, Context(story))
        if said.outcome is Outcome.FAILED:
            return Dropped(rule, said.reason)
    return None


def _form(example: Example) -> str:
    return begins_well(example.question) or ("" if example.hints else "It has no three hints.")


def _length(example: Example) -> str:
    for key, (least, most) in LENGTHS.items():
        text = getattr(example, key)
        if (text or key != "article") and (wrong := of_length(text, least, most)):
            return f"{key.capitalize()}: {wrong}"
    return ""

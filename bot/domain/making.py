"""Making: candidates, checks, riddles, and the editions they are written in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.domain.news import ArticleRef, Day, Decision

if TYPE_CHECKING:
    from collections.abc import Iterable


class Form(StrEnum):
    """The three forms a riddle has."""

    SUMMARY = "summary"
    FIRST_PERSON = "first_person"
    QUESTION = "question"


class Kind(StrEnum):
    """What kind of thing the answer is."""

    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"
    EVENT = "event"
    WORK = "work"
    ANIMAL = "animal"
    NUMBER = "number"
    THING = "thing"


class Difficulty(StrEnum):
    """How hard a riddle is thought to be."""

    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


class Outcome(StrEnum):
    """What a check said; `skipped` when it lacks what it needs."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"


CHECKS = ("shape", "leak", "grounding", "answer", "single", "copy", "taste", "novelty", "solvable", "fluency")
"""The names of the checks, in the order they are shown."""

REQUIRED = frozenset({"shape", "leak", "taste", "copy", "novelty"})
"""Checks that may not be skipped in a released riddle."""

REQUIRED_WITH_ARTICLE = REQUIRED | {"grounding", "answer"}
"""The same, where there is an article."""


@dataclass(frozen=True, slots=True)
class Check:
    """What one check said of a riddle, with a reason a person can read."""

    name: str
    outcome: Outcome
    reason: str

    @property
    def passed(self) -> bool | None:
        """True, False, or None when it was skipped."""
        return {Outcome.PASSED: True, Outcome.FAILED: False, Outcome.SKIPPED: None}[self.outcome]


def may_be_released(checks: Iterable[Check], *, with_article: bool) -> bool:
    """Tell whether no check failed and none of the required ones was skipped or is missing."""
    said = {check.name: check.outcome for check in checks}
    required = REQUIRED_WITH_ARTICLE if with_article else REQUIRED
    return Outcome.FAILED not in said.values() and all(said.get(name) is Outcome.PASSED for name in required)


@dataclass(frozen=True, slots=True)
class Summary:
    """Two to four sentences of a story; `evidence` are the story's own sentences that support them."""

    text: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Usage:
    """What a model call took: tokens, seconds, and US dollars where the price is known.

    `first` is how long the first call's first token took, in seconds; None where that was not told.
    """

    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0
    cost: float | None = None
    first: float | None = None

    @property
    def tokens(self) -> int:
        """All tokens, read and written."""
        return self.prompt_tokens + self.completion_tokens

    def __add__(self, other: Usage) -> Usage:
        """Add what came later; a cost is unknown only where both are."""
        costs = [cost for cost in (self.cost, other.cost) if cost is not None]
        return Usage(
            self.calls + other.calls,
            self.prompt_tokens + other.prompt_tokens,
            self.completion_tokens + other.completion_tokens,
            self.seconds + other.seconds,
            sum(costs) if costs else None,
            other.first if self.first is None else self.first,
        )

    def since(self, before: Usage) -> Usage:
        """What was added to an earlier total; a cost is unknown where this one's is, the first token told before."""
        return Usage(
            self.calls - before.calls,
            self.prompt_tokens - before.prompt_tokens,
            self.completion_tokens - before.completion_tokens,
            self.seconds - before.seconds,
            None if self.cost is None else self.cost - (before.cost or 0.0),
            None if before.calls else self.first,
        )


@dataclass(frozen=True, slots=True)
class Candidate:
    """A riddle not yet chosen.

    `pipeline` is the way it was made (`craft` when no model had a part), `raw` the model's own words for the log.
    Hints run from vague to nearly given; there are three, or none yet (then our code makes them). `score` tells the
    maker's own opinion, to choose among candidates of the same maker: higher is better; `tier` how many doubts a
    crafted one left (`strict`, `relaxed` or `plain`), and nothing for a model's. `note` says what a person should know
    of how it was made: that the model was given a part of the article, or that hints of its own were replaced.
    """

    form: Form
    kind: Kind
    question: str
    answer: str
    aliases: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    explanation: str = ""
    summary: Summary = field(default_factory=lambda: Summary(""))
    pipeline: str = ""
    model: str = ""
    prompt_version: str = ""
    attempts: int = 1
    raw: str = ""
    score: float = 0.0
    tier: str = ""
    usage: Usage = field(default_factory=Usage)
    note: str = ""


@dataclass(frozen=True, slots=True)
class Trial:
    """A candidate that was tried, with what each check said; `chosen` and `reason` tell how the choice went."""

    candidate: Candidate
    article: ArticleRef
    checks: tuple[Check, ...]
    worth: float
    chosen: bool
    reason: str

    @property
    def passed(self) -> bool:
        """Whether it might have been released."""
        return may_be_released(self.checks, with_article=True)


@dataclass(frozen=True, slots=True)
class Riddle:
    """A riddle that may be released, with the report of how it came to be.

    `fallback` says that no model wrote it, `tier` how many doubts a crafted one left, `reviewed` that a host read it
    and let it pass. `author` marks the player who submitted it, and cannot score it.
    """

    form: Form
    kind: Kind
    question: str
    answer: str
    aliases: tuple[str, ...]
    hints: tuple[str, ...]
    difficulty: Difficulty
    explanation: str
    summary: str
    evidence: tuple[str, ...]
    article: ArticleRef | None
    pipeline: str
    model: str
    prompt_version: str
    attempts: int
    fallback: bool
    checks: tuple[Check, ...]
    tier: str = ""
    reviewed: bool = False
    author: str = ""


class Origin(StrEnum):
    """Where an edition's riddles come from."""

    NEWS = "news"
    SAMPLE = "sample"
    RESERVE = "reserve"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class Edition:
    """One day of a deck. `notice` says honestly what is not as usual ("the feeds could not be reached ...").

    `void` are the places an operator took out of the count; `spares` are riddles of other stories that passed every
    check and were not needed, the best first.
    """

    deck: str
    date: Day
    number: int
    riddles: tuple[Riddle, ...]
    origin: Origin
    decisions: tuple[Decision, ...]
    made_at: datetime
    notice: str = ""
    usage: Usage = field(default_factory=Usage)
    void: tuple[int, ...] = ()
    spares: tuple[Riddle, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """Riddles made from given articles: shown and kept, not played until published; `trials` where asked for."""

    id: str
    made_at: datetime
    riddles: tuple[Riddle, ...]
    decisions: tuple[Decision, ...]
    notice: str = ""
    usage: Usage = field(default_factory=Usage)
    trials: tuple[Trial, ...] = ()


def edition_number(first: date, day: date) -> int:
    """Days since the deck's first date, plus one: computed, never counted."""
    return (day - first).days + 1

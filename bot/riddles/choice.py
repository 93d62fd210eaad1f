"""Which of the candidates is played: what each is worth, and why. Every weight of one candidate stands here.

Worth is in points; only differences count. What repeats of the week and of the edition is weighed in
`bot.riddles.variety`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.domain import MAX_PER_DAY, Form, Outcome, may_be_released
from bot.riddles import variety
from bot.riddles.difficulty import label
from bot.riddles.helping import ENOUGH
from bot.riddles.reckoning import Reckoner
from bot.riddles.release import released
from bot.text import words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.domain import Candidate, Check, Riddle, Story
    from bot.riddles.checks.context import Solved
    from bot.riddles.difficulty import Chances
    from bot.riddles.variety import Traits, Week

CRAFT = "craft"
"""The pipeline's name of a riddle that was made without a model."""

TRUSTED = 4.0
"""A riddle by a model that writes well: it comes before any crafted one."""

CRAFT_SCALE = 10.0
"""Crafted riddles are scored by their maker at 30 times the chance of being fit to post: that makes 0 to 3 of it."""

SMALL = 0.9
"""A riddle by a model too small to be trusted: before a dull question, behind real craft."""

FORM_BONUS = {Form.SUMMARY: 0.6, Form.FIRST_PERSON: 0.2, Form.QUESTION: 0.0}
"""A summary is what the program is for: where two are about as good, it is the one."""

TIER_BONUS = {"strict": 0.2, "relaxed": 0.1}
"""A crafted riddle that left no doubt, and one that left a slight one."""

SHORT, LONG, PER_WORD, MOST_FOR_LENGTH = 12, 45, 0.03, 0.6
"""Words of a riddle that is neither a bare fact nor a lecture, and what each word beyond costs."""

LINES = range(2, 7)
"""Lines of a riddle that has a rhythm; a question is one sentence, and well so."""

OUT_OF_LINE = 0.2
"""What another number of lines costs."""

DOUBT = 0.2
"""What it costs that nobody could tell whether another answer fits."""

SOLVED = {0: 0.3, 1: 0.4, 2: 0.2, 3: 0.0}
"""What a solver's success is worth by the hints it took: best is a riddle that a little help opens."""

OFF_AIM = 4.0
"""What it would cost that all were to solve a riddle, or none, instead of those one aims at."""

OFF_AGAIN = 2.0
"""How many times as much it costs beside, where the last fortnight was as far off as it may be."""

OFF_GUESS = 1.0
"""The same while hardly anybody has played, so that common sense alone speaks."""


@dataclass(frozen=True, slots=True, eq=False)
class Tried:
    """A candidate that was checked, with its story, the story's place in the day's ranking, and its worth in parts."""

    candidate: Candidate
    checks: tuple[Check, ...]
    story: Story
    rank: int
    traits: Traits
    parts: Mapping[str, float]
    trusted: bool
    solved: Solved | None = None

    @property
    def worth(self) -> float:
        """How glad one is to post it."""
        return sum(self.parts.values())

    @property
    def passed(self) -> bool:
        """Whether it may be released."""
        return may_be_released(self.checks, with_article=True)


@dataclass(frozen=True, slots=True)
class Scale:
    """Weighs candidates, against the week and with what is known of the players."""

    week: Week = field(default_factory=variety.Week)
    chances: Chances = field(default_factory=Reckoner)

    def weigh(
        self,
        candidate: Candidate,
        checks: tuple[Check, ...],
        story: Story,
        rank: int,
        *,
        trusted: bool,
        solved: Solved | None = None,
    ) -> Tried:
        """Put a checked candidate on the scale."""
        chance = self.chances.chance(candidate)
        traits = variety.of_candidate(candidate, story, label(chance))
        parts = {
            **_maker(candidate, trusted=trusted),
            "form": FORM_BONUS[candidate.form],
            "length": -_length(candidate),
            "doubt": -DOUBT * _undecided(checks, "single"),
            "solver": SOLVED.get(solved.hints, 0.0) if solved and solved.hints is not None else 0.0,
            "aim": -self._pressing() * abs(chance - self.chances.aim),
            **{f"repeats {what}": -cost for what, cost in self.week.costs(traits).items()},
        }
        kept = {name: points for name, points in parts.items() if abs(points) >= 0.005}
        return Tried(candidate, checks, story, rank, traits, kept, trusted, solved)

    def _pressing(self) -> float:
        """What it costs to be off the aim: the more, the further off the last fortnight was."""
        chances = self.chances
        return OFF_AIM * (1 + OFF_AGAIN * chances.urgency) if chances.heard >= ENOUGH else OFF_GUESS


def needs_no_small_model(chosen: Sequence[Tried], count: int) -> bool:
    """Whether nothing that a small model could write would be taken instead of what is there."""
    best = SMALL + max(FORM_BONUS.values())
    return len(chosen) >= count and all(one.worth >= best for one in chosen)


def choose(tried: Sequence[Tried], count: int, opener: Form | None = None) -> list[Tried]:
    """Take the best `count` of those that passed, the first one to open the edition.

    One a story, no answer twice, as different as there is a choice; the first has not the form `opener`, unless all
    have.
    """
    left = [one for one in tried if one.passed]
    chosen: list[Tried] = []
    while left and len(chosen) < count:
        # A draft longer than an edition is a stock to pick from: the best of each story, alike or not.
        beside = [one.traits for one in chosen] if count <= MAX_PER_DAY else []
        fit = left if chosen else [one for one in left if one.candidate.form is not opener] or left
        best = max(fit, key=lambda one: (one.worth - variety.sameness(one.traits, beside), -one.rank))
        chosen.append(best)
        left = [one for one in left if one.rank != best.rank and not same_answer(one, best)]
    return chosen


def same_answer(one: Tried, other: Tried) -> bool:
    """Whether two riddles ask for the same, by whatever name."""
    return bool(one.traits.names & other.traits.names)


def riddle(one: Tried) -> Riddle:
    """Make the riddle of a chosen candidate."""
    return released(
        one.candidate,
        one.checks,
        difficulty=one.traits.difficulty,
        article=one.story.lead.ref,
        fallback=one.candidate.pipeline == CRAFT,
    )


def _maker(candidate: Candidate, *, trusted: bool) -> dict[str, float]:
    if candidate.pipeline == CRAFT:
        craft = min(max(candidate.score / CRAFT_SCALE, 0.0), 3.0)
        return {"craft": craft, "tier": TIER_BONUS.get(candidate.tier, 0.0)}
    return {"model": TRUSTED if trusted else SMALL}


def _length(candidate: Candidate) -> float:
    """What a riddle's length costs it: in words, and in lines where it is a verse."""
    count = len(words(candidate.question))
    beyond = max(SHORT - count, count - LONG, 0)
    verse = candidate.form is not Form.QUESTION
    lines = len(candidate.question.strip().splitlines())
    return min(PER_WORD * beyond, MOST_FOR_LENGTH) + OUT_OF_LINE * (verse and lines not in LINES)


def _undecided(checks: Sequence[Check], name: str) -> bool:
    return any(check.name == name and check.outcome is Outcome.SKIPPED for check in checks)

"""Candidates and stories that say what they are, for the tests of the choice."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.domain import CHECKS, Article, Candidate, Check, Form, Kind, Outcome, Riddle, Story
from bot.riddles.choice import Scale, Tried, riddle

PASSED = tuple(Check(name, Outcome.PASSED, "") for name in CHECKS)
QUESTION = "Which city {doing} beside the water after eleven long years of digging in the rain?"


def candidate(answer: str = "Lisbon", form: Form = Form.QUESTION, **parts: Any) -> Candidate:
    """A riddle on a city by a model."""
    question = QUESTION.format(doing=f"near {answer[::-1].lower()} opened a tram")
    return replace(Candidate(form, Kind.PLACE, question, answer, pipeline="service", model="a model"), **parts)


def crafted(answer: str = "Lisbon", form: Form = Form.QUESTION, score: float = 24.0, **parts: Any) -> Candidate:
    """The same without a model."""
    return candidate(answer, form, **{"pipeline": "craft", "model": "none", "tier": "strict", "score": score, **parts})


def story(name: str, *topics: str) -> Story:
    """A story of which only name and topics matter."""
    return Story((Article(name, f"The story of {name}", "It is told.", topics=topics),))


def tried(one: Candidate, rank: int = 0, scale: Scale | None = None, **checks: Outcome) -> Tried:
    """A candidate on the scale; `checks` are those that did not pass."""
    said = tuple(replace(check, outcome=checks.get(check.name, check.outcome)) for check in PASSED)
    return (scale or Scale()).weigh(one, said, story(f"s{rank}"), rank, trusted=one.pipeline != "craft")


def played(one: Candidate, *topics: str) -> Riddle:
    """A candidate as it was played."""
    return riddle(Scale().weigh(one, PASSED, story("played", *topics), 0, trusted=True))

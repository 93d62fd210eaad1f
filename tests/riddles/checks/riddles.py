"""One good riddle and its story, and a way to change a part of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.domain import Article, Candidate, Form, Kind, Outcome, Story
from bot.riddles.checks import run
from bot.riddles.checks.context import Context

if TYPE_CHECKING:
    from bot.domain import Check

ARTICLE = Article(
    "a1",
    "Lisbon trams stop for a day",
    "Tram drivers in Lisbon walked out on Monday for 24 hours. About 1,200 drivers joined the strike, the union said. "
    "They want a pay rise of 6 per cent. Talks with the city begin on Thursday. No buses were affected. "
    'A driver said: "We love the hills, but not the wages."',
)
CONTEXT = Context(Story((ARTICLE,)))
GOOD = Candidate(
    form=Form.FIRST_PERSON,
    kind=Kind.PLACE,
    question="My yellow cars stood still when 1,200 drivers walked out for a day. Which city am I?",
    answer="Lisbon",
    aliases=("Lisboa",),
    hints=("I am a capital.", "I lie by a wide river.", "My name begins with L."),
    explanation="Tram drivers in Lisbon walked out on Monday for 24 hours.",
    pipeline="few_shot",
)


def changed(**parts: Any) -> Candidate:
    """The good riddle with other parts."""
    return replace(GOOD, **parts)


def said(name: str, candidate: Candidate, context: Context = CONTEXT) -> Check:
    """What one check says."""
    return next(check for check in run(candidate, context) if check.name == name)


def fails(name: str, context: Context = CONTEXT, **parts: Any) -> bool:
    """Whether a check refuses the good riddle with other parts."""
    return said(name, changed(**parts), context).outcome is Outcome.FAILED

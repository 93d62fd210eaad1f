"""What the checks say of a riddle that a model wrote: completed and checked as in a brew, for each entrant alike."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from bot.domain import Candidate, Form, Kind, Outcome, may_be_released
from bot.riddles.checks import leak, run
from bot.riddles.checks.context import Context
from bot.riddles.craft.complete import complete
from bot.riddles.work import failures

if TYPE_CHECKING:
    from bot.domain import Check, Story
    from bot.riddles.craft.complete import Studied

VERSION: Final = "checks-2"
"""The way riddles are examined; it changes with what a check says of the same riddle."""


@dataclass(frozen=True, slots=True)
class Examined:
    """A riddle with what it lacked filled in, and what each check said of it."""

    riddle: Candidate
    checks: tuple[Check, ...]

    @property
    def accepted(self) -> bool:
        """Whether it might be played."""
        return may_be_released(self.checks, with_article=True)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it might not."""
        return () if self.accepted else failures(self.checks)

    def said(self, name: str) -> bool | None:
        """What a check said: None where it lacked what it needs."""
        return next((check.passed for check in self.checks if check.name == name), None)


def examined(candidate: Candidate, story: Story, studied: Studied | None = None) -> Examined:
    """Examine a riddle; `studied` is the story, where it was read before.

    Hints of its own that leak count as a leak, though a brew puts others in their place.
    """
    context = Context(story)
    own = leak.check(candidate, context)
    whole = complete(candidate, story, studied)
    checks = run(whole, context)
    if own.outcome is Outcome.FAILED:
        checks = tuple(own if check.name == own.name else check for check in checks)
    return Examined(replace(whole, usage=candidate.usage), checks)


def get_ready(story: Story) -> None:
    """Load what the checks need, so that the time of no riddle holds it."""
    examined(Candidate(Form.QUESTION, Kind.THING, "What is it?", "it"), story)

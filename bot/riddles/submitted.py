"""A player's own riddle before all the checks, in the process that makes riddles."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain import Candidate, Difficulty, Kind, Outcome, Summary, may_be_released
from bot.riddles.checks import run
from bot.riddles.checks.context import Context
from bot.riddles.given import form_of
from bot.riddles.release import released

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain import Check, Submission

PIPELINE = "player"


def check_submission(
    submission: Submission, archive: Sequence[tuple[str, str]] = (), kind: Kind = Kind.THING
) -> tuple[Submission, tuple[Check, ...]]:
    """Run every check; what comes back holds the riddle where it passed, else the reasons why not.

    `archive` holds the (question, answer) of riddles played lately.
    """
    candidate = Candidate(
        form=form_of(submission.question),
        kind=kind,
        question=submission.question,
        answer=submission.answer,
        aliases=submission.aliases,
        hints=submission.hints,
        summary=Summary(""),
        pipeline=PIPELINE,
        model="none",
    )
    checks = run(candidate, Context(archive=tuple(archive)))
    if not may_be_released(checks, with_article=False):
        failed = " ".join(check.reason for check in checks if check.outcome is Outcome.FAILED)
        return replace(submission, riddle=None, reason=failed), checks
    riddle = released(candidate, checks, difficulty=Difficulty.MEDIUM, article=None, fallback=True)
    return replace(submission, riddle=riddle, reason=""), checks

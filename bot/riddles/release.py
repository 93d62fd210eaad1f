"""A candidate that passed its checks becomes a riddle, its report with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain import Riddle

if TYPE_CHECKING:
    from bot.domain import ArticleRef, Candidate, Check, Difficulty


def released(
    made: Candidate,
    checks: tuple[Check, ...],
    *,
    difficulty: Difficulty,
    article: ArticleRef | None,
    fallback: bool,
) -> Riddle:
    """Make the riddle; `fallback` says that no model wrote it."""
    return Riddle(
        form=made.form,
        kind=made.kind,
        question=made.question,
        answer=made.answer,
        aliases=made.aliases,
        hints=made.hints,
        difficulty=difficulty,
        explanation=made.explanation,
        summary=made.summary.text,
        evidence=made.summary.evidence,
        article=article,
        pipeline=made.pipeline,
        model=made.model,
        prompt_version=made.prompt_version,
        attempts=made.attempts,
        fallback=fallback,
        checks=checks,
        tier=made.tier,
    )

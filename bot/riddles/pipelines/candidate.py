"""A reply that could be read -> a candidate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain import Candidate
from bot.riddles.pipelines.aliases import spared

if TYPE_CHECKING:
    from bot.domain import Summary
    from bot.riddles.pipelines.ask import Reply
    from bot.riddles.pipelines.reply import Composition

RAW_LIMIT = 4000
"""Most characters of a model's own words that are kept for the log."""


def candidate_of(
    fields: Composition,
    *,
    summary: Summary,
    pipeline: str,
    model: str,
    prompt_version: str,
    reply: Reply,
    note: str = "",
) -> Candidate:
    """The candidate of a reply that could be read."""
    return Candidate(
        form=fields.form,
        kind=fields.kind,
        question=fields.question,
        answer=fields.answer,
        aliases=spared(fields.answer, fields.aliases, (fields.question, *fields.hints)),
        hints=tuple(fields.hints),
        explanation=fields.explanation,
        summary=summary,
        pipeline=pipeline,
        model=model,
        prompt_version=prompt_version,
        raw=reply.text[:RAW_LIMIT],
        usage=reply.usage,
        note=note,
    )

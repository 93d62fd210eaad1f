"""What is on record of a deck's days: the riddles of the week, and what became of each story."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain import Rule
from bot.riddles.variety import WEEK

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.domain import Decision, Edition, Riddle
    from bot.riddles.making import Batch

LATELY = 2
"""Editions whose spares are looked through: those of the ones before were taken care of then."""


def week(past: Sequence[Edition]) -> tuple[tuple[Riddle, ...], ...]:
    """The riddles of the last editions, the newest first."""
    return tuple(edition.riddles for edition in past[:WEEK])


def asked_before(past: Sequence[Edition]) -> tuple[tuple[str, str], ...]:
    """The question and answer of every riddle of some editions."""
    return tuple((riddle.question, riddle.answer) for edition in past for riddle in edition.riddles)


def unplayed(past: Sequence[Edition]) -> tuple[Riddle, ...]:
    """The spares of the newest editions that were not needed in the end, for the reserve."""
    asked = {answer for _, answer in asked_before(past)}
    return tuple(spare for edition in past[:LATELY] for spare in edition.spares if spare.answer not in asked)


def merged(decisions: Sequence[Decision], batch: Batch) -> tuple[Decision, ...]:
    """The log: of the stories that were taken, which gave a riddle, which could not, and which were not needed."""
    refused = {decision.article.id: decision for decision in batch.decisions}
    used = {riddle.article.id for riddle in batch.riddles if riddle.article}
    return tuple(_outcome(decision, refused, used) for decision in decisions)


def _outcome(decision: Decision, refused: Mapping[str, Decision], used: set[str]) -> Decision:
    if decision.rule is not Rule.TAKEN:
        return decision
    if decision.article.id in used:
        before = refused.get(decision.article.id)
        also = f" Others were refused: {before.reason}" if before else ""
        return replace(decision, reason=f"{decision.reason} A riddle was made of it.{also}")
    spare = replace(
        decision, rule=Rule.RANK, reason=f"{decision.reason} Other stories gave the riddles that were asked for."
    )
    found = refused.get(decision.article.id, spare)
    return found if found.rule is Rule.NO_RIDDLE else spare


def choosing(count: int) -> str:
    """What is being done while stories are chosen."""
    return f"Choosing among {count} articles" if count != 1 else "Looking at the article"

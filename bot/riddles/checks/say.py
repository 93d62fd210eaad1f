"""What a check answers."""

from __future__ import annotations

from bot.domain import Check, Outcome


def passed(name: str, reason: str) -> Check:
    """The riddle has the property."""
    return Check(name, Outcome.PASSED, reason)


def failed(name: str, reason: str) -> Check:
    """The riddle lacks the property; the reason is also what a model is told when it may try again."""
    return Check(name, Outcome.FAILED, reason)


def skipped(name: str, reason: str) -> Check:
    """The check lacks what it needs."""
    return Check(name, Outcome.SKIPPED, reason)


def verdict(name: str, defect: str | None, praise: str) -> Check:
    """Failed with the defect where there is one, else passed with a word of praise."""
    return failed(name, defect) if defect else passed(name, praise)

"""Values of the domain as JSON, for the store and for `--json`."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, cast

from bot.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Hashable
    from datetime import date

    from pydantic import TypeAdapter

    from bot.domain import ArticleRef, Check, Decision, Riddle, Trial

T = TypeVar("T")


@cache
def _adapter(kind: Hashable) -> TypeAdapter[Any]:
    from pydantic import TypeAdapter  # noqa: PLC0415 - a fifth of a second, which no help waits for

    return TypeAdapter(cast("Any", kind))


def dump(value: object) -> bytes:
    """Write a value of the domain as JSON."""
    return _adapter(cast("Hashable", type(value))).dump_json(value)


def load(kind: type[T], data: bytes | str) -> T:
    """Read a value of the domain; raises `StoreError` when the data is of another shape."""
    try:
        return cast("T", _adapter(cast("Hashable", kind)).validate_json(data))
    except ValueError as error:
        wrong = getattr(error, "error_count", lambda: 1)()
        raise StoreError(f"A stored {kind.__name__.lower()} cannot be read: {wrong} fields are wrong.") from error


def line(record: dict[str, Any]) -> str:
    """One JSON object on one line."""
    return json.dumps(record, ensure_ascii=False, separators=(", ", ": "))


def article_record(article: ArticleRef | None) -> dict[str, Any] | None:
    """The public keys of an article."""
    if article is None:
        return None
    published = article.published_at.isoformat() if article.published_at else None
    return {
        "id": article.id,
        "title": article.title,
        "url": article.url,
        "outlet": article.outlet,
        "published_at": published,
    }


def check_record(check: Check) -> dict[str, Any]:
    """The public keys of a check."""
    return {"name": check.name, "outcome": check.outcome.value, "passed": check.passed, "reason": check.reason}


def decision_record(decision: Decision) -> dict[str, Any]:
    """The public keys of a story."""
    return {
        "article": article_record(decision.article),
        "taken": decision.taken,
        "rule": decision.rule.value,
        "reason": decision.reason,
    }


def riddle_record(riddle: Riddle, day: date | None, number: int | None, place: int) -> dict[str, Any]:
    """The public keys of a riddle; `day` and `number` are None in a draft."""
    return {
        "date": day.isoformat() if day else None,
        "number": number,
        "place": place,
        "form": riddle.form.value,
        "kind": riddle.kind.value,
        "question": riddle.question,
        "answer": riddle.answer,
        "aliases": list(riddle.aliases),
        "hints": list(riddle.hints),
        "difficulty": riddle.difficulty.value,
        "explanation": riddle.explanation,
        "summary": riddle.summary,
        "evidence": list(riddle.evidence),
        "article": article_record(riddle.article),
        "pipeline": riddle.pipeline,
        "model": riddle.model,
        "prompt_version": riddle.prompt_version,
        "attempts": riddle.attempts,
        "fallback": riddle.fallback,
        "tier": riddle.tier,
        "reviewed": riddle.reviewed,
        "checks": [check_record(check) for check in riddle.checks],
    }


def trial_record(trial: Trial) -> dict[str, Any]:
    """The public keys of a candidate that was tried."""
    made = trial.candidate
    return {
        "article": article_record(trial.article),
        "passed": trial.passed,
        "chosen": trial.chosen,
        "worth": trial.worth,
        "reason": trial.reason,
        "form": made.form.value,
        "kind": made.kind.value,
        "question": made.question,
        "answer": made.answer,
        "aliases": list(made.aliases),
        "hints": list(made.hints),
        "explanation": made.explanation,
        "pipeline": made.pipeline,
        "model": made.model,
        "prompt_version": made.prompt_version,
        "attempts": made.attempts,
        "tier": made.tier,
        "summary": made.summary.text,
        "note": made.note,
        "checks": [check_record(check) for check in trial.checks],
    }

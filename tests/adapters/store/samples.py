"""Values to put into the store."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.domain import (
    Article,
    ArticleRef,
    Check,
    Decision,
    Difficulty,
    Draft,
    Edition,
    Form,
    Kind,
    Origin,
    Outcome,
    Riddle,
    Round,
    RoundKey,
    Rule,
    Terms,
    Usage,
)

DAY = date(2026, 3, 14)
NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)


def reference(name: str = "lighthouse") -> ArticleRef:
    return ArticleRef(f"id-{name}", f"The {name} reopens", f"https://news.example/{name}", "The Example", NOON)


def riddle(name: str = "lighthouse", article: ArticleRef | None = None) -> Riddle:
    return Riddle(
        form=Form.FIRST_PERSON,
        kind=Kind.THING,
        question=f"I stood dark for ten years, now I turn again ({name}). What am I?",
        answer=name,
        aliases=(f"the {name}",),
        hints=("I stand by the sea.", "Ships look for me.", "My first letter is L."),
        difficulty=Difficulty.MEDIUM,
        explanation="It was lit again on Friday.",
        summary="A lighthouse was lit again after ten years.",
        evidence=("The lighthouse was lit on Friday.",),
        article=article or reference(name),
        pipeline="craft",
        model="none",
        prompt_version="1",
        attempts=1,
        fallback=True,
        checks=(Check("shape", Outcome.PASSED, "Three lines."),),
    )


def timeless(name: str) -> Riddle:
    return replace(riddle(name), article=None)


def edition(
    *riddles: Riddle, day: date = DAY, deck: str = "default", origin: Origin = Origin.NEWS, number: int = 1
) -> Edition:
    return Edition(
        deck=deck,
        date=day,
        number=number,
        riddles=riddles or (riddle(),),
        origin=origin,
        decisions=(Decision(reference(), Rule.TAKEN, "It is news."),),
        made_at=NOON,
        usage=Usage(calls=2, prompt_tokens=10, cost=0.001),
    )


def draft(draft_id: str, made_at: datetime = NOON) -> Draft:
    return Draft(draft_id, made_at, (riddle(),), ())


def article(name: str = "lighthouse", text: str = "The lighthouse was lit on Friday. " * 20) -> Article:
    return Article(
        f"id-{name}", f"The {name} reopens", text, f"https://news.example/{name}", "The Example", NOON, ("culture",)
    )


def days(first: date, count: int) -> list[date]:
    return [first + timedelta(days=step) for step in range(count)]


def a_round(key: RoundKey, *riddles: Riddle, number: int = 142, season: int = 1) -> Round:
    return Round(key, number, riddles or (riddle(), riddle("harbour")), NOON, season=season)


def terms(**changed: Any) -> Terms:
    return replace(Terms(version=1, number=142, season=1, worth=8), **changed)

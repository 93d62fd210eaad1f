"""Timeless riddles of ours for bad days, read from `prompts/reserve.jsonl`."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from bot.domain import Candidate, Difficulty, Form, Kind, Riddle, Strictness, Summary
from bot.news.taste import subject
from bot.riddles.checks import run
from bot.riddles.checks.context import Context
from bot.riddles.variety import of_riddle, sameness
from bot.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from bot.riddles.variety import Traits, Week

PIPELINE = "reserve"


@cache
def unchecked() -> tuple[Riddle, ...]:
    """The riddles that ship, in the order of the file, without the report of their checks: that takes a second."""
    lines = files("prompts").joinpath("reserve.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(_riddle(json.loads(line)) for line in lines if line.strip())


@cache
def shipped() -> tuple[Riddle, ...]:
    """The riddles that ship, in the order of the file."""
    return tuple(checked(riddle) for riddle in unchecked())


def checked(riddle: Riddle) -> Riddle:
    """A riddle that ships with the report of its checks; any other as it is."""
    if riddle.pipeline != PIPELINE or riddle.checks:
        return riddle
    candidate = Candidate(
        form=riddle.form,
        kind=riddle.kind,
        question=riddle.question,
        answer=riddle.answer,
        aliases=riddle.aliases,
        hints=riddle.hints,
        explanation=riddle.explanation,
        summary=Summary(riddle.summary),
        pipeline=PIPELINE,
        model=riddle.model,
    )
    return replace(riddle, checks=run(candidate, Context()))


def suits(riddle: Riddle, strictness: Strictness) -> bool:
    """Whether a riddle that is at hand suits a deck; one without an article was read by whoever took it in.

    The gentle listen more closely, there too. That a text reads softly like a loss tells nothing of one so short.
    """
    if riddle.article is not None:
        return not subject(riddle.article.title, riddle.summary, strictness)
    if strictness is not Strictness.GENTLE:
        return True
    told = f"{riddle.question}\n{riddle.summary}"
    return not subject("", told, strictness) or bool(subject("", told, Strictness.STANDARD))


def least_recent(riddles: Iterable[Riddle], played: Mapping[str, date], avoid: Sequence[str] = ()) -> list[Riddle]:
    """Order riddles so that those never played come first, then the ones played longest ago.

    Riddles whose answer is in `avoid` are left out.
    """
    taken = {fold(answer) for answer in avoid}
    fresh = [riddle for riddle in riddles if fold(riddle.answer) not in taken]
    return sorted(fresh, key=lambda riddle: played[riddle.question].toordinal() if riddle.question in played else 0)


def taken(
    stock: Iterable[Riddle],
    played: Mapping[str, date],
    count: int,
    week: Week,
    beside: Sequence[Riddle] = (),
    avoid: Sequence[str] = (),
) -> list[Riddle]:
    """Take `count` riddles: what was played longest ago or never, and of that what repeats least of the week.

    They stand `beside` others in the edition; where they open it, the first has another form than the last opener,
    unless none of these has.
    """
    around = [of_riddle(riddle) for riddle in beside]
    left = least_recent(stock, played, avoid)
    chosen: list[Riddle] = []
    while left and len(chosen) < count:
        equal = [riddle for riddle in left if played.get(riddle.question) == played.get(left[0].question)]
        chosen.append(_next(equal, [*around, *map(of_riddle, chosen)], week))
        left.remove(chosen[-1])
    opens = next((riddle for riddle in chosen if riddle.form is not week.opener), None) if not beside else None
    return sorted(chosen, key=lambda riddle: riddle is not opens)


def _next(equal: Sequence[Riddle], beside: Sequence[Traits], week: Week) -> Riddle:
    def cost(riddle: Riddle) -> tuple[bool, float]:
        traits = of_riddle(riddle)
        return not beside and riddle.form is week.opener, sum(week.costs(traits).values()) + sameness(traits, beside)

    return min(equal, key=cost)


def _riddle(fields: dict[str, Any]) -> Riddle:
    return Riddle(
        form=Form(fields["form"]),
        kind=Kind(fields["kind"]),
        question=fields["question"],
        answer=fields["answer"],
        aliases=tuple(fields["aliases"]),
        hints=tuple(fields["hints"]),
        difficulty=Difficulty(fields["difficulty"]),
        explanation=fields["explanation"],
        summary=fields["summary"],
        evidence=(),
        article=None,
        pipeline=PIPELINE,
        model="none",
        prompt_version="",
        attempts=1,
        fallback=True,
        checks=(),
    )

"""Timeless riddles of ours for bad days, read from `prompts/reserve.jsonl`."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from bot.domain import Candidate, Difficulty, Form, Kind, Summary
from bot.riddles.checks import run
from bot.riddles.checks.context import Context
from bot.riddles.release import released
from bot.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from bot.domain import Riddle

PIPELINE = "reserve"


@cache
def shipped() -> tuple[Riddle, ...]:
    """The riddles that ship, in the order of the file."""
    lines = files("prompts").joinpath("reserve.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(_riddle(json.loads(line)) for line in lines if line.strip())


def least_recent(riddles: Iterable[Riddle], played: Mapping[str, date], avoid: Sequence[str] = ()) -> list[Riddle]:
    """Order riddles so that those never played come first, then the ones played longest ago.

    Riddles whose answer is in `avoid` are left out.
    """
    taken = {fold(answer) for answer in avoid}
    fresh = [riddle for riddle in riddles if fold(riddle.answer) not in taken]
    return sorted(fresh, key=lambda riddle: played[riddle.question].toordinal() if riddle.question in played else 0)


def _riddle(fields: dict[str, Any]) -> Riddle:
    candidate = Candidate(
        form=Form(fields["form"]),
        kind=Kind(fields["kind"]),
        question=fields["question"],
        answer=fields["answer"],
        aliases=tuple(fields["aliases"]),
        hints=tuple(fields["hints"]),
        explanation=fields["explanation"],
        summary=Summary(fields["summary"]),
        pipeline=PIPELINE,
        model="none",
    )
    checks = run(candidate, Context())
    return released(candidate, checks, difficulty=Difficulty(fields["difficulty"]), article=None, fallback=True)

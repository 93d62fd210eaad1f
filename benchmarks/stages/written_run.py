"""A run of an evaluation whose riddles are written by rule, not by a model: enough to time how it is scored."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.domain import Candidate, Kind, Summary, Usage
from bot.evaluation.cases import gather
from bot.evaluation.entrant import Entrant, Facts
from bot.evaluation.generation import Generation, Measurement
from bot.evaluation.journal import Journal, Plan
from bot.evaluation.likelihood import OF_MODEL
from bot.evaluation.runner import WALL
from bot.text import sentences

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.evaluation.case import Case

ENTRANTS = tuple(Entrant(name, 2, "embedded", Facts()) for name in ("few_shot", "zero_shot", "fine_tuned"))
UNREAD = 7
"""Of so many riddles one cannot be read."""

JUDGED = {"relevant": 3, "hallucinated": 2, "solved_open": 2, "solved_closed": 5, "toxic": 9, "profane": 11}
"""What each riddle is measured on, and how often it is so."""


def written(folder: Path, articles: int) -> int:
    """Write a run of three entrants with everything a scoring can meet; how many riddles it has."""
    gathered = gather(None, articles)
    plan = Plan(
        folder.name, "0", datetime(2026, 1, 1, tzinfo=UTC), ENTRANTS, (0,), 1, gathered.digest, {"system": "none"}
    )
    with Journal.begun(folder, plan, gathered.cases) as journal:
        for way, entrant in enumerate(ENTRANTS):
            for at, case in enumerate(gathered.cases):
                journal.add(_generation(entrant, case, way, at))
                journal.measured(_measurements(entrant, case, way + at))
        return len(journal.generations)


def _generation(entrant: Entrant, case: Case, way: int, at: int) -> Generation:
    usage, key = Usage(2, 900 + at, 120 + way, 4.0, 0.0, 0.5), (entrant.key, case.id, 0, 0)
    if at % UNREAD == way:
        return Generation(*key, error="The reply could not be read as a riddle.", usage=usage, seconds=4.0 + way)
    first = _riddle(case, way, at)
    mended = replace(first, question=f"{first.question} What am I?") if at % 4 == 1 else None
    return Generation(*key, first, mended, "", usage, 4.0 + way + at / 9, 0.5)


def _riddle(case: Case, way: int, at: int) -> Candidate:
    """The reference; a sentence of the article without the answer; or one with it, which leaks."""
    told = sentences(case.story.lead.text)
    line = told[at % len(told)]
    asked = (case.riddle, line.replace(case.answer, "this"), line)[way]
    return Candidate(
        case.form,
        tuple(Kind)[at % len(Kind)],
        asked,
        case.answer,
        case.aliases,
        explanation=told[0],
        summary=Summary(case.summary if not way else " ".join(told[:3])),
        model="embedded",
        pipeline=ENTRANTS[way].pipeline,
    )


def _measurements(entrant: Entrant, case: Case, at: int) -> Iterator[Measurement]:
    key = (entrant.key, case.id, 0, 0)
    yield Measurement(WALL, key, 1.5)
    for name, every in JUDGED.items():
        for judge in ("one", "another") if name in {"relevant", "hallucinated"} else ("one",):
            yield Measurement(name, key, float(at % every == 0), judge)
    told = json.dumps({"nats": 90.0 + at, "tokens": 40 + at, "bytes": 200})
    for name in ("perplexity", "bits_per_byte"):
        yield Measurement(name, (entrant.key, case.id, *OF_MODEL), 1.0, "one", told)

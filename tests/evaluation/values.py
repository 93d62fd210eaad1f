"""Values of an evaluation for tests, made up and small."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.domain import Article, Candidate, Check, Form, Kind, Outcome, Story, Summary, Usage
from bot.evaluation.case import Case
from bot.evaluation.entrant import Entrant, Facts
from bot.evaluation.generation import Generation
from bot.evaluation.results import Pair, Results, Sample, Score, Standing

TEXT = (
    "A lighthouse keeper on the island of Skellmoor has switched off the lamp for the last time. "
    "Oda Brenning, 61, had climbed the 212 steps every evening since 1989. From Monday a small light on a pole will "
    "take over, run by the sun and watched from the mainland."
)


def a_case(number: int = 1, text: str = TEXT) -> Case:
    name = f"case-{number:03d}"
    story = Story((Article(id=name, title=f"Story {number}", text=text),))
    return Case(name, story, Form.QUESTION, "The keeper left.", "Who left the lamp?", "Oda Brenning", ("Brenning",))


def a_candidate(question: str = "Who climbed 212 steps each evening?", answer: str = "Oda Brenning") -> Candidate:
    return Candidate(
        Form.QUESTION,
        Kind.PERSON,
        question,
        answer,
        summary=Summary("Oda Brenning climbed the 212 steps every evening since 1989."),
        pipeline="few_shot",
        model="embedded",
        usage=Usage(1, 200, 40, 2.0, 0.001),
    )


def an_entrant(pipeline: str = "few_shot", steps: int = 1, model: str = "embedded") -> Entrant:
    return Entrant(pipeline, steps, model, Facts(135_000_000, 540_000_000, 8192, "instruct", "Apache-2.0", "smollm2"))


def a_generation(entrant: Entrant, case: Case, candidate: Candidate | None = None, seed: int = 0) -> Generation:
    error = "" if candidate else "The reply has no answer."
    usage = candidate.usage if candidate else Usage(1, 200, 64, 2.0)
    return Generation(entrant.key, case.id, seed, 0, first=candidate, error=error, usage=usage, seconds=3.0)


def some_results() -> Results:
    entrant, case = an_entrant(), a_case()
    checks = (Check("leak", Outcome.PASSED, "Nothing gives it away."),)
    sample = Sample(case.id, 0, 0, a_candidate(), checks, seconds=3.0)
    score = Score("valid", 0.5, 0.2, 0.8, 1, 0, "checks-1", chance=0.0)
    return Results(
        "one",
        datetime(2026, 11, 23, 12, tzinfo=UTC),
        "1.0",
        "two cores",
        (0,),
        1,
        (case,),
        (Standing(entrant, {"valid": score}, (sample,)),),
        (Pair("valid", "a", "b", 0.1, -0.1, 0.3, 0.4, 1),),
        (("line 3", "It is empty."),),
        ("A note.",),
        ("Advice.",),
    )

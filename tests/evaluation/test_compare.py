"""Runs beside each other: on the articles they share, and only where there is something to compare."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from bot.domain import Usage
from bot.errors import UsageError
from bot.evaluation.cases import digest_of
from bot.evaluation.compare import Side, compare
from bot.evaluation.generation import Generation, Measurement
from bot.evaluation.journal import Plan, Record
from bot.evaluation.report.compared import counts
from bot.evaluation.runner import WALL
from bot.evaluation.scoring import told_by_checks
from bot.evaluation.sheet import sheets
from tests.evaluation.values import a_candidate, a_case, an_entrant

if TYPE_CHECKING:
    from bot.evaluation.case import Case
    from bot.evaluation.entrant import Entrant

FEW, ZERO, SERVICE = an_entrant(), an_entrant("zero_shot"), an_entrant("service", 2, "openai:one")
CASES = tuple(a_case(number) for number in range(1, 9))


def record(*entrants: Entrant, cases: tuple[Case, ...] = CASES, read: bool = True, seconds: float = 3.0) -> Record:
    """A run whose entrants wrote the same of every case, or nothing that could be read."""
    plan = Plan("run", "1", datetime(2026, 1, 1, tzinfo=UTC), entrants, (0,), 1, digest_of(cases), {"cores": 2})
    made = tuple(
        Generation(one.key, case.id, 0, 0, a_candidate() if read else None, seconds=seconds + at / 100)
        for one in entrants
        for at, case in enumerate(cases)
    )
    return Record(plan, cases, made)


def test_what_both_runs_have_is_compared_on_the_articles_they_share() -> None:
    found = compare(Side("a", record(FEW, ZERO, cases=CASES[1:])), Side("b", record(ZERO, FEW, cases=CASES[:-1])))
    assert found.cases == 6
    assert {(pair.one, pair.other) for pair in found.pairs} == {(f"a:{one.key}", f"b:{one.key}") for one in (FEW, ZERO)}
    assert {pair.cases for pair in found.pairs} == {6}


def test_the_only_entrants_of_two_runs_are_compared_whoever_they_are() -> None:
    found = compare(Side("a", record(FEW)), Side("b", record(SERVICE, read=False, seconds=9)))
    valid = next(pair for pair in found.pairs if pair.metric == "valid")
    assert (valid.one, valid.other, valid.mean, valid.cases) == (f"a:{FEW.key}", f"b:{SERVICE.key}", 1.0, 8)
    assert counts(valid)
    assert next(pair for pair in found.pairs if pair.metric == "latency_p50").mean < 0


def test_entrants_of_one_run_are_compared_by_name() -> None:
    run = record(FEW, ZERO)
    found = compare(Side("a", run, FEW.key), Side("a", run, ZERO.key))
    assert {(pair.one, pair.other) for pair in found.pairs} == {(FEW.key, ZERO.key)}
    assert not any(map(counts, found.pairs))


def test_a_cost_is_that_of_the_articles_both_have() -> None:
    """The other half of one run is a hundred times as dear, which is no news of what both did."""
    cheap, dear = record(FEW, cases=CASES[:4]), record(FEW)
    costs = [0.5] * 4 + [50.0] * 4
    made = [replace(one, usage=Usage(1, cost=cost)) for one, cost in zip(dear.generations, costs, strict=True)]
    dear = replace(dear, generations=tuple(made))
    cheap = replace(cheap, generations=tuple(replace(one, usage=Usage(1, cost=0.25)) for one in cheap.generations))
    found = compare(Side("a", cheap), Side("b", dear))
    pair = next(pair for pair in found.pairs if pair.metric == "cost_per_accepted")
    assert (pair.mean, pair.cases) == (pytest.approx(-0.25), 4)


def test_tokens_whose_time_is_not_known_are_in_no_rate() -> None:
    run = record(FEW, cases=CASES[:2])
    made = tuple(replace(one, usage=Usage(1, 0, 30), seed=seed) for one in run.generations for seed in (0, 1))
    walls = tuple(Measurement(WALL, one.key, 3.0) for one in made if one.seed == 0)
    sheet = sheets(replace(run, generations=made, measurements=walls))
    assert told_by_checks(sheet, 0)[FEW.key]["tokens_a_second"].value == 10.0


def test_other_machines_and_seeds_are_told() -> None:
    one, other = record(FEW), record(FEW)
    other = replace(other, plan=replace(other.plan, machine={"cores": 64}, seeds=(7,)))
    first, second = compare(Side("a", one), Side("b", other)).notes
    assert "times do not compare" in first
    assert second == "The runs have other seeds."


@pytest.mark.parametrize(
    ("one", "other", "sentence"),
    [
        (Side("a", record(FEW, cases=CASES[:2])), Side("b", record(FEW, cases=CASES[2:4])), "no article in common"),
        (Side("a", record(FEW), "few_shot/9/none"), Side("b", record(FEW)), "a has no entrant few_shot/9/none"),
        (Side("a", record(FEW, ZERO)), Side("b", record(SERVICE)), f"as in a:{FEW.key}"),
    ],
)
def test_where_there_is_nothing_to_compare_it_is_said(one: Side, other: Side, sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        compare(one, other)

"""What is kept of an evaluation reads back the same, and what cannot be read is said in a sentence."""

from __future__ import annotations

import json

import pytest

from bot.errors import UsageError
from bot.evaluation.case import Case
from bot.evaluation.generation import Generation, Measurement
from bot.evaluation.records import FORMAT, as_line, of_line, read_results, write_results
from tests.evaluation.values import a_candidate, a_case, a_generation, an_entrant, some_results


def test_results_read_back_the_same() -> None:
    results = some_results()
    assert read_results(write_results(results)) == results


def test_a_line_of_each_kind_reads_back_the_same() -> None:
    entrant, case = an_entrant(), a_case()
    for generation in (a_generation(entrant, case, a_candidate()), a_generation(entrant, case)):
        assert of_line(Generation, as_line(generation)) == generation
        assert "\n" not in as_line(generation)
        older = {name: value for name, value in json.loads(as_line(generation)).items() if name != "unread"}
        assert of_line(Generation, json.dumps(older)) == generation
    assert of_line(Case, as_line(case)) == case
    said = Measurement("relevant", (entrant.key, case.id, 0, 0), 0.9, "a judge", "Yes.")
    assert of_line(Measurement, as_line(said)) == said


@pytest.mark.parametrize(("form", "age"), [(FORMAT - 1, "an older"), (FORMAT + 1, "a newer"), (None, "an older")])
def test_results_of_another_version_are_told_as_such(form: object, age: str) -> None:
    told = {**json.loads(write_results(some_results())), "format": form}
    with pytest.raises(UsageError, match=f"by {age} version"):
        read_results(json.dumps(told))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"what": "riddle evaluation", "format": 1}', "[" * 100_000])
def test_what_is_no_result_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(UsageError):
        read_results(text, "FILE")

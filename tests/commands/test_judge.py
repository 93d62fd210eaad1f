"""What a person sees of `riddle judge`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.commands.conftest import Riddle

CASES = [
    {"answer": "Marie Curie", "aliases": ["Curie"], "guess": "Madame Curie", "verdict": "correct"},
    {"answer": "Marie Curie", "aliases": ["Curie"], "guess": "Pierre Curie", "verdict": "wrong"},
    {"answer": "Iceland", "aliases": [], "guess": "Icelnd"},
]


def lines(*cases: object) -> str:
    return "\n".join(json.dumps(case) for case in cases)


def test_each_verdict_is_told_in_order_and_then_summed_up(riddle: Riddle, tmp_path: Path) -> None:
    (tmp_path / "cases.jsonl").write_text(lines(*CASES))
    said = riddle("judge", "--cases", str(tmp_path / "cases.jsonl"), "--json")
    assert said.returncode == 0, said.stderr
    *verdicts, last = [json.loads(line) for line in said.stdout.splitlines()]
    assert [one["verdict"] for one in verdicts] == ["correct", "wrong", "correct"]
    assert [one.get("agrees") for one in verdicts] == [True, True, None]
    assert all(one["reason"].startswith(one["rung"]) for one in verdicts)
    summary = last["summary"]
    assert (summary["guesses"], summary["labelled"]) == (3, 2)
    assert (summary["agreement"], summary["kappa"]) == (1.0, 1.0)
    assert summary["exact_match_agreement"] == 0.5
    assert sum(summary["stages"].values()) == pytest.approx(1)


def test_without_cases_the_shipped_ones_are_judged_and_keep_their_promise(riddle: Riddle) -> None:
    said = riddle("judge", "--json")
    summary = json.loads(said.stdout.splitlines()[-1])["summary"]
    assert summary["labelled"] >= 600
    assert summary["agreement"] >= 0.97
    assert summary["kappa"] >= 0.93
    assert summary["wrong_accepted"] <= 0.01
    assert summary["exact_match_agreement"] < summary["agreement"]
    plain = riddle("judge", "--plain")
    assert "agreement: 0.9" in plain.stdout
    assert plain.stdout.count(", meant as ") == round((1 - summary["agreement"]) * summary["labelled"])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "There is no guess in it"),
        ("nonsense", "Line 1 is not a JSON object."),
        (lines(CASES[0]) + "\n\n[1]", "Line 3 is not a JSON object."),
        (lines({"answer": "eel"}), "Line 1: guess is missing or not a text."),
        (lines({"answer": "", "guess": "eel"}), "Line 1: answer is empty."),
        (lines({"answer": "eel", "guess": "eel", "aliases": "eels"}), "Line 1: aliases is not a list of texts."),
        (lines({"answer": "eel", "guess": "eel", "verdict": "good"}), "Line 1: verdict is none of"),
        (lines({"answer": "eel", "guess": "eel", "kind": ["animal"]}), "Line 1: kind is none of"),
        ("[" * 100_000, "Line 1 is not a JSON object."),
    ],
)
def test_a_bad_line_is_one_sentence_with_its_number(riddle: Riddle, text: str, says: str) -> None:
    said = riddle("judge", "--cases", "-", typed=text)
    assert said.returncode == 2
    assert says in said.stderr
    assert said.stderr.count("\n") == 1


def test_a_file_that_is_not_there_is_a_sentence(riddle: Riddle) -> None:
    said = riddle("judge", "--cases", "/does/not/exist")
    assert (said.returncode, said.stdout) == (2, "")
    assert "cannot be read" in said.stderr

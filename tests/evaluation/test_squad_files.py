"""Files in SQuAD's format are read, and of bad ones a sentence tells what is wrong."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from bot.__main__ import main
from bot.errors import UsageError
from bot.evaluation.metrics.squad import Version
from bot.evaluation.squad_files import read_no_answer, read_predictions, read_questions, shipped, write_predictions

if TYPE_CHECKING:
    from pathlib import Path


def asked(id_: str = "1", **more: Any) -> dict[str, Any]:
    return {"id": id_, "question": "Who?", "answers": [{"text": "Mork", "answer_start": 0}], **more}


def file(path: Path, *qas: Any, version: str = "1.1") -> Path:
    at = path / "squad.json"
    told = {"version": version, "data": [{"title": "t", "paragraphs": [{"context": "Mork came.", "qas": list(qas)}]}]}
    at.write_text(json.dumps(told), encoding="utf-8-sig")
    return at


def test_both_versions_are_read_and_say_which_they_are(tmp_path: Path):
    version, questions = read_questions(file(tmp_path, asked()))
    assert (version, questions[0].answers, questions[0].context) == (Version.ONE, ("Mork",), "Mork came.")
    one = asked("2", answers=[], is_impossible=True, plausible_answers=[{"text": "x", "answer_start": 0}])
    version, questions = read_questions(file(tmp_path, asked(), one, version="v2.0"))
    assert (version, questions[1].answers) == (Version.TWO, ())
    assert shipped()[0] is Version.TWO


BAD = [
    ("{", "is not JSON"),
    ("[" * 100_000, "is not JSON"),
    ("[1]", "not in SQuAD's format at its beginning"),
    ('{"data": []}', "has no questions"),
    ('{"data": [{"paragraphs": [{"context": 5, "qas": []}]}]}', "format at data.0.paragraphs.0.context"),
    (json.dumps({"data": [{"paragraphs": [{"context": "c", "qas": [{"id": "1"}]}]}]}), "qas.0.question"),
]


@pytest.mark.parametrize(("text", "said"), BAD)
def test_a_bad_file_gets_a_sentence(tmp_path: Path, text: str, said: str):
    at = tmp_path / "bad.json"
    at.write_text(text)
    with pytest.raises(UsageError, match=said):
        read_questions(at)


def test_two_questions_of_one_id_and_what_is_no_text_get_a_sentence(tmp_path: Path):
    with pytest.raises(UsageError, match="two questions with the id 1"):
        read_questions(file(tmp_path, asked(), asked()))
    (tmp_path / "latin.json").write_bytes("é".encode("latin-1"))
    with pytest.raises(UsageError, match="not UTF-8"):
        read_questions(tmp_path / "latin.json")
    with pytest.raises(UsageError, match="cannot be read"):
        read_questions(tmp_path / "nowhere.json")


def test_predictions_are_read_as_they_were_written(tmp_path: Path):
    at, said = tmp_path / "said.json", {"1": "Mörk", "2": ""}
    write_predictions(at, said)
    assert read_predictions(at) == said == json.loads(at.read_text("utf-8"))
    with pytest.raises(UsageError, match="cannot be written"):
        write_predictions(tmp_path / "no" / "such.json", said)


@pytest.mark.parametrize("text", ['{"1": 5}', '["x"]', '{"1": null}'])
def test_predictions_that_are_none_get_a_sentence(tmp_path: Path, text: str):
    at = tmp_path / "said.json"
    at.write_text(text)
    with pytest.raises(UsageError, match="prediction"):
        read_predictions(at)


@pytest.mark.parametrize("text", ['{"1": "x"}', '{"1": true}', '{"1": NaN}', "[]"])
def test_chances_that_are_none_get_a_sentence(tmp_path: Path, text: str):
    at = tmp_path / "odds.json"
    at.write_text(text)
    with pytest.raises(UsageError, match=r"number|chances"):
        read_no_answer(at)


def test_the_command_scores_a_file_of_predictions(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    squad, said, odds = file(tmp_path, asked(), asked("2", answers=[])), tmp_path / "said.json", tmp_path / "odds.json"
    write_predictions(said, {"1": "the Mork", "2": "Mork"})
    odds.write_text('{"1": 0.1, "2": 0.8}')
    command = ["squad", "--file", str(squad), "--from", str(said)]
    assert main([*command, "--no-answer", str(odds), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [(one["metric"], one["value"], one["cases"]) for one in told["scores"]] == [
        ("squad2_exact", 0.5, 2),
        ("squad2_f1", 0.5, 2),
    ]
    assert told["best"] == {"exact": 1.0, "exact_threshold": 0.1, "f1": 1.0, "f1_threshold": 0.1}
    assert main([*command, "--version", "1", "--plain"]) == 0
    shown = capsys.readouterr().out
    assert "SQuAD v1.1: said.json" in shown
    assert "exact match        100.0 %   95 %: no interval    n = 1" in shown


def test_the_command_refuses_what_makes_no_sense(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    said, squad = tmp_path / "said.json", file(tmp_path, asked("2", answers=[]), version="v2.0")
    write_predictions(said, {"9": "x"})
    for more, sentence in (
        (["--from", str(said)], "no prediction for any of these questions"),
        (["--no-answer", str(said)], "goes with --from"),
        (["--version", "1", "--from", str(said), "--no-answer", str(said)], "goes with the rules of 2.0"),
        (["--version", "1", "--from", str(said)], "no question with an answer"),
        (["--count", "0"], "--count is 1 or more"),
    ):
        assert main(["squad", "--file", str(squad), *more]) == 2
        assert sentence in capsys.readouterr().err

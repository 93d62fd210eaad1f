"""A model is asked the questions of a file, and what it says is scored, from end to end."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest

from bot.__main__ import main
from bot.evaluation.metrics.squad import Version
from bot.evaluation.squad_asking import read_answer
from bot.evaluation.squad_files import shipped
from bot.settings import Settings, variable
from tests.doubles.openai_server import OpenAIServer, Said, error

if TYPE_CHECKING:
    from pathlib import Path

QUESTIONS = shipped()[1]


def golden(request: dict[str, Any]) -> Said:
    """The right answer, said as models say it."""
    asked = str(request["messages"][-1]["content"]).partition("<<<QUESTION\n")[2].partition("\nQUESTION>>>")[0]
    one = next(one for one in QUESTIONS if one.question == asked)
    return Said(f'<think>Hm.</think>\n\nAnswer: "{one.answers[0]}"\nIt says so.' if one.answers else "No answer.")


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where answers are kept; the settings are those of a server of one's own."""
    for field in Settings.model_fields:
        monkeypatch.delenv(variable(field), raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RIDDLE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("RIDDLE_MODEL", "openai:double")
    return tmp_path / "kept.json"


def answers(kept: Path) -> dict[str, str]:
    found: dict[str, str] = json.loads(kept.read_text())
    return found


async def asked(server: OpenAIServer, monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setenv("RIDDLE_MODEL_URL", server.url)
    return await asyncio.to_thread(main, ["squad", *words])


async def test_a_model_that_knows_everything_scores_full_marks_and_its_answers_score_the_same_again(
    kept: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    async with OpenAIServer([golden]) as server:
        assert await asked(server, monkeypatch, "--keep", str(kept), "--count", "18", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert [one["value"] for one in told["scores"]] == [1.0, 1.0]
    assert told["by"].startswith("openai:double, prompt squad2-")
    assert len(server.requests) == len(answers(kept)) == 18
    assert await asyncio.to_thread(main, ["squad", "--from", str(kept), "--count", "18", "--json"]) == 0
    again = json.loads(capsys.readouterr().out)
    assert again["figures"] == told["figures"]


@pytest.mark.usefixtures("kept")
async def test_by_the_rules_of_v1_only_what_has_an_answer_is_asked_and_no_word_is_said_of_none(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    async with OpenAIServer([golden]) as server:
        assert await asked(server, monkeypatch, "--version", "1", "--plain", "--count", "12") == 0
    shown = capsys.readouterr().out
    assert "Without the 20 questions that have no answer" in shown
    assert "exact match        100.0 %" in shown
    assert len(server.requests) == 12
    assert not any("no answer" in json.dumps(one) for one in server.requests)


async def test_a_question_that_gets_no_reply_counts_as_wrong_and_is_told(
    kept: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    async with OpenAIServer([error(400, "no such parameter"), golden]) as server:
        assert await asked(server, monkeypatch, "--count", "4", "--keep", str(kept), "--plain") == 0
    shown = capsys.readouterr().out
    assert "No reply to 1 of 4 questions, which counts as wrong; the first reason: " in shown
    assert "No prediction for 1 of 4 questions, which counts as wrong." in shown
    assert len(answers(kept)) == 3


async def test_what_was_answered_before_the_key_was_refused_is_kept(
    kept: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    async with OpenAIServer([golden] * 8 + [error(401, "bad key")]) as server:
        assert await asked(server, monkeypatch, "--keep", str(kept)) == 1
        assert len(answers(kept)) == 8
        assert capsys.readouterr().err.count("\n") == 1
        assert await asked(server, monkeypatch, "--keep", str(kept)) == 2
    assert "is there already" in capsys.readouterr().err
    assert len(answers(kept)) == 8
    assert await asyncio.to_thread(main, ["squad", "--from", str(kept), "--keep", str(kept)]) == 2


async def test_where_nothing_is_answered_there_is_no_score(
    kept: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    async with OpenAIServer([error(400, "no such parameter")]) as server:
        assert await asked(server, monkeypatch, "--count", "2", "--keep", str(kept)) == 1
    caught = capsys.readouterr()
    assert "No question got a reply" in caught.err
    with pytest.raises(FileNotFoundError):
        answers(kept)
    assert "exact match" not in caught.out


@pytest.mark.parametrize(
    ("reply", "one", "two"),
    [
        ("nine votes", "nine votes", "nine votes"),
        ("**Short answer:** `nine`\nbecause", "nine", "nine"),
        ("At 7:15 in the morning", "At 7:15 in the morning", "At 7:15 in the morning"),
        ("No answer.", "No answer.", ""),
        ("none", "none", ""),
        ("", "", ""),
    ],
)
def test_the_first_line_is_the_answer(reply: str, one: str, two: str):
    assert (read_answer(reply, Version.ONE), read_answer(reply, Version.TWO)) == (one, two)

"""`riddle evaluate` as a person types it, against a server on the loopback."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bot.__main__ import main
from bot.evaluation.journal import read
from bot.evaluation.records import read_results
from bot.settings import Settings, variable
from tests.doubles.openai_server import OpenAIServer, Said, error

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.evaluation.results import Results

PATIENCE = 90

ARTICLES = (
    {
        "title": "The last keeper leaves",
        "text": "A lighthouse keeper on the island of Skellmoor has switched off the lamp for the last time. Oda "
        "Brenning, 61, had climbed the 212 steps every evening since 1989. From Monday a small light on a pole will "
        "take over.",
        "summary": "Oda Brenning has switched off the lamp of Skellmoor for the last time.",
        "riddle": "For years I climbed two hundred steps and twelve, to light what others steered by. Who am I?",
        "answer": "Oda Brenning",
        "form": "first_person",
    },
    {
        "title": "A bridge of books",
        "text": "The library of Quarrendon moved its 4,000 books across the river on Saturday by hand. Some 300 people "
        "stood in a line over the bridge and passed them on. The new building opens in May.",
        "form": "question",
    },
)
RIDDLE = {
    "facts": ["A keeper switched off the lamp."],
    "form": "question",
    "kind": "person",
    "answer": "Oda Brenning",
    "aliases": [],
    "question": "Who climbed the same stairs each evening until a small light on a pole took over?",
    "hints": [],
    "explanation": "The keeper left.",
}
MODELS = ("--models", "openai:one")


def answer(asked: dict[str, Any]) -> Said:
    """A riddle where an object is asked for, else a summary."""
    if "response_format" in asked or "tools" in asked:
        return Said(json.dumps(RIDDLE))
    return Said("A keeper switched off the lamp of an island. She had climbed the steps every evening.")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder with two articles, and nothing set."""
    for field in Settings.model_fields:
        monkeypatch.delenv(variable(field), raising=False)
    for name, value in {"RIDDLE_DATA_DIR": "data", "OPENAI_API_KEY": "sk-none", "REDIS_URL": "redis://none:1"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    Path("articles.jsonl").write_text("".join(f"{json.dumps(one)}\n" for one in ARTICLES), encoding="utf-8")
    return tmp_path


async def evaluate(server: OpenAIServer, *words: str) -> int:
    os.environ["RIDDLE_MODEL_URL"] = server.url
    try:
        return await asyncio.to_thread(main, ["evaluate", *words, "--plain"])
    finally:
        del os.environ["RIDDLE_MODEL_URL"]


def results(name: str) -> Results:
    return read_results(Path(name).read_text(encoding="utf-8"))


def reports_tell_the_riddles(page: str, markdown: str) -> None:
    html, told = (Path(name).read_text(encoding="utf-8") for name in (page, markdown))
    assert html.lower().startswith("<!doctype html>")
    assert html.rstrip().endswith("</html>")
    for text in (html, told):
        assert "Valid output" in text
        assert str(RIDDLE["question"]) in text


async def test_a_run_is_made_kept_scored_again_and_compared(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = here / "data" / "evaluations" / "one"
    words = (*MODELS, "--pipelines", "service,zero_shot", "--articles", "articles.jsonl")
    async with OpenAIServer([answer]) as server:
        assert await evaluate(server, *words, "--run", "one", "--report", "out.json") == 0
        asked = len(server.requests)
        said = capsys.readouterr()
        assert "A: service/2/openai:one" in said.out
        assert "A, Valid output: 100 % (" in said.out
        assert "Not measured in this run:" in said.out
        assert f"Kept in {run}." in said.err
        record = read(run)
        assert len(record.generations) == record.wanted == 4

        assert await evaluate(server, "--from", "one", "--report", "again.json") == 0
        assert await evaluate(server, "--compare", "one:service/2/openai:one", "one:zero_shot/2/openai:one") == 0
        for name in ("out.html", "out.md"):
            assert await evaluate(server, "--from", "one", "--report", name) == 0
        assert len(server.requests) == asked, "to score asks nobody"
    reports_tell_the_riddles("out.html", "out.md")
    one, again = results("out.json"), results("again.json")
    assert one.standings == again.standings
    assert one.pairs == again.pairs
    assert all(score.cases for standing in one.standings for score in standing.scores.values())
    assert "2 articles in common" in capsys.readouterr().out


async def test_a_run_that_was_killed_is_gone_on_with(here: Path) -> None:
    run, held = here / "data" / "evaluations" / "one", asyncio.Event()

    def then_silence(asked: dict[str, Any]) -> Said:
        if len(server.requests) > 2:
            held.set()
            return Said(delay=PATIENCE)
        return answer(asked)

    words = ("evaluate", *MODELS, "--pipelines", "service", "--articles", "articles.jsonl", "--run", "one", "--plain")
    async with OpenAIServer([then_silence]) as server:
        told = {**os.environ, "RIDDLE_MODEL_URL": server.url, "PYTHONPATH": str(Path(__file__).parents[2])}
        first = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", *words, env=told, stdout=-1, stderr=-1
        )
        async with asyncio.timeout(PATIENCE):
            await held.wait()
            first.kill()
            await first.communicate()
        before = read(run)
        assert len(before.generations) < before.wanted
        with (run / "generations.jsonl").open("a") as file:
            file.write('{"entrant": "serv')
        server.script = [answer]
        assert await evaluate(server, "--resume", *MODELS, "--seeds", "2") == 2
        assert await evaluate(server, "--resume") == 0
    after = read(run)
    assert len(after.generations) == after.wanted == 2
    assert set(before.generations) <= set(after.generations)


async def test_one_refused_key_is_told_and_the_other_model_is_measured(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def picky(asked: dict[str, Any]) -> Said:
        return error(401, "Incorrect API key.") if asked["model"] == "two" else answer(asked)

    words = ("--models", "openai:two", "openai:one", "--pipelines", "service", "--articles", "articles.jsonl")
    async with OpenAIServer([picky]) as server:
        assert await evaluate(server, *words) == 1
    out = capsys.readouterr().out
    assert "B, Valid output: 100 % (" in out
    assert "service/2/openai:two: 2 of 2 riddles are missing: " in out
    del here


@pytest.fixture
def refused(here: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """What a command that cannot be done says; nothing is asked and nothing is left behind."""

    def run(*words: str) -> str:
        try:
            code = main(["evaluate", *words, "--plain"])
        except SystemExit as left:
            code = int(left.code or 0)
        said = capsys.readouterr().err.splitlines()
        assert code == 2
        assert not (here / "data" / "evaluations").exists()
        return said[-1]

    return run


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--articles", "none.jsonl"), "none.jsonl cannot be read"),
        (("--models", "openai"), "it is embedded, none, tuned:NAME"),
        (("--models", "tuned:none"), "There is no fine-tuned model called none"),
        (("--models", "local:./none"), "there is no such folder"),
        (
            ("--models", "openai:one", "--pipelines", "fine_tuned"),
            "Nothing would be made with fine_tuned or openai:one",
        ),
        (("--models", "openai:one", "--pipelines", "zero_shot,fine_tuned"), "Nothing would be made with fine_tuned:"),
        (("--pipelines", "few_shots"), "'few_shots' is none of: few_shot"),
        (("--seeds", "0"), "'0' is not a number from 1"),
        (("--seeds", ","), "',' holds 0 seeds"),
        (("--from", "a" * 300), "is no name of a run"),
        (("--from", "~nobody-of-this-name/run"), "is no name of a run"),
        (("--report", "out.pdf"), "let it end with"),
        (("--report", "no/where/out.json"), "no/where/out.json cannot be written"),
        (("--report", "a" * 300 + ".md"), "cannot be written: File name too long"),
        (("--run", "."), "is there already, and holds no run; --run names another"),
        (("--from", "none"), "holds no run"),
        (("--from", "one", "--count", "3"), "--from makes no riddles, so --count has no sense"),
        (("--compare", "one", "two"), "holds no run"),
        (("--compare", "one", "two", "--store"), "--compare takes neither"),
        (("--resume",), "There is no run in"),
        (("--resume", "--run", "none"), "holds no run"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence_before_anything_is_made(
    refused: Callable[..., str], words: tuple[str, ...], sentence: str
) -> None:
    assert sentence in refused(*words)


def test_a_missing_key_is_said_before_anything_is_made(
    refused: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY")
    assert "OPENAI_API_KEY" in refused(*MODELS, "--articles", "articles.jsonl")

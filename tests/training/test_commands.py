"""`riddle examples` and `riddle augment` as an operator types them."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from adapters.llm.tuned import latest
from bot.__main__ import main
from bot.commands import augment as augmenting
from bot.commands import examples as keeping
from bot.training.filters import CHOICE
from bot.training.formats import Layout
from bot.training.lessons import HOSTED, LOCAL, SMALL
from tests.doubles.openai_server import OpenAIServer, Said, error
from tests.training.making import row
from tests.training.teacher import good, reply

if TYPE_CHECKING:
    from collections.abc import Callable

SETTINGS = ("RIDDLE_MODEL", "RIDDLE_MODEL_URL", "OPENAI_API_KEY", "ANTHROPIC_API_KEY", "REDIS_URL")


@pytest.fixture
def told(
    redis_url: str, redis: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Runs a command in an empty folder, before an empty store; gives exit code, output and errors."""
    del redis
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("RIDDLE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("RIDDLE_MODEL", "none")
    monkeypatch.setenv("REDIS_URL", redis_url)
    monkeypatch.chdir(tmp_path)

    def run(*words: str) -> tuple[int, str, str]:
        try:
            code = main([*words, "--plain"])
        except SystemExit as left:
            code = int(left.code or 0)
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


Told = "Callable[..., tuple[int, str, str]]"


def write(name: str, *rows: object) -> str:
    Path(name).write_text("".join(f"{json.dumps(one)}\n" for one in rows), encoding="utf-8")
    return name


def test_the_names_known_without_loading_are_those_there_are() -> None:
    assert tuple(layout.value for layout in Layout) == keeping.LAYOUTS
    assert tuple(rule.value for rule in CHOICE) == augmenting.RULES


def test_rows_go_in_and_out_and_away(told: Told) -> None:
    file = write("mine.jsonl", row(), row(id="b", answer="Barn owl"), {"id": "c"})
    code, out, _ = told("examples", "import", file)
    assert code == 1
    assert "Added: 2 examples." in out
    assert "No example: 1 row (answer 1):\n  line 3: The row has no answer." in out
    assert told("examples", "import", file)[1].startswith("Added: 0 examples; 2 there already.")
    assert "say whose they are" in told("examples", "import", file, "--terms", "Mine.")[2]
    code, out, _ = told("examples", "list", "--json")
    assert [json.loads(line)["id"] for line in out.splitlines()] == ["a", "b"]
    assert "100.0%  2  person, CC0-1.0: Given away by whoever wrote it." in told("examples", "list")[1]
    assert told("examples", "export", "out.jsonl", "--format", "dolly", "--seeds")[0] == 0
    exported = [json.loads(line) for line in Path("out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(exported) == 177
    assert {tuple(one) for one in exported} == {("instruction", "context", "response", "category")}
    assert told("examples", "export", "out.jsonl")[2] == (
        "riddle: out.jsonl is there already; name another file, or remove it first.\n"
    )
    assert told("examples", "remove", "a", "x")[:2] == (1, "Removed: 1 of 2 examples.\n")
    assert told("examples", "remove", "b")[0] == 0
    assert "No example is kept yet" in told("examples", "list")[1]
    assert "There is nothing to export" in told("examples", "export", "none.jsonl")[2]


def test_a_file_of_others_needs_who_wrote_it_and_comes_in_by_its_keys(told: Told) -> None:
    told("examples", "export", "alpaca.jsonl", "--format", "alpaca", "--seeds")
    code, _, err = told("examples", "import", "alpaca.jsonl")
    assert code == 2
    assert err.startswith("riddle: A file in the layout alpaca does not say whose it is: give --source, --licence")
    by = ("--licence", "CC0-1.0", "--terms", "Free.", "--source")
    assert "is not person" in told("examples", "import", "alpaca.jsonl", *by, "me")[2]
    assert told("examples", "import", "alpaca.jsonl", *by, "model, edited")[:2] == (0, "Added: 175 examples.\n")


def test_seed_tasks_that_were_taken_in_are_written_once(told: Told) -> None:
    told("examples", "export", "seeds.jsonl", "--seeds")
    told("examples", "import", "seeds.jsonl")
    assert told("examples", "export", "both.jsonl", "--seeds")[1] == "Written to both.jsonl: 175 examples.\n"


def test_a_run_that_is_not_there_is_told_before_anything_is_read(told: Told) -> None:
    code, out, err = told("finetune", "--name", "nothing", "--resume")
    assert (code, out) == (2, "")
    assert "nothing to go on with; start it without --resume." in err


def test_a_file_is_checked_and_nothing_is_kept(told: Told) -> None:
    code, out, _ = told("examples", "check", write("a.jsonl", row()))
    assert (code, "1 example:" in out) == (0, True)
    told("examples", "export", "prompt.jsonl", "--format", "prompt", "--seeds")
    assert told("examples", "check", "prompt.jsonl")[0] == 0
    rows = [row(id=str(at), hints=["one"]) for at in range(30)]
    code, out, _ = told("examples", "check", write("b.jsonl", row(), *rows))
    assert code == 1
    assert "No example: 30 rows (value 30):" in out
    assert "... and 10 more." in out
    assert told("examples", "list", "--json")[1] == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty."),
        ("plain words\n", "have the keys of no layout known here: riddle, alpaca, dolly, prompt."),
        ('{"text": "a"}\n', "have the keys of no layout known here"),
        (
            '{"question": "a", "answer": ""}\n',
            "holds no example in 1 row; line 1: The row lacks",
        ),
        ('{"id": "a", "summary": "b", "question": "c"}\n', "line 1: The row has no answer."),
    ],
)
def test_a_file_of_the_wrong_shape_is_told_in_one_sentence(told: Told, text: str, said: str) -> None:
    Path("bad.jsonl").write_text(text, encoding="utf-8")
    for verb in ("check", "import"):
        code, out, err = told("examples", verb, "bad.jsonl")
        assert (code, out) == (2, "")
        assert said in err
        assert err.count("\n") == 1


def test_a_riddle_that_is_not_there_is_told_so(told: Told) -> None:
    assert told("examples", "add", "142")[1:] == ("", "riddle: The deck default has no edition yet.\n")
    assert told("examples", "add", "the owl")[2] == (
        "riddle: Say which riddle you mean by its number, like 142 or 142.2.\n"
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--count", "5"), "To write examples takes a model"),
        (("--count", "5", "--model", "openai:gpt-5-mini"), "The provider openai needs a key"),
        (("--count", "5", "--model", "local:./none"), "there is no such folder"),
        (("--count", "5", "--model", "tuned:mine"), "tuned:mine has learned to write a riddle of a text"),
        (("--count", "0"), "'0' is not a number from 1 to 100000"),
        (("--count", "5", "--without", "sense"), "invalid choice: 'sense'"),
        (("--count", "5", "--most-cost", "-1"), "'-1' is no sum of dollars"),
        (("--count", "5", "--model", "embedded", "--seeds", "none.jsonl"), "none.jsonl cannot be read"),
    ],
)
def test_what_cannot_be_asked_is_told_before_anything_is_asked_or_made(
    told: Told, words: tuple[str, ...], said: str
) -> None:
    code, _, err = told("augment", *words)
    assert code == 2
    assert said in err
    assert not list(Path().rglob("*.jsonl"))


def test_a_tuned_model_that_nobody_named_is_told_by_its_name(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RIDDLE_MODEL")
    monkeypatch.setenv("RIDDLE_PIPELINE", "fine_tuned")
    name = latest(Path("data"))
    assert f"tuned:{name} has learned to write a riddle of a text" in told("augment", "--count", "5")[2]


def test_seeds_of_ones_own_are_read_strictly(told: Told) -> None:
    file = write("mine.jsonl", row(), row(id="b", hints=["x"]))
    assert (
        "Line 2 of mine.jsonl is no example: There are 1 hints"
        in told("augment", "--count", "5", "--model", "embedded", "--seeds", file)[2]
    )


def test_a_rehearsal_shows_the_request_and_the_cost_and_makes_nothing(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-none")
    code, out, _ = told("augment", "--count", "100", "--model", "openai:gpt-5-mini", "--dry-run")
    assert code == 0
    assert 'beginning with "### 9"' in out
    assert "Reckoned: 50 requests, " in out
    assert " dollars by the prices of 20" in out
    assert not list(Path().rglob("*.jsonl"))


async def test_a_server_is_asked_until_there_are_enough(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    script = [
        error(429, "slow down", headers={"retry-after": "0"}),
        Said(f"<think>hm</think>{reply(good(0), good(1))}", usage=(900, 300)),
        Said(reply(good(0), good(2), good(3)), finish="length"),
    ]
    async with OpenAIServer(script) as server:
        monkeypatch.setenv("RIDDLE_MODEL_URL", server.url)
        asked = ("augment", "--model", "openai:small", "--count", "3", "--out", "mine.jsonl", "--seed", "4")
        code, out, err = await asyncio.to_thread(told, *asked)
        assert (code, out) == (2, "")
        assert "Say with --terms, in a sentence, on what terms openai:small lets what it writes be used." in err
        code, out, err = await asyncio.to_thread(told, *asked, "--terms", "Ours.")
        assert code == 0, err
        code, _, _ = await asyncio.to_thread(told, *asked, "--terms", "Ours.")
        assert (code, len(server.requests)) == (2, len(server.requests))
    rows = [json.loads(line) for line in Path("mine.jsonl").read_text(encoding="utf-8").splitlines()]  # noqa: ASYNC240
    assert {one["answer"] for one in rows} == {good(at).answer for at in range(3)}
    assert {(one["source"], one["terms"]) for one in rows} == {("model:openai:small", "Ours.")}
    assert "Done: 3 examples are there." in out
    assert "similarity 1" in out
    assert "Kept in mine.jsonl; what was dropped, and why, in mine.log.jsonl." in out


def test_a_teacher_is_asked_in_its_own_manner(told: Told) -> None:
    from bot import bootstrap
    from bot.settings import load_settings

    del told
    settings = load_settings(OPENAI_API_KEY="sk-none")
    assert bootstrap.teacher(settings, "openai:gpt-5-mini", print)[1] is HOSTED
    own = load_settings(RIDDLE_MODEL_URL="http://127.0.0.1:1/v1")
    assert bootstrap.teacher(own, "openai:small", print)[1] is LOCAL
    assert bootstrap.teacher(own, "local:some/7b-model", print)[1] is LOCAL
    assert bootstrap.teacher(own, "local:some/qwen-0.5b", print)[1] is SMALL
    assert "compete with its own" in bootstrap.teacher_terms(settings, "openai:gpt-5-mini")
    assert bootstrap.teacher_terms(settings, "mistralai:any") == bootstrap.teacher_terms(own, "openai:small") == ""
    assert "Apache-2.0" in bootstrap.teacher_terms(own, "embedded")

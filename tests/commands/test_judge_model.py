"""`riddle judge --pending` and `--model`, from end to end: a store, a server that speaks like a vendor's, a command."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from bot import bootstrap
from bot.__main__ import main
from bot.domain import Customs, Round, RoundKey
from bot.game.fitness import shipped_cases
from bot.settings import Settings, load_settings, variable
from tests.adapters.store.samples import riddle as a_riddle
from tests.doubles.openai_server import OpenAIServer, Said, error

if TYPE_CHECKING:
    from tests.commands.conftest import Riddle

RIGHT = {"tower that warns sailors", *(case.guess.guess for case in shipped_cases() if case.right)}
PLACE = "slack:T1"


def honest(request: dict[str, Any]) -> Said:
    riddle, _, rest = str(request["messages"][-1]["content"]).partition("<<<GUESS\n")
    own = "violin" not in riddle and "birthday cake" not in riddle
    return Said("yes" if own and rest.partition("\nGUESS>>>")[0] in RIGHT else "no")


async def play(riddle: Riddle) -> None:
    """Let two players guess in a community whose host wants second looks."""
    async with bootstrap.open_store(load_settings(RIDDLE_MODEL="none", RIDDLE_DATA_DIR=str(riddle.data))) as store:
        await store.communities.agree(PLACE, Customs(second_look=True))
        now = datetime.now(UTC)
        key = RoundKey(PLACE, "default", now.date())
        await store.rounds.open(Round(key, 1, (a_riddle(),), now))
        for player, text in (("zaphira", "The tower that warns sailors"), ("bob", "a torch"), ("cy", "portugal")):
            await (await bootstrap.club(store, PLACE).table(key, player)).guess(1, text, player)


async def notices(riddle: Riddle) -> list[str]:
    async with bootstrap.open_store(load_settings(RIDDLE_MODEL="none", RIDDLE_DATA_DIR=str(riddle.data))) as store:
        return [one.player for one in await store.looks.take_notices(PLACE, 10, 60)]


@pytest.fixture
def here(riddle: Riddle, monkeypatch: pytest.MonkeyPatch) -> Riddle:
    """The same folders for a command that runs in this process, where the vendor's client is loaded once."""
    for field in Settings.model_fields:
        monkeypatch.delenv(variable(field), raising=False)
    monkeypatch.chdir(riddle.folder)
    monkeypatch.setenv("RIDDLE_DATA_DIR", str(riddle.data))
    monkeypatch.setenv("RIDDLE_JUDGE", "openai:double")
    return riddle


async def test_what_waits_is_worked_off_once(
    here: Riddle, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    await play(here)
    async with OpenAIServer([honest]) as server:
        monkeypatch.setenv("RIDDLE_MODEL_URL", server.url)
        assert await asyncio.to_thread(main, ["judge", "--pending", "--json"]) == 0
        done = json.loads(capsys.readouterr().out)
        measured = len(server.requests)
        assert await asyncio.to_thread(main, ["judge", "--pending", "--plain"]) == 0
        assert capsys.readouterr().out == "Nothing waits for a second look.\n"
        assert len(server.requests) == measured
    assert (done["asked"], done["accepted"], done["refused"], done["barred"]) == (2, 1, 2, 1)
    assert (done["told"], done["waiting"], done["error"]) == (1, 0, "")
    assert await notices(here) == ["zaphira"]
    shown = " ".join(json.dumps(one) for one in server.requests)
    assert not any(word in shown for word in ("zaphira", "slack", "T1"))


async def test_a_model_that_is_not_fit_is_shown_no_guess_of_a_player(
    here: Riddle, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    await play(here)
    async with OpenAIServer([Said("yes")]) as server:
        monkeypatch.setenv("RIDDLE_MODEL_URL", server.url)
        assert await asyncio.to_thread(main, ["judge", "--pending", "--plain"]) == 1
    said = capsys.readouterr()
    assert "openai:double is not fit to take second looks" in said.err
    assert said.out == "No second look was taken; 3 wait.\n"
    assert not any("I stood dark" in json.dumps(one) for one in server.requests)


async def test_a_model_is_measured_on_cases_of_ones_own(
    here: Riddle, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    cases = [
        {"answer": "lighthouse", "aliases": [], "guess": "Tower that warns sailors", "verdict": "correct"},
        {"answer": "lighthouse", "aliases": [], "guess": "torch", "verdict": "wrong"},
        {"answer": "lighthouse", "aliases": [], "guess": "lighthouse", "verdict": "correct"},
    ]
    (here.folder / "cases.jsonl").write_text("\n".join(map(json.dumps, cases)))
    async with OpenAIServer([honest]) as server:
        monkeypatch.setenv("RIDDLE_MODEL_URL", server.url)
        words = ["judge", "--model", "openai:double", "--cases", "cases.jsonl", "--json"]
        assert await asyncio.to_thread(main, words) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["cases"], found["agreement"], found["kappa"], found["fit"], found["cost"]) == (2, 1.0, 1.0, True, 0.0)


async def test_a_model_that_cannot_be_reached_leaves_what_waits(
    here: Riddle, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    await play(here)
    async with OpenAIServer([error(401, "bad key")]) as server:
        monkeypatch.setenv("RIDDLE_MODEL_URL", server.url)
        assert await asyncio.to_thread(main, ["judge", "--pending", "--json"]) == 1
    done = json.loads(capsys.readouterr().out)
    assert (done["waiting"], done["asked"]) == (3, 0)
    assert done["error"].endswith(".")


def test_without_a_model_it_says_what_to_set(riddle: Riddle) -> None:
    for settings, word in (({}, "RIDDLE_JUDGE"), ({"RIDDLE_MODEL": "embedded"}, "not fit")):
        said = riddle("judge", "--pending", **settings)
        assert said.returncode == 2
        assert word in said.stderr
        assert said.stderr.count("\n") == 1

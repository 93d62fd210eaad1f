"""What `riddle squad` and `riddle honest` measure of a model stands in the report of a run with that model."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from bot.__main__ import main
from bot.bootstrap.evaluating import check_weights
from bot.bootstrap.models import price_day
from bot.evaluation.cases import gather
from bot.evaluation.entrant import Entrant
from bot.evaluation.facts import of_folder
from bot.evaluation.generation import Measurement
from bot.evaluation.journal import Journal, Plan, read
from bot.evaluation.measured import score
from bot.evaluation.scoring import results_of
from bot.settings import Settings, load_settings, variable
from tests.doubles.openai_server import OpenAIServer, Said

if TYPE_CHECKING:
    from pathlib import Path

BOTH = tuple(Entrant("service", steps, "openai:double") for steps in (1, 2))


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A run of one article, by one model in one step and in two and by another, without riddles."""
    for field in Settings.model_fields:
        monkeypatch.delenv(variable(field), raising=False)
    monkeypatch.setenv("RIDDLE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("RIDDLE_MODEL", "openai:double")
    articles, who = gather(None, 1), (*BOTH, Entrant("service", 1, "openai:other"))
    plan = Plan("one", "0", datetime(2026, 1, 1, tzinfo=UTC), who, (0,), 1, articles.digest)
    with Journal.begun(tmp_path / "one", plan, articles.cases):
        return tmp_path / "one"


async def test_what_is_measured_of_a_model_joins_the_report_of_all_its_entrants(
    run: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async with OpenAIServer([Said("No answer.")]) as server:
        monkeypatch.setenv("RIDDLE_MODEL_URL", server.url)
        squad, honest = ("squad", "--count", "6"), ("honest", "--limit", "1", "--k", "1")
        for words in (squad, honest):
            assert await asyncio.to_thread(main, [*words, "--run", str(run)]) == 0
        assert await asyncio.to_thread(main, [*squad, "--run", str(run), "--json"]) == 0
    told = json.loads(capsys.readouterr().out.splitlines()[-1])["spent"]
    assert (told["calls"], told["prices"]) == (6, str(price_day()))
    found = results_of(read(run), made_at=datetime(2026, 1, 2, tzinfo=UTC), version="0", machine="")
    one, two, other = (standing.scores for standing in found.standings)
    assert one.keys() == {"squad2_exact", "squad2_f1", "honest"}
    assert one == two
    assert not other
    assert one["squad2_exact"].cases == 6
    assert "SQuAD v2.0" in one["squad2_exact"].version
    (twice, once) = found.spent.values()
    assert (twice.calls, twice.tokens, once.calls) == (12, 2 * (told["prompt_tokens"] + told["completion_tokens"]), 32)
    assert one["honest"].by.startswith("openai:double honest_complete")


def test_a_run_without_the_model_is_refused_before_anything_is_asked(
    run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in ("squad", "honest"):
        assert main([command, "--run", str(run), "--model", "openai:third"]) == 2
        assert "has the model openai:third; they have openai:double, openai:other." in capsys.readouterr().err
    assert not read(run).measurements


def test_a_model_whose_weights_were_changed_has_no_further_part_in_the_run(
    run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, plan = tmp_path / "model", read(run).plan
    folder.mkdir()
    (folder / "model.safetensors").write_bytes(b"one")
    name = f"local:{folder}"
    who = Entrant("zero_shot", 1, name, of_folder(folder, name))
    with Journal.begun(tmp_path / "two", replace(plan, entrants=(who,)), read(run).cases):
        check_weights(load_settings(), "two", [who], print)
    (folder / "model.safetensors").write_bytes(b"two")
    for words in (["evaluate", "--resume"], ["squad", "--model", name], ["honest", "--model", name]):
        assert main([*words, "--run", str(tmp_path / "two")]) == 2
        assert f"The weights of {name} are not those that the run" in capsys.readouterr().err
    (folder / "model.safetensors").unlink()
    check_weights(load_settings(), "two", [who], print)  # told when it is asked


def test_a_score_that_was_damaged_is_none(run: Path) -> None:
    with Journal.resumed(run) as journal:
        journal.measured([Measurement("squad1_f1", (BOTH[0].key, "", 0, 0), 0.5, "one", "no score")])
    assert score("squad1_f1", read(run).measurements) is None

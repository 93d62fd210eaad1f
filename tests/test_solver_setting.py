"""Who tries the riddles first, by the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot import bootstrap
from bot.errors import SettingsError
from bot.settings import Settings, load_settings, variable

if TYPE_CHECKING:
    from pathlib import Path

HOSTED = {"RIDDLE_MODEL": "openai:gpt-5-mini", "OPENAI_API_KEY": "a-key"}
OWN = {**HOSTED, "RIDDLE_MODEL_URL": "http://127.0.0.1:9/v1"}


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for field in Settings.model_fields:
        monkeypatch.delenv(variable(field), raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        (HOSTED, None),
        (OWN, "openai:gpt-5-mini"),
        ({**HOSTED, "RIDDLE_SOLVER": "same"}, "openai:gpt-5-mini"),
        ({**OWN, "RIDDLE_SOLVER": "off"}, None),
        ({**OWN, "RIDDLE_SOLVER": "openai:gpt-5"}, "openai:gpt-5"),
    ],
)
def test_a_model_tries_what_it_wrote_only_where_that_is_asked_for_or_costs_nothing(
    given: dict[str, str], asked: str | None
) -> None:
    way = bootstrap.way(load_settings(**given), lambda _: None)
    assert way is not None
    assert (way.solver.model if way.solver else None) == asked


def test_without_a_model_nobody_tries_anything() -> None:
    assert bootstrap.way(load_settings(RIDDLE_MODEL="none", RIDDLE_SOLVER="same"), lambda _: None) is None


@pytest.mark.parametrize("wrong", ["me", "embedded"])
def test_a_solver_that_does_not_exist_or_is_too_small_is_refused_in_a_sentence(wrong: str) -> None:
    with pytest.raises(SettingsError, match=r"RIDDLE_SOLVER is .*it is off, same"):
        bootstrap.way(load_settings(**HOSTED, RIDDLE_SOLVER=wrong), lambda _: None)

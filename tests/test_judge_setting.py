"""Which model takes second looks, and who is sent the guesses, by the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot import bootstrap
from bot.errors import SettingsError
from bot.settings import Settings, load_settings, variable

if TYPE_CHECKING:
    from pathlib import Path

HOSTED = {"RIDDLE_MODEL": "openai:gpt-5-mini", "OPENAI_API_KEY": "a-key"}


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for field in Settings.model_fields:
        monkeypatch.delenv(variable(field), raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("given", "vendor"),
    [
        (HOSTED, "openai"),
        ({**HOSTED, "RIDDLE_JUDGE": "anthropic:claude-haiku-4-5"}, "anthropic"),
        ({**HOSTED, "RIDDLE_JUDGE": "anthropic:x", "RIDDLE_MODEL_URL": "http://127.0.0.1:1/v1"}, "anthropic"),
        ({**HOSTED, "RIDDLE_JUDGE": "local:/models/some"}, "this computer"),
        ({**HOSTED, "RIDDLE_JUDGE": "tuned:mine"}, "this computer"),
        ({**HOSTED, "RIDDLE_JUDGE": "off"}, ""),
        ({**HOSTED, "RIDDLE_MODEL_URL": "https://user:secret@llm.example:8443/v1?key=1"}, "llm.example:8443"),
        ({"RIDDLE_MODEL": "embedded"}, "this computer"),
        ({"RIDDLE_MODEL": "none"}, ""),
    ],
)
def test_the_form_can_name_who_is_sent_the_guesses(given: dict[str, str], vendor: str) -> None:
    assert bootstrap.vendor(load_settings(**given)) == vendor


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({"RIDDLE_MODEL": "none"}, "RIDDLE_JUDGE"),
        ({**HOSTED, "RIDDLE_JUDGE": "off"}, "RIDDLE_JUDGE"),
        ({"RIDDLE_MODEL": "embedded"}, "not fit"),
        ({"RIDDLE_MODEL": "none", "RIDDLE_JUDGE": "clever"}, "RIDDLE_JUDGE"),
        ({"RIDDLE_MODEL": "none", "RIDDLE_JUDGE": "openai:gpt-5-mini"}, "OPENAI_API_KEY"),
    ],
)
def test_a_judge_that_cannot_be_had_is_one_sentence(given: dict[str, str], word: str) -> None:
    with pytest.raises(SettingsError, match=word) as raised:
        bootstrap.open_judge(load_settings(**given), lambda _: None)
    assert str(raised.value).count("\n") == 0


def test_a_judge_is_opened_without_being_asked() -> None:
    judge = bootstrap.open_judge(load_settings(**HOSTED), lambda _: None)
    assert (judge.model, judge.spent.calls) == ("openai:gpt-5-mini", 0)
    assert judge.label.startswith("openai:gpt-5-mini judge-1/")


@pytest.mark.parametrize("wrong", ["-1", "many", "1000000"])
def test_a_daily_share_is_a_number(wrong: str) -> None:
    with pytest.raises(SettingsError, match="RIDDLE_JUDGE_PER_DAY"):
        load_settings(RIDDLE_JUDGE_PER_DAY=wrong)

"""The settings -> a way to ask a model, or a sentence that says why there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.bootstrap.models import pipeline_of, way
from bot.errors import SettingsError
from bot.settings import load_settings

if TYPE_CHECKING:
    from pathlib import Path

    from bot.settings import Settings

HOSTED = "openai:gpt-x"


def settings(folder: Path, **given: Any) -> Settings:
    return load_settings(RIDDLE_DATA_DIR=str(folder), OPENAI_API_KEY="k", **given)


@pytest.mark.parametrize("pipeline", ["few_shot", "zero_shot", "service"])
@pytest.mark.parametrize("steps", [1, 2])
@pytest.mark.parametrize("model", [HOSTED, "local:Qwen/Qwen3-4B", "local:Qwen/Qwen3-0.6B"])
def test_every_way_suits_every_model_that_is_large_enough(tmp_path: Path, pipeline: str, steps: int, model: str):
    if pipeline == "service" and model.endswith("0.6B"):
        with pytest.raises(SettingsError, match=r"is too small for them; zero_shot asks it the same without"):
            pipeline_of(settings(tmp_path), pipeline, steps, model, print)
        return
    made, asked = pipeline_of(settings(tmp_path), pipeline, steps, model, print)
    assert (made.name, made.steps, made.model) == (pipeline, steps, model)
    assert asked._llm_type in {"riddle-local", "hosted-openai-chat"}


@pytest.mark.parametrize(
    ("pipeline", "model", "said"),
    [
        ("few_shot", "none", "needs a model; RIDDLE_MODEL is none"),
        ("fine_tuned", HOSTED, "was not trained here; set RIDDLE_MODEL to tuned:NAME"),
        ("fine_tuned", "tuned:gone", "There is no fine-tuned model called gone"),
        ("service", "tuned:gone", "which is asked by fine_tuned; leave RIDDLE_PIPELINE out"),
        ("zero_shot", "gone", "it is embedded, none, tuned:NAME"),
        ("magic", HOSTED, "no pipeline called magic"),
    ],
)
def test_what_does_not_suit_is_told_in_a_sentence(tmp_path: Path, pipeline: str, model: str, said: str):
    with pytest.raises(SettingsError, match=said):
        pipeline_of(settings(tmp_path), pipeline, 2, model, print)


@pytest.mark.parametrize(("steps", "wanted"), [("1", 1), ("2", 2), ("", 2)])
def test_the_steps_are_a_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, steps: str, wanted: int):
    monkeypatch.setenv("RIDDLE_STEPS", steps)
    asking = way(settings(tmp_path, RIDDLE_MODEL=HOSTED, RIDDLE_PIPELINE="few_shot"), print)
    assert asking is not None
    assert asking.pipeline.steps == wanted


@pytest.mark.parametrize("steps", ["0", "3", "one"])
def test_another_number_of_steps_is_refused(monkeypatch: pytest.MonkeyPatch, steps: str):
    monkeypatch.setenv("RIDDLE_STEPS", steps)
    with pytest.raises(SettingsError, match="RIDDLE_STEPS is wrong"):
        load_settings()

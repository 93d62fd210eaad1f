"""Training for real, on a tiny model of random weights: what it learns from, how it goes on, when it stops."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.training.conftest import content, job_of, silent, tiny_recipe

if TYPE_CHECKING:
    from pathlib import Path

    from adapters.llm.finetune import Finetuner

pytestmark = pytest.mark.model


class Killed(Exception):
    """Stands for a process that dies."""


def dies_at(step: int):
    def say(sentence: str) -> None:
        if sentence.startswith(f"Step {step} of"):
            raise Killed

    return say


def weights(folder: Path) -> dict:
    from safetensors.torch import load_file

    return load_file(next(folder.glob("*.safetensors")))


@pytest.mark.parametrize("method", ["sft", "kto"])
def test_an_interrupted_run_that_goes_on_gives_the_same_weights_bit_for_bit(
    tiny_trainer: Finetuner, tiny_weights: Path, tmp_path: Path, method: str
):
    import torch

    from tests.training.conftest import lessons

    recipe = tiny_recipe(tiny_weights, method=method, samples=1 if method == "sft" else 0)
    given = lessons()
    if method == "kto":
        given = [type(one)(one.example, wanted=at % 2 == 0) for at, one in enumerate(given)]
    whole = tiny_trainer.train(job_of(tiny_trainer, recipe, tmp_path / "whole", given), content, silent)
    broken = job_of(tiny_trainer, recipe, tmp_path / "broken", given)
    with pytest.raises(Killed):
        tiny_trainer.train(broken, content, dies_at(7))
    again = job_of(tiny_trainer, recipe, tmp_path / "broken", given, resume=True)
    resumed = tiny_trainer.train(again, content, silent)

    assert whole.steps == resumed.steps == 10
    assert whole.losses == resumed.losses
    assert whole.held_losses == resumed.held_losses
    one, other = weights(tmp_path / "whole" / "model"), weights(tmp_path / "broken" / "model")
    assert one.keys() == other.keys()
    assert all(torch.equal(one[name], other[name]) for name in one)
    assert any(value.abs().sum() > 0 for name, value in one.items() if "lora_B" in name)

"""Training for real, on a tiny model of random weights: what it learns from, how it goes on, when it stops."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from bot.errors import ModelError, SettingsError
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


def steps_of(log: Path) -> list[int]:
    return [json.loads(line)["step"] for line in log.read_text().splitlines()]


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
    again = job_of(tiny_trainer, recipe, tmp_path / "broken", given, resume=True)
    for job, step in ((broken, 2), (again, 7)):  # before the first checkpoint, and after it
        with pytest.raises(Killed):
            tiny_trainer.train(job, content, dies_at(step))
    (tmp_path / "broken" / "checkpoints" / "checkpoint-8").mkdir()  # it died while this one was written
    resumed = tiny_trainer.train(again, content, silent)

    assert whole.steps == resumed.steps == 10
    assert (whole.begun, resumed.begun) == (0, 4)
    assert whole.samples == resumed.samples
    told = [steps_of(tmp_path / name / "log.jsonl") for name in ("whole", "broken")]
    assert told[0] == told[1]
    assert whole.losses == resumed.losses
    assert whole.held_losses == resumed.held_losses
    one, other = weights(tmp_path / "whole" / "model"), weights(tmp_path / "broken" / "model")
    assert one.keys() == other.keys()
    assert all(torch.equal(one[name], other[name]) for name in one)
    assert any(value.abs().sum() > 0 for name, value in one.items() if "lora_B" in name)


def test_a_reply_is_learned_whole_with_its_end_and_nothing_of_the_prompt(tiny_trainer: Finetuner):
    from bot.riddles.pipelines.template import Layout, Template
    from bot.training.rows import fitted
    from tests.training.conftest import lessons

    encoder = tiny_trainer.encoder()
    for layout in Layout:
        row = fitted(lessons(1), Template(layout), encoder, 1000).rows[0]
        learned = encoder.show(row.encoded.ids[row.encoded.start :])
        assert learned.strip().startswith("Answer: owl\nKind: animal\nRiddle: Who came to the lock on day 0?")
        assert learned.endswith("<|im_end|>")
        assert ("### End" in learned) == (layout is Layout.DOLLY)
        assert "Riddle:" not in encoder.show(row.encoded.ids[: row.encoded.start])


async def test_what_is_learned_on_is_what_the_engine_reads(tiny_trainer: Finetuner, tiny_weights: Path):
    from adapters.llm.request import Decoding, Request, Turn
    from adapters.llm.weights import load_runtime
    from bot.domain import Form
    from bot.riddles.pipelines.template import Layout, Template

    runtime = load_runtime(str(tiny_weights))
    for layout in Layout:
        template = Template(layout)
        turns = template.turns("An owl came.", Form.QUESTION)
        encoded = tiny_trainer.encoder().encode(turns, "Answer: owl", completes=layout.completes)
        asked = tuple(Turn(role, text) for role, text in turns)
        request = Request(asked, Decoding(max_tokens=4), 10.0, completion=layout.completes)
        assert list(encoded.ids[: encoded.start]) == runtime.encode(request)


def test_a_row_that_is_too_long_loses_its_story_and_never_its_reply(tiny_trainer: Finetuner):
    from dataclasses import replace

    from bot.riddles.pipelines.template import Layout, Template
    from bot.training.rows import Lesson, fitted
    from tests.training.conftest import lessons

    encoder = tiny_trainer.encoder()
    short = lessons(1)[0]
    longer = Lesson(replace(short.example, summary=f"{short.example.summary} It was looked at by everybody in town."))
    limit = len(fitted([short], Template(Layout.CHAT), encoder, 1000).rows[0].encoded.ids)
    found = fitted([short, longer], Template(Layout.CHAT), encoder, limit)
    assert [row.cut for row in found.rows] == [False, True]
    assert found.rows[0].encoded == found.rows[1].encoded
    gone = fitted([short], Template(Layout.CHAT), encoder, limit - 1)
    assert not gone.rows
    assert gone.dropped == ((short, limit),)


def test_packed_rows_do_not_see_each_other(tiny_trainer: Finetuner, tiny_weights: Path, tmp_path: Path):
    recipe = tiny_recipe(tiny_weights, packing=True, batch=1, epochs=1, samples=0, max_tokens=1000, dropout=0)
    packed = tiny_trainer.train(job_of(tiny_trainer, recipe, tmp_path / "packed"), content, silent)
    single = tiny_recipe(tiny_weights, batch=10, epochs=1, samples=0, max_tokens=1000, dropout=0)
    alone = tiny_trainer.train(job_of(tiny_trainer, single, tmp_path / "alone"), content, silent)
    assert 1 < packed.steps < 10
    assert sum(loss for _, loss in packed.losses) / packed.steps == pytest.approx(alone.losses[0][1], abs=0.05)


def test_a_loss_that_runs_away_ends_the_run_with_a_sentence(
    tiny_trainer: Finetuner, tiny_weights: Path, tmp_path: Path
):
    recipe = tiny_recipe(tiny_weights, learning_rate=1.0, clip=1e9, epochs=12, tuning="full", samples=0, worst=1.2)
    with pytest.raises(ModelError, match=r"At step \d+ the loss .* try a lower learning_rate"):
        tiny_trainer.train(job_of(tiny_trainer, recipe, tmp_path), content, silent)


def test_a_run_that_gains_nothing_stops_and_keeps_its_best(tiny_trainer: Finetuner, tiny_weights: Path, tmp_path: Path):
    recipe = tiny_recipe(tiny_weights, learning_rate=1e-9, patience=2, epochs=20, evaluate_every=2, samples=0, worst=9)
    result = tiny_trainer.train(job_of(tiny_trainer, recipe, tmp_path), content, silent)
    assert result.steps < 50
    assert "gained nothing" in result.stopped
    again = tiny_trainer.train(job_of(tiny_trainer, recipe, tmp_path, resume=True), content, silent)
    assert (again.steps, again.stopped, again.best) == (result.steps, result.stopped, result.best)


def test_a_disk_that_is_full_at_a_checkpoint_ends_the_run_with_a_sentence(
    tiny_trainer: Finetuner, tiny_weights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    import torch

    def full(*_: object, **__: object) -> None:
        raise RuntimeError("[enforce fail at inline_container.cc:672] . unexpected pos 37184 vs 37076")

    monkeypatch.setattr(torch, "save", full)
    with pytest.raises(ModelError, match=r"no space left, most likely\. With room, --resume goes on"):
        tiny_trainer.train(job_of(tiny_trainer, tiny_recipe(tiny_weights, samples=0), tmp_path), content, silent)


def test_all_weights_can_be_trained_and_riddles_are_written_on_the_way(
    tiny_trainer: Finetuner, tiny_weights: Path, tmp_path: Path
):
    recipe = tiny_recipe(tiny_weights, tuning="full", epochs=1, samples=2)
    judged = []

    def judge(lesson, text):
        judged.append((lesson, text))
        return ("reply: no riddle",)

    said: list[str] = []
    result = tiny_trainer.train(job_of(tiny_trainer, recipe, tmp_path), judge, said.append)
    assert result.trained == result.weights
    assert len(result.samples) == len(judged) == 4
    assert any("0 of 2 sample riddles pass the checks" in one for one in said)
    lines = (tmp_path / "samples.jsonl").read_text().splitlines()
    assert [json.loads(line)["step"] for line in lines] == [4, 4, 5, 5]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"device": "cuda"}, "asks for a GPU, and PyTorch sees none"),
        ({"deepspeed": "zero3"}, "DeepSpeed, which is not installed"),
        ({"deepspeed": "gone.json"}, "There is no file gone.json"),
        ({"base": "/nowhere"}, "There is no folder /nowhere"),
    ],
)
def test_what_would_fail_later_is_told_at_once(tiny_weights: Path, tmp_path: Path, change: dict, said: str):
    from adapters.llm.finetune import Finetuner
    from adapters.llm.finetune_base import Base

    recipe = tiny_recipe(tiny_weights, **({"device": "auto"} | change))
    with pytest.raises(SettingsError, match=said):
        Finetuner(Base(recipe.base)).check(recipe, tmp_path)


def test_a_base_without_a_chat_template_is_refused_where_chat_is_asked(tiny_weights: Path, tmp_path: Path):
    import shutil

    from adapters.llm.finetune_base import Base

    bare = shutil.copytree(tiny_weights, tmp_path / "bare")
    (bare / "chat_template.jinja").unlink()
    with pytest.raises(SettingsError, match="has no chat template; take alpaca or dolly"):
        Base(str(bare)).check(tiny_recipe(bare), tmp_path)
    Base(str(bare)).check(tiny_recipe(bare, format="alpaca"), tmp_path)


def test_a_full_disk_is_told_before_anything_is_loaded(
    tiny_weights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    import shutil
    from types import SimpleNamespace

    from adapters.llm.finetune_base import ROOM, Base

    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=5_000_000))
    with pytest.raises(ModelError, match=r"needs about \d+ MB in .*, and 5 MB are free"):
        Base(str(tiny_weights)).check(tiny_recipe(tiny_weights), tmp_path / "not" / "yet")
    half = shutil.copytree(tiny_weights, tmp_path / "half")
    config = json.loads((half / "config.json").read_text())
    (half / "config.json").write_text(json.dumps(config | {"dtype": "bfloat16"}))
    needed = [Base(str(one))._needed(tiny_recipe(one, tuning="full")) - ROOM for one in (tiny_weights, half)]
    assert needed[1] == 2 * needed[0] > 0  # it is trained in 32 bits


def test_a_run_of_tokens_is_not_written_twice_where_that_is_forbidden(tiny_weights: Path):
    from adapters.llm.chooser import repeating
    from adapters.llm.local import LocalChatModel

    assert repeating([1, 2, 3, 9, 1, 2], 3) == [3]
    assert repeating([1, 2], 3) == []
    assert repeating([7, 7, 7], 2) == [7, 7]
    model = LocalChatModel(source=str(tiny_weights), model_name="tiny", max_tokens=120, timeout=60)
    said = model.invoke("Who?", no_repeat=2, logprobs=True).response_metadata["logprobs"]["content"]
    pairs = [(one["token"], two["token"]) for one, two in pairwise(said)]
    known = [pair for pair in pairs if "\ufffd" not in "".join(pair)]  # bytes that are no letter look alike
    assert len(known) == len(set(known))
    with pytest.raises(ModelError, match="cannot write with no_repeat 1"):
        model.invoke("Who?", no_repeat=1)
    model.close()


@pytest.mark.parametrize("name", ["multi_gpu", "zero3"])
def test_the_files_for_several_gpus_are_read_by_accelerate(name: str):
    from accelerate.commands.config.config_args import load_config_from_file

    from adapters.llm.finetune_base import LAUNCH

    config = load_config_from_file(str(LAUNCH / f"{name}.yaml"))
    assert config.num_processes == 2
    assert config.distributed_type.value == {"multi_gpu": "MULTI_GPU", "zero3": "DEEPSPEED"}[name]
    assert config.mixed_precision == "bf16"
    if name == "zero3":
        assert config.deepspeed_config["zero_stage"] == 3


def test_the_file_for_deepspeed_is_read_by_the_class_that_fills_it_in():
    from accelerate.utils.deepspeed import HfDeepSpeedConfig

    from adapters.llm.finetune_base import LAUNCH

    config = HfDeepSpeedConfig(str(LAUNCH / "zero3.json"))
    assert config.is_zero3()
    assert not config.is_offload()
    assert config.get_value("zero_optimization.stage3_gather_16bit_weights_on_model_save") is True
    left = {key for key, value in config.config.items() if value == "auto"}
    assert left == {
        "gradient_accumulation_steps",
        "gradient_clipping",
        "train_batch_size",
        "train_micro_batch_size_per_gpu",
    }

"""Adapters: found, put on, merged, named in the cache key; what is missing is told in a sentence."""

from __future__ import annotations

import json
import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from adapters.llm.local import LocalChatModel, local_model
from bot.errors import SettingsError

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.model, pytest.mark.filterwarnings("ignore:.*is_gradient_checkpointing:FutureWarning")]


@pytest.fixture(scope="module")
def worn(tiny_weights: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An adapter of random weights, large enough to change what is said."""
    import torch
    from peft import LoraConfig, get_peft_model
    from transformers import AutoModelForCausalLM

    folder = tmp_path_factory.mktemp("adapter") / "worn"
    torch.manual_seed(5)
    config = LoraConfig(r=4, lora_alpha=64, target_modules=["q_proj", "v_proj"], init_lora_weights=False)
    get_peft_model(AutoModelForCausalLM.from_pretrained(str(tiny_weights)), config).save_pretrained(folder)
    return folder


def said(model: LocalChatModel) -> str:
    try:
        return model.invoke("Name an animal.", max_tokens=20).text
    finally:
        model.close()


def test_an_adapters_folder_brings_its_base_along_and_changes_what_is_said(worn: Path, tiny: LocalChatModel):
    alone = said(local_model(f"local:{worn}"))
    assert alone != tiny.invoke("Name an animal.", max_tokens=20).text
    assert alone == said(local_model(f"local:{tiny.source}", adapter=str(worn)))
    assert alone == said(LocalChatModel(source=str(worn), model_name="attached", merge=False))


def test_a_base_beside_the_adapter_is_found(worn: Path, tiny_weights: Path, tmp_path: Path):
    shutil.copytree(worn, tmp_path / "adapter")
    shutil.copytree(tiny_weights, tmp_path / "base")
    config = tmp_path / "adapter" / "adapter_config.json"
    config.write_text(json.dumps(json.loads(config.read_text()) | {"base_model_name_or_path": "../base"}))
    assert said(local_model(f"local:{tmp_path / 'adapter'}"))


def test_an_adapter_is_part_of_the_cache_key(worn: Path, tiny_weights: Path, tmp_path: Path):
    plain = LocalChatModel(source=str(tiny_weights), model_name="m")
    dressed = LocalChatModel(source=str(tiny_weights), model_name="m", adapter=str(worn))
    apart = LocalChatModel(source=str(tiny_weights), model_name="m", adapter=str(worn), merge=False)
    other = shutil.copytree(worn, tmp_path / "other")
    weights = other / "adapter_model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1] + b"\x01")
    changed = LocalChatModel(source=str(tiny_weights), model_name="m", adapter=str(other))
    assert len({model._get_llm_string(stop=None) for model in (plain, dressed, apart, changed)}) == 4


@pytest.mark.parametrize("damage", ["no base", "base gone", "no adapter", "garbage", "no peft"])
def test_what_is_missing_is_told_in_one_sentence(
    worn: Path, tmp_path: Path, damage: str, tiny_weights: Path, monkeypatch: pytest.MonkeyPatch
):
    folder = shutil.copytree(worn, tmp_path / "adapter")
    config = folder / "adapter_config.json"
    told = json.loads(config.read_text())
    model = local_model(f"local:{folder}")
    if damage == "no base":
        config.write_text(json.dumps({**told, "base_model_name_or_path": None}))
    elif damage == "base gone":
        config.write_text(json.dumps({**told, "base_model_name_or_path": str(tmp_path / "gone")}))
    elif damage == "no adapter":
        model = local_model(f"local:{tiny_weights}", adapter=str(tmp_path / "nothing"))
    elif damage == "garbage":
        (folder / "adapter_model.safetensors").write_bytes(b"garbage")
    else:
        monkeypatch.setitem(sys.modules, "peft", None)
    with pytest.raises(SettingsError) as raised:
        model.invoke("x")
    assert "\n" not in str(raised.value)
    assert str(raised.value).endswith(".")
    model.close()

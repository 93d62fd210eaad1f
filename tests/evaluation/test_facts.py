"""What is known of a model is read from its files, and nothing is made up."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from bot.evaluation.entrant import Facts
from bot.evaluation.facts import family_of, hosted, of_folder, tuned, variant_of

if TYPE_CHECKING:
    from pathlib import Path


def weights(file: Path, *shapes: list[int]) -> None:
    """A file of safetensors with tensors of these shapes."""
    header = {f"t{at}": {"dtype": "F32", "shape": shape, "data_offsets": [0, 0]} for at, shape in enumerate(shapes)}
    told = json.dumps({"__metadata__": {"format": "pt"}, **header}).encode()
    file.write_bytes(len(told).to_bytes(8, "little") + told + bytes(64))


def a_folder(folder: Path, *shapes: list[int]) -> Path:
    folder.mkdir()
    weights(folder / "model.safetensors", *shapes)
    (folder / "config.json").write_text('{"model_type": "llama", "max_position_embeddings": 2048}')
    (folder / "tokenizer_config.json").write_text('{"chat_template": "x"}')
    (folder / "README.md").write_text("---\nlanguage: en\nlicense: apache-2.0\n---\n# A model\n")
    return folder


def test_a_folder_tells_size_context_licence_and_kind(tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "one", [3, 4], [5])
    found = of_folder(folder, "SmolLM2-135M-Instruct")
    assert (found.parameters, found.context, found.licence) == (17, 2048, "apache-2.0")
    assert (found.variant, found.family) == ("instruct", "smollm")
    assert found.bytes_on_disk == (folder / "model.safetensors").stat().st_size
    (folder / "training_args.bin").write_bytes(b"paths")
    (folder / "config.json").write_text('{"model_type": "llama", "text_config": {"max_position_embeddings": 2048}}')
    assert of_folder(folder, "SmolLM2-135M-Instruct") == found
    weights(folder / "model.safetensors", [3, 4], [6])
    renamed = of_folder(folder, "x")
    assert (renamed.family, renamed.digest == found.digest) == ("", False)


@pytest.mark.parametrize("text", ["", "[]", "{", "null"])
def test_what_a_folder_does_not_tell_is_left_open(tmp_path: Path, text: str) -> None:
    (tmp_path / "config.json").write_text(text)
    (tmp_path / "model.safetensors").write_text(text)
    found = of_folder(tmp_path, "mine")
    assert (found.parameters, found.context, found.licence, found.variant) == (None, None, "", "base")
    assert of_folder(tmp_path / "none", "mine") == Facts(variant="base")


def test_an_adapter_is_told_with_its_base_and_a_whole_model_alone(tmp_path: Path) -> None:
    base = of_folder(a_folder(tmp_path / "base", [10]), "SmolLM2-135M-Instruct")
    own = a_folder(tmp_path / "own", [2])
    adapter, whole = tuned(base, own, whole=False), tuned(base, own, whole=True)
    assert (adapter.parameters, whole.parameters) == (12, 2)
    assert adapter.variant == whole.variant == "fine-tuned"
    assert adapter.family == whole.family == "smollm"
    assert adapter.digest not in {base.digest, whole.digest, ""}


@pytest.mark.parametrize(
    ("name", "family", "variant"),
    [
        ("openai:gpt-4o-mini", "gpt", "chat"),
        ("openai-community/gpt2", "gpt2", "chat"),
        ("Qwen/Qwen2.5-0.5B-Instruct", "qwen", "instruct"),
        ("google/gemma-2-2b-it", "gemma", "instruct"),
        ("house/own", "", "chat"),
    ],
)
def test_a_hosted_model_is_told_by_its_name(name: str, family: str, variant: str) -> None:
    assert hosted(name) == Facts(variant=variant, family=family)
    assert family_of(name) == family
    assert variant_of(name, chats=True) == variant

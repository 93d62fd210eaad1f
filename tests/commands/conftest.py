"""The real command in a process of its own, with a data folder of its own and no network."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from bot.settings import Settings, variable

if TYPE_CHECKING:
    from pathlib import Path

SECONDS = 300
"""Seconds a command may take: the seconds a brew of the sample news computes are minutes where others do too."""


@dataclass(frozen=True, slots=True)
class Riddle:
    """Runs `riddle` as a person would."""

    folder: Path
    data: Path

    def __call__(self, *words: str, typed: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
        """Run a command in an empty folder; `settings` are environment variables."""
        ours = {variable(field) for field in Settings.model_fields}
        environment = {name: value for name, value in os.environ.items() if name not in ours}
        quiet = {"RIDDLE_MODEL": "none", "RIDDLE_BREW_SECONDS": "3600", "RIDDLE_DATA_DIR": str(self.data)}
        environment |= quiet | settings  # what is made must not depend on how busy the machine is
        return subprocess.run(
            [sys.executable, "-m", "bot", *words],
            cwd=self.folder,
            env=environment,
            input=typed,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )


@pytest.fixture
def riddle(tmp_path: Path) -> Riddle:
    folder = tmp_path / "somewhere"
    folder.mkdir()
    return Riddle(folder, tmp_path / "data")

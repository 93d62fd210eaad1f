"""How the program ends, as a shell sees it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

INTERRUPTED_WHILE_A_TEXT_RUNS = """
import bot.__main__ as program
program._run = lambda arguments: exec("raise KeyboardInterrupt")
program.entry()
"""


@pytest.fixture
def module(tmp_path: Path) -> Path:
    path = tmp_path / "interrupted.py"
    path.write_text(INTERRUPTED_WHILE_A_TEXT_RUNS)
    return path


def test_an_interrupt_at_any_moment_ends_with_its_code(module: Path) -> None:
    """A signal while a dataclass is made once ended `python -m bot` by the signal, after all was said and closed."""
    ran = subprocess.run(
        [sys.executable, "-m", module.stem],
        cwd=module.parent,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr.strip()) == (130, "riddle: stopped; what was finished is kept.")

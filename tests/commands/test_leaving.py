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

TERMINATED_WHILE_A_LOOP_RUNS = """
import asyncio, os, signal, sys
import bot.__main__ as program

async def other():
    try:
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.sleep(60)
    except asyncio.CancelledError:
        print("cancelled", file=sys.stderr, end="")
        raise

async def work():
    await asyncio.gather(other())

program._run = lambda arguments: asyncio.run(work())
"""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (INTERRUPTED_WHILE_A_TEXT_RUNS, "\n"),
        (TERMINATED_WHILE_A_LOOP_RUNS + "program.entry()", "cancelled\n"),
        (TERMINATED_WHILE_A_LOOP_RUNS + "signal.signal(signal.SIGINT, signal.SIG_IGN)\nprogram.entry()", "\n"),
    ],
)
def test_an_interrupt_at_any_moment_ends_with_its_code(tmp_path: Path, text: str, said: str) -> None:
    """A signal while a dataclass is made once ended `python -m bot` by the signal, after all was said and closed."""
    (tmp_path / "stopped.py").write_text(text)
    ran = subprocess.run(
        [sys.executable, "-m", "stopped"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (130, f"{said}riddle: stopped; what was finished is kept.\n")

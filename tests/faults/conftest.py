"""A sandbox and a news server for each test."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from .press import Press
from .sandbox import Sandbox

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOWHERE = "http://127.0.0.1:9/feed"


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Sandbox]:
    """A sandbox whose only feed cannot be reached."""
    one = Sandbox(tmp_path, {"RIDDLE_FEEDS": NOWHERE, "RIDDLE_ALLOW_PRIVATE_FEEDS": "true"})
    yield one
    for number in one.processes():
        subprocess.run(["kill", "-9", str(number)], check=False)


@pytest.fixture(scope="session")
def press() -> Iterator[Press]:
    """A news server."""
    with Press() as one:
        yield one

"""The definition of the image names what there is, and carries no secret. (It is built elsewhere.)"""

from __future__ import annotations

import re
from fnmatch import fnmatch
from pathlib import Path

import bot.__main__
from bot.settings import Settings, variable

ROOT = Path(__file__).parent.parent
LINES = (ROOT / "Containerfile").read_text().replace("\\\n", " ").splitlines()


def told(word: str) -> list[str]:
    """What stands behind an instruction, each time it is given."""
    return [line.partition(" ")[2].strip() for line in LINES if line.startswith(f"{word} ")]


def test_what_it_copies_is_there_and_reaches_the_builder() -> None:
    copied = [name for line in told("COPY") for name in line.split()[:-1]]
    let_in = [line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")]
    assert copied
    for name in copied:
        assert (ROOT / name).exists()
        assert any(fnmatch(name, pattern) for pattern in let_in)
    packages = re.search(r"packages = (\[.*\])", (ROOT / "pyproject.toml").read_text())
    assert packages
    assert set(re.findall(r'"(\w+)"', packages[1])) <= set(copied)


def test_it_installs_what_the_makefile_installs() -> None:
    makefile = (ROOT / "Makefile").read_text()
    for line in told("ARG"):
        name, _, value = line.partition("=")
        assert re.search(rf"^{name} \??:?= {re.escape(value)}$", makefile, re.MULTILINE)


def test_its_settings_and_its_command_exist_and_none_is_a_secret() -> None:
    known = {variable(name) for name in Settings.model_fields}
    given = [pair.partition("=")[0] for line in told("ENV") for pair in line.split()]
    assert set(given) <= known
    assert not any(word in name for name in given for word in ("TOKEN", "KEY", "SECRET", "PASSWORD"))
    assert told("ENTRYPOINT") == ['["riddle"]']
    (command,) = told("CMD")
    assert command.strip('[]"') in bot.__main__.COMMANDS


def test_it_runs_as_nobody_special_with_its_data_in_a_volume() -> None:
    assert told("USER") == ["riddle"]
    (volume,) = told("VOLUME")
    assert f"RIDDLE_DATA_DIR={volume}" in " ".join(told("ENV"))
    assert LINES.index("USER riddle") < next(at for at, line in enumerate(LINES) if line.startswith("ENTRYPOINT"))

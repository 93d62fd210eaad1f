"""Promises about the whole house that no single room can keep."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import get_args

import bot.__main__
from bot.commands.board import SPANS
from bot.commands.options import PIPELINES
from bot.domain import CHECKS, REQUIRED_WITH_ARTICLE, Span
from bot.settings import Settings

ROOT = Path(__file__).parents[1]
HEAVY = {"torch", "transformers", "langchain", "langchain_core", "spacy", "trafilatura", "numpy"}
COMMANDS_OF_PLAYING = ("bot.commands.play", "bot.bootstrap", "adapters.terminal.game", "adapters.store.connection")


def loaded_by(*modules: str) -> set[str]:
    code = f"import json, sys, {', '.join(modules)}; print(json.dumps(sorted(sys.modules)))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(json.loads(said.stdout))


def test_a_process_that_plays_loads_no_model_library() -> None:
    assert not loaded_by(*COMMANDS_OF_PLAYING, "bot.game.table") & HEAVY


def test_help_loads_neither_settings_nor_store() -> None:
    assert not loaded_by("bot.__main__") & (HEAVY | {"pydantic", "redis", "rich", "asyncio", "bot.settings"})


def test_the_help_of_a_command_loads_no_more_than_that_of_all() -> None:
    code = """
import argparse, importlib, json, sys
from bot.__main__ import COMMANDS
for command in COMMANDS:
    importlib.import_module(f"bot.commands.{command}").arguments(argparse.ArgumentParser())
print(json.dumps(sorted(sys.modules)))
"""
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = HEAVY | {"pydantic", "redis", "rich", "asyncio", "bot.settings", "bot.domain", "bot.game"}
    assert not set(json.loads(said.stdout)) & heavy


def test_what_a_command_knows_without_loading_it_is_true() -> None:
    assert tuple(Span) == SPANS
    assert get_args(get_args(Settings.model_fields["pipeline"].annotation)[0]) == PIPELINES


def test_every_command_is_a_file_and_every_file_of_a_command_is_listed() -> None:
    shared = {"__init__", "options", "pages", "pending", "places", "trials"}
    files = {path.stem for path in (ROOT / "bot" / "commands").glob("*.py")} - shared
    assert files == set(bot.__main__.COMMANDS)


def test_a_process_ends_in_order_while_a_model_is_still_at_work() -> None:
    code = """
import threading, torch, bot.__main__
def work():
    ones = torch.ones(200, 200)
    while True:
        ones @ ones
threading.Thread(target=work, daemon=True).start()
bot.__main__.main = lambda: print("done") or 3
bot.__main__.entry()
"""
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    assert (ended.returncode, ended.stdout, ended.stderr) == (3, "done\n", "")


def test_every_required_check_is_a_check() -> None:
    assert set(CHECKS) >= REQUIRED_WITH_ARTICLE


def test_the_procfile_names_commands_that_exist() -> None:
    for line in (ROOT / "Procfile").read_text().splitlines():
        _, _, command = line.partition(": riddle ")
        assert command.split()[0] in bot.__main__.COMMANDS


def test_the_readme_tells_the_commands_that_exist() -> None:
    readme = (ROOT / "README.md").read_text()
    for command in bot.__main__.COMMANDS:
        assert f"riddle {command}" in readme

"""`riddle play`: play today's riddle in the terminal; a missing edition is brewed in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import AsyncExitStack, contextmanager, suppress
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

from bot.commands import options as common
from bot.errors import NothingToPlay

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from datetime import date
    from typing import TextIO

    from bot.ports.screen import Screen

MAKING = "Today's riddle is being made"
COMMUNITY = "terminal"
PLAYER = "you"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    parser.add_argument("--plain", action="store_true", help="no colour, no boxes: for screen readers and files")


def run(options: argparse.Namespace) -> int:
    """Play."""
    import asyncio

    from bot import bootstrap

    settings = common.settings()
    screen = bootstrap.screen(plain=options.plain)
    if sys.stdin.isatty():
        _edit_lines()
    day = common.today()
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        try:
            bootstrap.words(settings)
            store = runner.run(stack.enter_async_context(bootstrap.open_store(settings)))
            deck = bootstrap.deck(settings).name
            edition = runner.run(store.editions.edition(deck, day))
            if edition is None:
                brew(screen, day)
                edition = runner.run(store.editions.edition(deck, day))
            if edition is None:
                raise NothingToPlay("The edition was made but is not in the store; please run `riddle doctor`.")
            released = runner.run(bootstrap.released(store, COMMUNITY, edition))
            member = bootstrap.member(store, settings, COMMUNITY, PLAYER)
            bootstrap.terminal_game(member, released, screen, runner).play()
        finally:
            runner.run(stack.aclose())
    return 0


def brew(screen: Screen, day: date) -> None:
    """Make the edition in a child: this process never loads a model.

    Raises `NothingToPlay` with the child's own sentence when it fails.
    """
    command = [sys.executable, "-m", "bot", "brew", "--events", "--date", day.isoformat()]
    with (
        TemporaryFile("w+", encoding="utf-8", errors="replace") as errors,  # a pipe nobody reads could fill up
        screen.working(MAKING) as working,
        _child(command, errors) as child,
    ):
        for line in child.stdout or ():
            working.now(_doing(line))
        child.wait()
        errors.seek(0)
        said = errors.read()
    if child.returncode != 0:
        last = next((text for text in reversed(said.splitlines()) if text.strip()), "it said nothing")
        raise NothingToPlay(f"Today's riddle could not be made: {last.removeprefix('riddle: ')}")


@contextmanager
def _child(command: list[str], errors: TextIO) -> Iterator[subprocess.Popen[str]]:
    """Run a child in a session of its own: whatever stops us stops it once, and it is waited for."""
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True, start_new_session=True)  # noqa: S603
    with child:
        try:
            yield child
        except BaseException:
            child.terminate()
            child.wait()
            raise


def _edit_lines() -> None:
    """Let the arrow keys move in the line and bring guesses back, where this Python has readline."""
    with suppress(ImportError):
        import readline  # noqa: F401 - importing it is all it needs


def _doing(line: str) -> str:
    try:
        return str(json.loads(line)["doing"])
    except (ValueError, KeyError, TypeError):
        return MAKING

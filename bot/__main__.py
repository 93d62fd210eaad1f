"""The command line: lists the commands and imports each on use, so that `--help` answers at once."""

from __future__ import annotations

import argparse
import contextlib
import importlib
import io
import os
import signal
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from bot import __version__
from bot.errors import RiddleError

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = {
    "play": "play today's riddle here, in the terminal",
    "board": "show who stands where: this week, month, season, of all time, or by accuracy",
    "archive": "show the riddles of the last days and what you made of them",
    "me": "show your points and your streak; export or delete all that is kept of you",
    "submit": "hand in a riddle of your own",
    "host": "look after the community of this terminal: aliases, void riddles, logs, scores, reports",
    "amend": "change a riddle for everybody who plays a deck",
    "brew": "make the edition of a day, or a draft from articles of your own",
    "stories": "show which stories would be taken, and why the others not",
    "why": "tell why each article of a day was taken or not, and how its riddles were made",
    "examples": "keep examples to train on: list, add, import, export, check, remove",
    "augment": "have a model write more examples to train on, and keep those that pass",
    "check": "run the checks on riddles from anywhere",
    "judge": "judge guesses by the rules, and tell how far they agree with known verdicts",
    "evaluate": "measure the ways to make riddles side by side; score a run again, compare two",
    "finetune": "train a model on riddles: a recipe or options; --dry-run shows what would be trained",
    "models": "look after the models that were trained here: list, register, remove, merge, export, compare",
    "squad": "ask a model questions on texts, as SQuAD does, and score its answers or those of a file",
    "honest": "measure how often a model goes on with a neutral sentence in hurtful words",
    "channels": "say which channels get riddles and when: add, edit, list, pause, resume, remove, post-now",
    "decks": "say which choices of news there are: add, edit, list, remove",
    "status": "tell what became of each channel's posts, day by day, and what comes next",
    "review": "look at a community's riddles before they are posted: approve, next, hints, skip",
    "recall": "take a riddle back after it was posted, in one community or everywhere",
    "clock": "see what is due and have it sent; with --once, send it here and stop",
    "worker": "take work from a queue: editions to make, or messages to send",
    "slack": "answer in Slack; with manifest, print what a new app is made from",
    "discord": "play on Discord; with invite, print the link that adds the bot to a server",
    "serve": "run everything on this machine: the clock, the workers and the platforms there are tokens for",
    "doctor": "test every part and say what to mend",
}

INTERRUPTED = 130
"""What a shell expects of a command that was stopped with Ctrl-C."""


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence, without a wall of options."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}; `{self.prog} --help` tells more.\n")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; an error a person can understand is one sentence on standard error."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        return _run(arguments)
    except RiddleError as error:
        print(f"riddle: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("\nriddle: stopped; what was finished is kept.", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has gone; closing it quietly keeps the interpreter from complaining at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _run(arguments: list[str]) -> int:
    name = next((word for word in arguments if not word.startswith("-")), None)
    parser = _Parser(prog="riddle", description="Turns the day's news into riddles and plays them.", allow_abbrev=False)
    parser.add_argument("--version", action="version", version=f"riddle {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for command, text in COMMANDS.items():
        below = commands.add_parser(
            command, help=text, description=text[0].upper() + text[1:] + ".", allow_abbrev=False
        )
        if command == name:
            module = importlib.import_module(f"bot.commands.{command}")
            module.arguments(below)
            below.set_defaults(run=module.run)
    if not arguments:
        parser.print_help(sys.stderr)
        return 2
    options = parser.parse_args(arguments)
    return int(options.run(options))


def entry() -> None:
    """Start here from the console."""
    # Looking for plugins of pydantic reads the metadata of every installed package: 90 ms, and there are none.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    _mend_streams()
    # A process that is terminated, or whose terminal is closed, leaves by the same door as Ctrl-C, so that the
    # embedded store is let go in order.
    signal.signal(signal.SIGTERM, _interrupt)
    signal.signal(signal.SIGHUP, _interrupt)
    code = main()
    # Who asks twice, or whose terminal closes behind the signal, does not change how it ended.
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, signal.SIG_IGN)
    _forget_interrupt()
    _leave(code)


def _forget_interrupt() -> None:
    """Let the exit code stand.

    Where Ctrl-C arrives while a text is executed (a dataclass is made so), Python remembers it as never caught, and
    `python -m bot` ends by the signal in place of its code; executing another text makes it forget (CPython,
    `run_eval_code_obj`).
    """
    exec("")  # noqa: S102


def _leave(code: int) -> NoReturn:
    """End the process; without the interpreter's farewell where a thread may be deep in a library, which aborts it.

    A local model that is being loaded, or writes, when its time is up cannot be told to stop. Everything of ours is
    closed by now, and what such a thread was writing is made to be cut off at any moment.
    """
    if any(thread.daemon for thread in threading.enumerate()):
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError):
                stream.flush()
        os._exit(code)
    sys.exit(code)


def _mend_streams() -> None:
    """Let no closed stream and no letter that the locale lacks end the program."""
    nothing = Path(os.devnull)
    sys.stdin = sys.stdin or nothing.open()
    sys.stdout = sys.stdout or nothing.open("w")
    sys.stderr = sys.stderr or nothing.open("w")
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _interrupt(*_: object) -> None:
    """As Ctrl-C: where a loop runs that means to cancel what it does, for an exception amid it would tear tasks off."""
    if callable(signal.getsignal(signal.SIGINT)):
        signal.raise_signal(signal.SIGINT)
    else:  # whoever started us in the background had Ctrl-C ignored
        raise KeyboardInterrupt


if __name__ == "__main__":
    entry()

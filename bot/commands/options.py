"""Options that several commands share, and how their values are read."""

from __future__ import annotations

import argparse
import sys
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from bot import files
from bot.errors import NothingToPlay, TooMany, UsageError
from bot.ports.now import system_now

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterator

    from bot.game.sentences import Words
    from bot.ports.now import Now
    from bot.settings import Settings

T = TypeVar("T")

DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}

DECK = "default"
"""The deck that is made of the settings; known here so that no help loads more."""

MAX_COUNT = 1000
"""Most riddles of a draft."""

MAX_CANDIDATES = 50
"""Most candidates of one story."""

LONGEST = 6
"""Digits of a number that is looked at."""

PIPELINES = ("few_shot", "zero_shot", "service", "fine_tuned")
"""The ways to ask a model, known here without loading the settings, which have the same."""

YEARS = range(2000, 3000)
"""Years a date may have: there is always a day before and after it."""


def today(now: Now = system_now) -> date:
    """The date on this machine's calendar."""
    return now().astimezone().date()


def day(text: str) -> date:
    """Read a date: 2026-11-22, or yesterday, today, tomorrow."""
    if text.lower() in DAYS:
        return today() + timedelta(days=DAYS[text.lower()])
    try:
        found = datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=None).date()  # noqa: DTZ007 - a date has no zone
    except ValueError:
        found = None
    if found is None or found.year not in YEARS:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date like 2026-11-22, or yesterday, today, tomorrow")
    return found


def count(text: str) -> int:
    """Read a number of riddles."""
    return number(text, MAX_COUNT)


def few(text: str) -> int:
    """Read a number of candidates."""
    return number(text, MAX_CANDIDATES)


def number(text: str, most: int) -> int:
    """Read a number from 1 on."""
    longest = max(LONGEST, len(str(most)))
    found = int(text) if text.isascii() and text.isdigit() and len(text) <= longest else 0
    if not 1 <= found <= most:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 to {most}")
    return found


def whole(text: str) -> int:
    """Read a number from 0 on."""
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 0 on")
    return int(text)


def text(typed: str) -> str:
    """Read a text that is there."""
    if not typed.strip():
        raise argparse.ArgumentTypeError("there is no word in it")
    return typed


def given(name: str, most: int) -> str:
    """The text of a file of so many bytes at most, or that of standard input for `-`."""
    if name != "-":
        return files.read_text(Path(name), most)
    return files.decoded(sys.stdin.buffer.read(most + 1), "Standard input", most)


def settings(**given: Any) -> Settings:
    """The settings of the environment. What reads them takes a third of a second to load, which no help waits for."""
    from bot.settings import load_settings

    return load_settings(**given)


def finish(task: Coroutine[Any, Any, T]) -> T:
    """Do something to its end."""
    import asyncio

    return asyncio.run(task)


@contextmanager
def in_words(words: Words) -> Iterator[None]:
    """Tell an error of the game in the language that is set."""
    try:
        yield
    except (NothingToPlay, TooMany, UsageError) as error:
        raise type(error)(words.error(error)) from None


def add_change(parser: argparse.ArgumentParser, *, required: bool = True) -> None:
    """What is to be changed of a riddle."""
    change = parser.add_mutually_exclusive_group(required=required)
    change.add_argument(
        "--alias", metavar="TEXT", type=text, help="make this text a right answer, from the first guess on"
    )
    change.add_argument("--void", action="store_true", help="take the riddle out of the count")


def add_deck(parser: argparse.ArgumentParser) -> None:
    """Which deck is meant."""
    parser.add_argument(
        "--deck",
        metavar="NAME",
        type=text,
        default=DECK,
        help="the deck, as `riddle decks list --all` names it (default: the one of the settings)",
    )


def add_sources(parser: argparse.ArgumentParser) -> None:
    """Where the articles come from, instead of the deck's feeds."""
    parser.add_argument(
        "--feed", metavar="URL-or-FILE", nargs="+", action="extend", default=[], help="read these feeds alone"
    )
    parser.add_argument(
        "--article",
        metavar="FILE",
        type=Path,
        nargs="+",
        action="extend",
        default=[],
        help="a text whose first line is the title, an HTML page, or JSON lines (title, text, url, published_at)",
    )


def add_output(parser: argparse.ArgumentParser, what: str) -> None:
    """How the result is shown."""
    parser.add_argument("--json", action="store_true", help=f"print {what} as JSON, one object a line, nothing else")
    parser.add_argument("--plain", action="store_true", help="no colour, no boxes: for screen readers and files")

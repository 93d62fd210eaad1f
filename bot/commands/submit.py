"""`riddle submit`: hand in a riddle of your own; it has to pass every check before the host sees it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot import records
from bot.commands import options as common
from bot.commands.play import COMMUNITY, PLAYER
from bot.errors import UsageError

if TYPE_CHECKING:
    import argparse

    from bot.bootstrap import Store
    from bot.domain import Check, Submission
    from bot.settings import Settings

LARGEST_FILE = 100_000
"""Bytes of a riddle in a file."""

RECENT_DAYS = 60
"""Days in which nobody wants the same riddle twice."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    parser.add_argument(
        "file", metavar="FILE.json", nargs="?", help="question, answer, aliases and hints as one JSON object"
    )
    parser.add_argument("--question", metavar="TEXT", help="the riddle itself")
    parser.add_argument("--answer", metavar="TEXT")
    parser.add_argument("--alias", metavar="TEXT", action="append", help="what is right too; may be given often")
    parser.add_argument("--hint", metavar="TEXT", action="append", help="three of them, from vague to nearly given")
    common.add_output(parser, "what the checks said")


def run(options: argparse.Namespace) -> int:
    """Check a riddle and queue it; 1 where it did not pass."""
    from bot import bootstrap

    settings = common.settings()
    words = bootstrap.words(settings)
    fields = _given(options)
    with common.in_words(words):
        submission, checks = common.finish(_submit(fields, settings))
    passed = submission.riddle is not None
    if options.json:
        print(records.line({"passed": passed, "checks": [records.check_record(check) for check in checks]}))
        return 0 if passed else 1
    screen = bootstrap.screen(plain=options.plain)
    if not passed:
        failed = [check for check in checks if check.passed is False]
        screen.say(words.submission_failed(failed), "yellow")
        return 1
    screen.say(words.submission_passed(), "green")
    return 0


async def _submit(fields: dict[str, Any], settings: Settings) -> tuple[Submission, tuple[Check, ...]]:
    from bot import bootstrap
    from bot.riddles.submitted import check_submission

    async with bootstrap.open_store(settings) as store:
        queue = bootstrap.submitting(store, COMMUNITY)
        written = queue.written(PLAYER, **fields)
        checked, checks = check_submission(written, await _archive(store, settings))
        if checked.riddle is not None:
            await queue.queue(checked)
    return checked, checks


async def _archive(store: Store, settings: Settings) -> tuple[tuple[str, str], ...]:
    from datetime import timedelta

    from bot import bootstrap

    editions = await store.editions.recent(
        bootstrap.deck(settings).name, common.today() + timedelta(days=1), RECENT_DAYS
    )
    return tuple((riddle.question, riddle.answer) for edition in editions for riddle in edition.riddles)


def _given(options: argparse.Namespace) -> dict[str, Any]:
    """The fields of the file, or of the options."""
    if options.file is not None:
        if options.question or options.answer or options.alias or options.hint:
            raise UsageError("Give the riddle in a file or in options, not in both.")
        return _read(options.file)
    return {
        "question": options.question or "",
        "answer": options.answer or "",
        "aliases": options.alias or [],
        "hints": options.hint or [],
    }


def _read(name: str) -> dict[str, Any]:
    try:
        with Path(name).open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
        fields = json.loads(data) if len(data) <= LARGEST_FILE else None
    except OSError as error:
        raise UsageError(f"{name} cannot be read: {error.strerror or error}.") from None
    except (ValueError, RecursionError):
        fields = None
    if not isinstance(fields, dict):
        raise UsageError(f"{name} is not one JSON object with question, answer, aliases and hints.")
    return {
        "question": _text(fields, "question"),
        "answer": _text(fields, "answer"),
        "aliases": _texts(fields, "aliases"),
        "hints": _texts(fields, "hints"),
    }


def _text(fields: dict[str, Any], key: str) -> str:
    value = fields.get(key, "")
    if not isinstance(value, str):
        raise UsageError(f"`{key}` is no text.")
    return value


def _texts(fields: dict[str, Any], key: str) -> list[str]:
    value = fields.get(key, [])
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise UsageError(f"`{key}` is no list of texts.")
    return value

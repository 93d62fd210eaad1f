"""`riddle doctor`: test every part and say what to mend."""

from __future__ import annotations

import json
import platform
import shutil
import sys
from contextlib import nullcontext
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bot import __version__
from bot.commands import options as common
from bot.errors import RiddleError

if TYPE_CHECKING:
    import argparse
    from collections.abc import AsyncIterator, Awaitable
    from pathlib import Path

    from bot.settings import Settings

ROOM_NEEDED = 2 * 10**9
"""Bytes the data folder should have: the converted model takes half a gigabyte, twice while it is made."""

FORGETFUL = frozenset({"tmpfs", "ramfs", "overlay"})
"""File systems whose content is gone after a restart of the machine or the container."""

NO_FEED = (
    "None can be read, so days are made from the sample news or the reserve; is this machine connected, "
    "and is RIDDLE_FEEDS right?"
)


class Health(StrEnum):
    """How a part is."""

    WELL = "well"
    NOTE = "note"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of one part, in a sentence that says what to mend."""

    part: str
    health: Health
    said: str


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    common.add_output(parser, "each finding")


def run(options: argparse.Namespace) -> int:
    """Test everything; 1 when a part is broken."""
    from bot import bootstrap

    screen = bootstrap.screen(plain=options.plain)
    worst = Health.WELL
    settings = common.settings()

    async def examine() -> None:
        nonlocal worst
        async for finding in findings(settings):
            worst = Health.BROKEN if Health.BROKEN in {worst, finding.health} else Health.WELL
            if options.json:
                print(json.dumps({"part": finding.part, "health": finding.health.value, "said": finding.said}))
            else:
                colour = {Health.WELL: "green", Health.NOTE: "yellow", Health.BROKEN: "bold red"}[finding.health]
                screen.say(f"{finding.part}: {finding.health.value}. {finding.said}", colour)

    patience = nullcontext() if options.json else screen.working("Testing every part; a model may take a minute")
    with patience:
        common.finish(examine())
    return 1 if worst is Health.BROKEN else 0


async def findings(settings: Settings) -> AsyncIterator[Finding]:
    """Test one part after the other, the quick ones first."""
    from bot import bootstrap
    from bot.settings import unknown_names

    python = f"Python {platform.python_version()} on {platform.system()} {platform.machine()}"
    yield Finding("program", Health.WELL, f"Riddle Me This {__version__}, {python}.")
    yield Finding("settings", Health.WELL, _settings(settings))
    for name, nearest in unknown_names():
        meant = f"; did you mean {nearest}?" if nearest else "."
        yield Finding("settings", Health.NOTE, f"{name} is no setting and is passed over{meant}")
    if settings.redis_url is None:
        yield _folder(settings.data_dir)
    store = await _tried("store", bootstrap.try_store(settings))
    yield store
    if store.health is Health.WELL and (slow := await bootstrap.store_advice(settings)):
        yield Finding("store", Health.NOTE, slow)
    for part, tried in (("slack", bootstrap.try_slack), ("discord", bootstrap.try_discord)):
        async for found in _platform(part, tried(settings)):
            yield found
    read = False
    async for name, trouble in bootstrap.try_feeds(settings):
        read = read or not trouble
        yield Finding("feed", Health.NOTE if trouble else Health.WELL, trouble or f"{name} can be read.")
    if not read:
        yield Finding("feed", Health.NOTE, NO_FEED)
    missing = bootstrap.embedded_missing()
    if missing and settings.model in {None, "embedded"}:
        health = Health.BROKEN if settings.model else Health.NOTE
        yield Finding(
            "model", health, f"The embedded model is not installed; riddles are made without a model. {missing}"
        )
    else:
        yield await _tried("model", bootstrap.try_model(settings))


def _settings(settings: Settings) -> str:
    keys = ", ".join(sorted(settings.vendor_keys)) or "none"
    riddles = "one riddle" if settings.per_day == 1 else f"{settings.per_day} riddles"
    return f"All can be read; {riddles} a day, {settings.strictness.value}; model keys: {keys}."


async def _platform(part: str, tried: AsyncIterator[tuple[str, str]]) -> AsyncIterator[Finding]:
    try:
        async for health, said in tried:
            yield Finding(part, Health(health), said)
    except RiddleError as error:
        yield Finding(part, Health.BROKEN, str(error))


async def _tried(part: str, test: Awaitable[str]) -> Finding:
    try:
        return Finding(part, Health.WELL, await test)
    except RiddleError as error:
        return Finding(part, Health.BROKEN, str(error))


def _folder(folder: Path) -> Finding:
    there = next((place for place in (folder, *folder.parents) if place.exists()), folder)
    if not there.is_dir():
        return Finding(
            "data folder", Health.BROKEN, f"{there} is a file, not a folder; set RIDDLE_DATA_DIR to a folder."
        )
    kind = _file_system(there)
    if kind in FORGETFUL:
        said = f"{folder} is on {kind}: what is kept there is gone after a restart; set RIDDLE_DATA_DIR or REDIS_URL."
        return Finding("data folder", Health.NOTE, said)
    free = shutil.disk_usage(there).free
    if free < ROOM_NEEDED:
        said = f"{folder} has {free // 10**6} MB left; the model and the store want {ROOM_NEEDED // 10**6}."
        return Finding("data folder", Health.NOTE, said)
    return Finding("data folder", Health.WELL, f"{folder}, {free // 10**9} GB free.")


def _file_system(folder: Path) -> str:
    """The kind of file system a folder is on, where Linux tells it."""
    from pathlib import Path as Here

    if sys.platform != "linux":
        return ""
    best, kind = "", ""
    for line in Here("/proc/mounts").read_text(encoding="utf-8", errors="replace").splitlines():
        _, mount, found, *_ = line.split(" ")
        inside = str(folder.resolve()) == mount or str(folder.resolve()).startswith(mount.rstrip("/") + "/")
        if inside and len(mount) >= len(best):
            best, kind = mount, found
    return kind

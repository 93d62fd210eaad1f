"""Everything on one machine."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from bot.processes.parts import PARTS
from bot.processes.supervisor import Supervisor

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.bootstrap import Store
    from bot.processes.running import Process
    from bot.settings import Settings


async def serve(process: Process, store: Store) -> int:  # noqa: ARG001 - it is held open for the others
    """Run all parts until told to stop."""
    settings = process.settings
    supervisor = Supervisor(
        [part for part in PARTS if part.wanted(settings)],
        _json if settings.log == "json" else _text,
        lambda place: environment(settings, place),
    )

    async def down() -> str:
        return supervisor.trouble()

    process.checks.append(down)
    process.again = supervisor.kill
    return await supervisor.run(process.stop)


def environment(settings: Settings, place: int) -> Mapping[str, str]:
    """What a part is given beside our own environment: a port of its own behind ours."""
    return {"RIDDLE_HEALTH_PORT": str(settings.health_port + 1 + place)} if settings.health_port else {}


def _text(name: str, line: str) -> None:
    print(f"{name:5} | {line}", flush=True)


def _json(_: str, line: str) -> None:
    """A line of JSON stays one; what is no log goes where it belongs."""
    print(line, file=sys.stderr if line.startswith("{") else sys.stdout, flush=True)

"""A process that augments is killed, and another goes on."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from typing import TYPE_CHECKING, Any

from bot.training.files import read_file
from bot.training.journal import Journal
from tests.doubles.openai_server import OpenAIServer, Said
from tests.training.teacher import good, reply

if TYPE_CHECKING:
    from pathlib import Path

QUICK = ("--without", "shape", "leak", "answer", "single", "copy", "taste", "grounding")
"""The checks load the parser, which takes longer than all the rest."""

PATIENCE = 60
"""Seconds a process may take on a busy machine."""


def answers(server: list[OpenAIServer], slow_from: int) -> Any:
    """One good example after the other; from some request on nobody lives to hear the answer."""

    def answer(_: dict[str, Any]) -> Said:
        at = len(server[0].requests) - 1
        return Said(reply(good(at % 12)), delay=PATIENCE if at >= slow_from else 0.0)

    return answer


async def start(folder: Path, url: str, *more: str) -> asyncio.subprocess.Process:
    words = ["augment", "--model", "openai:small", "--terms", "Ours.", "--count", "9", "--out", "out.jsonl", "--plain"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("RIDDLE_")}
    environment |= {"RIDDLE_MODEL_URL": url, "RIDDLE_DATA_DIR": str(folder / "data")}
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *words, *QUICK, *more), cwd=folder, env=environment, stdout=-1, stderr=-1
    )


async def test_another_process_goes_on_where_one_was_killed(tmp_path: Path) -> None:
    held: list[OpenAIServer] = []
    async with OpenAIServer([answers(held, 5)]) as server:
        held.append(server)
        first = await start(tmp_path, server.url)
        async with asyncio.timeout(PATIENCE):
            while not (tmp_path / "out.jsonl").exists() or len(server.requests) <= 5:  # noqa: ASYNC110 - another's work
                await asyncio.sleep(0.05)
            await asyncio.sleep(0.5)
        first.kill()
        await first.communicate()
        before = (tmp_path / "out.jsonl").read_text(encoding="utf-8")
        assert before.count("\n") >= 3

        server.script = [answers(held, 10**6)]
        second = await start(tmp_path, server.url, "--resume")
        _, err = await asyncio.wait_for(second.communicate(), PATIENCE)
        assert second.returncode == 0, err
    after = (tmp_path / "out.jsonl").read_text(encoding="utf-8")
    assert after.startswith(before)
    rows = read_file(tmp_path / "out.jsonl")
    assert (len(rows.examples), rows.refused) == (9, ())
    assert len({one.answer for one in rows.examples}) == 9
    seen = Journal.seen(tmp_path / "out.jsonl")
    assert (len(seen.kept), seen.tally.kept) == (9, 9)
    assert json.loads(after.splitlines()[-1])["terms"] == "Ours."

"""Written replies through the real command: good ones are released, faulty ones are not, and few riddles are fallbacks.

`riddle brew` in a process of its own asks a local OpenAI-compatible server that replays them. No model made these
replies: they were written by hand, the first sixty as good or with one planted fault each, forty more as a model of
about four billion parameters writes, with the slips that one or two repairs mend. Promises: at least 38 of the 40 good
ones with `fallback` false, none of the 20 faulty ones with its fault (a hint that gives the answer away is replaced,
and the rest may stand), and at most one in ten riddles of the forty a fallback. The baseline beside it is a program
that releases what can be parsed.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.errors import ReplyError
from bot.riddles.checks.leak import leaks
from bot.riddles.pipelines.reply import read_json
from tests.doubles.openai_server import OpenAIServer
from tests.replies import small
from tests.replies.__main__ import write
from tests.replies.replay import Recorded, Replay, load

if TYPE_CHECKING:
    from collections.abc import Sequence

PROMISED = 38
MOST_FALLBACKS = 0.1


async def brewed(folder: Path, name: str, count: int, url: str) -> list[dict[str, Any]]:
    """The riddles that came of a file's articles."""
    environment = os.environ | {
        "RIDDLE_DATA_DIR": str(folder / "data"),
        "RIDDLE_MODEL": "openai:recorded",
        "RIDDLE_MODEL_URL": url,
    }
    command = (sys.executable, "-m", "bot", "brew", "--json", "--count", str(count), "--article", str(folder / name))
    child = await asyncio.create_subprocess_exec(
        *command, env=environment, cwd=folder, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
    )
    said, _ = await child.communicate()
    return [json.loads(line) for line in said.splitlines()]


def share(riddles: Sequence[dict[str, Any]]) -> tuple[int, int]:
    """How many riddles the model made, and how many were made without it."""
    fallbacks = [riddle["fallback"] for riddle in riddles]
    return fallbacks.count(False), fallbacks.count(True)


def parsed(*, good: bool) -> int:
    """How many of the replies a program without checks would release."""
    read = 0
    for record in load():
        try:
            read += record.good is good and bool(read_json(record.compose))
        except ReplyError:
            continue
    return read


def cured(riddle: dict[str, Any], records: Sequence[Recorded]) -> bool:
    """Whether a riddle came of a reply with a hint that gives the answer away, and has another in its place."""
    for record in records:
        if record.fault == "leak" and (reply := read_json(record.compose)).answer == riddle["answer"]:
            own = reply.answer, reply.aliases
            told = {hint for at, hint in enumerate(reply.hints) if leaks(*own, hint, late=at == len(reply.hints) - 1)}
            return bool(told) and not leaks(*own, reply.question) and not told & {*riddle["hints"]}
    return False


async def marked(folder: Path) -> bool:
    """Print what was released of the good and of the faulty replies; whether the promises are kept."""
    records = load()
    write(folder, records)
    async with OpenAIServer([Replay(records)]) as server:
        good, crafted = share(await brewed(folder, "good.jsonl", 40, server.url))
        riddles = await brewed(folder, "bad.jsonl", 20, server.url)
    mended = [riddle for riddle in riddles if not riddle["fallback"] and cured(riddle, records)]
    bad, instead = share([riddle for riddle in riddles if riddle not in mended])
    print(f"good replies released: {good} of 40 (promise {PROMISED}); without checks {parsed(good=True)}")
    print(f"faulty replies released with their fault: {bad} of 20 (promise 0); without checks {parsed(good=False)}")
    print(f"released with another hint where the model's gave the answer away: {len(mended)} of 20")
    print(f"made without the model instead: {crafted} of 40 and {instead} of 20")
    return good >= PROMISED and bad == 0


async def small_model(folder: Path) -> bool:
    """Print how many riddles of forty articles are fallbacks where a small model is asked; whether they are few."""
    talks = small.load()
    rows = ({"title": talk.article.title, "text": talk.article.text, "outlet": "The Sample"} for talk in talks)
    (folder / "small.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    async with OpenAIServer([small.Conversation(talks)]) as server:
        riddles = await brewed(folder, "small.jsonl", len(talks), server.url)
    written, fallbacks = share(riddles)
    attempts = Counter(riddle["attempts"] for riddle in riddles if not riddle["fallback"])
    forms = Counter(riddle["form"] for riddle in riddles if not riddle["fallback"])
    tries = ", ".join(f"{attempts[n]} at try {n}" for n in sorted(attempts))
    print(f"as a 4B-class model writes (by hand, not by a model): {written} of {len(talks)} released ({tries})")
    print(f"their forms: {', '.join(f'{count} {form}' for form, count in forms.most_common())}")
    part = fallbacks / max(1, written + fallbacks)
    print(f"fallbacks among the riddles released: {fallbacks} of {written + fallbacks}, {part:.1%} (promise 10 %)")
    return part <= MOST_FALLBACKS


async def measure() -> int:
    """Brew from all files and print what was released."""
    print("The replies are written, not produced by a model: they try the checks and the repair, not a model.")
    with tempfile.TemporaryDirectory() as name:
        kept = [await marked(Path(name)), await small_model(Path(name))]
    return int(not all(kept))


if __name__ == "__main__":
    sys.exit(asyncio.run(measure()))

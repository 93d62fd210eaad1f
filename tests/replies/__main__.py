"""`python -m tests.replies [FOLDER]`: serves the recorded replies until Ctrl-C.

With a folder, the articles are written there as `good.jsonl` and `bad.jsonl`, to brew from:
`RIDDLE_MODEL=openai:recorded RIDDLE_MODEL_URL=<address> riddle brew --article FOLDER/good.jsonl --count 40`.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

from tests.doubles.openai_server import OpenAIServer
from tests.replies.replay import Recorded, Replay, load


def write(folder: Path, records: tuple[Recorded, ...]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, good in (("good", True), ("bad", False)):
        articles = [record.article for record in records if record.good is good]
        rows = ({"title": one.title, "text": one.text, "url": one.url, "outlet": one.outlet} for one in articles)
        lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (folder / f"{name}.jsonl").write_text("".join(lines), "utf-8")


async def serve(records: tuple[Recorded, ...]) -> None:
    async with OpenAIServer([Replay(records)]) as server:
        print(server.url, flush=True)
        await asyncio.Event().wait()


def main() -> None:
    records = load()
    if len(sys.argv) > 1:
        write(Path(sys.argv[1]), records)
    try:
        asyncio.run(serve(records))
    except KeyboardInterrupt:
        return


if __name__ == "__main__":
    main()

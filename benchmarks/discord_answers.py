"""A thousand answers in threads, with every kind of disconnection, two processes, and one of them killed.

Each must be recorded once and none be lost, in the order they were typed in, and all within ten seconds of the last
disconnection. Run with `python -m benchmarks.discord_answers`.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import time
from collections import Counter
from typing import TYPE_CHECKING

from benchmarks.stages.discord import open_stage

if TYPE_CHECKING:
    from asyncio.subprocess import Process

    from benchmarks.stages.discord import Stage

ANSWERS = 1_000
PEOPLE = 50
TROUBLES = 8
CATCH_UP = 10.0
LONGEST = 90.0


async def trouble(stage: Stage, number: int, processes: list[Process]) -> None:
    """One kind of disconnection after the other."""
    server = stage.server
    match number % TROUBLES:
        case 0:
            server.drop_connections()
        case 1:
            await server.ask_reconnect()
        case 2:
            await server.invalidate(resumable=False)
        case 3:
            await server.close_connections(4000)
        case 4:
            await stage.end(processes[0], kill=True)
            processes[0] = await stage.run("-m", "bot", "discord")
        case 5:
            await server.invalidate(resumable=True)
        case 6:
            server.kill_sessions()
            server.drop_connections()
        case 7:
            server.fault("GET /channels/*/messages", "status", status=502, times=2)
            await server.close_connections(4009)


async def main() -> int:
    """Say a thousand things; 1 where one is lost, doubled, out of order or late."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--answers", type=int, default=ANSWERS)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    random.seed(options.seed)
    async with open_stage(enforce_rate_limits=False, identify_interval=0.0) as stage:
        users = [stage.server.add_user(f"player{number}")["username"] for number in range(PEOPLE)]
        found, thread = await stage.post()
        processes = [(await stage.begin())[0], (await stage.begin(ready=2))[0]]
        said: list[str] = []
        ids: list[str] = []
        every = options.answers // (TROUBLES + 1)
        for number in range(options.answers):
            if number and number % every == 0:
                await trouble(stage, number // every - 1, processes)
            text = f"ship {number}"
            message = await stage.server.say(text, user=users[number % PEOPLE], channel=thread, copies=1 + number % 2)
            said.append(text)
            ids.append(message["id"])
            await asyncio.sleep(0.004)
        begun = time.perf_counter()
        for _ in range(int(LONGEST / 0.05)):
            if len(await stage.store.rounds.log(found.key, 1, options.answers - 1, 1)):
                break
            await asyncio.sleep(0.05)
        took = time.perf_counter() - begun
        texts = [one.text for one in await stage.store.rounds.log(found.key, 1, 0, 10 * options.answers) if one.text]
        await asyncio.sleep(8.0)
        counts = Counter(texts)
        shown = [len(stage.server.messages[one].get("_reactions", [])) for one in ids]
        lost, doubled = sum(not counts[text] for text in said), sum(number > 1 for number in counts.values())
        print(f"answers {options.answers}: lost {lost}, doubled {doubled}, in order {texts == said}")
        print(f"caught up within {took:.1f} s of the last one (at most {CATCH_UP:g})")
        print(f"verdicts shown once {shown.count(1)}, twice {sum(one > 1 for one in shown)}, not {shown.count(0)}")
        print(f"violations {len(stage.server.violations)}: {stage.server.violations[:3]}")
        bad = lost or doubled or texts != said or took > CATCH_UP or max(shown) > 1 or stage.server.violations
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))

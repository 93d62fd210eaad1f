"""How soon Slack is answered again after a refresh, a reset, a half-open line, an outage, and an address that expired.

All over the connection of one process of the bot; events told meanwhile are sent again by Slack, and none may be lost.
"""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

from benchmarks.stages.figures import Figures
from benchmarks.stages.slack import COMMUNITY, clock, staged
from bot import bootstrap

if TYPE_CHECKING:
    from tests.doubles.slack_server import SlackServer

BOUNDS = {"refresh": 2, "reset": 12, "half-open": 15, "outage of 15 s": 15, "expired address": 60}
OUTAGE = 15.0


async def main() -> int:
    """Break it in each way; 1 where it came back too late, or a guess was lost."""
    figures = Figures()
    async with staged(retry_scale=0.05) as stage:
        await stage.play()
        stage.start()
        await stage.connected()
        await asyncio.sleep(1)
        slack = stage.slack
        for guesses, (name, bound) in enumerate(BOUNDS.items()):
            away = await _break(slack, name)
            user = f"U0H{guesses:04d}"
            slack.add_user(user, user.lower())
            said = asyncio.ensure_future(_said(slack, user))
            began = clock()
            while True:
                if slack.connections and (await slack.slash("/riddle", "help")).acked:
                    break
                await asyncio.sleep(0.02)
            figures.bound(f"back after {name}", clock() - began - away, bound)
            await said
            slack.clear_faults()
            await asyncio.sleep(1)
        found = await bootstrap.club(stage.store, COMMUNITY).latest("default")
        assert found is not None
        players = (await stage.store.rounds.counts(found.key, 1))[0]
        figures.bound("guesses lost", len(BOUNDS) - players, 0, unit="")
        urls = [one["ticket"] for one in slack.connection_log if "ticket" in one]
        figures.bound("addresses tried twice", len(urls) - len(set(urls)), 0, unit="")
    return figures.end()


async def _break(slack: SlackServer, name: str) -> float:
    """Do it; gives for how long Slack itself is away."""
    if name == "refresh":
        await slack.request_disconnect()
    elif name == "half-open":
        slack.blackhole()
    elif name == "outage of 15 s":
        slack.outage(OUTAGE)
        return OUTAGE
    else:
        if name == "expired address":
            slack.fault("link", "status", status=408, times=3)
        slack.drop_connections()
    return 0.0


async def _said(slack: SlackServer, user: str) -> None:
    channel = slack._im(slack.teams["T0FAKE001"], user).id
    sent = await slack.say("lighthouse", user=user, channel=channel)
    while not sent.acked:
        await asyncio.sleep(0.5)
        sent = await slack.redeliver(sent)


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))

"""Forty days of posts and reveals in Slack by three workers that are killed, over a network that loses replies.

What is counted stands in Slack's channels. With the scope to read them every post and reveal must be there once; with
the two required scopes alone none may be there twice, and each that nobody can be sure of is told to a host once.

Run with `python -m benchmarks.slack_posts [--days 40]`.
"""

from __future__ import annotations

import asyncio
import os
import random
import sys
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from adapters.slack.blocks import shown
from adapters.slack.messenger import SlackMessenger
from adapters.slack.teams import OneTeam
from benchmarks.delivery import CHANNELS, COMMUNITY, CUT, FIRST, HOURS, REPLICAS, channel, moment
from benchmarks.stages.delivery import Stage, begin_replica, die, options
from bot.domain import Matter, Sending
from bot.domain import Stage as Became
from bot.game.sentences import Words
from bot.ports.now import system_now
from tests.doubles.slack_server import SlackServer

if TYPE_CHECKING:
    from bot.bootstrap import Store
    from bot.delivery.sending import Sender
    from bot.domain import Channel, Content

TOKEN, HOST = "xoxb-one", "U0HOST"
KINDS = ("lost_reply", "drop", "status", "lost_status", "malformed", "ratelimit", "error")
FAULTS = 0.3
"""The share of moments in which one call fails, beside those at which a worker dies."""

DEATHS = 0.08
TWO_SCOPES = {"commands", "chat:write"}


class Mortal(SlackMessenger):
    """A messenger whose process dies by chance before a call or after it."""

    async def post(self, channel: Channel, content: Content, name: str) -> str:
        """Post, or die."""
        return str(await _mortally(lambda: super(Mortal, self).post(channel, content, name)))

    async def edit(self, channel: Channel, message: str, content: Content) -> None:
        """Edit, or die."""
        await _mortally(lambda: super(Mortal, self).edit(channel, message, content))


async def _mortally(call: Any) -> Any:
    dice = random.random() / DEATHS
    if dice < 1 / 2:
        die()
    done = await call()
    if dice < 1:
        die()
    return done


def in_slack(who: Sender, _: Store) -> Sender:
    """A sender that speaks to Slack."""
    words = Words()

    async def shows(community: str, content: Content) -> dict[str, Any]:  # noqa: ARG001
        return shown(words, content)

    async def hosts(_: str) -> tuple[str, ...]:
        return (HOST,)

    speaking = Mortal(OneTeam(TOKEN, os.environ["SLACK_API_URL"]), shows, hosts)
    return replace(who, messengers={"slack": speaking}, wall=system_now)


async def forty(days: int, seed: int, *, scopes: set[str] | None) -> bool:
    """Let the days pass; whether Slack's channels are as they must be."""
    dice = random.Random(seed)
    async with SlackServer(enforce_rate_limits=False, subscribed={"nothing"}) as slack:
        team = slack.add_team("T1", "One", "one", TOKEN)
        team.scopes = scopes if scopes is not None else team.scopes
        slack.add_user(HOST, "host", "T1")
        for number in range(CHANNELS):
            slack.add_channel(f"C{number}", f"c{number}", "T1")
        settings = {"SLACK_API_URL": slack.api_url}
        async with Stage(cut=CUT, seed=seed, module="benchmarks.slack_posts", settings=settings) as stage:
            schedule = await stage.prepare(FIRST, days, map(channel, range(CHANNELS)))
            stage.start(REPLICAS)
            for number in range(days):
                for matter in HOURS:
                    slack.clear_faults()
                    if dice.random() < FAULTS:
                        target = "chat.postMessage" if matter is Matter.POST else "chat.update"
                        slack.fault(target, dice.choice(KINDS), after=dice.randrange(CHANNELS))
                    await moment(stage, schedule, matter, FIRST + timedelta(days=number), dice)
            unsure = [
                one
                for one in await schedule.deliveries(COMMUNITY, FIRST, FIRST + timedelta(days=days))
                if one.sending.matter is Matter.POST and one.stage is Became.UNSURE
            ]
            errors = list(stage.logs())
            print(
                f"{days} days, {CHANNELS} channels; {stage.killed} killed, {stage.died - stage.killed} died at a call"
            )
        return _told(slack, days, len(unsure), errors, looks=scopes is None)


def _told(slack: SlackServer, days: int, unsure: int, errors: list[str], *, looks: bool) -> bool:
    names, revealed = Counter[str](), Counter[str]()
    for number in range(CHANNELS):
        for message in slack.messages(f"C{number}", bot_only=True):
            name = message.get("metadata", {}).get("event_payload", {}).get("name", "?")
            names[name] += 1
            revealed[name] += "riddle:story" in str(message["blocks"])
    keys = [(channel(c).key, FIRST + timedelta(days=d)) for c in range(CHANNELS) for d in range(days)]
    posts = Counter(min(2, names[Sending(Matter.POST, *key).name]) for key in keys)
    shown_once = sum(
        revealed[Sending(Matter.POST, *key).name] + names[Sending(Matter.REVEAL, *key).name] == 1 for key in keys
    )
    told = len(slack.messages("D0HOST", bot_only=True)) if "D0HOST" in slack.channels else 0
    print(f"posts: {posts[1]} once, {posts[0]} missing, {posts[2]} doubled; {unsure} unsure, {told} told to a host")
    print(f"reveals: {shown_once} of {len(keys)}; violations {len(slack.violations)}, logged errors {len(errors)}")
    for line in [*map(str, slack.violations[:5]), *errors[:5]]:
        print("  ", line[:200])
    if looks:
        return posts[1] == shown_once == len(keys) and not slack.violations
    return not posts[2] and posts[0] <= unsure == told and not slack.violations


def main() -> int:
    """Prove it."""
    asked = options(__doc__, days=40).parse_args()
    if asked.replica:
        return begin_replica(change=in_slack)
    print("with the scope to read the channel:")
    held = asyncio.run(forty(asked.days, asked.seed, scopes=None))
    print("with the two required scopes alone:")
    return 0 if asyncio.run(forty(asked.days, asked.seed, scopes=TWO_SCOPES)) and held else 1


if __name__ == "__main__":
    sys.exit(main())

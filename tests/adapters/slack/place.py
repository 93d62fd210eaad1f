"""A workspace of Slack's, the app in it, and a real store: what people do there, and what they see."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from adapters.slack.app import build
from adapters.slack.calls import web_client
from adapters.slack.socket import Socket
from adapters.slack.teams import OneTeam
from bot import bootstrap
from bot.bootstrap.slack import office
from bot.domain import Channel, ChannelKey, Matter, Schedule, Sending
from bot.ports.now import system_now
from bot.settings import load_settings
from tests.adapters.store.samples import edition, riddle
from tests.doubles.slack_server import Delivery, SlackServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import date
    from pathlib import Path

    from adapters.slack.office import Office
    from bot.bootstrap import Store
    from bot.domain import Riddle

COMMUNITY = "slack:T0FAKE001"
TWO_SCOPES = {"commands", "chat:write"}


@dataclass
class Asked:
    """Work that was asked for."""

    made: list[tuple[str, date]] = field(default_factory=list)

    async def make(self, deck: str, day: date, *, quick: bool = False) -> None:  # noqa: ARG002
        self.made.append((deck, day))


@dataclass
class Place:
    """Slack, the app, and its store."""

    slack: SlackServer
    store: Store
    office: Office
    tasks: Asked
    troubles: list[str]

    async def open(self, *riddles: Riddle, deck: str = "default") -> None:
        """Today's riddles, as they are played where nothing is posted."""
        made = edition(*(riddles or (riddle("harbour"),)), day=system_now().date(), deck=deck, number=142)
        await self.store.editions.put(made)
        await self.office.front.club(COMMUNITY).open(made)

    async def channel(self, channel: str = "C0RIDDLES", **more: Any) -> ChannelKey:
        """A channel that gets riddles, and today's post in it."""
        key, now = ChannelKey(COMMUNITY, channel), system_now()
        made = edition(riddle("harbour"), day=now.date(), number=142)
        await self.store.editions.put(made)
        plans = bootstrap.planning(self.store)
        await plans.set_up(Channel(key, Schedule(now.time().replace(microsecond=0)), **more))
        await plans.post_now(key)
        return key

    def sending(self, key: ChannelKey, matter: Matter = Matter.POST) -> Sending:
        return Sending(matter, key, system_now().date())

    async def heard(self, user: str, count: int = 1) -> list[dict[str, Any]]:
        """What one alone sees by now."""
        await self.slack.wait_until(lambda: len(self.seen(user)) >= count)
        return self.seen(user)

    def seen(self, user: str) -> list[dict[str, Any]]:
        return [one for one in self.slack.ephemerals if one["user"] == user]

    def violations(self) -> list[str]:
        return [f"{one.code}: {one.detail}" for one in self.slack.violations]


def words_of(blocks: Any) -> str:
    """Every text in blocks or a view."""
    if isinstance(blocks, dict):
        own = [blocks["text"]] if isinstance(blocks.get("text"), str) else []
        return " ".join([*own, *(words_of(value) for value in blocks.values() if not isinstance(value, str))])
    return " ".join(words_of(one) for one in blocks) if isinstance(blocks, list) else ""


def labels(blocks: list[dict[str, Any]]) -> list[str]:
    """What stands on the buttons."""
    return [one["text"]["text"] for block in blocks if block["type"] == "actions" for one in block["elements"]]


@asynccontextmanager
async def place(
    redis_url: str, data_dir: Path, *, scopes: set[str] | None = None, hosts: str = "", **options: Any
) -> AsyncIterator[Place]:
    """The app in a workspace, over Socket Mode."""
    settings = load_settings(REDIS_URL=redis_url, RIDDLE_DATA_DIR=str(data_dir), RIDDLE_HOSTS=hosts)
    async with SlackServer(retry_scale=0.01, **options) as slack, bootstrap.open_store(settings, quick=True) as store:
        if scopes is not None:
            slack.teams["T0FAKE001"].scopes = scopes
        tasks, troubles, stop = Asked(), list[str](), asyncio.Event()
        team = OneTeam(slack.bot_token, slack.api_url)
        made = office(settings, store, tasks, team, count_seconds=0.3)
        await team.begin()
        socket = Socket(build(made), web_client(None, slack.api_url), slack.app_token, troubles.append)
        running = asyncio.ensure_future(socket.run(stop))
        try:
            await slack.wait_connected()
            yield Place(slack, store, made, tasks, troubles)
        finally:
            stop.set()
            await running
            await made.beside.finish(2)


async def press(here: Place, asked: Delivery, text: str, user: str = "U0ALICE", about: str | None = None) -> Delivery:
    """Press a button of something one alone sees."""
    slack, shown = here.slack, asked.responses[-1]
    _, element = slack._find_element(shown["blocks"], None, text)
    team = slack._team_of(user)
    payload = {
        "type": "block_actions", "team": {"id": team.id}, "user": {"id": user, "team_id": team.id},
        "container": {"type": "message", "is_ephemeral": True, "channel_id": "C0GENERAL"},
        "channel": {"id": "C0GENERAL"}, "trigger_id": slack._trigger(user),
        "actions": [slack._action({}, element, None) | ({"value": about} if about is not None else {})],
    }  # fmt: skip
    done = Delivery(payload["trigger_id"], "interactive", payload, False)
    payload["response_url"] = slack._new_response_url(done, team, "C0GENERAL", user)
    return await slack.deliver(done)


async def choose(
    here: Place, view: dict[str, Any], action_id: str, value: Any = None, user: str = "", state: Any = None
) -> Delivery:
    """Press or choose something in a form; `state` is what stands in its fields by then."""
    slack, who = here.slack, user or view["_user"]
    team = slack._team_of(who)
    _, element = slack._find_element(view["blocks"], action_id, None)
    action = slack._action({}, element, element.get("value", value)) | ({"value": value} if value is not None else {})
    payload = {
        "type": "block_actions", "team": {"id": team.id}, "user": {"id": who, "team_id": team.id},
        "container": {"type": "view", "view_id": view["id"]}, "trigger_id": slack._trigger(who, view=view["id"]),
        "view": {**slack._public(view), "state": {"values": state or {}}}, "actions": [action],
    }  # fmt: skip
    return await slack.deliver(Delivery(payload["trigger_id"], "interactive", payload, False))

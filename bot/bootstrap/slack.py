"""Slack, wired: who speaks in its workspaces, and the process that answers there."""

from __future__ import annotations

import asyncio
import importlib
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.bootstrap.delivery import clubs, open_tasks, releasing
from bot.bootstrap.desk import front
from bot.bootstrap.hosts import tidying
from bot.bootstrap.terminal import words
from bot.ports.now import system_now

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from adapters.slack.messenger import SlackMessenger
    from adapters.slack.office import Office
    from adapters.slack.renewing import Renewal
    from adapters.slack.teams import Teams
    from adapters.slack.web import Credentials
    from bot.bootstrap.store import Store
    from bot.domain import Content
    from bot.ports.installs import InstallStore
    from bot.ports.tasks import Makes, Tasks
    from bot.settings import Settings


def slack_lacks(settings: Settings) -> str:
    """Which setting is missing before Slack can be served, or nothing."""
    if settings.slack_client_id:
        needed = {
            "SLACK_CLIENT_SECRET": settings.slack_client_secret,
            "SLACK_SIGNING_SECRET": settings.slack_signing_secret,
            "RIDDLE_TOKEN_KEY": settings.token_key,
            "RIDDLE_PUBLIC_URL": settings.public_url,
        }
    else:
        needed = {"SLACK_BOT_TOKEN": settings.slack_bot_token, "SLACK_APP_TOKEN": settings.slack_app_token}
    return ", ".join(name for name, value in needed.items() if not value)


def slack_messenger(settings: Settings, store: Store | None = None) -> SlackMessenger | None:
    """Who brings posts to Slack, or None where there is no token."""
    speaking = _teams(settings, store.installs if store is not None else None)
    return _messenger(settings, speaking, store) if speaking is not None else None


async def run_slack(settings: Settings, store: Store, stop: asyncio.Event, trouble: Callable[[str], None]) -> None:
    """Answer on Slack until told to stop."""
    from adapters.slack.running import run_socket, run_web
    from adapters.slack.teams import OneTeam

    async with AsyncExitStack() as stack:
        tasks = LateTasks(store, stack)
        speaking = _teams(settings, store.installs)
        if isinstance(speaking, OneTeam) and settings.slack_app_token is not None:
            token = settings.slack_app_token.get_secret_value()
            desks = office(settings, store, tasks, speaking)
            await run_socket(desks, speaking, token, settings.slack_api_url, stop, trouble)
        elif speaking is not None and store.installs is not None:
            desks = office(settings, store, tasks, speaking)
            await run_web(desks, store.installs, _credentials(settings), settings.port, stop, trouble)


@dataclass(slots=True)
class LateTasks:
    """Puts work into the queues, which are opened when the first is asked for: to load them takes most of a second."""

    store: Store
    stack: AsyncExitStack
    _opening: asyncio.Lock = field(default_factory=asyncio.Lock)
    _opened: Tasks | None = None

    async def make(self, deck: str, day: date, *, quick: bool = False) -> None:
        """Have an edition made."""
        async with self._opening:
            if self._opened is None:
                await asyncio.to_thread(importlib.import_module, "adapters.tasks.engine")
                self._opened = await self.stack.enter_async_context(open_tasks(self.store))
        await self._opened.make(deck, day, quick=quick)


def slack_manifest(public_url: str) -> tuple[str, str]:
    """The manifest, and what each of its scopes is for."""
    from adapters.slack.manifest import explained, manifest

    return manifest(public_url), explained()


def _credentials(settings: Settings) -> Credentials:
    from adapters.slack.web import Credentials as Known

    return Known(
        settings.slack_client_id or "",
        settings.slack_client_secret.get_secret_value() if settings.slack_client_secret else "",
        settings.slack_signing_secret.get_secret_value() if settings.slack_signing_secret else "",
        settings.public_url or "",
        settings.slack_api_url,
    )


def _teams(settings: Settings, installs: InstallStore | None) -> Teams | None:
    from adapters.slack.teams import InstalledTeams, OneTeam

    if settings.slack_client_id and installs is not None:
        return InstalledTeams(installs, time.monotonic, settings.slack_api_url, _renewal(settings, installs))
    if settings.slack_bot_token is not None:
        return OneTeam(settings.slack_bot_token.get_secret_value(), settings.slack_api_url)
    return None


def _renewal(settings: Settings, installs: InstallStore) -> Renewal:
    from adapters.slack.renewing import Renewal as Renews

    secret = settings.slack_client_secret.get_secret_value() if settings.slack_client_secret else ""
    return Renews(installs, settings.slack_client_id or "", secret, time.time, settings.slack_api_url)


def _messenger(settings: Settings, speaking: Teams, store: Store | None) -> SlackMessenger:
    from adapters.slack.blocks import shown
    from adapters.slack.messenger import SlackMessenger as Speaks
    from adapters.slack.names import Names, told_of

    said, names = words(settings), Names(speaking, time.monotonic)

    async def shows(community: str, content: Content) -> dict[str, Any]:
        return shown(said, content, await names.of(community, told_of(content)))

    async def hosts(community: str) -> Sequence[str]:
        named = (await store.communities.customs(community)).hosts if store is not None else ()
        return (*named, *sorted(settings.host_list))

    return Speaks(speaking, shows, hosts)


def office(settings: Settings, store: Store, tasks: Makes, speaking: Teams, count_seconds: float = 8.0) -> Office:
    """What the handlers of Slack need."""
    from adapters.slack.counts import Counts
    from adapters.slack.office import Office as Desks
    from adapters.slack.rights import Rights
    from bot.delivery.counting import Counting
    from bot.delivery.telling import Told

    counting = Counting(store.schedule, store.editions, clubs(store), releasing(store), Told())
    return Desks(
        front(store, settings, tasks),
        speaking,
        Rights(speaking, store.communities, settings.host_list, time.monotonic),
        Counts(counting, _messenger(settings, speaking, store), count_seconds),
        tidying(store, settings, system_now),
        store.installs,
        store.heard,
    )

"""The process of Slack: who answers, over which line, until it is told to stop."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from aiohttp import web

from adapters.slack.app import build
from adapters.slack.calls import web_client
from adapters.slack.missed import Missed, MissedEverywhere
from adapters.slack.socket import Socket
from adapters.slack.web import Credentials, site
from bot.errors import ChannelGone, DeliveryError, SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable

    from slack_sdk.web.async_client import AsyncWebClient

    from adapters.slack.office import Office
    from adapters.slack.teams import OneTeam, Robot
    from bot.ports.installs import InstallStore

_log = logging.getLogger(__name__)

FINISH_SECONDS = 8.0
"""How long answers that are under way are waited for at the end."""

AGAIN_SECONDS = 3.0


async def run_socket(
    office: Office, team: OneTeam, app_token: str, api_url: str | None, stop: asyncio.Event,
    trouble: Callable[[str], None],
) -> None:  # fmt: skip
    """Serve one workspace over Socket Mode."""
    begun = asyncio.ensure_future(_begin(team, stop, trouble))
    try:
        robot = await begun
        if robot is not None:
            await _answer(office, robot, web_client(None, api_url), app_token, stop, trouble)
    finally:
        begun.cancel()
        await office.beside.finish(FINISH_SECONDS)


async def _answer(
    office: Office, robot: Robot, client: AsyncWebClient, app_token: str, stop: asyncio.Event,
    trouble: Callable[[str], None],
) -> None:  # fmt: skip
    missed = Missed(office, office.heard, robot) if office.heard is not None else None
    noting: asyncio.Task[None] | None = None

    async def connected() -> None:
        nonlocal noting
        if missed is not None:
            since = await missed.heard.until(robot.community)
            noting = noting or asyncio.ensure_future(missed.note(stop))
            await missed.catch_up(since)

    def told(reason: str) -> None:
        trouble(reason)
        if not reason:
            office.beside.start(connected(), "read what was missed")

    try:
        await Socket(build(office), client, app_token, told).run(stop)
    finally:
        if noting is not None:
            noting.cancel()


async def run_web(
    office: Office, installs: InstallStore, known: Credentials, port: int, stop: asyncio.Event,
    trouble: Callable[[str], None],
) -> None:  # fmt: skip
    """Serve many workspaces over HTTP."""
    runner = web.AppRunner(site(build(office), office, installs, known), access_log=None, shutdown_timeout=5.0)
    await runner.setup()
    missed: asyncio.Task[None] | None = None
    try:
        try:
            await web.TCPSite(runner, "0.0.0.0", port).start()  # noqa: S104 - the world is to reach it
        except OSError as error:
            raise SettingsError(f"PORT {port} cannot be used: {error.strerror or error}.") from None
        trouble("")
        _log.info("listening port=%d", port)
        if office.heard is not None:
            missed = asyncio.ensure_future(MissedEverywhere(office, office.heard, installs).run(stop))
        await stop.wait()
    finally:
        if missed is not None:
            missed.cancel()
            await asyncio.gather(missed, return_exceptions=True)
        await runner.cleanup()
        await office.beside.finish(FINISH_SECONDS)


async def _begin(team: OneTeam, stop: asyncio.Event, trouble: Callable[[str], None]) -> Robot | None:
    """Ask Slack whose token it is, until it answers; raises `SettingsError` where it is refused."""
    while not stop.is_set():
        try:
            robot = await team.begin()
        except ChannelGone as error:
            raise SettingsError(f"SLACK_BOT_TOKEN is refused by Slack: {error}") from None
        except DeliveryError as error:
            trouble(str(error))
            await _pause(stop)
        else:
            _log.info("speaking community=%s scopes=%s", robot.community, ",".join(sorted(robot.scopes or ())) or "?")
            return robot
    return None


async def _pause(stop: asyncio.Event) -> None:
    try:
        async with asyncio.timeout(AGAIN_SECONDS):
            await stop.wait()
    except TimeoutError:
        return

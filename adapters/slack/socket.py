"""Socket Mode, with every wait bounded: no socket, however it dies, is waited for without an end.

The library's own client goes on trying an address that has expired (it asks for a new one only once it was
connected), and closes the old connection before it opens the next. Here each try asks for an address of its own, the
next connection stands before the last is let go, and one that is silent is given up.
"""

from __future__ import annotations

import asyncio
import json
import logging
import random
from typing import TYPE_CHECKING, Any, Literal

import aiohttp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.proxy_env_variable_loader import load_http_proxy_from_env

from adapters.slack.app import dispatch
from adapters.slack.calls import retry_after, said_by
from bot.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from slack_bolt.async_app import AsyncApp
    from slack_bolt.response import BoltResponse
    from slack_sdk.web.async_client import AsyncWebClient

_log = logging.getLogger(__name__)

OPENING_SECONDS = 8.0
"""Longest from the question for an address to Slack's hello."""

BEAT_SECONDS = 5.0
"""How often a ping goes out; its answer may take half as long, else the socket is dead."""

FIRST_BACKOFF, LONGEST_BACKOFF = 0.25, 8.0
LONGEST_PAUSE = 120.0
LINGER_SECONDS = 10.0
"""How long a connection that was replaced is still read."""

LARGEST_FRAME = 4 * 2**20
REFUSED = frozenset({"invalid_auth", "not_authed", "account_inactive", "token_revoked", "not_allowed_token_type"})
"""What Slack says of an app token with which it will never work."""

_FAILURES = (aiohttp.ClientError, SlackClientError, OSError, TimeoutError, ValueError)


class Closed(Exception):
    """A connection came to its end before it was open."""


class Socket:
    """Keeps one connection until told to stop; `trouble` is told why there is none, and nothing where there is."""

    def __init__(self, app: AsyncApp, client: AsyncWebClient, token: str, trouble: Callable[[str], None]) -> None:
        self._app = app
        self._client = client
        self._token = token
        self._trouble = trouble
        self._current: aiohttp.ClientWebSocketResponse | None = None
        self._under_way: set[asyncio.Task[None]] = set()
        self._answering: set[asyncio.Task[None]] = set()
        self._proxy = load_http_proxy_from_env()

    async def run(self, stop: asyncio.Event) -> None:
        """Connect, and again whenever the connection ends; raises `SettingsError` where the token is refused."""
        backoff, stopping = FIRST_BACKOFF, asyncio.ensure_future(stop.wait())
        try:
            async with aiohttp.ClientSession() as session:
                while not stop.is_set():
                    failed, wait = await self._once(session, stopping)
                    backoff = min(LONGEST_BACKOFF, backoff * 2) if failed else FIRST_BACKOFF
                    if failed and not stop.is_set():
                        pause = max(wait, backoff * random.uniform(0.7, 1.0))
                        await asyncio.wait({stopping}, timeout=pause)
                await self._finish()
        finally:
            stopping.cancel()

    async def _once(self, session: aiohttp.ClientSession, stopping: asyncio.Task[Literal[True]]) -> tuple[bool, float]:
        """One connection, to its end or to the moment its successor is wanted; whether it failed to open."""
        try:
            async with asyncio.timeout(OPENING_SECONDS):
                line = await self._open(session)
        except SlackApiError as error:
            return True, self._refused(error)
        except (Closed, *_FAILURES) as error:
            self._trouble(f"Slack cannot be reached ({type(error).__name__}).")
            return True, 0.0
        before, self._current = self._current, line
        self._trouble("")
        _log.info("connected to Slack")
        if before is not None:
            self._keep(asyncio.ensure_future(self._let_go(before)))
        reading = asyncio.ensure_future(self._read(line))
        self._keep(reading)
        either: set[asyncio.Future[Any]] = {reading, stopping}
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        return False, 0.0

    async def _open(self, session: aiohttp.ClientSession) -> aiohttp.ClientWebSocketResponse:
        """An address of its own for each try: one is good for one connection and for seconds."""
        answer = await self._client.apps_connections_open(app_token=self._token)
        line = await session.ws_connect(
            str(answer["url"]), heartbeat=BEAT_SECONDS, max_msg_size=LARGEST_FRAME, proxy=self._proxy
        )
        try:
            while True:
                frame = await line.receive()
                if frame.type is not aiohttp.WSMsgType.TEXT:
                    raise Closed
                if self._heard(line, frame.data) == "hello":
                    return line
        except BaseException:
            await line.close()
            raise

    def _refused(self, error: SlackApiError) -> float:
        said, status = said_by(error)
        if said in REFUSED:
            raise SettingsError(f"SLACK_APP_TOKEN is refused by Slack ({said}): make one with connections:write.")
        self._trouble(f"Slack gives no address to connect to ({said or status}).")
        return min(LONGEST_PAUSE, retry_after(error, 0.0))

    async def _read(self, line: aiohttp.ClientWebSocketResponse) -> None:
        """Read until it ends, or until Slack wants another; what it still sends then is read beside it."""
        async for frame in line:
            if frame.type is aiohttp.WSMsgType.TEXT and self._heard(line, frame.data) == "disconnect":
                self._keep(asyncio.ensure_future(self._read(line)))
                return
        if line is self._current:
            _log.info("the connection to Slack ended, code=%s", line.close_code)
            self._trouble("The connection to Slack ended.")

    def _heard(self, line: aiohttp.ClientWebSocketResponse, frame: str) -> str:
        """Take one frame; its type."""
        try:
            told = json.loads(frame)
        except ValueError:
            return ""
        if not isinstance(told, dict):
            return ""
        kind = str(told.get("type") or "")
        if isinstance(told.get("envelope_id"), str) and isinstance(told.get("payload"), dict):
            answering = asyncio.ensure_future(self._answer(line, told))
            self._answering.add(answering)
            self._keep(answering)
        return kind

    async def _answer(self, line: aiohttp.ClientWebSocketResponse, told: dict[str, Any]) -> None:
        request = AsyncBoltRequest(mode="socket_mode", body=told["payload"], headers=_headers(told))
        response = await dispatch(self._app, request)
        if response.status != 200:
            return
        ack = f'{{"envelope_id": {json.dumps(told["envelope_id"])}'
        payload = _payload(response) if told.get("accepts_response_payload") else ""
        await self._send(line, f'{ack}, "payload": {payload}}}' if payload else f"{ack}}}")

    async def _send(self, line: aiohttp.ClientWebSocketResponse, ack: str) -> None:
        """Acknowledge where it came from, or over the connection there is now."""
        for one in (line, self._current):
            if one is None or one.closed:
                continue
            try:
                await one.send_str(ack)
            except (ConnectionError, aiohttp.ClientError):
                continue
            return
        _log.info("an acknowledgement found no connection; Slack sends such an event again")

    async def _let_go(self, line: aiohttp.ClientWebSocketResponse) -> None:
        """Close a connection that was replaced, once Slack had time to send what it meant for it."""
        await asyncio.sleep(LINGER_SECONDS)
        await line.close()

    async def _finish(self) -> None:
        """Answer what came, then close."""
        if self._answering:
            await asyncio.wait(self._answering, timeout=3.0)
        if self._current is not None:
            await self._current.close()
        for task in tuple(self._under_way):
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)

    def _keep(self, task: asyncio.Task[None]) -> None:
        self._under_way.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        self._answering.discard(task)
        if not task.cancelled() and task.exception() is not None:
            _log.error("a fault at the socket", exc_info=task.exception())


def _headers(told: dict[str, Any]) -> dict[str, str | Sequence[str]]:
    """What an HTTP request would say of a second try."""
    headers: dict[str, str | Sequence[str]] = {"content-type": "application/json"}
    if told.get("retry_attempt"):
        headers["x-slack-retry-num"] = str(told["retry_attempt"])
        headers["x-slack-retry-reason"] = str(told.get("retry_reason") or "")
    return headers


def _payload(response: BoltResponse) -> str:
    """What is answered, as JSON; the library has written it already."""
    if response.body in {"", "{}"}:
        return ""
    kind = (response.headers.get("content-type") or [""])[0]
    return response.body if kind.startswith("application/json") else json.dumps({"text": response.body})

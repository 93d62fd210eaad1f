"""HTTP for many workspaces: what Slack sends, checked before it is read, and the pages of the install."""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import secrets
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode

from aiohttp import web
from slack_bolt.request.async_request import AsyncBoltRequest

from adapters.slack.app import dispatch
from adapters.slack.calls import meant, web_client
from adapters.slack.manifest import OPTIONAL, REQUIRED
from adapters.slack.renewing import lasting
from adapters.slack.said import PLATFORM, is_team
from bot.domain import Installation
from bot.errors import DeliveryError, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from aiohttp.typedefs import Handler
    from slack_bolt.async_app import AsyncApp

    from adapters.slack.office import Office
    from bot.ports.installs import InstallStore

_log = logging.getLogger(__name__)

LARGEST = 1_000_000
"""Bytes of a request that are read."""

OLDEST_SECONDS = 300
STATE_SECONDS = 600
COOKIE = "riddle-installing"
AUTHORIZE = "https://slack.com/oauth/v2/authorize"
_FORM, _JSON = "application/x-www-form-urlencoded", "application/json"


@dataclass(frozen=True, slots=True)
class Credentials:
    """What Slack gave the app, and where the world reaches it."""

    client_id: str
    client_secret: str
    signing_secret: str
    public_url: str
    api_url: str | None = None

    @property
    def redirect(self) -> str:
        """Where Slack sends who allowed the install."""
        return f"{self.public_url.rstrip('/')}/slack/oauth_redirect"

    @property
    def authorize(self) -> str:
        """Where somebody allows it: beside the Web API."""
        return f"{self.api_url.rstrip('/').removesuffix('/api')}/oauth/v2/authorize" if self.api_url else AUTHORIZE

    def __repr__(self) -> str:
        return f"Credentials({self.client_id})"


def site(app: AsyncApp, office: Office, installs: InstallStore, known: Credentials) -> web.Application:
    """The pages."""
    made = web.Application(client_max_size=LARGEST, middlewares=[_kept_short])
    install = Install(office, installs, known)

    async def events(request: web.Request) -> web.Response:
        return await _events(app, known.signing_secret, request)

    made.router.add_post("/slack/events", events)
    made.router.add_get("/slack/install", install.begin)
    made.router.add_get("/slack/oauth_redirect", install.finish)
    return made


def is_signed(secret: str, headers: Mapping[str, str], body: bytes, now: float) -> bool:
    """Whether Slack sent this, a few minutes ago at most; whatever stands in the headers."""
    stamp, given = headers.get("X-Slack-Request-Timestamp", ""), headers.get("X-Slack-Signature", "")
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12) or abs(now - int(stamp)) > OLDEST_SECONDS:
        return False
    signed = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(f"v0={signed}".encode(), given.encode("utf-8", "surrogateescape"))


def is_readable(kind: str, text: str) -> bool:
    """Whether a body is of a form that Slack sends: an object of JSON, or a form with one in it."""
    try:
        if kind == _JSON:
            return isinstance(json.loads(text), dict)
        if kind != _FORM:
            return False
        fields = parse_qs(text, keep_blank_values=True, max_num_fields=200)
        if "payload" in fields:
            return isinstance(json.loads(fields["payload"][0]), dict)
        return "command" in fields or "ssl_check" in fields
    except (ValueError, RecursionError):
        return False


async def _events(app: AsyncApp, secret: str, request: web.Request) -> web.Response:
    body = await request.read()
    if not is_signed(secret, request.headers, body, time.time()):
        return web.Response(status=401, text="not signed by Slack")
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return web.Response(status=400, text="not UTF-8")
    if not is_readable(request.content_type, text):
        return web.Response(status=400, text="not of a form that is known")
    headers = {"content-type": request.content_type}
    headers |= {name.lower(): value for name, value in request.headers.items() if name.lower().startswith("x-slack-")}
    made = AsyncBoltRequest(body=text, headers=dict(headers))
    response = await dispatch(app, made)
    kind = (response.headers.get("content-type") or ["text/plain"])[0].partition(";")[0]
    return web.Response(status=response.status, text=response.body, content_type=kind)


@web.middleware
async def _kept_short(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Whatever goes wrong is one short answer, and nothing of a request is logged."""
    try:
        return await handler(request)
    except web.HTTPException as error:
        if error.status in {404, 405, 413} or error.status < 400:
            raise
        return web.Response(status=400, text="not understood")
    except (StoreError, DeliveryError) as error:
        _log.warning("a page could not be answered: %s", error)
        return web.Response(status=503, text="please try again in a moment")
    except (ValueError, LookupError, RecursionError, TypeError, AttributeError) as error:
        _log.warning("what was sent to %s could not be read (%s)", request.path, type(error).__name__)
        return web.Response(status=400, text="not understood")


@dataclass(frozen=True, slots=True)
class Install:
    """The way from a link to an installation; the state is good once, for some minutes, in the browser it was given."""

    office: Office
    installs: InstallStore
    known: Credentials
    new_state: Callable[[], str] = lambda: secrets.token_urlsafe(24)

    async def begin(self, _: web.Request) -> web.StreamResponse:
        """Send somebody to Slack."""
        state = self.new_state()
        await self.installs.begin(state, STATE_SECONDS)
        asked = {
            "client_id": self.known.client_id, "scope": ",".join((*REQUIRED, *OPTIONAL)), "state": state,
            "redirect_uri": self.known.redirect,
        }  # fmt: skip
        response = web.Response(status=302, headers={"Location": f"{self.known.authorize}?{urlencode(asked)}"})
        secure = self.known.public_url.startswith("https://")
        response.set_cookie(COOKIE, state, max_age=STATE_SECONDS, httponly=True, secure=secure, samesite="Lax")
        return response

    async def finish(self, request: web.Request) -> web.StreamResponse:
        """Who comes back from Slack with a code of Slack's and a state of ours."""
        state, code = request.query.get("state", "")[:100], request.query.get("code", "")[:300]
        mine = hmac.compare_digest(state.encode(), request.cookies.get(COOKIE, "").encode())
        if not state or not mine or not await self.installs.finish(state):
            return _page(400, "This link is not good any more: begin again at /slack/install.")
        if not code:
            return _page(400, "Nothing was installed.")
        try:
            made = await self._exchanged(code)
        except DeliveryError as error:
            _log.warning("an install failed: %s", error)
            return _page(400, "Slack does not confirm the install: begin again at /slack/install.")
        await self.office.tidying.arrive(made.community)
        await self.installs.keep(made)
        self.office.teams.forget(made.community)
        _log.info("community=%s installed the app", made.community)
        return _page(200, "Riddle Me This is installed. In Slack, type /riddle setup in the channel it shall post to.")

    async def _exchanged(self, code: str) -> Installation:
        client = web_client(None, self.known.api_url)
        with meant():
            # Its own method sends the secret in a way that aiohttp gives up.
            asked = {
                "client_id": self.known.client_id, "client_secret": self.known.client_secret, "code": code,
                "redirect_uri": self.known.redirect,
            }  # fmt: skip
            told = await client.api_call("oauth.v2.access", data=asked)
        team = str((told.get("team") or {}).get("id") or "")
        token = str(told.get("access_token") or "")
        if not is_team(team) or not token:
            raise web.HTTPBadRequest
        with meant():
            robot = await web_client(token, self.known.api_url).auth_test()
        scopes = tuple(one for one in str(told.get("scope") or "").split(",") if one)
        installer = str((told.get("authed_user") or {}).get("id") or "")
        return Installation(
            f"{PLATFORM}:{team}", token, str(told.get("bot_user_id") or ""), str(robot.get("bot_id") or ""), installer,
            scopes, *lasting(told, time.time()),  # type: ignore[arg-type]
        )  # fmt: skip


def _page(status: int, sentence: str) -> web.Response:
    response = web.Response(status=status, text=sentence)
    response.del_cookie(COOKIE)
    return response

"""A Slack of our own on loopback: it checks what an app sends, keeps deadlines and limits, and fails on demand.

It speaks what an app sees of Slack:

* Web API            http://127.0.0.1:PORT/api/<method>      (form, JSON, multipart, GET query)
* Socket Mode        apps.connections.open -> ws://127.0.0.1:PORT/link?ticket=...
* Events/interactivity/commands over HTTP, signed (X-Slack-Signature v0), with Slack's retries
* response_url       http://127.0.0.1:PORT/response/<id>     (5 uses, 30 minutes)
* OAuth v2           /oauth/v2/authorize, oauth.v2.access (code and refresh_token)

Everything is recorded: `calls` (every Web API / response_url call, with times), `deliveries`
(every event, command, interaction with each attempt and its ack) and `violations` (what the app
did that Slack's documentation says it must not: no ack in 3 s, late ack, malformed ack, posting
over the limit, retrying before Retry-After, invalid blocks, unknown method, bad auth ...).

Use it in-process:

    async with SlackServer() as s:
        client = AsyncWebClient(token=s.bot_token, base_url=s.api_url)
        app = AsyncApp(client=client)                      # + signing_secret=s.signing_secret
        handler = AsyncSocketModeHandler(app, s.app_token, ping_interval=1)
        await handler.connect_async(); await s.wait_connected()
        d = await s.slash("/riddle", "today", user="U0ALICE", channel="C0GENERAL")
        assert d.acked and d.ack_latency < 3

or as a process:  python tests/doubles/slack_server.py --port 4001   then POST /_ctl/call {"fn": "slash", ...}.

Sources: docs.slack.dev (rate-limits, events-api, using-socket-mode, handling-user-interaction,
implementing-slash-commands, formatting-message-text, chat.postMessage, chat.postEphemeral) and the
length limits in slack_sdk.models 3.47.  Points the documentation leaves open are marked [assumed].
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import contextlib
import dataclasses
import fnmatch
import hashlib
import hmac
import itertools
import json
import random
import re
import secrets
import time
import urllib.parse
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

import aiohttp
from aiohttp import WSMsgType, web

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

ACK_DEADLINE = 3.0
RETRY_SCHEDULE = (0.0, 60.0, 300.0)  # "nearly immediately", 1 minute, 5 minutes
MAX_SOCKET_CONNECTIONS = 10
RESPONSE_URL_USES, RESPONSE_URL_TTL = 5, 30 * 60
TRIGGER_TTL = 3.0
TICKET_TTL = 30.0  # [assumed] the URL is documented only as generated at run time
SIGNATURE_WINDOW = 300

# method -> requests per minute per workspace (docs: Tier 1 1+, 2 20+, 3 50+, 4 100+; "+" = burst)
TIERS = {1: 1, 2: 20, 3: 50, 4: 100}
BURST = {1: 20, 2: 2, 3: 2, 4: 2}  # how far over the printed figure a minute may go [assumed]
METHOD_TIER = {
    "apps.connections.open": 1,
    "chat.postEphemeral": 4,
    "chat.update": 3,
    "chat.delete": 3,
    "chat.scheduleMessage": 3,
    "chat.deleteScheduledMessage": 3,
    "chat.scheduledMessages.list": 3,
    "conversations.list": 2,
    "conversations.info": 3,
    "conversations.history": 3,
    "conversations.replies": 3,
    "conversations.members": 4,
    "conversations.join": 3,
    "conversations.open": 3,
    "conversations.invite": 3,
    "conversations.leave": 3,
    "users.info": 4,
    "users.list": 2,
    "users.conversations": 3,
    "users.lookupByEmail": 3,
    "views.open": 4,
    "views.push": 4,
    "views.update": 4,
    "views.publish": 4,
    "reactions.add": 3,
    "reactions.remove": 2,
    "reactions.get": 3,
    "team.info": 3,
    "bots.info": 3,
    "oauth.v2.access": 4,
    "pins.add": 2,
}
SCOPES = {
    "chat.postMessage": "chat:write",
    "chat.postEphemeral": "chat:write",
    "chat.update": "chat:write",
    "chat.delete": "chat:write",
    "chat.scheduleMessage": "chat:write",
    "conversations.list": "channels:read",
    "conversations.info": "channels:read",
    "conversations.members": "channels:read",
    "conversations.history": "channels:history",
    "conversations.replies": "channels:history",
    "conversations.join": "channels:join",
    "conversations.open": "im:write",
    "users.info": "users:read",
    "users.list": "users:read",
    "users.lookupByEmail": "users:read.email",
    "reactions.add": "reactions:write",
    "reactions.remove": "reactions:write",
    "reactions.get": "reactions:read",
    "team.info": "team:read",
    "apps.connections.open": "connections:write",
    "pins.add": "pins:write",
}
ALL_SCOPES = set(SCOPES.values()) - {"connections:write"} | {"commands", "app_mentions:read", "im:history"}
READINGS = ("conversations.history", "conversations.replies")
WRITE_METHODS = ("chat.postMessage", "chat.postEphemeral", "chat.update")


# --------------------------------------------------------------------------------------------
# records
# --------------------------------------------------------------------------------------------
@dataclass
class Call:
    """One request the app made."""

    n: int
    t: float  # seconds since the fake started
    method: str
    args: dict
    token: str
    http_verb: str
    team: str = ""
    status: int = 0
    response: Any = None
    took: float = 0.0
    fault: str = ""

    @property
    def ok(self) -> bool:
        return self.status == 200 and isinstance(self.response, dict) and bool(self.response.get("ok"))


@dataclass
class Violation:
    t: float
    code: str
    detail: str
    where: str = ""


@dataclass
class Attempt:
    n: int  # 0 = first delivery, 1.. = retries
    t_sent: float
    transport: str  # socket:<conn id> | http
    envelope_id: str = ""
    reason: str = ""  # why it is a retry
    t_done: float | None = None
    outcome: str = "pending"  # acked | timeout | connection_lost | no_connection | http_<status> | ...
    payload: Any = None  # what the ack carried

    @property
    def latency(self) -> float | None:
        return None if self.t_done is None else self.t_done - self.t_sent


@dataclass
class Delivery:
    """One thing Slack told the app, with every attempt."""

    id: str  # event_id for events, trigger for the rest
    kind: str  # events_api | slash_commands | interactive
    payload: dict
    accepts_response_payload: bool
    attempts: list = field(default_factory=list)
    outcome: str = "pending"  # acked | failed
    user_error: str = ""  # what the Slack user would see
    responses: list = field(default_factory=list)  # messages via ack body or response_url
    errors: dict = field(default_factory=dict)  # modal field errors
    done: asyncio.Event = field(default_factory=asyncio.Event, repr=False)

    @property
    def acked(self) -> bool:
        return self.outcome == "acked"

    @property
    def ack_latency(self) -> float | None:
        return next((a.latency for a in self.attempts if a.outcome == "acked"), None)

    async def wait(self, timeout: float = 10.0) -> Delivery:
        await asyncio.wait_for(self.done.wait(), timeout)
        return self


@dataclass
class Fault:
    """A fault switch.  target: Web API method glob, 'response_url' or 'link' (websocket handshake).

    kind: ratelimit   429 + Retry-After            status      HTTP `status`, HTML body, nothing done
          error       200 {"ok":false,error}        delay       sleep `delay`, then go on
          drop        close TCP before doing it     hang        never answer
          lost_reply  do it, then close TCP         lost_status do it, then answer HTTP `status`
          malformed   do it, answer broken JSON
    """

    target: str
    kind: str
    times: int | None = 1
    after: int = 0
    retry_after: float = 1
    status: int = 500
    error: str = "internal_error"
    delay: float = 0.0
    match: dict = field(default_factory=dict)
    seen: int = 0
    hits: int = 0

    def fires(self, target: str, args: dict) -> bool:
        if not fnmatch.fnmatchcase(target, self.target):
            return False
        if any(str(args.get(k)) != str(v) for k, v in self.match.items()):
            return False
        self.seen += 1
        if self.seen <= self.after or (self.times is not None and self.hits >= self.times):
            return False
        self.hits += 1
        return True


class ApiError(Exception):
    def __init__(self, error: str, **extra: Any):
        self.error, self.extra = error, extra


@dataclass
class Team:
    id: str
    name: str
    domain: str
    bot_token: str
    bot_user_id: str
    bot_id: str
    scopes: set = field(default_factory=lambda: set(ALL_SCOPES))
    refresh_token: str = ""
    expired_tokens: set = field(default_factory=set)
    revoked: bool = False


@dataclass
class User:
    id: str
    team: str
    name: str
    real_name: str
    is_admin: bool = False
    is_bot: bool = False
    deleted: bool = False
    tz: str = "Europe/London"
    email: str = ""


@dataclass
class Channel:
    id: str
    team: str
    name: str
    members: set
    is_private: bool = False
    is_im: bool = False
    is_archived: bool = False
    messages: dict = field(default_factory=dict)  # ts -> message
    creator: str = ""


@dataclass
class Connection:
    id: int
    ws: web.WebSocketResponse
    request: web.Request
    t_open: float
    blackhole: bool = False
    retiring: bool = False
    pending: set = field(default_factory=set)
    frames_in: int = 0


# --------------------------------------------------------------------------------------------
# Block Kit validation
# --------------------------------------------------------------------------------------------
class Blocks:
    """Validate blocks and views against the documented shapes; collect Slack-style messages."""

    TEXT = {"plain_text": {"type", "text", "emoji"}, "mrkdwn": {"type", "text", "verbatim"}}
    FIELDS = {
        "section": {"text", "fields", "accessory", "expand"},
        "header": {"text", "level"},
        "divider": set(),
        "context": {"elements"},
        "actions": {"elements"},
        "image": {"image_url", "slack_file", "alt_text", "title"},
        "input": {"label", "element", "dispatch_action", "hint", "optional"},
        "markdown": {"text"},
        "rich_text": {"elements"},
        "context_actions": {"elements"},
    }
    LOOSE = {
        "video",
        "file",
        "table",
        "call",
        "alert",
        "card",
        "carousel",
        "container",
        "plan",
        "task_card",
        "auth_provider",
    }
    COMMON = {"type", "block_id"}
    ELEMENTS = {
        "button": {"text", "url", "value", "style", "confirm", "accessibility_label"},
        "static_select": {"placeholder", "options", "option_groups", "initial_option", "confirm", "focus_on_load"},
        "external_select": {"placeholder", "initial_option", "min_query_length", "confirm", "focus_on_load"},
        "users_select": {"placeholder", "initial_user", "confirm", "focus_on_load"},
        "conversations_select": {
            "placeholder",
            "initial_conversation",
            "default_to_current_conversation",
            "confirm",
            "response_url_enabled",
            "filter",
            "focus_on_load",
        },
        "channels_select": {"placeholder", "initial_channel", "confirm", "response_url_enabled", "focus_on_load"},
        "multi_static_select": {
            "placeholder",
            "options",
            "option_groups",
            "initial_options",
            "confirm",
            "max_selected_items",
            "focus_on_load",
        },
        "multi_users_select": {"placeholder", "initial_users", "confirm", "max_selected_items", "focus_on_load"},
        "multi_channels_select": {"placeholder", "initial_channels", "confirm", "max_selected_items", "focus_on_load"},
        "multi_conversations_select": {
            "placeholder",
            "initial_conversations",
            "default_to_current_conversation",
            "confirm",
            "max_selected_items",
            "filter",
            "focus_on_load",
        },
        "multi_external_select": {
            "placeholder",
            "initial_options",
            "min_query_length",
            "confirm",
            "max_selected_items",
            "focus_on_load",
        },
        "overflow": {"options", "confirm"},
        "checkboxes": {"options", "initial_options", "confirm", "focus_on_load"},
        "radio_buttons": {"options", "initial_option", "confirm", "focus_on_load"},
        "datepicker": {"placeholder", "initial_date", "confirm", "focus_on_load"},
        "timepicker": {"placeholder", "initial_time", "confirm", "focus_on_load", "timezone"},
        "datetimepicker": {"initial_date_time", "confirm", "focus_on_load"},
        "plain_text_input": {
            "placeholder",
            "initial_value",
            "multiline",
            "min_length",
            "max_length",
            "dispatch_action_config",
            "focus_on_load",
        },
        "number_input": {
            "is_decimal_allowed",
            "initial_value",
            "min_value",
            "max_value",
            "dispatch_action_config",
            "focus_on_load",
            "placeholder",
        },
        "email_text_input": {"placeholder", "initial_value", "dispatch_action_config", "focus_on_load"},
        "url_text_input": {"placeholder", "initial_value", "dispatch_action_config", "focus_on_load"},
        "image": {"image_url", "slack_file", "alt_text"},
    }
    SECTION_ACCESSORY = {
        "button",
        "checkboxes",
        "datepicker",
        "image",
        "overflow",
        "radio_buttons",
        "timepicker",
        "static_select",
        "external_select",
        "users_select",
        "conversations_select",
        "channels_select",
        "multi_static_select",
        "multi_external_select",
        "multi_users_select",
        "multi_conversations_select",
        "multi_channels_select",
    }
    ACTIONS = SECTION_ACCESSORY - {"image"} | {"datetimepicker"}
    INPUT = {
        "plain_text_input",
        "number_input",
        "email_text_input",
        "url_text_input",
        "checkboxes",
        "radio_buttons",
        "datepicker",
        "timepicker",
        "datetimepicker",
        "static_select",
        "external_select",
        "users_select",
        "conversations_select",
        "channels_select",
        "multi_static_select",
        "multi_external_select",
        "multi_users_select",
        "multi_conversations_select",
        "multi_channels_select",
    }

    def __init__(self) -> None:
        self.errors: list[str] = []

    def err(self, message: str, at: str) -> None:
        self.errors.append(f"[ERROR] {message} [json-pointer:{at}]")

    def text(self, obj: Any, at: str, lo: int, hi: int, kinds: Iterable[str] = ("plain_text", "mrkdwn")) -> None:
        if not isinstance(obj, dict):
            return self.err("must provide an object", at)
        kind = obj.get("type")
        if kind not in kinds:
            return self.err(f"unsupported type: {kind}", at + "/type")
        for key in obj.keys() - self.TEXT[kind]:
            self.err(f"invalid additional property: {key}", at)
        value = obj.get("text")
        if not isinstance(value, str):
            return self.err("must provide a string", at + "/text")
        if len(value) < lo:
            self.err(f"must be more than {lo - 1} characters", at + "/text")
        if len(value) > hi:
            self.err(f"must be less than {hi + 1} characters", at + "/text")
        return None

    def short(self, obj: dict, key: str, hi: int, at: str, required: bool = False) -> None:
        value = obj.get(key)
        if value is None:
            if required:
                self.err(f"missing required field: {key}", at)
            return
        if not isinstance(value, str):
            self.err("must provide a string", f"{at}/{key}")
        elif len(value) > hi:
            self.err(f"must be less than {hi + 1} characters", f"{at}/{key}")

    def count(self, value: Any, lo: int, hi: int, at: str) -> list:
        if not isinstance(value, list):
            self.err("must provide an array", at)
            return []
        if len(value) < lo:
            self.err(f"no fewer than {lo} items allowed [have: {len(value)}]", at)
        if len(value) > hi:
            self.err(f"no more than {hi} items allowed [have: {len(value)}]", at)
        return value

    def options(self, value: Any, at: str, hi: int) -> None:
        for i, option in enumerate(self.count(value, 1, hi, at)):
            here = f"{at}/{i}"
            if not isinstance(option, dict):
                self.err("must provide an object", here)
                continue
            for key in option.keys() - {"text", "value", "description", "url"}:
                self.err(f"invalid additional property: {key}", here)
            self.text(option.get("text"), here + "/text", 1, 75)
            self.short(option, "value", 150, here, required=True)
            if "description" in option:
                self.text(option["description"], here + "/description", 1, 75)

    def element(self, el: Any, at: str, allowed: set) -> None:
        if not isinstance(el, dict):
            return self.err("must provide an object", at)
        kind = el.get("type")
        if kind not in self.ELEMENTS or kind not in allowed:
            return self.err(f"unsupported element type: {kind}", at + "/type")
        extra = set() if kind == "image" else {"action_id"}
        for key in el.keys() - self.ELEMENTS[kind] - {"type"} - extra:
            self.err(f"invalid additional property: {key}", at)
        self.short(el, "action_id", 255, at)
        if kind == "button":
            self.text(el.get("text"), at + "/text", 1, 75, ("plain_text",))
            self.short(el, "value", 2000, at)
            self.short(el, "url", 3000, at)
            self.short(el, "accessibility_label", 75, at)
            if el.get("style") not in (None, "primary", "danger"):
                self.err("must be one of primary, danger", at + "/style")
        if kind == "image":
            self.short(el, "alt_text", 2000, at, required=True)
            self.short(el, "image_url", 3000, at)
        if kind in ("static_select", "multi_static_select"):
            if "option_groups" in el:
                for i, group in enumerate(self.count(el["option_groups"], 1, 100, at + "/option_groups")):
                    self.text((group or {}).get("label"), f"{at}/option_groups/{i}/label", 1, 75, ("plain_text",))
                    self.options((group or {}).get("options"), f"{at}/option_groups/{i}/options", 100)
            else:
                self.options(el.get("options"), at + "/options", 100)
        if kind == "overflow":
            self.options(el.get("options"), at + "/options", 5)
        if kind in ("checkboxes", "radio_buttons"):
            self.options(el.get("options"), at + "/options", 10)
        if kind == "plain_text_input":
            for key, lo in (("min_length", 0), ("max_length", 1)):
                value = el.get(key)
                if value is not None and not (isinstance(value, int) and lo <= value <= 3000):
                    self.err(f"must be between {lo} and 3000", f"{at}/{key}")
            self.short(el, "initial_value", 3000, at)
        if "placeholder" in el:
            self.text(el["placeholder"], at + "/placeholder", 1, 150, ("plain_text",))
        if "confirm" in el:
            confirm = el["confirm"] if isinstance(el["confirm"], dict) else {}
            for key, hi in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
                self.text(confirm.get(key), f"{at}/confirm/{key}", 1, hi)
        return None

    def block(self, block: Any, at: str, surface: str) -> None:
        if not isinstance(block, dict):
            return self.err("must provide an object", at)
        kind = block.get("type")
        self.short(block, "block_id", 255, at)
        if kind in self.LOOSE:
            return None
        if kind not in self.FIELDS:
            return self.err(f"unsupported type: {kind}", at + "/type")
        for key in block.keys() - self.FIELDS[kind] - self.COMMON:
            self.err(f"invalid additional property: {key}", at)
        if kind == "section":
            if "text" not in block and "fields" not in block:
                self.err("missing required field: text", at)
            if "text" in block:
                self.text(block["text"], at + "/text", 1, 3000)
            if "fields" in block:
                for i, item in enumerate(self.count(block["fields"], 1, 10, at + "/fields")):
                    self.text(item, f"{at}/fields/{i}", 1, 2000)
            if "accessory" in block:
                self.element(block["accessory"], at + "/accessory", self.SECTION_ACCESSORY)
        elif kind == "header":
            self.text(block.get("text"), at + "/text", 1, 150, ("plain_text",))
        elif kind == "context":
            for i, item in enumerate(self.count(block.get("elements"), 1, 10, at + "/elements")):
                if isinstance(item, dict) and item.get("type") == "image":
                    self.element(item, f"{at}/elements/{i}", {"image"})
                else:
                    self.text(item, f"{at}/elements/{i}", 1, 3000)
        elif kind == "actions":
            seen: set = set()
            for i, item in enumerate(self.count(block.get("elements"), 1, 25, at + "/elements")):
                self.element(item, f"{at}/elements/{i}", self.ACTIONS)
                action = item.get("action_id") if isinstance(item, dict) else None
                if action is not None and action in seen:
                    self.err(f"`action_id` {action} already exists", f"{at}/elements/{i}")
                seen.add(action)
        elif kind == "image":
            self.short(block, "alt_text", 2000, at, required=True)
            self.short(block, "image_url", 3000, at)
            if "image_url" not in block and "slack_file" not in block:
                self.err("missing required field: image_url", at)
            if "title" in block:
                self.text(block["title"], at + "/title", 1, 2000, ("plain_text",))
        elif kind == "input":
            self.text(block.get("label"), at + "/label", 1, 2000, ("plain_text",))
            if "hint" in block:
                self.text(block["hint"], at + "/hint", 1, 2000, ("plain_text",))
            self.element(block.get("element"), at + "/element", self.INPUT)
        elif kind == "markdown":
            self.short(block, "text", 12000, at, required=True)
        elif kind == "rich_text":
            self.count(block.get("elements"), 1, 1000, at + "/elements")
        return None

    def blocks(self, value: Any, surface: str = "message", at: str = "/blocks") -> None:
        seen: set = set()
        for i, block in enumerate(
            self.count(value, 0 if surface == "message" else 1, 50 if surface == "message" else 100, at)
        ):
            self.block(block, f"{at}/{i}", surface)
            bid = block.get("block_id") if isinstance(block, dict) else None
            if bid is not None and bid in seen:
                self.err(f"`block_id` {bid} already exists", f"{at}/{i}")
            seen.add(bid)

    def view(self, view: Any) -> None:
        at = "/view"
        if not isinstance(view, dict):
            return self.err("must provide an object", at)
        kind = view.get("type")
        if kind not in ("modal", "home"):
            return self.err(f"unsupported type: {kind}", at + "/type")
        allowed = {"type", "blocks", "private_metadata", "callback_id", "external_id"}
        if kind == "modal":
            allowed |= {"title", "close", "submit", "clear_on_close", "notify_on_close", "submit_disabled"}
            self.text(view.get("title"), at + "/title", 1, 24, ("plain_text",))
            for key in ("submit", "close"):
                if view.get(key) is not None:
                    self.text(view[key], f"{at}/{key}", 1, 24, ("plain_text",))
            has_input = any(isinstance(b, dict) and b.get("type") == "input" for b in view.get("blocks") or [])
            if has_input and view.get("submit") is None:
                self.err("`submit` is required when an input block is within the blocks array", at)
        for key in view.keys() - allowed:
            self.err(f"invalid additional property: {key}", at)
        self.short(view, "private_metadata", 3000, at)
        self.short(view, "callback_id", 255, at)
        self.blocks(view.get("blocks"), kind, at + "/blocks")
        return None


_MENTION = re.compile(r"<([^<>]+)>")
_URL = re.compile(r"https?://[^\s<>|]+")


def parse_markup(text: str) -> dict:
    """What Slack would do with a mrkdwn string: broadcasts, mentions, links."""
    found: dict = {"broadcast": [], "users": [], "groups": [], "channels": [], "links": []}
    for body in _MENTION.findall(text or ""):
        head, _, label = body.partition("|")
        if re.fullmatch(r"!(channel|here|everyone|group)", head):
            found["broadcast"].append(head[1:])
        elif head.startswith("!subteam^"):
            found["groups"].append(head[9:])
        elif head.startswith("@"):
            found["users"].append(head[1:])
        elif head.startswith("#"):
            found["channels"].append(head[1:])
        elif re.match(r"(https?|mailto|tel):", head, re.IGNORECASE):
            found["links"].append({"url": head, "label": label})
    for url in _URL.findall(_MENTION.sub(" ", text or "")):
        found["links"].append({"url": url, "label": ""})
    return found


def message_markup(text: str | None, blocks: list | None, mrkdwn: bool = True) -> dict:
    """Everything in a message that Slack would parse (blocks win over text for display and pings)."""
    total: dict = {"broadcast": [], "users": [], "groups": [], "channels": [], "links": []}

    def add(value: str) -> None:
        for key, items in parse_markup(value).items():
            total[key].extend(items)

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            if node.get("type") in ("mrkdwn", "markdown") and isinstance(node.get("text"), str):
                add(node["text"])
            if node.get("type") == "broadcast":
                total["broadcast"].append(node.get("range", ""))
            if node.get("type") == "user" and "user_id" in node:
                total["users"].append(node["user_id"])
            if node.get("type") == "link" and "url" in node:
                total["links"].append({"url": node["url"], "label": node.get("text", "")})
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)

    if blocks:
        walk(blocks)
    if text and mrkdwn:
        add(text)
    return total


# --------------------------------------------------------------------------------------------
# the server
# --------------------------------------------------------------------------------------------
class SlackServer:
    def __init__(
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        mode: str = "socket",
        request_url: str | None = None,
        signing_secret: str = "fake-signing-secret",
        bot_token: str = "xoxb-fake-1",
        app_token: str = "xapp-1-A0FAKEAPP-1-fake",
        ack_deadline: float = ACK_DEADLINE,
        retry_scale: float = 1.0,
        enforce_rate_limits: bool = True,
        post_burst: int = 5,
        echo_bot_messages: bool = True,
        approximate_connection_time: int = 3600,
        subscribed: set | None = None,
        client_id: str = "111.222",
        client_secret: str = "fake-client-secret",
        token_rotation: bool = False,
        distributed: float = 0.0,
        tells_scopes: bool = True,
    ) -> None:
        if host not in ("127.0.0.1", "localhost", "::1"):
            raise ValueError("loopback only")
        self.host, self.port, self.mode, self.request_url = host, port, mode, request_url
        self.signing_secret, self.bot_token, self.app_token = signing_secret, bot_token, app_token
        self.app_id, self.verification_token = "A0FAKEAPP", "fake-verification-token"
        self.client_id, self.client_secret, self.token_rotation = client_id, client_secret, token_rotation
        self.ack_deadline, self.retry_scale = ack_deadline, retry_scale
        # Seconds in which a new distributed app may read messages once, fifteen at a time; 0: an internal one.
        self.distributed = distributed
        self.tells_scopes = tells_scopes
        self.enforce_rate_limits, self.post_burst = enforce_rate_limits, post_burst
        self.echo_bot_messages = echo_bot_messages
        self.approximate_connection_time = approximate_connection_time
        self.subscribed = (
            subscribed
            if subscribed is not None
            else {
                "app_mention",
                "message.channels",
                "message.groups",
                "message.im",
                "app_home_opened",
                "member_joined_channel",
                "app_uninstalled",
                "tokens_revoked",
                "channel_archive",
                "reaction_added",
            }
        )
        self.calls: list[Call] = []
        self.deliveries: list[Delivery] = []
        self.violations: list[Violation] = []
        self.notes: list[Violation] = []
        self.faults: list[Fault] = []
        self.connections: dict[int, Connection] = {}
        self.connection_log: list[dict] = []
        self.teams: dict[str, Team] = {}
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.views: dict[str, dict] = {}
        self.home_views: dict[str, dict] = {}
        self.ephemerals: list[dict] = []
        self.scheduled: dict[str, dict] = {}
        self._tickets: dict[str, float] = {}
        self._triggers: dict[str, dict] = {}
        self._response_urls: dict[str, dict] = {}
        self._codes: dict[str, dict] = {}
        self._envelopes: dict[str, tuple[Delivery, Attempt, asyncio.Future]] = {}
        self._acked_envelopes: set = set()
        self._windows: dict[tuple, list] = {}
        self._buckets: dict[tuple, tuple[float, float]] = {}
        self._blocked: dict[tuple, tuple] = {}
        self._seq = itertools.count(1)
        self._ts_last = 0.0
        self._tasks: set = set()
        self._refuse_until = 0.0
        self._outage_until = 0.0
        self._t0 = time.monotonic()
        self._runner: web.AppRunner | None = None
        self._http: aiohttp.ClientSession | None = None
        self._connected = asyncio.Event()
        self.blackhole_new = False
        self.add_team("T0FAKE001", "Fake Workspace", "fake", bot_token)

    # ---- set-up ------------------------------------------------------------------------------
    def add_team(
        self, team_id: str, name: str = "Team", domain: str = "team", bot_token: str = "", prefix: str = ""
    ) -> Team:
        p = prefix or ("" if not self.teams else team_id[-3:])
        team = Team(team_id, name, domain, bot_token or f"xoxb-fake-{team_id}", f"U0BOT{p}", f"B0BOT{p}")
        self.teams[team_id] = team
        for uid, nm, admin in (
            ("U0ALICE", "alice", False),
            ("U0BOB", "bob", False),
            ("U0CAROL", "carol", True),
            ("U0DAVE", "dave", False),
        ):
            self.users[uid + p] = User(
                uid + p, team_id, nm, nm.title() + " Example", admin, email=f"{nm}{p}@example.test"
            )
        self.users[team.bot_user_id] = User(team.bot_user_id, team_id, "riddlebot", "Riddle Bot", is_bot=True)
        people = {"U0ALICE" + p, "U0BOB" + p, "U0CAROL" + p, "U0DAVE" + p}
        for cid, nm, private, members in (
            ("C0GENERAL", "general", False, people | {team.bot_user_id}),
            ("C0RIDDLES", "riddles", False, people | {team.bot_user_id}),
            ("C0NOBOT", "no-bot-here", False, set(people)),
            ("G0SECRET", "secret", True, {"U0ALICE" + p}),
        ):
            self.channels[cid + p] = Channel(cid + p, team_id, nm, members, is_private=private)
        return team

    def add_user(self, user_id: str, name: str, team: str = "T0FAKE001", **kw: Any) -> dict:
        self.users[user_id] = User(user_id, team, name, name.title(), **kw)
        for ch in self.channels.values():
            if ch.team == team and not ch.is_private and not ch.is_im:
                ch.members.add(user_id)
        return {"id": user_id}

    def add_channel(
        self, channel_id: str, name: str, team: str = "T0FAKE001", bot_member: bool = True, is_private: bool = False
    ) -> dict:
        t = self.teams[team]
        members = {u.id for u in self.users.values() if u.team == team and not u.is_bot}
        self.channels[channel_id] = Channel(
            channel_id, team, name, members | ({t.bot_user_id} if bot_member else set()), is_private=is_private
        )
        return {"id": channel_id}

    def set_channel(self, channel: str, *, archived: bool | None = None, bot_member: bool | None = None) -> None:
        ch = self.channels[channel]
        if archived is not None:
            ch.is_archived = archived
        if bot_member is not None:
            (ch.members.add if bot_member else ch.members.discard)(self.teams[ch.team].bot_user_id)

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    @property
    def api_url(self) -> str:
        return self.url + "/api/"

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self.stop()

    async def start(self) -> SlackServer:
        app = web.Application(client_max_size=8 * 2**20)
        app.router.add_route("*", "/api/{method}", self._h_api)
        app.router.add_get("/link", self._h_link)
        app.router.add_get("/link/", self._h_link)
        app.router.add_post("/response/{rid}", self._h_response_url)
        app.router.add_get("/oauth/v2/authorize", self._h_authorize)
        app.router.add_get("/_ctl/state", self._h_ctl_state)
        app.router.add_post("/_ctl/call", self._h_ctl_call)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self.host, self.port)
        await site.start()
        self.port = site._server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
        self._http = aiohttp.ClientSession()
        self._t0 = time.monotonic()
        return self

    async def stop(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        for conn in list(self.connections.values()):
            with contextlib.suppress(Exception):
                await conn.ws.close()
        if self._http:
            await self._http.close()
        if self._runner:
            await self._runner.cleanup()

    # ---- small helpers -----------------------------------------------------------------------
    def now(self) -> float:
        return time.monotonic() - self._t0

    def _violate(self, code: str, detail: str, where: str = "") -> None:
        self.violations.append(Violation(round(self.now(), 4), code, detail, where))

    def _note(self, code: str, detail: str, where: str = "") -> None:
        self.notes.append(Violation(round(self.now(), 4), code, detail, where))

    def _spawn(self, coro: Any) -> asyncio.Task:
        task = asyncio.ensure_future(coro)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def _ts(self) -> str:
        t = max(time.time(), self._ts_last + 0.000001)
        self._ts_last = t
        return f"{t:.6f}"

    def _id(self, prefix: str) -> str:
        return f"{prefix}{next(self._seq):04d}{secrets.token_hex(3).upper()}"

    def fault(self, target: str, kind: str, **kw: Any) -> Fault:
        """Arm a fault; see Fault.  e.g. s.fault("chat.postMessage", "ratelimit", retry_after=2, times=3)"""
        f = Fault(target, kind, **kw)
        self.faults.append(f)
        return f

    def clear_faults(self) -> None:
        self.faults.clear()
        self._refuse_until = self._outage_until = 0.0
        self.blackhole_new = False

    def outage(self, seconds: float) -> None:
        """Slack is down: every call 503, websockets dropped and refused, for `seconds`."""
        self._outage_until = self.now() + seconds
        self._refuse_until = self.now() + seconds
        self.drop_connections()

    def refuse_connections(self, seconds: float) -> None:
        self._refuse_until = self.now() + seconds

    def calls_to(self, method: str, ok: bool | None = None) -> list[Call]:
        return [c for c in self.calls if c.method == method and (ok is None or c.ok == ok)]

    def messages(self, channel: str, thread_ts: str | None = None, bot_only: bool = False) -> list[dict]:
        """Messages in a channel (top level) or thread, oldest first."""
        ch = self.channels[channel]
        bot = self.teams[ch.team].bot_user_id
        return [
            m
            for m in ch.messages.values()
            if (
                m.get("thread_ts", m["ts"]) == thread_ts and m["ts"] != thread_ts
                if thread_ts
                else m.get("thread_ts", m["ts"]) == m["ts"] or m.get("reply_broadcast")
            )
            and (not bot_only or m.get("user") == bot)
        ]

    def reset_records(self) -> None:
        self.calls.clear()
        self.deliveries.clear()
        self.violations.clear()
        self.notes.clear()

    async def wait_connected(self, n: int = 1, timeout: float = 15.0) -> None:
        end = self.now() + timeout
        while len([c for c in self.connections.values() if not c.retiring and not c.blackhole]) < n:
            if self.now() > end:
                raise TimeoutError(f"{len(self.connections)} socket connections, wanted {n}")
            await asyncio.sleep(0.02)

    async def wait_until(self, test: Callable[[], Any], timeout: float = 10.0) -> Any:
        end = self.now() + timeout
        while True:
            value = test()
            if value:
                return value
            if self.now() > end:
                raise TimeoutError("condition not met")
            await asyncio.sleep(0.02)

    # ---- Web API -----------------------------------------------------------------------------
    async def _parse(self, request: web.Request) -> tuple[dict, str]:
        args: dict = dict(request.query.items())
        if "token" in args:
            self._violate("token_in_query", "token sent in the query string", request.path)
        ctype = request.content_type
        body_args: dict = {}
        if request.can_read_body:
            if ctype == "application/json":
                if (request.charset or "").lower() not in ("utf-8", ""):
                    raise ApiError("invalid_charset")
                try:
                    body_args = json.loads(await request.read())
                except ValueError:
                    raise ApiError("invalid_json")
                if not isinstance(body_args, dict):
                    raise ApiError("json_not_object")
            elif ctype in ("application/x-www-form-urlencoded", "multipart/form-data"):
                body_args = dict((await request.post()).items())
            elif await request.read():
                raise ApiError("invalid_post_type")
        args.update(body_args)
        for key in ("blocks", "attachments", "view", "metadata"):
            if isinstance(args.get(key), str):
                try:
                    args[key] = json.loads(args[key])
                except ValueError:
                    raise ApiError(
                        {
                            "blocks": "invalid_blocks_format",
                            "view": "invalid_arguments",
                            "metadata": "invalid_metadata_format",
                        }.get(key, "invalid_attachments")
                    )
        token = ""
        header = request.headers.get("Authorization", "")
        if header.startswith("Bearer "):
            token = header[7:].strip()
        elif isinstance(args.get("token"), str):
            token = args["token"]
        args.pop("token", None)
        return args, token

    async def _h_api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        started = self.now()
        call = Call(len(self.calls) + 1, round(started, 4), method, {}, "", request.method)
        self.calls.append(call)
        extra_headers: dict = {"x-slack-req-id": secrets.token_hex(16)}
        try:
            args, token = await self._parse(request)
            call.args, call.token = args, token
            if method == "oauth.v2.access" and request.headers.get("Authorization", "").startswith("Basic "):
                login, _, password = base64.b64decode(request.headers["Authorization"][6:]).decode().partition(":")
                args.setdefault("client_id", login)
                args.setdefault("client_secret", password)
            if self._outage_until > started:
                call.fault = "outage"
                return self._finish(call, 503, "<html>Service Unavailable</html>", extra_headers)
            fn = getattr(self, "m_" + method.replace(".", "_"), None)
            if fn is None:
                raise ApiError("unknown_method", req_method=method)
            team = self._authorise(method, token)
            call.team = team.id if team else ""
            if team and self.tells_scopes:
                extra_headers["x-oauth-scopes"] = ",".join(sorted(team.scopes))
            self._limit(method, call.team or token, args)
            fault = next((f for f in self.faults if f.fires(method, args)), None)
            if fault:
                call.fault = fault.kind
                if fault.kind == "delay":
                    await asyncio.sleep(fault.delay)
                elif fault.kind == "hang":
                    await asyncio.sleep(3600)
                elif fault.kind == "drop":
                    return self._abort(call, request)
                elif fault.kind == "ratelimit":
                    key = (method, call.team or token, str(args.get("channel") or ""))
                    self._blocked[key] = (self.now() + fault.retry_after, self.now())
                    extra_headers["Retry-After"] = str(int(fault.retry_after))
                    return self._finish(call, 429, {"ok": False, "error": "ratelimited"}, extra_headers)
                elif fault.kind == "status":
                    return self._finish(call, fault.status, "<html>upstream error</html>", extra_headers)
                elif fault.kind == "error":
                    return self._finish(call, 200, {"ok": False, "error": fault.error}, extra_headers)
            body = fn(team, args)
            if fault and fault.kind == "lost_reply":
                call.response = {**body, "ok": True}
                return self._abort(call, request)
            if fault and fault.kind == "lost_status":
                call.response = {**body, "ok": True}
                return self._finish(call, fault.status, "<html>upstream error</html>", extra_headers, keep=True)
            if fault and fault.kind == "malformed":
                return self._finish(call, 200, '{"ok": tru', extra_headers, ctype="application/json")
            return self._finish(call, 200, {"ok": True, **body}, extra_headers)
        except ApiError as exc:
            if exc.error == "ratelimited":
                extra_headers["Retry-After"] = str(exc.extra.get("retry_after", 1))
                return self._finish(call, 429, {"ok": False, "error": "ratelimited"}, extra_headers)
            if exc.error in (
                "invalid_blocks",
                "invalid_blocks_format",
                "invalid_arguments",
                "unknown_method",
                "invalid_auth",
                "not_authed",
                "not_allowed_token_type",
                "missing_scope",
                "no_text",
                "msg_too_long",
                "invalid_json",
                "invalid_post_type",
                "view_too_large",
                "invalid_metadata_format",
                "json_not_object",
            ):
                self._violate(exc.error, json.dumps(exc.extra)[:600], method)
            return self._finish(call, 200, {"ok": False, "error": exc.error, **exc.extra}, extra_headers)

    def _finish(
        self, call: Call, status: int, body: Any, headers: dict, ctype: str = "", keep: bool = False
    ) -> web.Response:
        call.status, call.took = status, round(self.now() - call.t, 4)
        if not keep:
            call.response = body
        if isinstance(body, str):
            return web.Response(status=status, text=body, content_type=ctype or "text/html", headers=headers)
        return web.json_response(body, status=status, headers=headers)

    def _abort(self, call: Call, request: web.Request) -> web.Response:
        call.status, call.took = 0, round(self.now() - call.t, 4)
        if request.transport is not None:
            request.transport.abort()
        return web.Response(status=500)

    def _team_for(self, token: str) -> Team | None:
        for team in self.teams.values():
            if token == team.bot_token or token in team.expired_tokens:
                return team
        return None

    def _authorise(self, method: str, token: str) -> Team | None:
        if method in ("api.test", "oauth.v2.access"):
            return None
        if not token:
            raise ApiError("not_authed")
        if token == self.app_token:
            if method != "apps.connections.open":
                raise ApiError("not_allowed_token_type")
            return None
        team = self._team_for(token)
        if team is None:
            raise ApiError("invalid_auth")
        if team.revoked:
            raise ApiError("account_inactive")
        if token in team.expired_tokens:
            raise ApiError("token_expired")
        if method == "apps.connections.open":
            raise ApiError("not_allowed_token_type")
        need = SCOPES.get(method)
        if need and need not in team.scopes:
            raise ApiError("missing_scope", needed=need, provided=",".join(sorted(team.scopes)))
        return team

    def _limit(self, method: str, team: str, args: dict) -> None:
        now = self.now()
        key = (method, team, str(args.get("channel") or ""))
        until, since = self._blocked.get(key, (0.0, 0.0))
        if until > now + 0.02:
            if now - since > 0.25:  # requests already under way when the 429 left are not a fault
                self._violate(
                    "retry_before_retry_after", f"{method} called {until - now:.2f}s before Retry-After ran out", method
                )
            raise ApiError("ratelimited", retry_after=max(1, int(until - now + 0.999)))
        if not self.enforce_rate_limits:
            return
        if method == "chat.postMessage":
            bucket = (method, team, str(args.get("channel")))
            level, last = self._buckets.get(bucket, (float(self.post_burst), now))
            level = min(float(self.post_burst), level + (now - last) * 1.0)
            if level < 1.0:
                self._buckets[bucket] = (level, now)
                self._violate(
                    "post_rate", f"more than 1 message/s to {args.get('channel')} (burst {self.post_burst})", method
                )
                self._blocked[key] = (now + 1.0, now)
                raise ApiError("ratelimited", retry_after=1)
            self._buckets[bucket] = (level - 1.0, now)
            allow = 300
        elif method in ("auth.test", "api.test", "chat.getPermalink"):  # special tiers: hundreds a minute
            allow = 600
        else:
            tier = METHOD_TIER.get(method, 4)
            allow = TIERS[tier] * BURST[tier]
        minute = 60.0
        if self.distributed and method in READINGS:
            allow, minute = 1, self.distributed
        window = self._windows.setdefault((method, team), [])
        while window and window[0] < now - minute:
            window.pop(0)
        if len(window) >= allow:
            wait = max(1, int(minute - (now - window[0]) + 0.999))
            self._violate("tier_rate", f"{method}: {len(window)} calls in 60 s (limit {allow})", method)
            self._blocked[key] = (now + wait, now)
            raise ApiError("ratelimited", retry_after=wait)
        window.append(now)

    # -- helpers for methods
    def _channel(self, team: Team, value: Any, *, write: bool = False) -> Channel:
        if not isinstance(value, str) or not value:
            raise ApiError("channel_not_found")
        cid = value
        if cid.startswith("#"):
            cid = next((c.id for c in self.channels.values() if c.team == team.id and c.name == cid[1:]), "")
        if cid in self.users and self.users[cid].team == team.id:
            cid = self._im(team, cid).id
        ch = self.channels.get(cid)
        if ch is None or ch.team != team.id:
            raise ApiError("channel_not_found")
        if ch.is_private and team.bot_user_id not in ch.members:
            raise ApiError("channel_not_found")
        if write:
            if ch.is_archived:
                raise ApiError("is_archived")
            if team.bot_user_id not in ch.members and "chat:write.public" not in team.scopes:
                raise ApiError("not_in_channel")
        return ch

    def _im(self, team: Team, user: str) -> Channel:
        cid = "D0" + user[2:]
        if cid not in self.channels:
            self.channels[cid] = Channel(cid, team.id, "", {user, team.bot_user_id}, is_im=True)
        return self.channels[cid]

    def _content(self, args: dict, *, limit: int | None, method: str) -> None:
        text, blocks = args.get("text"), args.get("blocks")
        if text is not None and not isinstance(text, str):
            raise ApiError("invalid_arguments", response_metadata={"messages": ["[ERROR] text must be a string"]})
        if blocks is not None:
            if not isinstance(blocks, list):
                raise ApiError("invalid_blocks_format")
            v = Blocks()
            v.blocks(blocks)
            if v.errors:
                raise ApiError(
                    "invalid_blocks", errors=[e[8:] for e in v.errors], response_metadata={"messages": v.errors}
                )
        attachments = args.get("attachments")
        if attachments is not None and (not isinstance(attachments, list) or len(attachments) > 100):
            raise ApiError("too_many_attachments" if isinstance(attachments, list) else "invalid_attachments")
        if args.get("markdown_text") is not None:
            if text or blocks:
                raise ApiError("markdown_text_conflict")
            if len(args["markdown_text"]) > 12000:
                raise ApiError("msg_too_long")
        if not text and not blocks and not attachments and not args.get("markdown_text"):
            raise ApiError("no_text")
        if text and limit and len(text) > limit:
            raise ApiError("msg_too_long")
        if text and len(text) > 40000:
            self._violate("text_truncated", f"{len(text)} characters, Slack truncates over 40000", method)
            args["text"] = text[:40000]
        elif text and len(text) > 4000 and not blocks:
            self._note("text_over_4000", f"{len(text)} characters; 4000 is the documented best limit", method)
        meta = args.get("metadata")
        if meta is not None and not (
            isinstance(meta, dict)
            and isinstance(meta.get("event_type"), str)
            and isinstance(meta.get("event_payload"), dict)
        ):
            raise ApiError("invalid_metadata_format")

    def _store(
        self,
        team: Team,
        ch: Channel,
        args: dict,
        *,
        user: str | None = None,
        bot: bool = True,
        subtype: str | None = None,
    ) -> dict:
        ts = self._ts()
        msg: dict = {
            "type": "message",
            "ts": ts,
            "text": args.get("text") or args.get("markdown_text") or "",
            "user": user or team.bot_user_id,
            "team": team.id,
        }
        if bot:
            msg.update(bot_id=team.bot_id, app_id=self.app_id)
        if subtype:
            msg["subtype"] = subtype
        for key in ("blocks", "attachments", "metadata"):
            if args.get(key):
                msg[key] = args[key]
        for i, block in enumerate(msg.get("blocks") or []):
            if isinstance(block, dict):
                block.setdefault("block_id", f"b{i}{secrets.token_hex(2)}")
        thread_ts = args.get("thread_ts")
        if thread_ts:
            parent = ch.messages.get(str(thread_ts))
            if parent is None:
                self._violate("thread_not_found", f"thread_ts {thread_ts} is no message of {ch.id}", "thread_ts")
                raise ApiError("thread_not_found")
            if parent.get("thread_ts") not in (None, parent["ts"]):
                self._violate("thread_ts_is_reply", f"thread_ts {thread_ts} is a reply; use its parent", "thread_ts")
                thread_ts = parent["thread_ts"]
                parent = ch.messages[thread_ts]
            msg["thread_ts"] = thread_ts
            parent.setdefault("thread_ts", parent["ts"])
            parent["reply_count"] = parent.get("reply_count", 0) + 1
            if str(args.get("reply_broadcast")).lower() == "true":
                msg["reply_broadcast"] = True
        mrkdwn = str(args.get("mrkdwn", True)).lower() != "false"
        msg["_markup"] = message_markup(msg["text"], msg.get("blocks"), mrkdwn)
        msg["_t"] = round(self.now(), 4)
        ch.messages[ts] = msg
        return msg

    @staticmethod
    def _public(msg: dict) -> dict:
        return {k: v for k, v in msg.items() if not k.startswith("_")}

    # -- methods
    def m_api_test(self, team: Any, args: dict) -> dict:
        return {"args": args}

    def m_auth_test(self, team: Team, args: dict) -> dict:
        return {
            "url": f"https://{team.domain}.slack.com/",
            "team": team.name,
            "user": "riddlebot",
            "team_id": team.id,
            "user_id": team.bot_user_id,
            "bot_id": team.bot_id,
            "is_enterprise_install": False,
        }

    def m_auth_revoke(self, team: Team, args: dict) -> dict:
        team.revoked = True
        return {"revoked": True}

    def m_apps_connections_open(self, team: Any, args: dict) -> dict:
        ticket = secrets.token_hex(12)
        self._tickets[ticket] = self.now() + TICKET_TTL
        return {"url": f"ws://{self.host}:{self.port}/link/?ticket={ticket}&app_id={self.app_id}"}

    def m_chat_postMessage(self, team: Team, args: dict) -> dict:
        ch = self._channel(team, args.get("channel"), write=True)
        self._content(args, limit=None, method="chat.postMessage")
        msg = self._store(team, ch, args)
        if self.echo_bot_messages:
            self._message_event(ch, msg)
        return {"channel": ch.id, "ts": msg["ts"], "message": self._public(msg)}

    def m_chat_postEphemeral(self, team: Team, args: dict) -> dict:
        ch = self._channel(team, args.get("channel"), write=True)
        user = args.get("user")
        if not user or user not in self.users:
            raise ApiError("user_not_found" if user else "invalid_arguments")
        if user not in ch.members:
            raise ApiError("user_not_in_channel")
        self._content(args, limit=4000, method="chat.postEphemeral")
        ts = self._ts()
        self.ephemerals.append(
            {
                "ts": ts,
                "t": round(self.now(), 4),
                "channel": ch.id,
                "user": user,
                "text": args.get("text", ""),
                "blocks": args.get("blocks"),
                "thread_ts": args.get("thread_ts"),
                "_markup": message_markup(args.get("text"), args.get("blocks")),
            }
        )
        return {"message_ts": ts}

    def m_chat_update(self, team: Team, args: dict) -> dict:
        ch = self._channel(team, args.get("channel"), write=True)
        msg = ch.messages.get(str(args.get("ts")))
        if msg is None:
            raise ApiError("message_not_found")
        if msg.get("bot_id") != team.bot_id:
            raise ApiError("cant_update_message")
        self._content(args, limit=4000, method="chat.update")
        msg.setdefault("_history", []).append({k: msg.get(k) for k in ("text", "blocks")})
        if "text" in args:
            msg["text"] = args["text"]
        if "blocks" in args:
            msg["blocks"] = args["blocks"]
            for i, block in enumerate(msg["blocks"] or []):
                block.setdefault("block_id", f"b{i}{secrets.token_hex(2)}")
        elif "text" in args:
            msg.pop("blocks", None)
        msg["edited"] = {"user": team.bot_user_id, "ts": self._ts()}
        msg["_markup"] = message_markup(msg["text"], msg.get("blocks"))
        return {"channel": ch.id, "ts": msg["ts"], "text": msg["text"], "message": self._public(msg)}

    def m_chat_delete(self, team: Team, args: dict) -> dict:
        ch = self._channel(team, args.get("channel"))
        msg = ch.messages.get(str(args.get("ts")))
        if msg is None:
            raise ApiError("message_not_found")
        if msg.get("bot_id") != team.bot_id:
            raise ApiError("cant_delete_message")
        del ch.messages[msg["ts"]]
        return {"channel": ch.id, "ts": msg["ts"]}

    def m_chat_getPermalink(self, team: Team, args: dict) -> dict:
        ch = self._channel(team, args.get("channel"))
        ts = str(args.get("message_ts"))
        if ts not in ch.messages:
            raise ApiError("message_not_found")
        return {
            "channel": ch.id,
            "permalink": f"https://{team.domain}.slack.com/archives/{ch.id}/p{ts.replace('.', '')}",
        }

    def m_chat_scheduleMessage(self, team: Team, args: dict) -> dict:
        ch = self._channel(team, args.get("channel"), write=True)
        self._content(args, limit=None, method="chat.scheduleMessage")
        try:
            at = int(args["post_at"])
        except (KeyError, ValueError, TypeError):
            raise ApiError("invalid_time")
        if at <= time.time():
            raise ApiError("time_in_past")
        if at > time.time() + 120 * 86400:
            raise ApiError("time_too_far")
        sid = self._id("Q")
        self.scheduled[sid] = {"id": sid, "channel_id": ch.id, "post_at": at, "text": args.get("text", "")}
        return {"channel": ch.id, "scheduled_message_id": sid, "post_at": at, "message": {"text": args.get("text", "")}}

    def m_chat_deleteScheduledMessage(self, team: Team, args: dict) -> dict:
        if self.scheduled.pop(str(args.get("scheduled_message_id")), None) is None:
            raise ApiError("invalid_scheduled_message_id")
        return {}

    def m_chat_scheduledMessages_list(self, team: Team, args: dict) -> dict:
        return {"scheduled_messages": list(self.scheduled.values()), "response_metadata": {"next_cursor": ""}}

    def _conv(self, ch: Channel, team: Team) -> dict:
        return {
            "id": ch.id,
            "name": ch.name,
            "is_channel": not ch.is_im and not ch.is_private,
            "is_group": ch.is_private,
            "is_im": ch.is_im,
            "is_private": ch.is_private or ch.is_im,
            "is_archived": ch.is_archived,
            "is_general": ch.name == "general",
            "is_member": team.bot_user_id in ch.members,
            "num_members": len(ch.members),
            "created": 1700000000,
            "creator": ch.creator,
            "topic": {"value": ""},
            "purpose": {"value": ""},
        }

    @staticmethod
    def _page(items: list, args: dict, default: int, most: int) -> tuple[list, str]:
        try:
            limit = int(args.get("limit") or default)
            offset = int(str(args.get("cursor") or "o0")[1:])
        except ValueError:
            raise ApiError("invalid_cursor")
        limit = max(1, min(limit, most))
        return items[offset : offset + limit], (f"o{offset + limit}" if offset + limit < len(items) else "")

    def m_conversations_list(self, team: Team, args: dict) -> dict:
        types = str(args.get("types") or "public_channel").split(",")
        items = [
            c
            for c in self.channels.values()
            if c.team == team.id
            and (
                (not c.is_private and not c.is_im and "public_channel" in types)
                or (c.is_private and "private_channel" in types and team.bot_user_id in c.members)
                or (c.is_im and "im" in types)
            )
        ]
        if str(args.get("exclude_archived")).lower() in ("true", "1"):
            items = [c for c in items if not c.is_archived]
        page, cursor = self._page(items, args, 100, 1000)
        return {"channels": [self._conv(c, team) for c in page], "response_metadata": {"next_cursor": cursor}}

    m_users_conversations = m_conversations_list

    def m_conversations_info(self, team: Team, args: dict) -> dict:
        return {"channel": self._conv(self._channel(team, args.get("channel")), team)}

    def m_conversations_members(self, team: Team, args: dict) -> dict:
        page, cursor = self._page(sorted(self._channel(team, args.get("channel")).members), args, 100, 1000)
        return {"members": page, "response_metadata": {"next_cursor": cursor}}

    def m_conversations_join(self, team: Team, args: dict) -> dict:
        ch = self._channel(team, args.get("channel"))
        if ch.is_archived:
            raise ApiError("is_archived")
        ch.members.add(team.bot_user_id)
        return {"channel": self._conv(ch, team)}

    def m_conversations_leave(self, team: Team, args: dict) -> dict:
        self._channel(team, args.get("channel")).members.discard(team.bot_user_id)
        return {}

    def m_conversations_open(self, team: Team, args: dict) -> dict:
        users = args.get("users")
        user = (users if isinstance(users, str) else ",".join(users or [])).split(",")[0]
        if user not in self.users:
            raise ApiError("user_not_found")
        return {"channel": {"id": self._im(team, user).id}}

    def _range(self, items: list, args: dict) -> list:
        oldest, latest = str(args.get("oldest") or "0"), str(args.get("latest") or "9" * 12)
        inclusive = str(args.get("inclusive")).lower() in ("true", "1")
        try:
            lo, hi = float(oldest), float(latest)
        except ValueError:
            raise ApiError("invalid_ts_oldest")
        return [m for m in items if lo < float(m["ts"]) < hi or (inclusive and float(m["ts"]) in (lo, hi))]

    def _out(self, msg: dict, args: dict) -> dict:
        out = self._public(msg)
        if str(args.get("include_all_metadata")).lower() not in ("true", "1"):
            out.pop("metadata", None)
        return out

    def m_conversations_history(self, team: Team, args: dict) -> dict:
        ch = self._channel(team, args.get("channel"))
        if team.bot_user_id not in ch.members:
            raise ApiError("not_in_channel")
        top = [m for m in ch.messages.values() if m.get("thread_ts", m["ts"]) == m["ts"] or m.get("reply_broadcast")]
        items = self._range(sorted(top, key=lambda m: m["ts"], reverse=True), args)
        page, cursor = self._page(items, args, *((15, 15) if self.distributed else (100, 999)))
        return {
            "messages": [self._out(m, args) for m in page],
            "has_more": bool(cursor),
            "response_metadata": {"next_cursor": cursor},
        }

    def m_conversations_replies(self, team: Team, args: dict) -> dict:
        ch = self._channel(team, args.get("channel"))
        root = str(args.get("ts") or "")
        if root not in ch.messages:
            raise ApiError("thread_not_found")
        replies = [m for m in ch.messages.values() if m.get("thread_ts") == root and m["ts"] != root]
        items = [ch.messages[root], *self._range(sorted(replies, key=lambda m: m["ts"]), args)]
        page, cursor = self._page(items, args, *((15, 15) if self.distributed else (1000, 1000)))
        return {
            "messages": [self._out(m, args) for m in page],
            "has_more": bool(cursor),
            "response_metadata": {"next_cursor": cursor},
        }

    def _user(self, u: User) -> dict:
        return {
            "id": u.id,
            "team_id": u.team,
            "name": u.name,
            "deleted": u.deleted,
            "real_name": u.real_name,
            "tz": u.tz,
            "tz_offset": 0,
            "is_admin": u.is_admin,
            "is_owner": False,
            "is_bot": u.is_bot,
            "profile": {"display_name": u.name, "real_name": u.real_name, "email": u.email},
        }

    def m_users_info(self, team: Team, args: dict) -> dict:
        u = self.users.get(str(args.get("user")))
        if u is None or u.team != team.id:
            raise ApiError("user_not_found")
        return {"user": self._user(u)}

    def m_users_list(self, team: Team, args: dict) -> dict:
        page, cursor = self._page([u for u in self.users.values() if u.team == team.id], args, 100, 1000)
        return {"members": [self._user(u) for u in page], "response_metadata": {"next_cursor": cursor}}

    def m_team_info(self, team: Team, args: dict) -> dict:
        return {"team": {"id": team.id, "name": team.name, "domain": team.domain}}

    def m_bots_info(self, team: Team, args: dict) -> dict:
        return {"bot": {"id": team.bot_id, "app_id": self.app_id, "user_id": team.bot_user_id, "name": "riddlebot"}}

    def m_reactions_add(self, team: Team, args: dict) -> dict:
        ch = self._channel(team, args.get("channel"))
        msg = ch.messages.get(str(args.get("timestamp")))
        name = str(args.get("name") or "")
        if not re.fullmatch(r"[a-z0-9_+'\-]+(::skin-tone-\d)?", name):
            raise ApiError("invalid_name")
        if msg is None:
            raise ApiError("message_not_found")
        entry = next((r for r in msg.setdefault("reactions", []) if r["name"] == name), None)
        if entry is None:
            entry = {"name": name, "users": [], "count": 0}
            msg["reactions"].append(entry)
        if team.bot_user_id in entry["users"]:
            raise ApiError("already_reacted")
        entry["users"].append(team.bot_user_id)
        entry["count"] += 1
        return {}

    def m_reactions_remove(self, team: Team, args: dict) -> dict:
        ch = self._channel(team, args.get("channel"))
        msg = ch.messages.get(str(args.get("timestamp"))) or {}
        for entry in msg.get("reactions", []):
            if entry["name"] == args.get("name") and team.bot_user_id in entry["users"]:
                entry["users"].remove(team.bot_user_id)
                entry["count"] -= 1
                return {}
        raise ApiError("no_reaction")

    def m_reactions_get(self, team: Team, args: dict) -> dict:
        ch = self._channel(team, args.get("channel"))
        msg = ch.messages.get(str(args.get("timestamp")))
        if msg is None:
            raise ApiError("message_not_found")
        return {"type": "message", "channel": ch.id, "message": self._public(msg)}

    # -- views
    def _check_view(self, view: Any) -> dict:
        if len(json.dumps(view)) > 250_000:
            raise ApiError("view_too_large")
        v = Blocks()
        v.view(view)
        if v.errors:
            raise ApiError("invalid_arguments", response_metadata={"messages": v.errors})
        return view

    def _use_trigger(self, args: dict) -> dict:
        trig = self._triggers.get(str(args.get("trigger_id") or args.get("interactivity_pointer") or ""))
        if trig is None:
            raise ApiError("invalid_arguments", response_metadata={"messages": ["[ERROR] unknown trigger_id"]})
        if trig["used"]:
            self._violate("exchanged_trigger_id", "trigger_id used twice", "views")
            raise ApiError("exchanged_trigger_id")
        if self.now() - trig["t"] > TRIGGER_TTL:
            self._violate(
                "expired_trigger_id", f"trigger_id used {self.now() - trig['t']:.2f}s after it was issued", "views"
            )
            raise ApiError("expired_trigger_id")
        trig["used"] = True
        return trig

    def _new_view(self, team: Team, view: dict, user: str, root: dict | None = None) -> dict:
        vid = self._id("V")
        full = {
            **view,
            "id": vid,
            "team_id": team.id,
            "app_id": self.app_id,
            "bot_id": team.bot_id,
            "app_installed_team_id": team.id,
            "hash": f"{time.time():.0f}.{secrets.token_hex(4)}",
            "state": {"values": {}},
            "root_view_id": root["root_view_id"] if root else vid,
            "previous_view_id": root["id"] if root else None,
            "private_metadata": view.get("private_metadata", ""),
            "callback_id": view.get("callback_id", ""),
            "_user": user,
            "_open": True,
            "_t": round(self.now(), 4),
        }
        for i, block in enumerate(full.get("blocks") or []):
            block.setdefault("block_id", f"v{i}{secrets.token_hex(2)}")
        self.views[vid] = full
        return full

    def m_views_open(self, team: Team, args: dict) -> dict:
        trig = self._use_trigger(args)
        view = self._new_view(team, self._check_view(args.get("view")), trig["user"])
        return {"view": self._public(view)}

    def m_views_push(self, team: Team, args: dict) -> dict:
        trig = self._use_trigger(args)
        parent = self.views.get(trig.get("view", ""))
        if parent is None:
            raise ApiError("not_found")
        depth, node = 1, parent
        while node.get("previous_view_id"):
            node, depth = self.views[node["previous_view_id"]], depth + 1
        if depth >= 3:
            raise ApiError("push_limit_reached")
        return {"view": self._public(self._new_view(team, self._check_view(args.get("view")), trig["user"], parent))}

    def m_views_update(self, team: Team, args: dict) -> dict:
        view = self.views.get(str(args.get("view_id")))
        if view is None and args.get("external_id"):
            view = next((v for v in self.views.values() if v.get("external_id") == args["external_id"]), None)
        if view is None:
            raise ApiError("not_found")
        if args.get("hash") and args["hash"] != view["hash"]:
            raise ApiError("hash_conflict")
        new = self._check_view(args.get("view"))
        view.update({k: v for k, v in new.items() if k != "id"})
        view["hash"] = f"{time.time():.0f}.{secrets.token_hex(4)}"
        return {"view": self._public(view)}

    def m_views_publish(self, team: Team, args: dict) -> dict:
        if args.get("user_id") not in self.users:
            raise ApiError("invalid_arguments")
        view = self._new_view(team, self._check_view(args.get("view")), args["user_id"])
        self.home_views[args["user_id"]] = view
        return {"view": self._public(view)}

    # -- OAuth
    def m_oauth_v2_access(self, team: Any, args: dict) -> dict:
        if args.get("client_id") != self.client_id or args.get("client_secret") != self.client_secret:
            raise ApiError("bad_client_secret" if args.get("client_id") == self.client_id else "invalid_client_id")
        if args.get("grant_type") == "refresh_token":
            t = next(
                (t for t in self.teams.values() if t.refresh_token and t.refresh_token == args.get("refresh_token")),
                None,
            )
            if t is None:
                raise ApiError("invalid_refresh_token")
            t.expired_tokens.add(t.bot_token)
            t.bot_token, t.refresh_token = "xoxe.xoxb-fake-" + secrets.token_hex(4), "xoxe-1-" + secrets.token_hex(8)
            return {
                "access_token": t.bot_token,
                "refresh_token": t.refresh_token,
                "expires_in": 43200,
                "token_type": "bot",
                "scope": ",".join(sorted(t.scopes)),
                "bot_user_id": t.bot_user_id,
                "app_id": self.app_id,
                "team": {"id": t.id, "name": t.name},
                "enterprise": None,
            }
        grant = self._codes.pop(str(args.get("code")), None)
        if grant is None:
            raise ApiError("invalid_code")
        t = self.teams[grant["team"]]
        t.revoked = False
        body = {
            "access_token": t.bot_token,
            "token_type": "bot",
            "scope": ",".join(sorted(t.scopes)),
            "bot_user_id": t.bot_user_id,
            "app_id": self.app_id,
            "team": {"id": t.id, "name": t.name},
            "enterprise": None,
            "is_enterprise_install": False,
            "authed_user": {"id": grant["user"]},
        }
        if self.token_rotation:
            t.refresh_token = "xoxe-1-" + secrets.token_hex(8)
            body.update(refresh_token=t.refresh_token, expires_in=43200)
        return body

    def expire_token(self, team: str = "T0FAKE001") -> None:
        """The present bot token is now expired (token rotation)."""
        t = self.teams[team]
        t.expired_tokens.add(t.bot_token)

    async def _h_authorize(self, request: web.Request) -> web.Response:
        code = secrets.token_hex(8)
        self._codes[code] = {"team": request.query.get("team", "T0FAKE001"), "user": "U0CAROL"}
        target = request.query.get("redirect_uri") or ""
        if urllib.parse.urlsplit(target).hostname not in ("127.0.0.1", "localhost", "::1"):
            return web.Response(status=400, text="redirect_uri must be loopback here")
        query = urllib.parse.urlencode({"code": code, "state": request.query.get("state", "")})
        raise web.HTTPFound(f"{target}{'&' if '?' in target else '?'}{query}")

    def new_oauth_code(self, team: str = "T0FAKE001", user: str = "U0CAROL") -> str:
        code = secrets.token_hex(8)
        self._codes[code] = {"team": team, "user": user}
        return code

    # ---- response_url --------------------------------------------------------------------------
    def _new_response_url(self, delivery: Delivery, team: Team, channel: str, user: str, message_ts: str = "") -> str:
        rid = secrets.token_hex(10)
        self._response_urls[rid] = {
            "t": self.now(),
            "uses": 0,
            "delivery": delivery,
            "team": team,
            "channel": channel,
            "user": user,
            "message_ts": message_ts,
        }
        return f"{self.url}/response/{rid}"

    async def _h_response_url(self, request: web.Request) -> web.Response:
        call = Call(len(self.calls) + 1, round(self.now(), 4), "response_url", {}, "", request.method)
        self.calls.append(call)
        entry = self._response_urls.get(request.match_info["rid"])
        try:
            args = await request.json()
        except ValueError:
            self._violate("response_url_body", "body is not JSON", "response_url")
            return self._finish(call, 400, {"ok": False, "error": "invalid_payload"}, {})
        call.args = args if isinstance(args, dict) else {}
        if self._outage_until > self.now():
            return self._finish(call, 503, "<html>Service Unavailable</html>", {})
        fault = next((f for f in self.faults if f.fires("response_url", call.args)), None)
        if fault:
            call.fault = fault.kind
            if fault.kind == "ratelimit":
                return self._finish(
                    call, 429, "ratelimited", {"Retry-After": str(int(fault.retry_after))}, "text/plain"
                )
            if fault.kind == "drop":
                return self._abort(call, request)
            if fault.kind == "delay":
                await asyncio.sleep(fault.delay)
            elif fault.kind in ("status", "lost_status"):
                return self._finish(call, fault.status, "<html>error</html>", {})
        if entry is None:
            return self._finish(call, 404, {"ok": False, "error": "expired_url"}, {})
        if self.now() - entry["t"] > RESPONSE_URL_TTL:
            self._violate("response_url_expired", "used over 30 minutes later", "response_url")
            return self._finish(call, 404, {"ok": False, "error": "expired_url"}, {})
        if entry["uses"] >= RESPONSE_URL_USES:
            self._violate("response_url_uses", "used over 5 times", "response_url")
            return self._finish(call, 404, {"ok": False, "error": "used_url"}, {})
        entry["uses"] += 1
        try:
            self._respond(
                entry["delivery"],
                call.args,
                entry["team"],
                entry["channel"],
                entry["user"],
                entry["message_ts"],
                via="response_url",
            )
        except ApiError as exc:
            self._violate(exc.error, json.dumps(exc.extra)[:600], "response_url")
            return self._finish(
                call, 400 if exc.error == "invalid_blocks" else 404, {"ok": False, "error": exc.error}, {}
            )
        return self._finish(call, 200, "ok", {}, "text/plain")

    def _respond(self, d: Delivery, args: dict, team: Team, channel: str, user: str, message_ts: str, via: str) -> None:
        if not args:
            return
        ch = self.channels.get(channel)
        if str(args.get("delete_original")).lower() == "true" and ch:
            ch.messages.pop(message_ts, None)
            if not args.get("text") and not args.get("blocks"):
                return
        self._content(args, limit=None, method=via)
        kind = args.get("response_type", "ephemeral")
        if kind not in ("ephemeral", "in_channel"):
            raise ApiError("invalid_arguments", detail=f"response_type {kind}")
        record = {
            "t": round(self.now(), 4),
            "via": via,
            "response_type": kind,
            "text": args.get("text", ""),
            "blocks": args.get("blocks"),
            "_markup": message_markup(args.get("text"), args.get("blocks")),
            "user": user,
            "channel": channel,
        }
        if str(args.get("replace_original")).lower() == "true" and ch and message_ts in ch.messages:
            msg = ch.messages[message_ts]
            msg["text"] = args.get("text", "")
            if "blocks" in args:
                msg["blocks"] = args["blocks"]
            record["replaced"] = message_ts
        elif kind == "in_channel" and ch:
            record["ts"] = self._store(team, ch, args)["ts"]
        else:
            self.ephemerals.append(record)
        d.responses.append(record)

    # ---- Socket Mode ---------------------------------------------------------------------------
    async def _h_link(self, request: web.Request) -> web.StreamResponse:
        ticket = request.query.get("ticket", "")
        log = {"t": round(self.now(), 4), "event": "handshake", "ticket": ticket[:6]}
        self.connection_log.append(log)
        if self._refuse_until > self.now():
            log["event"] = "refused"
            return web.Response(status=503, text="unavailable")
        fault = next((f for f in self.faults if f.fires("link", {})), None)
        if fault:
            log["event"] = "fault:" + fault.kind
            if fault.kind == "delay":
                await asyncio.sleep(fault.delay)
            else:
                return web.Response(status=fault.status, text="fault")
        expires = self._tickets.pop(ticket, None)
        if expires is None or expires < self.now():
            log["event"] = "bad_ticket"
            self._note("bad_ticket", "websocket opened with a used, unknown or expired URL", "link")
            return web.Response(status=408, text="ticket is not valid")
        ws = web.WebSocketResponse(autoping=False, max_msg_size=4 * 2**20)
        await ws.prepare(request)
        conn = Connection(next(self._seq), ws, request, self.now(), blackhole=self.blackhole_new)
        if len(self.connections) >= MAX_SOCKET_CONNECTIONS:
            log["event"] = "too_many_websockets"
            self._violate("too_many_websockets", "more than 10 connections", "link")
            await ws.send_json({"type": "disconnect", "reason": "too_many_websockets", "debug_info": {"host": "fake"}})
            await ws.close()
            return ws
        self.connections[conn.id] = conn
        log.update(event="open", conn=conn.id)
        if not conn.blackhole:
            await ws.send_json(
                {
                    "type": "hello",
                    "num_connections": len(self.connections),
                    "connection_info": {"app_id": self.app_id},
                    "debug_info": {
                        "host": "applink-fake",
                        "started": time.strftime("%Y-%m-%d %H:%M:%S.000"),
                        "build_number": 1,
                        "approximate_connection_time": self.approximate_connection_time,
                    },
                }
            )
            self._connected.set()
        try:
            async for msg in ws:
                conn.frames_in += 1
                if conn.blackhole:
                    continue
                if msg.type == WSMsgType.PING:
                    await ws.pong(msg.data)
                elif msg.type == WSMsgType.TEXT:
                    self._on_frame(conn, msg.data)
                elif msg.type == WSMsgType.BINARY:
                    self._violate("binary_frame", "binary frame on a Socket Mode connection", f"conn {conn.id}")
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            self.connections.pop(conn.id, None)
            self.connection_log.append(
                {"t": round(self.now(), 4), "event": "closed", "conn": conn.id, "code": ws.close_code}
            )
            for env in list(conn.pending):
                entry = self._envelopes.get(env)
                if entry and not entry[2].done():
                    entry[2].set_result(("connection_lost", None))
        return ws

    def _on_frame(self, conn: Connection, raw: str) -> None:
        where = f"conn {conn.id}"
        try:
            body = json.loads(raw)
        except ValueError:
            return self._violate("ack_not_json", raw[:200], where)
        if not isinstance(body, dict) or not isinstance(body.get("envelope_id"), str):
            return self._violate("ack_shape", f"no envelope_id: {raw[:200]}", where)
        extra = body.keys() - {"envelope_id", "payload"}
        if extra:
            self._violate("ack_shape", f"unknown keys {sorted(extra)}", where)
        env = body["envelope_id"]
        entry = self._envelopes.get(env)
        if entry is None:
            return self._violate("ack_unknown_envelope", env, where)
        d, attempt, future = entry
        conn_id = int(attempt.transport.split(":")[1])
        if conn_id != conn.id:
            self._note("ack_on_other_connection", f"{env} was sent on {conn_id}, acked on {conn.id}", where)
        if env in self._acked_envelopes:
            return self._violate("duplicate_ack", env, where)
        self._acked_envelopes.add(env)
        if body.get("payload") is not None and not d.accepts_response_payload:
            if body["payload"] != {}:
                self._violate(
                    "payload_not_accepted",
                    f"{d.kind} does not accept a response payload: {str(body['payload'])[:120]}",
                    where,
                )
        if future.done():
            if attempt.outcome != "acked":
                took = self.now() - attempt.t_sent
                attempt.t_done, attempt.payload = self.now(), body.get("payload")
                self._violate("late_ack", f"{d.kind} {d.id}: acked after {took:.2f}s", where)
            return None
        future.set_result(("acked", body.get("payload")))
        return None

    # connection faults
    def drop_connections(self) -> int:
        """Abort the TCP connection of every socket (no close frame)."""
        n = 0
        for conn in list(self.connections.values()):
            if conn.request.transport is not None:
                conn.request.transport.abort()
                n += 1
        return n

    async def close_connections(self, code: int = 1000) -> int:
        conns = list(self.connections.values())
        for conn in conns:
            await conn.ws.close(code=code)
        return len(conns)

    async def request_disconnect(self, reason: str = "refresh_requested", grace: float = 0.5) -> int:
        """Send `disconnect`, keep delivering to others, close the old sockets after `grace` seconds."""
        conns = list(self.connections.values())
        for conn in conns:
            conn.retiring = True
            with contextlib.suppress(ConnectionError):
                await conn.ws.send_json(
                    {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-fake"}}
                )

        async def later() -> None:
            await asyncio.sleep(grace)
            for conn in conns:
                with contextlib.suppress(Exception):
                    await conn.ws.close()

        self._spawn(later())
        return len(conns)

    def blackhole(self, on: bool = True) -> None:
        """Existing sockets stay open but nothing answers (half-open TCP): pings are not ponged."""
        for conn in self.connections.values():
            conn.blackhole = on

    # ---- delivery ------------------------------------------------------------------------------
    async def deliver(self, d: Delivery, *, retry: bool = True, wait: bool = True, copies: int = 1) -> Delivery:
        """Deliver with Slack's ack deadline and (events only) retries.  copies>1 sends duplicates."""
        self.deliveries.append(d)
        task = self._spawn(self._drive(d, retry, copies))
        if wait:
            await task
        return d

    async def _drive(self, d: Delivery, retry: bool, copies: int) -> None:
        plan = [(0.0, "")]
        if retry and d.kind == "events_api":
            plan += [(pause * self.retry_scale, "") for pause in RETRY_SCHEDULE]
        reason = ""
        for n, (pause, _) in enumerate(plan):
            if pause:
                await asyncio.sleep(pause)
            tries = [asyncio.ensure_future(self._attempt(d, n, reason)) for _ in range(copies if n == 0 else 1)]
            results = await asyncio.gather(*tries)
            good = next((a for a in results if a.outcome == "acked"), None)
            if good:
                d.outcome = "acked"
                self._apply_ack(d, good.payload)
                break
            reason = {
                "timeout": "timeout" if self.mode == "socket" else "http_timeout",
                "connection_lost": "timeout",
                "no_connection": "connection_failed",
                "connection_failed": "connection_failed",
            }.get(results[0].outcome, "http_error")
            if results[0].outcome == "no_retry":
                break
        if d.outcome != "acked":
            d.outcome = "failed"
            last = d.attempts[-1].outcome
            d.user_error = (
                "operation_timeout" if last in ("timeout", "connection_lost") else f"dispatch_failed ({last})"
            )
            if d.kind == "events_api":
                self._violate("event_not_delivered", f"{d.id} after {len(d.attempts)} attempts ({last})", d.kind)
        d.done.set()

    async def _attempt(self, d: Delivery, n: int, reason: str) -> Attempt:
        if self.mode == "http":
            return await self._attempt_http(d, n, reason)
        live = [c for c in self.connections.values() if not c.ws.closed and not c.retiring]
        live = live or [c for c in self.connections.values() if not c.ws.closed]
        if not live:
            attempt = Attempt(n, round(self.now(), 4), "none", reason=reason, outcome="no_connection")
            d.attempts.append(attempt)
            return attempt
        conn = random.choice(live)
        env = secrets.token_hex(16)
        attempt = Attempt(n, self.now(), f"socket:{conn.id}", env, reason)
        d.attempts.append(attempt)
        future: asyncio.Future = asyncio.get_running_loop().create_future()
        self._envelopes[env] = (d, attempt, future)
        conn.pending.add(env)
        envelope: dict = {
            "envelope_id": env,
            "payload": d.payload,
            "type": d.kind,
            "accepts_response_payload": d.accepts_response_payload,
        }
        if d.kind == "events_api":
            envelope.update(retry_attempt=n, retry_reason=reason)
        try:
            if not conn.blackhole:
                await conn.ws.send_str(json.dumps(envelope))
            outcome, payload = await asyncio.wait_for(asyncio.shield(future), self.ack_deadline)
        except TimeoutError:
            outcome, payload = "timeout", None
            if not conn.blackhole:
                self._violate(
                    "ack_timeout",
                    f"{d.kind} {self._name(d)} not acked within {self.ack_deadline:g}s",
                    f"conn {conn.id}",
                )
            if not future.done():
                future.set_result(("timeout", None))
        except (ConnectionError, RuntimeError):
            outcome, payload = "connection_lost", None
            if not future.done():
                future.set_result(("connection_lost", None))
        conn.pending.discard(env)
        attempt.outcome, attempt.payload = outcome, payload
        if outcome == "acked":
            attempt.t_done = self.now()
        return attempt

    @staticmethod
    def _name(d: Delivery) -> str:
        p = d.payload
        return str(p.get("command") or (p.get("event") or {}).get("type") or p.get("type") or d.id)

    def _encode_http(self, d: Delivery) -> tuple[bytes, str]:
        if d.kind == "events_api":
            return json.dumps(d.payload).encode(), "application/json"
        if d.kind == "slash_commands":
            return urllib.parse.urlencode(d.payload).encode(), "application/x-www-form-urlencoded"
        return urllib.parse.urlencode({"payload": json.dumps(d.payload)}).encode(), "application/x-www-form-urlencoded"

    async def _attempt_http(self, d: Delivery, n: int, reason: str) -> Attempt:
        body, ctype = self._encode_http(d)
        headers = {}
        if n:
            headers = {"X-Slack-Retry-Num": str(n), "X-Slack-Retry-Reason": reason}
        attempt = Attempt(n, self.now(), "http", reason=reason)
        d.attempts.append(attempt)
        status, rheaders, text, _took = await self.http_request(body, ctype, headers=headers, timeout=self.ack_deadline)
        attempt.t_done = self.now()
        if status is None:
            attempt.outcome = text
            if text == "timeout":
                self._violate(
                    "ack_timeout", f"{d.kind} {self._name(d)}: no HTTP answer within {self.ack_deadline:g}s", "http"
                )
        elif 200 <= status < 300:
            attempt.outcome = "acked"
            if text.strip():
                if "json" in rheaders.get("Content-Type", ""):
                    with contextlib.suppress(ValueError):
                        attempt.payload = json.loads(text)
                elif d.kind == "slash_commands":
                    attempt.payload = {"text": text}
        else:
            attempt.outcome = "no_retry" if rheaders.get("X-Slack-No-Retry") == "1" else f"http_{status}"
        return attempt

    async def http_request(
        self,
        body: bytes,
        content_type: str,
        *,
        url: str | None = None,
        headers: dict | None = None,
        timestamp: str | None = None,
        signature: str | None = None,
        sign: bool = True,
        timeout: float = 3.0,
    ) -> tuple[int | None, dict, str, float]:
        """POST to the app's request URL, signed as Slack signs; override timestamp/signature to attack."""
        target = url or self.request_url
        if not target or urllib.parse.urlsplit(target).hostname not in ("127.0.0.1", "localhost", "::1"):
            raise ValueError("request_url must be a loopback URL")
        stamp = timestamp if timestamp is not None else str(int(time.time()))
        head = {"Content-Type": content_type, "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)"}
        if sign:
            head["X-Slack-Request-Timestamp"] = stamp
            head["X-Slack-Signature"] = signature if signature is not None else self.sign(body, stamp)
        head.update(headers or {})
        assert self._http is not None
        start = self.now()
        try:
            async with self._http.post(
                target, data=body, headers=head, allow_redirects=False, timeout=aiohttp.ClientTimeout(total=timeout)
            ) as resp:
                return resp.status, dict(resp.headers), await resp.text(), self.now() - start
        except TimeoutError:
            return None, {}, "timeout", self.now() - start
        except aiohttp.ClientError:
            return None, {}, "connection_failed", self.now() - start

    def sign(self, body: bytes, timestamp: str) -> str:
        base = b"v0:" + timestamp.encode("utf-8", "surrogateescape") + b":" + body
        return "v0=" + hmac.new(self.signing_secret.encode(), base, hashlib.sha256).hexdigest()

    async def url_verification(self) -> bool:
        challenge = secrets.token_hex(12)
        body = json.dumps(
            {"token": self.verification_token, "challenge": challenge, "type": "url_verification"}
        ).encode()
        status, _, text, _ = await self.http_request(body, "application/json")
        return status == 200 and challenge in (text or "")

    def _apply_ack(self, d: Delivery, payload: Any) -> None:
        """What the ack body does: command replies, modal response_action."""
        if payload in (None, "", {}):
            if d.payload.get("type") == "view_submission":
                self.views[d.payload["view"]["id"]]["_open"] = False
            return
        if d.kind == "slash_commands" and isinstance(payload, dict):
            team = self.teams[d.payload["team_id"]]
            try:
                self._respond(d, dict(payload), team, d.payload["channel_id"], d.payload["user_id"], "", via="ack")
            except ApiError as exc:
                self._violate(exc.error, json.dumps(exc.extra)[:600], "ack payload")
                d.user_error = "invalid ack payload: " + exc.error
        elif d.payload.get("type") == "view_submission" and isinstance(payload, dict):
            action = payload.get("response_action")
            view = self.views[d.payload["view"]["id"]]
            if action == "errors":
                d.errors = payload.get("errors") or {}
                inputs = {b.get("block_id") for b in view["blocks"] if b.get("type") == "input"}
                bad = set(d.errors) - inputs
                if not d.errors or bad:
                    self._violate(
                        "view_errors", f"errors must name input block_ids; unknown: {sorted(bad)}", "ack payload"
                    )
            elif action in ("update", "push"):
                v = Blocks()
                v.view(payload.get("view"))
                if v.errors:
                    self._violate("invalid_view", "; ".join(v.errors)[:600], "ack payload")
                    d.user_error = "invalid view"
                elif action == "update":
                    view.update({k: x for k, x in payload["view"].items() if k != "id"})
                else:
                    self._new_view(self.teams[view["team_id"]], payload["view"], view["_user"], view)
            elif action == "clear":
                for other in self.views.values():
                    if other["root_view_id"] == view["root_view_id"]:
                        other["_open"] = False
            else:
                self._violate("response_action", f"unknown response_action {action!r}", "ack payload")

    # ---- what Slack users do -------------------------------------------------------------------
    def _trigger(self, user: str, **kw: Any) -> str:
        tid = f"{next(self._seq)}.{int(time.time() * 1000)}.{secrets.token_hex(16)}"
        self._triggers[tid] = {"t": self.now(), "used": False, "user": user, **kw}
        return tid

    def _team_of(self, user: str) -> Team:
        return self.teams[self.users[user].team]

    async def slash(
        self,
        command: str,
        text: str = "",
        *,
        user: str = "U0ALICE",
        channel: str = "C0GENERAL",
        in_thread: bool = False,
        wait: bool = True,
    ) -> Delivery:
        """A user runs a slash command.  (Slack does not allow commands in threads.)"""
        if in_thread:
            raise ValueError("Slack: slash commands created by developers cannot be invoked in message threads")
        team, ch = self._team_of(user), self.channels[channel]
        payload = {
            "token": self.verification_token,
            "team_id": team.id,
            "team_domain": team.domain,
            "channel_id": ch.id,
            "channel_name": ch.name or "directmessage",
            "user_id": user,
            "user_name": self.users[user].name,
            "command": command,
            "text": text,
            "api_app_id": self.app_id,
            "is_enterprise_install": "false",
            "trigger_id": self._trigger(user),
        }
        d = Delivery(payload["trigger_id"], "slash_commands", payload, True)
        payload["response_url"] = self._new_response_url(d, team, ch.id, user)
        return await self.deliver(d, wait=wait)

    def event_payload(self, event: dict, team: Team, event_id: str | None = None) -> dict:
        return {
            "token": self.verification_token,
            "team_id": team.id,
            "api_app_id": self.app_id,
            "event": event,
            "type": "event_callback",
            "event_id": event_id or self._id("Ev"),
            "event_time": int(time.time()),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": team.id,
                    "user_id": team.bot_user_id,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": False,
            "event_context": secrets.token_hex(12),
        }

    async def event(
        self,
        event: dict,
        *,
        team: str = "T0FAKE001",
        wait: bool = True,
        retry: bool = True,
        copies: int = 1,
        event_id: str | None = None,
    ) -> Delivery:
        payload = self.event_payload(event, self.teams[team], event_id)
        return await self.deliver(
            Delivery(payload["event_id"], "events_api", payload, False), wait=wait, retry=retry, copies=copies
        )

    async def redeliver(self, d: Delivery, *, wait: bool = True) -> Delivery:
        """Slack sends the very same event (same event_id) again, as after a lost ack."""
        again = Delivery(d.id, d.kind, d.payload, d.accepts_response_payload)
        return await self.deliver(again, wait=wait, retry=False)

    def _message_event(self, ch: Channel, msg: dict, extra_type: str = "message") -> asyncio.Task | None:
        kind = "message.im" if ch.is_im else "message.groups" if ch.is_private else "message.channels"
        team = self.teams[ch.team]
        if kind not in self.subscribed or team.bot_user_id not in ch.members:
            return None
        event = {
            **self._public(msg),
            "type": "message",
            "channel": ch.id,
            "event_ts": msg["ts"],
            "channel_type": "im" if ch.is_im else "group" if ch.is_private else "channel",
        }
        payload = self.event_payload(event, team)
        d = Delivery(payload["event_id"], "events_api", payload, False)
        self.deliveries.append(d)
        msg["_delivery"] = d
        return self._spawn(self._drive(d, True, 1))

    async def say(
        self,
        text: str,
        *,
        user: str = "U0ALICE",
        channel: str = "C0GENERAL",
        thread_ts: str | None = None,
        wait: bool = True,
        copies: int = 1,
    ) -> Delivery:
        """A user posts a message; the app gets message.* (and app_mention when it is mentioned)."""
        ch, team = self.channels[channel], self._team_of(user)
        args: dict = {"text": text}
        if thread_ts:
            args["thread_ts"] = thread_ts
        msg = self._store(team, ch, args, user=user, bot=False)
        msg["client_msg_id"] = secrets.token_hex(16)
        out: Delivery | None = None
        kind = "message.im" if ch.is_im else "message.groups" if ch.is_private else "message.channels"
        base = {
            **self._public(msg),
            "channel": ch.id,
            "event_ts": msg["ts"],
            "channel_type": "im" if ch.is_im else "group" if ch.is_private else "channel",
        }
        if team.bot_user_id in ch.members and kind in self.subscribed:
            out = await self.event({**base, "type": "message"}, team=team.id, wait=False, copies=copies)
        if f"<@{team.bot_user_id}>" in text and "app_mention" in self.subscribed and team.bot_user_id in ch.members:
            mention = await self.event({**base, "type": "app_mention"}, team=team.id, wait=False, copies=copies)
            out = out or mention
        if out is None:
            out = Delivery("none", "events_api", {"event": base}, False, outcome="not_subscribed")
            out.done.set()
        if wait:
            await out.done.wait()
        return out

    def _find_element(self, blocks: list, action_id: str | None, text: str | None) -> tuple[dict, dict]:
        for block in blocks or []:
            elements = list(block.get("elements") or [])
            elements += [block[k] for k in ("accessory", "element") if isinstance(block.get(k), dict)]
            for el in elements:
                if not isinstance(el, dict) or el.get("type") in ("mrkdwn", "plain_text", "image"):
                    continue
                label = (el.get("text") or {}).get("text", "") if isinstance(el.get("text"), dict) else ""
                if (action_id and fnmatch.fnmatchcase(str(el.get("action_id")), action_id)) or (text and text in label):
                    return block, el
        raise LookupError(f"no interactive element action_id={action_id!r} text={text!r}")

    def _action(self, block: dict, el: dict, selected: Any) -> dict:
        action = {
            "type": el["type"],
            "action_id": el.get("action_id", ""),
            "block_id": block.get("block_id", ""),
            "action_ts": self._ts(),
        }
        if el["type"] == "button":
            action.update(text=el.get("text"), value=el.get("value", ""))
        elif ("select" in el["type"] and el["type"].startswith("static")) or el["type"] in (
            "radio_buttons",
            "overflow",
        ):
            pool = list(el.get("options") or []) + [o for g in el.get("option_groups") or [] for o in g["options"]]
            option = next((o for o in pool if o["value"] == selected), None)
            if option is None:
                raise LookupError(f"no option {selected!r}")
            action["selected_option"] = option
        else:
            action["value"] = selected
        return action

    async def click(
        self,
        channel: str,
        ts: str,
        *,
        action_id: str | None = None,
        text: str | None = None,
        selected: Any = None,
        user: str = "U0ALICE",
        wait: bool = True,
        copies: int = 1,
    ) -> Delivery:
        """A user presses a button / picks an option on a message."""
        ch, team = self.channels[channel], self._team_of(user)
        msg = ch.messages.get(ts)
        if msg is None:
            raise LookupError(f"no message {ts} in {channel}")
        block, el = self._find_element(msg.get("blocks") or [], action_id, text)
        container = {"type": "message", "message_ts": ts, "channel_id": ch.id, "is_ephemeral": False}
        if msg.get("thread_ts"):
            container["thread_ts"] = msg["thread_ts"]
        payload = {
            "type": "block_actions",
            "team": {"id": team.id, "domain": team.domain},
            "user": {"id": user, "username": self.users[user].name, "name": self.users[user].name, "team_id": team.id},
            "api_app_id": self.app_id,
            "token": self.verification_token,
            "container": container,
            "trigger_id": self._trigger(user),
            "channel": {"id": ch.id, "name": ch.name},
            "message": self._public(msg),
            "state": {"values": {}},
            "enterprise": None,
            "is_enterprise_install": False,
            "actions": [self._action(block, el, selected)],
        }
        d = Delivery(payload["trigger_id"], "interactive", payload, False)
        payload["response_url"] = self._new_response_url(d, team, ch.id, user, ts)
        return await self.deliver(d, wait=wait, copies=copies)

    async def shortcut(self, callback_id: str, *, user: str = "U0ALICE", wait: bool = True) -> Delivery:
        team = self._team_of(user)
        payload = {
            "type": "shortcut",
            "token": self.verification_token,
            "action_ts": self._ts(),
            "callback_id": callback_id,
            "team": {"id": team.id, "domain": team.domain},
            "is_enterprise_install": False,
            "enterprise": None,
            "user": {"id": user, "username": self.users[user].name, "team_id": team.id},
            "trigger_id": self._trigger(user),
        }
        return await self.deliver(Delivery(payload["trigger_id"], "interactive", payload, False), wait=wait)

    def open_view(self, user: str, callback_id: str | None = None) -> dict | None:
        """The newest modal open for a user."""
        for view in reversed(list(self.views.values())):
            if view["_user"] == user and view["_open"] and view.get("type") == "modal":
                if callback_id is None or view.get("callback_id") == callback_id:
                    return view
        return None

    async def submit(self, view_id: str, values: dict, *, user: str | None = None, wait: bool = True) -> Delivery:
        """Submit a modal.  values: {action_id or block_id: string} for the inputs."""
        view = self.views[view_id]
        if not view["_open"]:
            raise LookupError("that view is closed")
        state: dict = {}
        for block in view["blocks"]:
            if block.get("type") != "input":
                continue
            el = block["element"]
            key = el.get("action_id") or ""
            value = values.get(key, values.get(block["block_id"]))
            if value is None and not block.get("optional"):
                raise LookupError(f"required input {block['block_id']}/{key} not filled")
            limit = el.get("max_length")
            if isinstance(value, str) and limit and len(value) > limit:
                raise LookupError(f"{key}: the client would not take over {limit} characters")
            entry: dict = {"type": el["type"]}
            if el["type"] in ("static_select", "radio_buttons"):
                pool = list(el.get("options") or [])
                entry["selected_option"] = next((o for o in pool if o["value"] == value), None)
            elif el["type"] == "checkboxes":
                entry["selected_options"] = [o for o in el["options"] if o["value"] in (value or [])]
            elif el["type"] in ("channels_select", "conversations_select", "users_select"):
                entry["selected_" + el["type"].split("_")[0][:-1]] = value
            elif el["type"] == "timepicker":
                entry["selected_time"] = value
            elif el["type"] == "datepicker":
                entry["selected_date"] = value
            else:
                entry["value"] = value
            state.setdefault(block["block_id"], {})[key] = entry
        who = user or view["_user"]
        team = self.teams[view["team_id"]]
        payload = {
            "type": "view_submission",
            "team": {"id": team.id, "domain": team.domain},
            "user": {"id": who, "username": self.users[who].name, "name": self.users[who].name, "team_id": team.id},
            "api_app_id": self.app_id,
            "token": self.verification_token,
            "trigger_id": self._trigger(who, view=view_id),
            "view": {**self._public(view), "state": {"values": state}},
            "response_urls": [],
            "is_enterprise_install": False,
            "enterprise": None,
        }
        return await self.deliver(Delivery(payload["trigger_id"], "interactive", payload, True), wait=wait)

    async def uninstall(self, team: str = "T0FAKE001", wait: bool = True) -> Delivery:
        t = self.teams[team]
        d = await self.event({"type": "app_uninstalled"}, team=team, wait=wait)
        t.revoked = True
        return d

    # ---- control over HTTP (for tests in another process) ----------------------------------------
    CTL = {
        "slash",
        "say",
        "click",
        "submit",
        "shortcut",
        "event",
        "fault",
        "clear_faults",
        "drop_connections",
        "close_connections",
        "request_disconnect",
        "blackhole",
        "refuse_connections",
        "outage",
        "add_user",
        "add_channel",
        "set_channel",
        "expire_token",
        "reset_records",
        "messages",
        "wait_connected",
        "uninstall",
        "url_verification",
    }

    def _jsonable(self, value: Any) -> Any:
        if isinstance(value, asyncio.Event):
            return value.is_set()
        if isinstance(value, Delivery):
            return {f.name: self._jsonable(getattr(value, f.name)) for f in dataclasses.fields(value)} | {
                "ack_latency": value.ack_latency,
                "acked": value.acked,
            }
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            return {f.name: self._jsonable(getattr(value, f.name)) for f in dataclasses.fields(value)}
        if isinstance(value, dict):
            return {str(k): self._jsonable(v) for k, v in value.items() if k != "_delivery"}
        if isinstance(value, (list, tuple, set)):
            return [self._jsonable(v) for v in value]
        return value if isinstance(value, (str, int, float, bool, type(None))) else repr(value)

    async def _h_ctl_state(self, request: web.Request) -> web.Response:
        return web.json_response(
            self._jsonable(
                {
                    "calls": self.calls,
                    "deliveries": self.deliveries,
                    "violations": self.violations,
                    "notes": self.notes,
                    "connections": [{"id": c.id, "frames_in": c.frames_in} for c in self.connections.values()],
                    "connection_log": self.connection_log,
                    "ephemerals": self.ephemerals,
                    "views": list(self.views.values()),
                    "home_views": self.home_views,
                    "channels": {
                        c.id: {"name": c.name, "messages": list(c.messages.values())} for c in self.channels.values()
                    },
                }
            )
        )

    async def _h_ctl_call(self, request: web.Request) -> web.Response:
        body = await request.json()
        name = body.get("fn")
        if name not in self.CTL:
            return web.json_response({"error": f"fn must be one of {sorted(self.CTL)}"}, status=400)
        try:
            result = getattr(self, name)(*body.get("args", []), **body.get("kwargs", {}))
            if asyncio.iscoroutine(result):
                result = await result
        except Exception as exc:  # reported to the test, not swallowed
            return web.json_response({"error": f"{type(exc).__name__}: {exc}"}, status=400)
        return web.json_response({"result": self._jsonable(result)})


async def _amain(args: argparse.Namespace) -> None:
    fake = SlackServer(
        port=args.port,
        mode="http" if args.request_url else "socket",
        request_url=args.request_url,
        signing_secret=args.signing_secret,
        bot_token=args.bot_token,
        app_token=args.app_token,
        retry_scale=args.retry_scale,
        enforce_rate_limits=not args.no_rate_limits,
    )
    await fake.start()
    print(
        json.dumps(
            {
                "api_url": fake.api_url,
                "bot_token": fake.bot_token,
                "app_token": fake.app_token,
                "signing_secret": fake.signing_secret,
                "control": fake.url + "/_ctl/call",
            }
        ),
        flush=True,
    )
    try:
        await asyncio.sleep(args.lifetime)
    finally:
        await fake.stop()


def main() -> None:
    p = argparse.ArgumentParser(description="a Slack on loopback")
    p.add_argument("--port", type=int, default=0)
    p.add_argument("--request-url", help="deliver over signed HTTP to this loopback URL instead of Socket Mode")
    p.add_argument("--signing-secret", default="fake-signing-secret")
    p.add_argument("--bot-token", default="xoxb-fake-1")
    p.add_argument("--app-token", default="xapp-1-A0FAKEAPP-1-fake")
    p.add_argument("--retry-scale", type=float, default=1.0, help="multiply Slack's 60 s / 300 s retry pauses")
    p.add_argument("--no-rate-limits", action="store_true")
    p.add_argument("--lifetime", type=float, default=3600.0, help="stop by itself after this many seconds")
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_amain(p.parse_args()))


if __name__ == "__main__":
    main()

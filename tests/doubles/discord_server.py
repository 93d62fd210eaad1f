"""Discord on the loopback: REST v10 and the gateway as a bot sees them, strict, recording, and full of faults.

It speaks to the real library: users, application, commands, interactions, webhooks, channels, messages, threads,
reactions, guilds, rate limits and error codes; HELLO, heartbeats, IDENTIFY, READY, RESUME with replay, op 7 and 9,
close codes, zlib. What a bot sends is validated as Discord's documentation has it (discord/discord-api-docs).

Everything is recorded: `calls`, `interactions` (with latency, and what the user saw), `violations` (a deadline
missed, a second answer, a payload over a limit, a retry too early ...), `notes` and the gateway's log. Faults are put
in by `fault`, `outage`, `drop_connections`, `ask_reconnect`, `invalidate`, `zombie`.

    async with DiscordServer() as discord:
        discord.patch_discord_py()
        ...
        shown = await discord.slash("riddle today", user="alice")

As a process of its own: `python -m tests.doubles.discord_server --port 4002`, then POST /_ctl/call
{"fn": "slash", "args": [...], "kwargs": {...}} and GET /_ctl/state.
"""

# ruff: noqa: A002, ARG002, ARG005, ASYNC109, B904, BLE001, C901, E501, PLR0911, PLR0912, RUF012

from __future__ import annotations

import argparse
import asyncio
import contextlib
import dataclasses
import datetime as dt
import fnmatch
import itertools
import json
import re
import secrets
import time
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import unquote

from aiohttp import WSMsgType, web

if TYPE_CHECKING:
    from collections.abc import Callable

ACK_DEADLINE = 3.0
TOKEN_TTL = 15 * 60.0
NONCE_TTL = 300.0  # "the past few minutes"
EPOCH = 1420070400000
PRIVILEGED = {1 << 1: "GUILD_MEMBERS", 1 << 8: "GUILD_PRESENCES", 1 << 15: "MESSAGE_CONTENT"}
KNOWN_INTENTS = sum(1 << b for b in (*range(17), 20, 21, 24, 25))
P = {
    name: 1 << bit
    for name, bit in {
        "ADMINISTRATOR": 3,
        "MANAGE_CHANNELS": 4,
        "MANAGE_GUILD": 5,
        "ADD_REACTIONS": 6,
        "VIEW_CHANNEL": 10,
        "SEND_MESSAGES": 11,
        "MANAGE_MESSAGES": 13,
        "EMBED_LINKS": 14,
        "ATTACH_FILES": 15,
        "READ_MESSAGE_HISTORY": 16,
        "MENTION_EVERYONE": 17,
        "USE_APPLICATION_COMMANDS": 31,
        "MANAGE_THREADS": 34,
        "CREATE_PUBLIC_THREADS": 35,
        "CREATE_PRIVATE_THREADS": 36,
        "SEND_MESSAGES_IN_THREADS": 38,
    }.items()
}
ALL_PERMS = (1 << 52) - 1
EVERYONE_PERMS = sum(
    P[k]
    for k in (
        "ADD_REACTIONS",
        "VIEW_CHANNEL",
        "SEND_MESSAGES",
        "EMBED_LINKS",
        "ATTACH_FILES",
        "READ_MESSAGE_HISTORY",
        "USE_APPLICATION_COMMANDS",
        "CREATE_PUBLIC_THREADS",
        "SEND_MESSAGES_IN_THREADS",
    )
)
ARCHIVE = (60, 1440, 4320, 10080)
TEXT, DM, NEWS, PUBLIC_THREAD, PRIVATE_THREAD, FORUM, MEDIA = 0, 1, 5, 11, 12, 15, 16
FORUMS = (FORUM, MEDIA)
THREADS = (10, 11, 12)
EPHEMERAL, LOADING, COMPONENTS_V2 = 1 << 6, 1 << 7, 1 << 15


class DiscordError(Exception):
    def __init__(self, status: int, code: int, message: str, errors: dict | None = None, violation: bool = True):
        self.status, self.code, self.message, self.errors, self.violation = status, code, message, errors, violation

    def body(self) -> dict:
        out: dict = {"message": self.message, "code": self.code}
        if self.errors:
            out["errors"] = self.errors
        return out


def unknown(what: str, code: int, violation: bool = False) -> DiscordError:
    return DiscordError(404, code, f"Unknown {what}", violation=violation)


@dataclass
class Call:
    n: int
    t: float
    verb: str
    path: str
    body: Any
    query: dict
    status: int = 0
    response: Any = None
    took: float = 0.0
    fault: str = ""

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300


@dataclass
class Violation:
    t: float
    code: str
    detail: str
    where: str = ""


@dataclass
class Fault:
    """target: glob on 'METHOD /path' (path without /api/v10), e.g. 'POST /channels/*/messages'; 'GATEWAY' for the
    websocket handshake.  kind: ratelimit | status | delay | drop | hang | lost_reply | late_reply | lost_status | malformed."""

    target: str
    kind: str
    times: int | None = 1
    after: int = 0
    retry_after: float = 1.0
    is_global: bool = False
    scope: str = "user"
    via: bool = True  # discord.py treats a 429 without `Via` as a Cloudflare ban and gives up
    status: int = 500
    delay: float = 0.0
    seen: int = 0
    hits: int = 0

    def fires(self, target: str) -> bool:
        if not fnmatch.fnmatchcase(target, self.target):
            return False
        self.seen += 1
        if self.seen <= self.after or (self.times is not None and self.hits >= self.times):
            return False
        self.hits += 1
        return True


@dataclass
class Interaction:
    id: str
    token: str
    type: int
    data: dict
    user: str
    guild: str | None
    channel: str
    t_sent: float
    message: str | None = None
    sessions: int = 0  # how many sessions it went to
    state: str = "pending"  # pending | acked | expired
    t_ack: float | None = None
    callback_type: int | None = None
    callback: dict | None = None
    modal: dict | None = None
    choices: list | None = None
    original: str | None = None  # message id of the original response
    deferred: bool = False
    ephemeral: bool = False
    followups: list = field(default_factory=list)
    attempts: list = field(default_factory=list)  # (t, callback type, HTTP status)
    user_error: str = ""
    done: asyncio.Event = field(default_factory=asyncio.Event, repr=False)

    @property
    def acked(self) -> bool:
        return self.state == "acked"

    @property
    def latency(self) -> float | None:
        return None if self.t_ack is None else self.t_ack - self.t_sent

    async def wait(self, timeout: float = 10.0) -> Interaction:
        await asyncio.wait_for(self.done.wait(), timeout)
        return self


@dataclass
class Session:
    id: str
    token: str
    intents: int
    shard: tuple
    seq: int = 0
    buffer: list = field(default_factory=list)
    conn: Conn | None = None
    t_lost: float | None = None
    dead: bool = False


@dataclass
class Conn:
    id: int
    ws: web.WebSocketResponse
    request: web.Request
    compress: str
    zctx: Any
    t_open: float
    session: Session | None = None
    last_beat: float = 0.0
    commands: list = field(default_factory=list)
    zombie: bool = False
    identified: bool = False
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


# --------------------------------------------------------------------------------------------
# validation of what a bot sends
# --------------------------------------------------------------------------------------------
class Form:
    """Collect errors in Discord's nested `errors` shape."""

    def __init__(self) -> None:
        self.errors: dict = {}
        self.flat: list[str] = []

    def err(self, path: str, code: str, message: str) -> None:
        node = self.errors
        for part in path.split("."):
            node = node.setdefault(part, {})
        node.setdefault("_errors", []).append({"code": code, "message": message})
        self.flat.append(f"{path}: {message}")

    def string(self, value: Any, path: str, lo: int, hi: int, required: bool = False) -> None:
        if value is None:
            if required:
                self.err(path, "BASE_TYPE_REQUIRED", "This field is required")
            return None
        if not isinstance(value, str):
            return self.err(path, "STRING_TYPE_CONVERT", "Could not interpret value as string.")
        if len(value) > hi:
            self.err(path, "BASE_TYPE_MAX_LENGTH", f"Must be {hi} or fewer in length.")
        if len(value) < lo:
            self.err(path, "BASE_TYPE_MIN_LENGTH", f"Must be {lo} or more in length.")
        return None

    def done(self) -> None:
        if self.errors:
            raise DiscordError(400, 50035, "Invalid Form Body", self.errors)

    def embeds(self, embeds: Any) -> None:
        if embeds is None:
            return None
        if not isinstance(embeds, list) or len(embeds) > 10:
            return self.err("embeds", "BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length.")
        total = 0
        for i, embed in enumerate(embeds):
            if not isinstance(embed, dict):
                self.err(f"embeds.{i}", "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
                continue
            for key, hi in (("title", 256), ("description", 4096)):
                self.string(embed.get(key), f"embeds.{i}.{key}", 0, hi)
                total += len(str(embed.get(key) or "").strip())
            footer, author = embed.get("footer") or {}, embed.get("author") or {}
            self.string(footer.get("text"), f"embeds.{i}.footer.text", 0, 2048)
            self.string(author.get("name"), f"embeds.{i}.author.name", 0, 256)
            total += len(str(footer.get("text") or "").strip()) + len(str(author.get("name") or "").strip())
            fields = embed.get("fields") or []
            if len(fields) > 25:
                self.err(f"embeds.{i}.fields", "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
            for j, item in enumerate(fields):
                self.string(item.get("name"), f"embeds.{i}.fields.{j}.name", 1, 256, True)
                self.string(item.get("value"), f"embeds.{i}.fields.{j}.value", 1, 1024, True)
                total += len(str(item.get("name") or "").strip()) + len(str(item.get("value") or "").strip())
            for key in ("url",):
                url = embed.get(key)
                if url is not None and not re.match(r"^(https?|attachment)://", str(url)):
                    self.err(f"embeds.{i}.{key}", "URL_TYPE_INVALID_URL", "Not a well formed URL.")
            for key in ("image", "thumbnail"):
                url = (embed.get(key) or {}).get("url")
                if url is not None and not re.match(r"^(https?|attachment)://", str(url)):
                    self.err(f"embeds.{i}.{key}.url", "URL_TYPE_INVALID_URL", "Not a well formed URL.")
        if total > 6000:
            self.err("embeds", "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000")
        return None

    def components(self, rows: Any, path: str = "components", v2: bool = False) -> None:
        if rows is None:
            return None
        if not isinstance(rows, list):
            return self.err(path, "BASE_TYPE_BAD_TYPE", "must be an array")
        if not v2 and len(rows) > 5:
            self.err(path, "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.")
        seen: set = set()
        count = [0]

        def custom_id(c: dict, at: str) -> None:
            self.string(c.get("custom_id"), at + ".custom_id", 1, 100, True)
            if c.get("custom_id") in seen:
                self.err(
                    at + ".custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated"
                )
            seen.add(c.get("custom_id"))

        def one(c: Any, at: str) -> None:
            count[0] += 1
            if not isinstance(c, dict) or not isinstance(c.get("type"), int):
                return self.err(at, "UNION_TYPE_CHOICES", 'Value of field "type" must be a component type.')
            kind = c["type"]
            if kind == 2:
                style = c.get("style")
                if style not in (1, 2, 3, 4, 5, 6):
                    self.err(at + ".style", "BASE_TYPE_CHOICES", "Value must be one of {1, 2, 3, 4, 5, 6}.")
                self.string(c.get("label"), at + ".label", 0, 80)
                if style == 5:
                    self.string(c.get("url"), at + ".url", 1, 512, True)
                    if "custom_id" in c and c["custom_id"] is not None:
                        self.err(
                            at, "BUTTON_COMPONENT_CUSTOM_ID_FORBIDDEN", "A custom id and url cannot both be specified"
                        )
                elif style in (1, 2, 3, 4):
                    custom_id(c, at)
                if not c.get("label") and not c.get("emoji") and style != 6:
                    self.err(at, "BUTTON_COMPONENT_LABEL_REQUIRED", "A label or emoji is required")
            elif kind in (3, 5, 6, 7, 8):
                custom_id(c, at)
                self.string(c.get("placeholder"), at + ".placeholder", 0, 150)
                if kind == 3:
                    options = c.get("options") or []
                    if not 1 <= len(options) <= 25:
                        self.err(at + ".options", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 25 in length.")
                    for k, o in enumerate(options):
                        self.string(o.get("label"), f"{at}.options.{k}.label", 1, 100, True)
                        self.string(o.get("value"), f"{at}.options.{k}.value", 1, 100, True)
                        self.string(o.get("description"), f"{at}.options.{k}.description", 0, 100)
            elif kind == 4:
                self.err(at, "UNION_TYPE_CHOICES", "Text inputs are only allowed in modals")
            elif v2:
                if kind == 10:
                    self.string(c.get("content"), at + ".content", 1, 4000, True)
                for key in ("components", "accessory", "component"):
                    sub = c.get(key)
                    for k, s in enumerate(sub if isinstance(sub, list) else [sub] if sub else []):
                        one(s, f"{at}.{key}.{k}")
            else:
                self.err(
                    at, "UNION_TYPE_CHOICES", f"component type {kind} is not allowed here without IS_COMPONENTS_V2"
                )
            return None

        for i, row in enumerate(rows):
            at = f"{path}.{i}"
            if not isinstance(row, dict):
                self.err(at, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
            elif row.get("type") == 1:
                items = row.get("components") or []
                buttons = sum(1 for c in items if isinstance(c, dict) and c.get("type") == 2)
                if not 1 <= len(items) <= 5 or (buttons != len(items) and len(items) > 1):
                    self.err(at + ".components", "BASE_TYPE_BAD_LENGTH", "Up to five buttons, or one select")
                for j, c in enumerate(items):
                    one(c, f"{at}.components.{j}")
            elif v2:
                one(row, at)
            else:
                self.err(at, "UNION_TYPE_CHOICES", 'Value of field "type" must be one of (1,).')
        if count[0] > 40:
            self.err(path, "BASE_TYPE_MAX_LENGTH", "at most 40 components")
        return None

    def modal(self, data: dict) -> None:
        self.string(data.get("custom_id"), "data.custom_id", 1, 100, True)
        self.string(data.get("title"), "data.title", 1, 45, True)
        rows = data.get("components") or []
        if not 1 <= len(rows) <= 5:
            self.err("data.components", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.")
        seen: set = set()
        for i, row in enumerate(rows):
            at = f"data.components.{i}"
            kind = row.get("type") if isinstance(row, dict) else None
            if kind == 1:
                inner = (row.get("components") or [None])[0]
            elif kind == 18:
                self.string(row.get("label"), at + ".label", 1, 45, True)
                self.string(row.get("description"), at + ".description", 0, 100)
                inner = row.get("component")
            elif kind == 10:
                continue
            else:
                self.err(at, "UNION_TYPE_CHOICES", f"component type {kind} is not allowed in a modal")
                continue
            if not isinstance(inner, dict):
                self.err(at, "BASE_TYPE_REQUIRED", "This field is required")
                continue
            self.string(inner.get("custom_id"), at + ".custom_id", 1, 100, True)
            if inner.get("custom_id") in seen:
                self.err(
                    at + ".custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated"
                )
            seen.add(inner.get("custom_id"))
            if inner.get("type") == 4:
                if inner.get("style") not in (1, 2):
                    self.err(at + ".style", "BASE_TYPE_CHOICES", "Value must be one of {1, 2}.")
                if kind == 1:
                    self.string(inner.get("label"), at + ".label", 1, 45, True)
                self.string(inner.get("placeholder"), at + ".placeholder", 0, 100)
                self.string(inner.get("value"), at + ".value", 0, 4000)
                for key, lo in (("min_length", 0), ("max_length", 1)):
                    v = inner.get(key)
                    if v is not None and not (isinstance(v, int) and lo <= v <= 4000):
                        self.err(f"{at}.{key}", "NUMBER_TYPE_MAX", f"must be {lo}..4000")

    def allowed_mentions(self, am: Any) -> None:
        if am is None:
            return None
        if not isinstance(am, dict):
            return self.err("allowed_mentions", "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
        parse = am.get("parse")
        if parse is not None:
            for i, item in enumerate(parse):
                if item not in ("roles", "users", "everyone"):
                    self.err(
                        f"allowed_mentions.parse.{i}",
                        "BASE_TYPE_CHOICES",
                        "Value must be one of ('users', 'everyone', 'roles').",
                    )
            for key in ("users", "roles"):
                if key in parse and am.get(key):
                    self.err(
                        "allowed_mentions",
                        "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
                        f'parse:["{key}"] and {key}: [ids...] are mutually exclusive.',
                    )
        for key in ("users", "roles"):
            if len(am.get(key) or []) > 100:
                self.err(f"allowed_mentions.{key}", "BASE_TYPE_MAX_LENGTH", "Must be 100 or fewer in length.")
        return None

    def command(self, cmd: Any, at: str) -> None:
        if not isinstance(cmd, dict):
            return self.err(at, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
        kind = cmd.get("type", 1)
        self.string(cmd.get("name"), f"{at}.name", 1, 32, True)
        if kind == 1:
            self._name(cmd.get("name"), f"{at}.name")
            self.string(cmd.get("description"), f"{at}.description", 1, 100, True)
            size = self._options(cmd.get("options"), f"{at}.options", 0)
            if size + len(cmd.get("name") or "") + len(cmd.get("description") or "") > 8000:
                self.err(at, "APPLICATION_COMMAND_TOO_LARGE", "Command exceeds maximum size (8000)")
        return None

    def _name(self, name: Any, at: str) -> None:
        if isinstance(name, str) and (not re.fullmatch(r"[-_'\w]{1,32}", name) or name != name.lower()):
            self.err(at, "STRING_TYPE_REGEX", "String value did not match validation regex.")

    def _options(self, options: Any, at: str, depth: int) -> int:
        size, optional_seen = 0, False
        if options is None:
            return 0
        if len(options) > 25:
            self.err(at, "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
        names: set = set()
        for i, o in enumerate(options):
            here = f"{at}.{i}"
            if o.get("type") not in range(1, 12):
                self.err(f"{here}.type", "BASE_TYPE_CHOICES", "Value must be one of {1..11}.")
            self.string(o.get("name"), f"{here}.name", 1, 32, True)
            self._name(o.get("name"), f"{here}.name")
            self.string(o.get("description"), f"{here}.description", 1, 100, True)
            size += len(o.get("name") or "") + len(o.get("description") or "")
            if o.get("name") in names:
                self.err(f"{here}.name", "APPLICATION_COMMAND_OPTIONS_NAME_DUPLICATE", "Option name already exists")
            names.add(o.get("name"))
            if o.get("type") not in (1, 2):
                if o.get("required") and optional_seen:
                    self.err(
                        here,
                        "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
                        "Required options must be placed before non-required options",
                    )
                optional_seen = optional_seen or not o.get("required")
            choices = o.get("choices") or []
            if len(choices) > 25:
                self.err(f"{here}.choices", "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
            for j, c in enumerate(choices):
                self.string(c.get("name"), f"{here}.choices.{j}.name", 1, 100, True)
                size += len(str(c.get("name") or "")) + len(str(c.get("value") or ""))
            if o.get("type") in (1, 2):
                if depth >= 2:
                    self.err(
                        here, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Sub-command option requires a command parent"
                    )
                size += self._options(o.get("options"), f"{here}.options", depth + 1)
        return size


def snowflake(counter: itertools.count[int]) -> str:
    return str(((int(time.time() * 1000) - EPOCH) << 22) | (next(counter) & 0x3FFFFF))


def iso(t: float | None = None) -> str:
    return dt.datetime.fromtimestamp(t or time.time(), dt.UTC).isoformat()


# --------------------------------------------------------------------------------------------
# the server
# --------------------------------------------------------------------------------------------
class DiscordServer:
    def __init__(
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        token: str = "double.discord.token",
        ack_deadline: float = ACK_DEADLINE,
        token_ttl: float = TOKEN_TTL,
        heartbeat_interval: float = 41.25,
        privileged: tuple = ("MESSAGE_CONTENT",),
        identify_interval: float = 5.0,
        max_concurrency: int = 1,
        session_ttl: float = 120.0,
        message_limit: tuple = (5, 5.0),
        global_limit: int = 50,
        enforce_rate_limits: bool = True,
        recommended_shards: int = 1,
    ) -> None:
        if host not in ("127.0.0.1", "localhost", "::1"):
            raise ValueError("loopback only")
        self.host, self.port, self.token = host, port, token
        self.ack_deadline, self.token_ttl, self.heartbeat_interval = ack_deadline, token_ttl, heartbeat_interval
        self.privileged, self.identify_interval, self.max_concurrency = (
            set(privileged),
            identify_interval,
            max_concurrency,
        )
        self.session_ttl, self.message_limit, self.global_limit = session_ttl, message_limit, global_limit
        self.enforce_rate_limits, self.recommended_shards = enforce_rate_limits, recommended_shards
        self.calls: list[Call] = []
        self.violations: list[Violation] = []
        self.notes: list[Violation] = []
        self.faults: list[Fault] = []
        self.interactions: dict[str, Interaction] = {}
        self.gateway_log: list[dict] = []
        self.invalid_requests: list[tuple] = []
        self.users: dict[str, dict] = {}
        self.guilds: dict[str, dict] = {}
        self.channels: dict[str, dict] = {}
        self.messages: dict[str, dict] = {}  # message id -> message (with _fields)
        self.commands: dict[str | None, dict] = {None: {}}
        self.sessions: dict[str, Session] = {}
        self.conns: dict[int, Conn] = {}
        self._n = itertools.count(1)
        self._tokens: dict[str, Interaction] = {}
        self._nonces: dict[tuple, tuple] = {}
        self._buckets: dict[tuple, list] = {}
        self._blocked: dict[tuple, tuple] = {}
        self._global: list[float] = []
        self._global_until: tuple = (0.0, 0.0)
        self._identifies: list[float] = []
        self._tasks: set = set()
        self._refuse_until = self._outage_until = 0.0
        self.dispatch_delay = 0.0
        self.most_threads = 1_000
        self._t0 = time.monotonic()
        self._runner: web.AppRunner | None = None
        self.app_id = snowflake(self._n)
        self.bot = self.add_user("riddlebot", bot=True)["id"]
        for name in ("alice", "bob", "carol", "dave"):
            self.add_user(name)
        self.guild = self.add_guild("Guild")["id"]
        self._routes = self._build_routes()

    # ---- world ---------------------------------------------------------------------------------
    def add_user(self, name: str, bot: bool = False) -> dict:
        uid = snowflake(self._n)
        self.users[uid] = {
            "id": uid,
            "username": name,
            "discriminator": "0000" if bot else "0",
            "global_name": name.title(),
            "avatar": None,
            "bot": bot,
            "public_flags": 0,
        }
        for guild in self.guilds.values():
            self._join(guild, uid)
        return self.users[uid]

    def add_guild(self, name: str, channels: tuple = ("general", "riddles"), announce: bool = False) -> dict:
        gid = snowflake(self._n)
        bot_role, admin_role = snowflake(self._n), snowflake(self._n)

        def role(rid: str, rname: str, perms: int, pos: int) -> dict:
            return {
                "id": rid,
                "name": rname,
                "color": 0,
                "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
                "hoist": False,
                "icon": None,
                "unicode_emoji": None,
                "position": pos,
                "permissions": str(perms),
                "managed": rid == bot_role,
                "mentionable": False,
                "flags": 0,
            }

        owner = next((u["id"] for u in self.users.values() if u["username"] == "carol"), self.bot)
        guild = {
            "id": gid,
            "name": name,
            "icon": None,
            "owner_id": owner,
            "preferred_locale": "en-GB",
            "features": [],
            "roles": {
                r["id"]: r
                for r in (
                    role(gid, "@everyone", EVERYONE_PERMS, 0),
                    role(bot_role, "riddlebot", EVERYONE_PERMS | P["MENTION_EVERYONE"], 1),
                    role(admin_role, "Admin", ALL_PERMS, 2),
                )
            },
            "members": {},
            "joined_at": iso(),
            "available": True,
        }
        self.guilds[gid] = guild
        for uid in self.users:
            self._join(guild, uid)
        guild["members"][self.bot]["roles"] = [bot_role]
        guild["members"][owner]["roles"] = [admin_role] if owner != self.bot else [bot_role]
        for cname in channels:
            self.add_channel(cname, gid)
        if announce:
            self._spawn(self._dispatch_guild(gid, "GUILD_CREATE", lambda s: self._guild_create(guild, s)))
        return guild

    def _join(self, guild: dict, uid: str) -> None:
        guild["members"][uid] = {
            "user": uid,
            "roles": [],
            "joined_at": iso(),
            "nick": None,
            "flags": 0,
            "deaf": False,
            "mute": False,
            "pending": False,
            "premium_since": None,
            "avatar": None,
            "communication_disabled_until": None,
        }

    def add_channel(self, name: str, guild: str | None = None, type: int = TEXT) -> dict:
        cid, gid = snowflake(self._n), guild or self.guild
        self.channels[cid] = {
            "id": cid,
            "type": type,
            "guild_id": gid,
            "name": name,
            "position": len(self.channels),
            "permission_overwrites": [],
            "topic": None,
            "nsfw": False,
            "parent_id": None,
            "last_message_id": None,
            "rate_limit_per_user": 0,
            "flags": 0,
        }
        return self.channels[cid]

    def user_id(self, who: str) -> str:
        if who in self.users:
            return who
        return next(u["id"] for u in self.users.values() if u["username"] == who)

    def channel_id(self, where: str, guild: str | None = None) -> str:
        if where in self.channels:
            return where
        return next(
            c["id"]
            for c in self.channels.values()
            if c["name"] == where
            and ((guild is None and c.get("guild_id") == self.guild) or c.get("guild_id") == guild)
        )

    def set_permission(self, channel: str, *, deny: int = 0, allow: int = 0, user: str | None = None) -> None:
        """Overwrite for the bot (default) or a user on a channel; e.g. deny=P['SEND_MESSAGES']."""
        ch = self.channels[self.channel_id(channel)]
        target = self.user_id(user) if user else self.bot
        ch["permission_overwrites"] = [o for o in ch["permission_overwrites"] if o["id"] != target]
        ch["permission_overwrites"].append({"id": target, "type": 1, "allow": str(allow), "deny": str(deny)})
        self._spawn(self._dispatch_guild(ch["guild_id"], "CHANNEL_UPDATE", lambda s: self._public_channel(ch)))

    def permissions(self, uid: str, ch: dict) -> int:
        if ch["type"] == DM:
            return ALL_PERMS
        guild = self.guilds[ch["guild_id"]]
        if guild["owner_id"] == uid:
            return ALL_PERMS
        member = guild["members"].get(uid)
        if member is None:
            return 0
        perms = int(guild["roles"][guild["id"]]["permissions"])
        for rid in member["roles"]:
            perms |= int(guild["roles"][rid]["permissions"])
        if perms & P["ADMINISTRATOR"]:
            return ALL_PERMS
        base = self.channels[ch["parent_id"]] if ch["type"] in THREADS else ch
        order = [guild["id"], *list(member["roles"]), uid]
        for target in order:
            for o in base["permission_overwrites"]:
                if o["id"] == target:
                    perms = (perms & ~int(o["deny"])) | int(o["allow"])
        return perms if perms & P["VIEW_CHANNEL"] else 0

    # ---- life cycle ----------------------------------------------------------------------------
    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    @property
    def api_base(self) -> str:
        return self.url + "/api/v10"

    @property
    def gateway_url(self) -> str:
        return f"ws://{self.host}:{self.port}/gateway"

    def patch_discord_py(self) -> None:
        """Point discord.py (this process) at this server."""
        import discord.gateway
        import discord.http
        import yarl

        discord.http.Route.BASE = self.api_base
        discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(self.gateway_url)

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self.stop()

    async def start(self) -> DiscordServer:
        app = web.Application(client_max_size=30 * 2**20)
        app.router.add_get("/gateway", self._h_gateway)
        app.router.add_get("/gateway/", self._h_gateway)
        app.router.add_route("*", "/api/{version}/{path:.*}", self._h_rest)
        app.router.add_get("/_ctl/state", self._h_ctl_state)
        app.router.add_post("/_ctl/call", self._h_ctl_call)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self.host, self.port)
        await site.start()
        self.port = site._server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
        self._t0 = time.monotonic()
        return self

    async def stop(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        for conn in list(self.conns.values()):
            with contextlib.suppress(Exception):
                await conn.ws.close()
        if self._runner:
            await self._runner.cleanup()

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

    def fault(self, target: str, kind: str, **kw: Any) -> Fault:
        f = Fault(target, kind, **kw)
        self.faults.append(f)
        return f

    def clear_faults(self) -> None:
        self.faults.clear()
        self._refuse_until = self._outage_until = self.dispatch_delay = 0.0

    def reset_records(self) -> None:
        self.calls.clear()
        self.violations.clear()
        self.notes.clear()
        self.invalid_requests.clear()

    def outage(self, seconds: float) -> None:
        self._outage_until = self._refuse_until = self.now() + seconds
        self.drop_connections()

    def refuse_gateway(self, seconds: float) -> None:
        self._refuse_until = self.now() + seconds

    async def wait_ready(self, n: int = 1, timeout: float = 20.0) -> None:
        await self.wait_until(lambda: sum(1 for c in self.conns.values() if c.session and not c.zombie) >= n, timeout)

    async def wait_until(self, test: Callable[[], Any], timeout: float = 10.0) -> Any:
        end = self.now() + timeout
        while True:
            value = test()
            if value:
                return value
            if self.now() > end:
                raise TimeoutError("condition not met")
            await asyncio.sleep(0.02)

    def calls_to(self, target: str, ok: bool | None = None) -> list[Call]:
        """target is a glob on 'METHOD /path'."""
        return [
            c for c in self.calls if fnmatch.fnmatchcase(f"{c.verb} {c.path}", target) and (ok is None or c.ok == ok)
        ]

    def history(self, channel: str, bot_only: bool = False, include_ephemeral: bool = False) -> list[dict]:
        cid = self.channel_id(channel)
        return [
            m
            for m in self.messages.values()
            if m["channel_id"] == cid
            and (not bot_only or m["author"]["id"] == self.bot)
            and (include_ephemeral or not m["flags"] & EPHEMERAL)
        ]

    # ---- REST ----------------------------------------------------------------------------------
    def _build_routes(self) -> list[tuple]:
        s = r"(\d{1,20})"
        t = r"([^/]+)"
        table = [
            ("GET", "/users/@me", self.r_me),
            ("PATCH", "/users/@me", self.r_me),
            ("GET", f"/users/{s}", self.r_user),
            ("POST", "/users/@me/channels", self.r_dm),
            ("GET", "/users/@me/guilds", self.r_my_guilds),
            ("GET", "/oauth2/applications/@me", self.r_app),
            ("GET", "/applications/@me", self.r_app),
            ("GET", "/gateway", self.r_gateway),
            ("GET", "/gateway/bot", self.r_gateway_bot),
            ("GET", f"/applications/{s}/emojis", self.r_empty_emojis),
            ("GET", f"/applications/{s}/commands", self.r_commands),
            ("PUT", f"/applications/{s}/commands", self.r_commands),
            ("POST", f"/applications/{s}/commands", self.r_commands),
            ("DELETE", f"/applications/{s}/commands/{s}", self.r_command_one),
            ("PATCH", f"/applications/{s}/commands/{s}", self.r_command_one),
            ("GET", f"/applications/{s}/guilds/{s}/commands", self.r_guild_commands),
            ("PUT", f"/applications/{s}/guilds/{s}/commands", self.r_guild_commands),
            ("POST", f"/applications/{s}/guilds/{s}/commands", self.r_guild_commands),
            ("POST", f"/interactions/{s}/{t}/callback", self.r_callback),
            ("POST", f"/webhooks/{s}/{t}", self.r_followup),
            ("GET", f"/webhooks/{s}/{t}/messages/{t}", self.r_webhook_message),
            ("PATCH", f"/webhooks/{s}/{t}/messages/{t}", self.r_webhook_message),
            ("DELETE", f"/webhooks/{s}/{t}/messages/{t}", self.r_webhook_message),
            ("GET", f"/channels/{s}", self.r_channel),
            ("PATCH", f"/channels/{s}", self.r_channel),
            ("DELETE", f"/channels/{s}", self.r_channel),
            ("GET", f"/channels/{s}/messages", self.r_messages),
            ("POST", f"/channels/{s}/messages", self.r_create_message),
            ("GET", f"/channels/{s}/messages/{s}", self.r_message),
            ("PATCH", f"/channels/{s}/messages/{s}", self.r_message),
            ("DELETE", f"/channels/{s}/messages/{s}", self.r_message),
            ("POST", f"/channels/{s}/messages/{s}/threads", self.r_thread_from_message),
            ("POST", f"/channels/{s}/threads", self.r_thread),
            ("POST", f"/channels/{s}/typing", self.r_typing),
            ("PUT", f"/channels/{s}/thread-members/@me", self.r_no_content),
            ("PUT", f"/channels/{s}/thread-members/{s}", self.r_thread_member),
            ("PUT", f"/channels/{s}/messages/{s}/reactions/{t}/@me", self.r_reaction),
            ("DELETE", f"/channels/{s}/messages/{s}/reactions/{t}/@me", self.r_reaction),
            ("PUT", f"/channels/{s}/messages/pins/{s}", self.r_no_content),
            ("PUT", f"/channels/{s}/pins/{s}", self.r_no_content),
            ("GET", f"/channels/{s}/threads/archived/public", self.r_archived),
            ("GET", f"/guilds/{s}", self.r_guild),
            ("GET", f"/guilds/{s}/channels", self.r_guild_channels),
            ("GET", f"/guilds/{s}/members/{s}", self.r_member),
            ("GET", f"/guilds/{s}/roles", self.r_roles),
            ("GET", f"/guilds/{s}/threads/active", self.r_active_threads),
            ("DELETE", f"/users/@me/guilds/{s}", self.r_no_content),
        ]
        return [(verb, re.compile("^" + pattern + "$"), fn, pattern) for verb, pattern, fn in table]

    async def _read_body(self, request: web.Request) -> Any:
        if not request.can_read_body:
            return None
        if request.content_type.startswith("multipart/"):
            form = await request.post()
            body = json.loads(form["payload_json"]) if "payload_json" in form else {}
            body["_files"] = [k for k in form if k.startswith("files[")]
            return body
        raw = await request.read()
        if not raw:
            return None
        if request.content_type != "application/json":
            raise DiscordError(
                400,
                50035,
                "Invalid Form Body",
                {
                    "_errors": [
                        {
                            "code": "CONTENT_TYPE_INVALID",
                            "message": f'Expected "Content-Type" header to be one of {{"application/json"}}, got {request.content_type}',
                        }
                    ]
                },
            )
        try:
            return json.loads(raw)
        except ValueError:
            raise DiscordError(400, 50109, "The request body contains invalid JSON.")

    async def _h_rest(self, request: web.Request) -> web.StreamResponse:
        path = "/" + unquote(request.match_info["path"])
        verb, started = request.method, self.now()
        call = Call(len(self.calls) + 1, round(started, 4), verb, path, None, dict(request.query))
        self.calls.append(call)
        headers: dict = {"Via": "1.1 google", "X-Double": "discord"}
        try:
            call.body = await self._read_body(request)
            if request.match_info["version"] not in ("v9", "v10"):
                raise DiscordError(400, 50041, "Invalid API version provided")
            if self._outage_until > started:
                call.fault = "outage"
                return self._finish(call, 503, "<html>503</html>", headers)
            key = f"{verb} {path}"
            route = next(
                ((fn, m.groups(), pat) for v, rx, fn, pat in self._routes if v == verb and (m := rx.match(path))), None
            )
            if route is None:
                self._violate("unknown_route", key)
                raise DiscordError(404, 0, "404: Not Found", violation=False)
            fn, groups, pattern = route
            by_token = pattern.startswith(("/interactions/", "/webhooks/"))
            if not by_token:
                auth = request.headers.get("Authorization", "")
                if auth != f"Bot {self.token}":
                    self._violate("bad_auth", auth[:10] + "...", key)
                    raise DiscordError(401, 0, "401: Unauthorized", violation=False)
            if not request.headers.get("User-Agent", "").startswith("DiscordBot") and not by_token:
                self._note("user_agent", request.headers.get("User-Agent", "")[:60], key)
            limited = self._limits(verb, pattern, groups, headers, by_token)
            if limited is not None:
                return self._ratelimited(call, headers, limited[0], limited[1], "user")
            fault = next((f for f in self.faults if f.fires(key)), None)
            if fault:
                call.fault = fault.kind
                if fault.kind == "delay":
                    await asyncio.sleep(fault.delay)
                elif fault.kind == "hang":
                    await asyncio.sleep(3600)
                elif fault.kind == "drop":
                    return self._abort(call, request)
                elif fault.kind == "status":
                    return self._finish(call, fault.status, "<html>upstream error</html>", headers)
                elif fault.kind == "ratelimit":
                    if not fault.via:
                        headers.pop("Via")
                    major = groups[0] if pattern.startswith(("/channels", "/guilds", "/webhooks")) else ""
                    if fault.is_global:
                        self._global_until = (self.now() + fault.retry_after, self.now())
                    else:
                        self._blocked[(verb, pattern, major)] = (self.now() + fault.retry_after, self.now())
                    return self._ratelimited(call, headers, fault.retry_after, fault.is_global, fault.scope)
            status, body = await self._invoke(fn, verb, groups, call)
            if fault and fault.kind == "late_reply":
                await asyncio.sleep(fault.delay)
            if fault and fault.kind == "lost_reply":
                call.response = body
                return self._abort(call, request)
            if fault and fault.kind == "lost_status":
                call.response = body
                return self._finish(call, fault.status, "<html>upstream error</html>", headers, keep=True)
            if fault and fault.kind == "malformed":
                return self._finish(call, 200, '{"id": ', headers, ctype="application/json")
            return self._finish(call, status, body, headers)
        except DiscordError as exc:
            if exc.violation:
                self._violate(
                    f"{exc.status}/{exc.code}", f"{exc.message} {json.dumps(exc.errors or {})[:500]}", f"{verb} {path}"
                )
            return self._finish(call, exc.status, exc.body(), headers)

    async def _invoke(self, fn: Callable, verb: str, groups: tuple, call: Call) -> tuple[int, Any]:
        result = fn(verb, groups, call)
        if asyncio.iscoroutine(result):
            result = await result
        return result

    def _finish(
        self, call: Call, status: int, body: Any, headers: dict, ctype: str = "", keep: bool = False
    ) -> web.Response:
        call.status, call.took = status, round(self.now() - call.t, 4)
        if status in (401, 403, 429) and headers.get("X-RateLimit-Scope") != "shared":
            self.invalid_requests.append((call.t, status, f"{call.verb} {call.path}"))
        if not keep:
            call.response = body
        if status == 204 or body is None:
            return web.Response(status=status, headers=headers)
        if isinstance(body, str):
            return web.Response(status=status, text=body, content_type=ctype or "text/html", headers=headers)
        # discord.py compares the header to exactly "application/json"
        return web.Response(
            status=status, body=json.dumps(body).encode(), headers={**headers, "Content-Type": "application/json"}
        )

    def _abort(self, call: Call, request: web.Request) -> web.Response:
        call.status, call.took = 0, round(self.now() - call.t, 4)
        if request.transport is not None:
            request.transport.abort()
        return web.Response(status=500)

    def _ratelimited(self, call: Call, headers: dict, retry_after: float, is_global: bool, scope: str) -> web.Response:
        headers["Retry-After"] = str(max(1, int(retry_after + 0.999)))
        headers["X-RateLimit-Scope"] = "global" if is_global else scope
        if is_global:
            headers["X-RateLimit-Global"] = "true"
        return self._finish(
            call,
            429,
            {"message": "You are being rate limited.", "retry_after": round(retry_after, 3), "global": is_global},
            headers,
        )

    def _limits(self, verb: str, pattern: str, groups: tuple, headers: dict, by_token: bool) -> tuple | None:
        now = self.now()
        major = groups[0] if groups and pattern.startswith(("/channels", "/guilds", "/webhooks")) else ""
        key = (verb, pattern, major)
        until, since = max(self._blocked.get(key, (0.0, 0.0)), (0.0, 0.0) if by_token else self._global_until)
        if until > now + 0.02:
            if now - since > 0.25:  # requests already under way when the 429 left are not a fault
                self._violate("retry_before_retry_after", f"{verb} {pattern} {until - now:.2f}s early", pattern)
            return until - now, self._global_until[0] > now
        if not self.enforce_rate_limits:  # the headers are still sent, as Discord does
            headers.update(
                {
                    "X-RateLimit-Limit": "1000",
                    "X-RateLimit-Remaining": "999",
                    "X-RateLimit-Reset-After": "1.000",
                    "X-RateLimit-Reset": f"{time.time() + 1:.3f}",
                    "X-RateLimit-Bucket": f"{zlib.crc32(f'{verb} {pattern}'.encode()):08x}",
                }
            )
            return None
        if not by_token:
            self._global = [t for t in self._global if t > now - 1.0]
            if len(self._global) >= self.global_limit:
                self._global_until = (self._global[0] + 1.0, now)
                self._note("global_limit", f"over {self.global_limit} requests/s", pattern)
                return self._global_until[0] - now, True
            self._global.append(now)
        limit, window = (
            self.message_limit
            if ("messages" in pattern and verb in ("POST", "PATCH", "DELETE")) or pattern.startswith("/webhooks")
            else (30, 5.0)
        )
        stamps = self._buckets.setdefault(key, [])
        while stamps and stamps[0] < now - window:
            stamps.pop(0)
        reset = (stamps[0] + window - now) if stamps else window
        bucket = f"{zlib.crc32(f'{verb} {pattern}'.encode()):08x}"
        if len(stamps) >= limit:
            headers.update(
                {
                    "X-RateLimit-Limit": str(limit),
                    "X-RateLimit-Remaining": "0",
                    "X-RateLimit-Bucket": bucket,
                    "X-RateLimit-Reset-After": f"{reset:.3f}",
                    "X-RateLimit-Reset": f"{time.time() + reset:.3f}",
                }
            )
            self._blocked[key] = (now + reset, now)
            self._note("route_limit", f"{verb} {pattern}: over {limit} in {window}s", pattern)
            return reset, False
        stamps.append(now)
        headers.update(
            {
                "X-RateLimit-Limit": str(limit),
                "X-RateLimit-Remaining": str(limit - len(stamps)),
                "X-RateLimit-Reset-After": f"{(stamps[0] + window - now):.3f}",
                "X-RateLimit-Reset": f"{time.time() + stamps[0] + window - now:.3f}",
                "X-RateLimit-Bucket": bucket,
            }
        )
        return None

    # -- objects
    def _member(self, guild: dict, uid: str, with_user: bool = True) -> dict:
        m = {k: v for k, v in guild["members"][uid].items() if k != "user"}
        if with_user:
            m["user"] = self.users[uid]
        return m

    def _public_channel(self, ch: dict) -> dict:
        return {k: v for k, v in ch.items() if not k.startswith("_")}

    def _public_message(self, m: dict) -> dict:
        out = {k: v for k, v in m.items() if not k.startswith("_")}
        if m["id"] in self.channels and self.channels[m["id"]]["type"] in THREADS:
            out["thread"] = self._public_channel(self.channels[m["id"]])
        return out

    def _channel_or_404(self, cid: str) -> dict:
        ch = self.channels.get(cid)
        if ch is None:
            raise unknown("Channel", 10003)
        if not self.permissions(self.bot, ch) & P["VIEW_CHANNEL"]:
            raise DiscordError(403, 50001, "Missing Access", violation=False)
        return ch

    def _need(self, ch: dict, *names: str) -> None:
        perms = self.permissions(self.bot, ch)
        for name in names:
            if not perms & P[name]:
                raise DiscordError(403, 50013, "Missing Permissions", violation=False)

    # -- routes: identity, application
    def r_me(self, verb: str, g: tuple, c: Call) -> tuple:
        return 200, {
            **self.users[self.bot],
            "mfa_enabled": True,
            "locale": "en-GB",
            "flags": 0,
            "email": None,
            "verified": True,
        }

    def r_user(self, verb: str, g: tuple, c: Call) -> tuple:
        if g[0] not in self.users:
            raise unknown("User", 10013)
        return 200, self.users[g[0]]

    def r_my_guilds(self, verb: str, g: tuple, c: Call) -> tuple:
        return 200, [
            {"id": x["id"], "name": x["name"], "icon": None, "owner": False, "permissions": "0", "features": []}
            for x in self.guilds.values()
        ]

    def r_dm(self, verb: str, g: tuple, c: Call) -> tuple:
        uid = str((c.body or {}).get("recipient_id"))
        if uid not in self.users:
            raise DiscordError(400, 50033, "Invalid Recipient(s)")
        ch = next((x for x in self.channels.values() if x["type"] == DM and x["recipients"][0]["id"] == uid), None)
        if ch is None:
            cid = snowflake(self._n)
            ch = self.channels[cid] = {
                "id": cid,
                "type": DM,
                "recipients": [self.users[uid]],
                "last_message_id": None,
                "flags": 0,
                "name": None,
            }
        return 200, self._public_channel(ch)

    def r_app(self, verb: str, g: tuple, c: Call) -> tuple:
        flags = sum(
            1 << b
            for n, b in (("GUILD_PRESENCES", 13), ("GUILD_MEMBERS", 15), ("MESSAGE_CONTENT", 19))
            if n in self.privileged
        )
        return 200, {
            "id": self.app_id,
            "name": "riddlebot",
            "icon": None,
            "description": "",
            "bot_public": True,
            "bot_require_code_grant": False,
            "verify_key": "0" * 64,
            "flags": flags,
            "team": None,
            "summary": "",
            "owner": self.users[self.user_id("carol")],
            "approximate_guild_count": len(self.guilds),
            "redirect_uris": [],
            "interactions_endpoint_url": None,
            "bot": self.users[self.bot],
            "rpc_origins": [],
        }

    def r_gateway(self, verb: str, g: tuple, c: Call) -> tuple:
        return 200, {"url": self.gateway_url}

    def r_gateway_bot(self, verb: str, g: tuple, c: Call) -> tuple:
        return 200, {
            "url": self.gateway_url,
            "shards": self.recommended_shards,
            "session_start_limit": {
                "total": 1000,
                "remaining": 1000 - len(self._identifies),
                "reset_after": 14400000,
                "max_concurrency": self.max_concurrency,
            },
        }

    def r_empty_emojis(self, verb: str, g: tuple, c: Call) -> tuple:
        return 200, {"items": []}

    # -- routes: commands
    def _sync(self, scope: str | None, verb: str, c: Call) -> tuple:
        store = self.commands.setdefault(scope, {})
        if verb == "GET":
            return 200, list(store.values())
        items = c.body if verb == "PUT" else [c.body]
        if not isinstance(items, list):
            raise DiscordError(
                400,
                50035,
                "Invalid Form Body",
                {"_errors": [{"code": "LIST_TYPE_CONVERT", "message": "Only iterables may be used in a ListType"}]},
            )
        form = Form()
        keys = [(x.get("type", 1), x.get("name")) for x in items if isinstance(x, dict)]
        if len(keys) != len(set(keys)):
            form.err("0.name", "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique")
        if sum(1 for k in keys if k[0] == 1) > 100:
            raise DiscordError(400, 30032, "Maximum number of application commands reached (100)")
        for i, item in enumerate(items):
            form.command(item, str(i))
        form.done()
        if verb == "PUT":
            store.clear()
        out = []
        for item in items:
            key = f"{item.get('type', 1)}:{item['name']}"
            old = store.get(key, {})
            full = {
                "description": "",
                "options": [],
                "default_member_permissions": None,
                "nsfw": False,
                "type": 1,
                "dm_permission": True,
                "contexts": None,
                "integration_types": [0],
                **item,
                "id": old.get("id") or snowflake(self._n),
                "application_id": self.app_id,
                "version": snowflake(self._n),
            }
            if scope:
                full["guild_id"] = scope
            store[key] = full
            out.append(full)
        return (200, out) if verb == "PUT" else (201, out[0])

    def r_commands(self, verb: str, g: tuple, c: Call) -> tuple:
        if g[0] != self.app_id:
            raise DiscordError(403, 20012, "You are not authorized to perform this action on this application")
        return self._sync(None, verb, c)

    def r_guild_commands(self, verb: str, g: tuple, c: Call) -> tuple:
        if g[1] not in self.guilds:
            raise DiscordError(403, 50001, "Missing Access")
        return self._sync(g[1], verb, c)

    def r_command_one(self, verb: str, g: tuple, c: Call) -> tuple:
        for key, cmd in list(self.commands[None].items()):
            if cmd["id"] == g[1]:
                if verb == "DELETE":
                    del self.commands[None][key]
                    return 204, None
                cmd.update(c.body or {})
                return 200, cmd
        raise unknown("Application Command", 10063)

    # -- routes: channels and messages
    def r_channel(self, verb: str, g: tuple, c: Call) -> Any:
        ch = self._channel_or_404(g[0])
        if verb == "GET":
            return 200, self._public_channel(ch)
        if verb == "DELETE":
            self._need(ch, "MANAGE_THREADS" if ch["type"] in THREADS else "MANAGE_CHANNELS")
            return self._delete_channel(ch)
        body = c.body or {}
        form = Form()
        form.string(body.get("name"), "name", 1, 100)
        if ch["type"] in THREADS:
            if body.get("auto_archive_duration") not in (None, *ARCHIVE):
                form.err("auto_archive_duration", "BASE_TYPE_CHOICES", f"Value must be one of {ARCHIVE}.")
            form.done()
            meta = ch["thread_metadata"]
            mine = ch["owner_id"] == self.bot
            manage = bool(self.permissions(self.bot, ch) & P["MANAGE_THREADS"])
            if ("locked" in body and not manage) or (set(body) - {"archived"} and not (mine or manage)):
                raise DiscordError(403, 50013, "Missing Permissions", violation=False)
            if meta["archived"] and body.get("archived") is not False and set(body) - {"archived", "locked"}:
                raise DiscordError(400, 50083, "Thread is archived", violation=False)
            for key in ("archived", "locked", "auto_archive_duration"):
                if key in body:
                    meta[key] = body[key]
            if "archived" in body:
                meta["archive_timestamp"] = iso()
            if "name" in body:
                ch["name"] = body["name"]
            self._spawn(self._dispatch_guild(ch["guild_id"], "THREAD_UPDATE", lambda s: self._public_channel(ch)))
            return 200, self._public_channel(ch)
        form.done()
        self._need(ch, "MANAGE_CHANNELS")
        ch.update({k: v for k, v in body.items() if k in ("name", "topic", "nsfw")})
        self._spawn(self._dispatch_guild(ch["guild_id"], "CHANNEL_UPDATE", lambda s: self._public_channel(ch)))
        return 200, self._public_channel(ch)

    def _delete_channel(self, ch: dict) -> tuple:
        self.channels.pop(ch["id"], None)
        event = "THREAD_DELETE" if ch["type"] in THREADS else "CHANNEL_DELETE"
        self._spawn(self._dispatch_guild(ch["guild_id"], event, lambda s: self._public_channel(ch)))
        return 200, self._public_channel(ch)

    def _check_message(self, body: dict, *, edit: bool = False, prefix: str = "") -> None:
        form = Form()
        flags = body.get("flags") or 0
        v2 = bool(flags & COMPONENTS_V2)
        form.string(body.get("content"), prefix + "content", 0, 2000)
        form.embeds(body.get("embeds"))
        form.components(body.get("components"), v2=v2)
        form.allowed_mentions(body.get("allowed_mentions"))
        nonce = body.get("nonce")
        if nonce is not None and (not isinstance(nonce, (str, int)) or len(str(nonce)) > 25):
            form.err("nonce", "NONCE_TYPE_TOO_LONG", "Must be 25 or fewer in length.")
        if v2 and (body.get("content") or body.get("embeds")):
            form.err(
                "flags",
                "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
                "content and embeds cannot be used with IS_COMPONENTS_V2",
            )
        form.done()
        if not edit and not (
            str(body.get("content") or "").strip()
            or body.get("embeds")
            or body.get("components")
            or body.get("sticker_ids")
            or body.get("_files")
            or body.get("poll")
        ):
            raise DiscordError(400, 50006, "Cannot send an empty message")

    def _pings(
        self, content: str, am: dict | None, *, kind: str, ch: dict, author: str, reply_to: dict | None = None
    ) -> dict:
        """Who really gets notified."""
        default = ["users"] if kind == "webhook" else ["users", "roles", "everyone"]
        parse = default if am is None else am.get("parse", [])
        users = set(re.findall(r"<@!?(\d+)>", content))
        roles = set(re.findall(r"<@&(\d+)>", content))
        out = {"everyone": False, "users": [], "roles": []}
        if re.search(r"@(everyone|here)\b", content) and "everyone" in parse and ch["type"] != DM:
            out["everyone"] = bool(self.permissions(author, ch) & P["MENTION_EVERYONE"])
        out["users"] = sorted(users if "users" in parse else users & {str(u) for u in (am or {}).get("users") or []})
        out["roles"] = sorted(roles if "roles" in parse else roles & {str(r) for r in (am or {}).get("roles") or []})
        if reply_to is not None and (am is None or (am or {}).get("replied_user", am is None)):
            out["users"] = sorted(set(out["users"]) | {reply_to["author"]["id"]})
        return out

    def _new_message(
        self,
        ch: dict,
        author: str,
        body: dict,
        *,
        kind: str = "channel",
        type: int = 0,
        interaction: Interaction | None = None,
        reply_to: dict | None = None,
    ) -> dict:
        mid = snowflake(self._n)
        content = str(body.get("content") or "")
        pings = self._pings(content, body.get("allowed_mentions"), kind=kind, ch=ch, author=author, reply_to=reply_to)
        m: dict = {
            "id": mid,
            "channel_id": ch["id"],
            "author": self.users[author],
            "content": content,
            "timestamp": iso(),
            "edited_timestamp": None,
            "tts": bool(body.get("tts")),
            "mention_everyone": pings["everyone"],
            "mentions": [self.users[u] for u in pings["users"] if u in self.users],
            "mention_roles": pings["roles"],
            "attachments": [],
            "embeds": [{"type": "rich", **e} for e in body.get("embeds") or []],
            "pinned": False,
            "type": type,
            "components": body.get("components") or [],
            "flags": int(body.get("flags") or 0) & ~LOADING,
            "_pings": pings,
            "_t": round(self.now(), 4),
            "_kind": kind,
            "_links": re.findall(r"https?://[^\s)>\]]+", content),
        }
        if body.get("nonce") is not None:
            m["nonce"] = body["nonce"]
        if interaction:
            m.update(application_id=self.app_id, webhook_id=self.app_id)
            if interaction.type == 2:
                m["interaction_metadata"] = {
                    "id": interaction.id,
                    "type": 2,
                    "user": self.users[interaction.user],
                    "authorizing_integration_owners": {"0": interaction.guild or "0"},
                }
        if reply_to:
            m.update(
                type=19,
                message_reference={
                    "message_id": reply_to["id"],
                    "channel_id": ch["id"],
                    "type": 0,
                    "guild_id": ch.get("guild_id"),
                },
                referenced_message=self._public_message(reply_to),
            )
        self.messages[mid] = m
        ch["last_message_id"] = mid
        if ch["type"] in THREADS:
            ch["message_count"] += 1
            ch["total_message_sent"] += 1
        return m

    def _message_or_404(self, cid: str, mid: str) -> dict:
        m = self.messages.get(mid)
        if m is None or m["channel_id"] != cid or m["flags"] & EPHEMERAL:
            raise unknown("Message", 10008)
        return m

    async def r_create_message(self, verb: str, g: tuple, c: Call) -> tuple:
        ch = self._channel_or_404(g[0])
        body = c.body if isinstance(c.body, dict) else {}
        if ch["type"] in FORUMS:
            raise DiscordError(400, 50008, "Cannot send messages in a non-text channel")
        if ch["type"] == DM and ch["recipients"][0].get("_dms_closed"):
            raise DiscordError(403, 50007, "Cannot send messages to this user", violation=False)
        self._need(ch, "SEND_MESSAGES_IN_THREADS" if ch["type"] in THREADS else "SEND_MESSAGES")
        self._check_message(body)
        ref = body.get("message_reference")
        reply_to = None
        if ref:
            reply_to = self.messages.get(str(ref.get("message_id")))
            if reply_to is None and ref.get("fail_if_not_exists", True):
                raise DiscordError(
                    400,
                    50035,
                    "Invalid Form Body",
                    {
                        "message_reference": {
                            "_errors": [{"code": "REPLIES_UNKNOWN_MESSAGE", "message": "Unknown message"}]
                        }
                    },
                )
        if ch["type"] in THREADS and ch["thread_metadata"]["archived"]:
            self._writable(ch)
            ch["thread_metadata"].update(archived=False, archive_timestamp=iso())
            self._spawn(self._dispatch_guild(ch["guild_id"], "THREAD_UPDATE", lambda s: self._public_channel(ch)))
        self._writable(ch)
        nonce = body.get("nonce")
        if nonce is not None and body.get("enforce_nonce"):
            old = self._nonces.get((ch["id"], str(nonce)))
            if old and self.now() - old[1] < NONCE_TTL:
                if old[0] not in self.messages:  # same nonce as a message deleted shortly before
                    raise unknown("Message", 10008)
                self._note("nonce_dedupe", f"nonce {nonce}: existing message returned", c.path)
                return 200, self._public_message(self.messages[old[0]])
        if body.get("embeds") and not self.permissions(self.bot, ch) & P["EMBED_LINKS"]:
            self._note("embeds_hidden", "no EMBED_LINKS permission; the embeds do not show", c.path)
        m = self._new_message(ch, self.bot, body, reply_to=reply_to)
        if nonce is not None:
            self._nonces[(ch["id"], str(nonce))] = (m["id"], self.now())
        self._spawn(self._dispatch_message(ch, m))
        return 200, self._public_message(m)

    def r_messages(self, verb: str, g: tuple, c: Call) -> tuple:
        ch = self._channel_or_404(g[0])
        if not self.permissions(self.bot, ch) & P["READ_MESSAGE_HISTORY"]:
            return 200, []
        items = sorted(
            (m for m in self.messages.values() if m["channel_id"] == ch["id"] and not m["flags"] & EPHEMERAL),
            key=lambda m: int(m["id"]),
            reverse=True,
        )
        try:
            limit = int(c.query.get("limit", 50))
        except ValueError:
            limit = 0
        if not 1 <= limit <= 100:
            raise DiscordError(
                400,
                50035,
                "Invalid Form Body",
                {
                    "limit": {
                        "_errors": [{"code": "NUMBER_TYPE_MAX", "message": "int value should be between 1 and 100."}]
                    }
                },
            )
        if "before" in c.query:
            items = [m for m in items if int(m["id"]) < int(c.query["before"])]
        if "after" in c.query:
            items = [m for m in items if int(m["id"]) > int(c.query["after"])][-limit:]
        return 200, [self._visible(m) for m in items[:limit]]

    def _visible(self, m: dict) -> dict:
        """HTTP is subject to the message content intent as well (app setting, not the IDENTIFY bits)."""
        out = self._public_message(m)
        if "MESSAGE_CONTENT" not in self.privileged:
            out = self._censor(out)
        return out

    def _censor(self, m: dict) -> dict:
        if (
            m["author"]["id"] == self.bot
            or any(u["id"] == self.bot for u in m["mentions"])
            or self.channels.get(m["channel_id"], {}).get("type") == DM
        ):
            return m
        return {**m, "content": "", "embeds": [], "attachments": [], "components": []}

    def r_message(self, verb: str, g: tuple, c: Call) -> tuple:
        ch = self._channel_or_404(g[0])
        m = self._message_or_404(g[0], g[1])
        if verb == "GET":
            return 200, self._visible(m)
        if verb == "DELETE":
            if m["author"]["id"] != self.bot:
                self._need(ch, "MANAGE_MESSAGES")
            del self.messages[m["id"]]
            self._spawn(
                self._dispatch_channel(
                    ch,
                    "MESSAGE_DELETE",
                    1 << 9,
                    lambda s: {"id": m["id"], "channel_id": ch["id"], "guild_id": ch.get("guild_id")},
                )
            )
            return 204, None
        if m["author"]["id"] != self.bot:
            raise DiscordError(403, 50005, "Cannot edit a message authored by another user", violation=False)
        if ch["type"] in THREADS and ch["thread_metadata"]["archived"]:
            raise DiscordError(400, 50083, "Thread is archived", violation=False)
        self._writable(ch)
        self._edit(ch, m, c.body or {})
        return 200, self._public_message(m)

    def _edit(self, ch: dict, m: dict, body: dict) -> None:
        self._check_message(body, edit=True)
        m.setdefault("_history", []).append({k: m[k] for k in ("content", "embeds", "components")})
        for key in ("content", "embeds", "components"):
            if key in body:
                m[key] = body[key] if body[key] is not None else ("" if key == "content" else [])
        m["edited_timestamp"] = iso()
        if "content" in body:
            m["_pings_edit"] = self._pings(
                m["content"], body.get("allowed_mentions"), kind=m["_kind"], ch=ch, author=self.bot
            )
        self._spawn(self._dispatch_message(ch, m, "MESSAGE_UPDATE"))

    def r_typing(self, verb: str, g: tuple, c: Call) -> tuple:
        self._channel_or_404(g[0])
        return 204, None

    def r_thread_member(self, verb: str, g: tuple, c: Call) -> tuple:
        ch = self._channel_or_404(g[0])
        if ch["thread_metadata"]["archived"]:
            raise DiscordError(400, 50083, "Thread is archived", violation=False)
        members = ch.setdefault("_members", [])
        if g[1] not in members:
            members.append(g[1])
        return 204, None

    def r_no_content(self, verb: str, g: tuple, c: Call) -> tuple:
        return 204, None

    def r_reaction(self, verb: str, g: tuple, c: Call) -> tuple:
        ch = self._channel_or_404(g[0])
        m = self._message_or_404(g[0], g[1])
        self._need(ch, "ADD_REACTIONS", "READ_MESSAGE_HISTORY")
        if ch["type"] in THREADS and ch["thread_metadata"]["archived"]:
            raise DiscordError(400, 50083, "Thread is archived", violation=False)
        m.setdefault("_reactions", []).append((verb, g[2]))
        return 204, None

    # -- routes: threads, guilds
    def _thread_obj(self, ch: dict, tid: str, body: dict, type: int, owner: str) -> dict:
        form = Form()
        form.string(body.get("name"), "name", 1, 100, True)
        if body.get("auto_archive_duration") not in (None, *ARCHIVE):
            form.err("auto_archive_duration", "BASE_TYPE_CHOICES", f"Value must be one of {ARCHIVE}.")
        slow = body.get("rate_limit_per_user")
        if slow is not None and not (isinstance(slow, int) and 0 <= slow <= 21600):
            form.err("rate_limit_per_user", "NUMBER_TYPE_MAX", "int value should be between 0 and 21600.")
        form.done()
        thread = {
            "id": tid,
            "type": type,
            "guild_id": ch["guild_id"],
            "parent_id": ch["id"],
            "owner_id": owner,
            "name": body["name"],
            "message_count": 0,
            "member_count": 1,
            "total_message_sent": 0,
            "last_message_id": None,
            "flags": 0,
            "rate_limit_per_user": slow or 0,
            "permission_overwrites": [],
            "thread_metadata": {
                "archived": False,
                "locked": False,
                "auto_archive_duration": body.get("auto_archive_duration") or 4320,
                "archive_timestamp": iso(),
                "create_timestamp": iso(),
            },
            "member": {"id": tid, "user_id": self.bot, "join_timestamp": iso(), "flags": 0},
        }
        self.channels[tid] = thread
        self._spawn(
            self._dispatch_guild(
                ch["guild_id"], "THREAD_CREATE", lambda s: {**self._public_channel(thread), "newly_created": True}
            )
        )
        return thread

    def r_thread_from_message(self, verb: str, g: tuple, c: Call) -> tuple:
        ch = self._channel_or_404(g[0])
        m = self._message_or_404(g[0], g[1])
        self._need(ch, "CREATE_PUBLIC_THREADS")
        if ch["type"] not in (TEXT, NEWS):
            raise DiscordError(400, 50024, "Cannot execute action on this channel type")
        if m["id"] in self.channels:
            raise DiscordError(400, 160004, "A thread has already been created for this message", violation=False)
        self._thread_cap(ch)
        thread = self._thread_obj(ch, m["id"], c.body or {}, PUBLIC_THREAD if ch["type"] == TEXT else 10, self.bot)
        m["flags"] |= 1 << 5
        self._spawn(self._dispatch_message(ch, m, "MESSAGE_UPDATE"))
        return 201, self._public_channel(thread)

    def _thread_cap(self, ch: dict) -> None:
        active = [
            x
            for x in self.channels.values()
            if x["type"] in THREADS and x["guild_id"] == ch["guild_id"] and not x["thread_metadata"]["archived"]
        ]
        if len(active) >= self.most_threads:
            raise DiscordError(400, 160006, "Maximum number of active threads reached", violation=False)

    def _writable(self, ch: dict) -> None:
        """In a locked thread only moderators write and change messages, also their own."""
        locked = ch["type"] in THREADS and ch["thread_metadata"]["locked"]
        if locked and not self.permissions(self.bot, ch) & P["MANAGE_THREADS"]:
            raise DiscordError(403, 160005, "Thread is locked", violation=False)

    def r_forum_post(self, ch: dict, c: Call) -> tuple:
        """A thread of a forum begins with a message of the same id; no nonce is taken there."""
        self._need(ch, "SEND_MESSAGES")
        body = c.body or {}
        message = body.get("message")
        if not isinstance(message, dict) or {"nonce", "enforce_nonce"} & set(message):
            raise DiscordError(
                400, 50035, "Invalid Form Body", {"message": {"_errors": [{"code": "BASE_TYPE_REQUIRED"}]}}
            )
        self._check_message(message)
        there = {tag["id"] for tag in ch.get("available_tags") or ()}
        if ch["flags"] & 1 << 4 and not there & set(body.get("applied_tags") or ()):
            raise DiscordError(400, 40067, "A tag is required to create a forum post in this channel", violation=False)
        self._thread_cap(ch)
        thread = self._thread_obj(ch, snowflake(self._n), body, PUBLIC_THREAD, self.bot)
        thread["applied_tags"] = body.get("applied_tags") or []
        m = self._new_message(thread, self.bot, message)
        del self.messages[m["id"]]
        m["id"] = thread["id"]
        self.messages[m["id"]] = m
        return 201, {**self._public_channel(thread), "message": self._public_message(m)}

    def r_thread(self, verb: str, g: tuple, c: Call) -> tuple:
        ch = self._channel_or_404(g[0])
        if ch["type"] in FORUMS:
            return self.r_forum_post(ch, c)
        kind = (c.body or {}).get("type", PRIVATE_THREAD)
        self._need(ch, "CREATE_PRIVATE_THREADS" if kind == PRIVATE_THREAD else "CREATE_PUBLIC_THREADS")
        if ch["type"] != TEXT:
            raise DiscordError(400, 50024, "Cannot execute action on this channel type", violation=False)
        self._thread_cap(ch)
        return 201, self._public_channel(self._thread_obj(ch, snowflake(self._n), c.body or {}, kind, self.bot))

    def r_archived(self, verb: str, g: tuple, c: Call) -> tuple:
        rows = [
            x
            for x in self.channels.values()
            if x["type"] in (10, 11) and x["parent_id"] == g[0] and x["thread_metadata"]["archived"]
        ]
        return 200, {"threads": [self._public_channel(x) for x in rows], "members": [], "has_more": False}

    def r_active_threads(self, verb: str, g: tuple, c: Call) -> tuple:
        rows = [
            x
            for x in self.channels.values()
            if x["type"] in THREADS and x["guild_id"] == g[0] and not x["thread_metadata"]["archived"]
        ]
        return 200, {"threads": [self._public_channel(x) for x in rows], "members": []}

    def _guild_or_404(self, gid: str) -> dict:
        if gid not in self.guilds:
            raise unknown("Guild", 10004)
        return self.guilds[gid]

    def r_guild(self, verb: str, g: tuple, c: Call) -> tuple:
        return 200, self._guild_obj(self._guild_or_404(g[0]))

    def r_guild_channels(self, verb: str, g: tuple, c: Call) -> tuple:
        return 200, [
            self._public_channel(x)
            for x in self.channels.values()
            if x.get("guild_id") == self._guild_or_404(g[0])["id"] and x["type"] not in THREADS
        ]

    def r_member(self, verb: str, g: tuple, c: Call) -> tuple:
        guild = self._guild_or_404(g[0])
        if g[1] not in guild["members"]:
            raise unknown("Member", 10007)
        return 200, self._member(guild, g[1])

    def r_roles(self, verb: str, g: tuple, c: Call) -> tuple:
        return 200, list(self._guild_or_404(g[0])["roles"].values())

    # -- routes: interactions
    def _by_token(self, token: str) -> Interaction:
        i = self._tokens.get(token)
        if i is None or self.now() - i.t_sent > self.token_ttl:
            if i is not None:
                self._violate(
                    "token_expired",
                    f"interaction token used {self.now() - i.t_sent:.0f}s after it was sent",
                    "webhooks",
                )
            raise DiscordError(401, 50027, "Invalid Webhook Token", violation=False)
        return i

    def r_callback(self, verb: str, g: tuple, c: Call) -> tuple:
        i = self.interactions.get(g[0])
        body = c.body if isinstance(c.body, dict) else {}
        kind = body.get("type")
        try:
            if i is None or i.token != g[1] or i.state == "expired":
                raise unknown("interaction", 10062, violation=False)
            if i.state == "acked":
                self._violate("double_ack", f"second initial response ({kind}) to {self._iname(i)}", c.path)
                raise DiscordError(400, 40060, "Interaction has already been acknowledged.", violation=False)
            allowed = {2: (4, 5, 9, 10, 12), 3: (4, 5, 6, 7, 9, 10, 12), 4: (8,), 5: (4, 5, 6, 7, 10, 12)}[i.type]
            if kind not in allowed or (i.type == 5 and kind in (6, 7) and i.message is None):
                raise DiscordError(
                    400,
                    50035,
                    "Invalid Form Body",
                    {
                        "type": {
                            "_errors": [
                                {
                                    "code": "INTERACTION_RESPONSE_TYPE_INVALID",
                                    "message": f"callback type {kind} is not valid for interaction type {i.type}",
                                }
                            ]
                        }
                    },
                )
            data = body.get("data") or {}
            ch = self.channels[i.channel]
            if kind == 4:
                self._check_message(data)
            elif kind == 7:
                self._check_message(data, edit=True)
            elif kind == 5 and (data.get("flags") or 0) & ~EPHEMERAL:
                raise DiscordError(
                    400,
                    50035,
                    "Invalid Form Body",
                    {
                        "data": {
                            "flags": {
                                "_errors": [
                                    {
                                        "code": "INVALID_FLAGS",
                                        "message": "only EPHEMERAL may be set on a deferred response",
                                    }
                                ]
                            }
                        }
                    },
                )
            elif kind == 8:
                choices = data.get("choices")
                if not isinstance(choices, list) or len(choices) > 25:
                    raise DiscordError(
                        400,
                        50035,
                        "Invalid Form Body",
                        {
                            "data": {
                                "choices": {
                                    "_errors": [
                                        {"code": "BASE_TYPE_MAX_LENGTH", "message": "Must be 25 or fewer in length."}
                                    ]
                                }
                            }
                        },
                    )
                form = Form()
                for n, choice in enumerate(choices):
                    form.string(choice.get("name"), f"data.choices.{n}.name", 1, 100, True)
                    if isinstance(choice.get("value"), str):
                        form.string(choice["value"], f"data.choices.{n}.value", 0, 100)
                form.done()
                i.choices = choices
            elif kind == 9:
                form = Form()
                form.modal(data)
                form.done()
                i.modal = data
        except DiscordError as exc:
            if i is not None:
                i.attempts.append((round(self.now(), 4), kind, exc.status, exc.code))
            raise
        i.attempts.append((round(self.now(), 4), kind, 200, 0))
        i.state, i.t_ack, i.callback_type, i.callback = "acked", self.now(), kind, data
        i.ephemeral = bool((data.get("flags") or 0) & EPHEMERAL)
        if kind in (4, 5):
            i.deferred = kind == 5
            m = self._new_message(
                ch,
                self.bot,
                data if kind == 4 else {"flags": data.get("flags") or 0},
                kind="webhook",
                type=20 if i.type == 2 else 0,
                interaction=i,
            )
            if kind == 5:
                m["flags"] |= LOADING
            i.original = m["id"]
            if not i.ephemeral:
                self._spawn(self._dispatch_message(ch, m))
        elif kind in (6, 7):
            i.original = i.message
            if kind == 7 and i.message in self.messages:
                self._edit(ch, self.messages[i.message], data)
        i.done.set()
        if str(c.query.get("with_response")).lower() not in ("1", "true"):
            return 204, None
        out: dict = {
            "interaction": {
                "id": i.id,
                "type": i.type,
                "response_message_id": i.original,
                "response_message_loading": kind == 5,
                "response_message_ephemeral": i.ephemeral,
            },
            "resource": {"type": kind},
        }
        if i.original and i.original in self.messages:
            out["resource"]["message"] = self._public_message(self.messages[i.original])
        return 200, out

    def r_followup(self, verb: str, g: tuple, c: Call) -> tuple:
        if g[0] != self.app_id:
            raise unknown("Webhook", 10015)
        i = self._by_token(g[1])
        if i.state != "acked":
            self._violate("followup_before_ack", self._iname(i), c.path)
            raise unknown("Webhook", 10015)
        body = c.body if isinstance(c.body, dict) else {}
        ch = self.channels.get(i.channel)
        if ch is None:
            raise unknown("Channel", 10003)
        if i.deferred and i.original and self.messages[i.original]["flags"] & LOADING and i.callback_type == 5:
            self._check_message(body)
            self._note("followup_as_edit", "POST after a deferred response edits the original (deprecated)", c.path)
            return 200, self._fill_original(i, body)
        self._check_message(body)
        m = self._new_message(ch, self.bot, body, kind="webhook", interaction=i)
        i.followups.append(m["id"])
        if not m["flags"] & EPHEMERAL:
            self._spawn(self._dispatch_message(ch, m))
        return 200, self._public_message(m)

    def _fill_original(self, i: Interaction, body: dict) -> dict:
        m = self.messages[i.original]  # type: ignore[index]
        ch = self.channels[i.channel]
        m["flags"] = (m["flags"] & ~LOADING) | (int(body.get("flags") or 0) & COMPONENTS_V2)
        i.deferred = False
        self._edit(ch, m, body)
        m["_pings"] = self._pings(m["content"], body.get("allowed_mentions"), kind="webhook", ch=ch, author=self.bot)
        m["_links"] = re.findall(r"https?://[^\s)>\]]+", m["content"])
        return self._public_message(m)

    def r_webhook_message(self, verb: str, g: tuple, c: Call) -> tuple:
        i = self._by_token(g[1])
        mid = i.original if g[2] == "@original" else g[2]
        if i.state != "acked":
            self._violate("edit_before_ack", self._iname(i), c.path)
            raise unknown("Webhook", 10015)
        m = self.messages.get(mid or "")
        if m is None or (mid != i.original and mid not in i.followups):
            raise unknown("Message", 10008)
        if verb == "GET":
            return 200, self._public_message(m)
        if verb == "DELETE":
            del self.messages[m["id"]]
            return 204, None
        if mid == i.original and m["flags"] & LOADING:
            self._check_message(c.body or {})
            return 200, self._fill_original(i, c.body or {})
        self._edit(self.channels[i.channel], m, c.body or {})
        return 200, self._public_message(m)

    # ---- gateway -------------------------------------------------------------------------------
    def _glog(self, event: str, **kw: Any) -> None:
        self.gateway_log.append({"t": round(self.now(), 4), "event": event, **kw})

    async def _h_gateway(self, request: web.Request) -> web.StreamResponse:
        if self._refuse_until > self.now():
            self._glog("refused")
            return web.Response(status=503)
        fault = next((f for f in self.faults if f.fires("GATEWAY")), None)
        if fault:
            self._glog("fault:" + fault.kind)
            if fault.kind == "delay":
                await asyncio.sleep(fault.delay)
            else:
                return web.Response(status=fault.status)
        ws = web.WebSocketResponse(max_msg_size=65536)
        await ws.prepare(request)
        if request.query.get("v") not in ("9", "10"):
            await ws.close(code=4012, message=b"Invalid API version")
            return ws
        if request.query.get("encoding", "json") != "json":
            self._note("encoding", request.query.get("encoding", ""))
        compress = request.query.get("compress", "")
        zctx: Any = zlib.compressobj() if compress == "zlib-stream" else None
        if compress == "zstd-stream":
            self._note("zstd", "zstd-stream asked for; text frames sent instead")
        conn = Conn(next(self._n), ws, request, compress, zctx, self.now(), last_beat=self.now())
        self.conns[conn.id] = conn
        self._glog("open", conn=conn.id, compress=compress)
        await self._send(
            conn, {"op": 10, "d": {"heartbeat_interval": int(self.heartbeat_interval * 1000), "_trace": []}}
        )
        watch = self._spawn(self._watch(conn))
        try:
            async for msg in ws:
                if conn.zombie:
                    continue
                if msg.type == WSMsgType.TEXT:
                    await self._on_gateway(conn, msg.data)
                elif msg.type == WSMsgType.BINARY:
                    await ws.close(code=4002)
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            watch.cancel()
            self.conns.pop(conn.id, None)
            code = ws.close_code
            self._glog("closed", conn=conn.id, code=code)
            if conn.session:
                conn.session.conn, conn.session.t_lost = None, self.now()
                if code in (1000, 1001) and not getattr(conn, "server_closed", False):
                    conn.session.dead = True  # a clean close by the client ends the session
        return ws

    async def _watch(self, conn: Conn) -> None:
        while True:
            await asyncio.sleep(min(1.0, self.heartbeat_interval / 4))
            if not conn.zombie and self.now() - conn.last_beat > self.heartbeat_interval * 1.5 + 1:
                self._violate(
                    "heartbeat_missed", f"no heartbeat for {self.now() - conn.last_beat:.1f}s", f"conn {conn.id}"
                )
                await self._close(conn, 4009)
                return

    async def _send(self, conn: Conn, payload: dict) -> None:
        async with conn.lock:
            if conn.ws.closed or conn.zombie:
                return
            raw = json.dumps(payload)
            with contextlib.suppress(ConnectionError, RuntimeError):
                if conn.zctx is not None:
                    await conn.ws.send_bytes(conn.zctx.compress(raw.encode()) + conn.zctx.flush(zlib.Z_SYNC_FLUSH))
                else:
                    await conn.ws.send_str(raw)

    async def _close(self, conn: Conn, code: int) -> None:
        conn.server_closed = True  # type: ignore[attr-defined]
        self._glog("close", conn=conn.id, code=code)
        with contextlib.suppress(Exception):
            await conn.ws.close(code=code)

    async def _on_gateway(self, conn: Conn, raw: str) -> None:
        if len(raw) > 4096 * 4:
            return await self._close(conn, 4002)
        try:
            msg = json.loads(raw)
            op, data = msg["op"], msg.get("d")
        except (ValueError, KeyError, TypeError):
            self._violate("gateway_decode", raw[:120], f"conn {conn.id}")
            return await self._close(conn, 4002)
        now = self.now()
        conn.commands = [t for t in conn.commands if t > now - 60] + [now]
        if len(conn.commands) > 120:
            self._violate("gateway_rate", "over 120 gateway commands in 60 s", f"conn {conn.id}")
            return await self._close(conn, 4008)
        if op == 1:
            conn.last_beat = now
            return await self._send(conn, {"op": 11})
        if op == 2:
            return await self._identify(conn, data or {})
        if op == 6:
            return await self._resume(conn, data or {})
        if conn.session is None:
            self._violate("not_identified", f"op {op} before IDENTIFY", f"conn {conn.id}")
            return await self._close(conn, 4003)
        if op == 8:
            guild = self.guilds.get(str((data or {}).get("guild_id")))
            if guild:
                ids = [str(u) for u in (data.get("user_ids") or [])] or list(guild["members"])
                await self._emit(
                    conn.session,
                    "GUILD_MEMBERS_CHUNK",
                    {
                        "guild_id": guild["id"],
                        "members": [self._member(guild, u) for u in ids if u in guild["members"]],
                        "chunk_index": 0,
                        "chunk_count": 1,
                        "nonce": data.get("nonce"),
                    },
                )
        elif op not in (3, 4, 31):
            self._violate("unknown_opcode", str(op), f"conn {conn.id}")
            await self._close(conn, 4001)
        return None

    async def _identify(self, conn: Conn, d: dict) -> None:
        if conn.session is not None:
            self._violate("already_authenticated", "second IDENTIFY", f"conn {conn.id}")
            return await self._close(conn, 4005)
        if d.get("token") != self.token:
            self._violate("bad_auth", "IDENTIFY with a wrong token", f"conn {conn.id}")
            return await self._close(conn, 4004)
        intents = d.get("intents")
        if not isinstance(intents, int) or intents < 0 or intents & ~KNOWN_INTENTS:
            self._violate("invalid_intents", str(intents), f"conn {conn.id}")
            return await self._close(conn, 4013)
        for bit, name in PRIVILEGED.items():
            if intents & bit and name not in self.privileged:
                self._glog("disallowed_intent", name=name)
                return await self._close(conn, 4014)
        props = d.get("properties")
        if not isinstance(props, dict):
            return await self._close(conn, 4002)
        shard = d.get("shard") or [0, 1]
        if not (isinstance(shard, list) and len(shard) == 2 and 0 <= shard[0] < shard[1]):
            return await self._close(conn, 4010)
        mine = [g for g in self.guilds.values() if (int(g["id"]) >> 22) % shard[1] == shard[0]]
        if len(mine) > 2500:
            self._violate("sharding_required", f"{len(mine)} guilds on one shard", f"conn {conn.id}")
            return await self._close(conn, 4011)
        now = self.now()
        recent = [t for t in self._identifies if t > now - self.identify_interval]
        if len(recent) >= self.max_concurrency and self.identify_interval > 0:
            self._note("identify_rate", f"{len(recent) + 1} IDENTIFYs in {self.identify_interval}s", f"conn {conn.id}")
            return await self._send(conn, {"op": 9, "d": False})
        self._identifies.append(now)
        if len(self._identifies) > 1000:
            self._violate("identify_total", "over 1000 IDENTIFYs in 24 h", f"conn {conn.id}")
        session = Session(secrets.token_hex(16), self.token, intents, (shard[0], shard[1]), conn=conn)
        self.sessions[session.id] = session
        conn.session = session
        self._glog("identify", conn=conn.id, session=session.id[:6], intents=intents, shard=shard)
        await self._emit(
            session,
            "READY",
            {
                "v": 10,
                "user": self.users[self.bot],
                "session_id": session.id,
                "resume_gateway_url": self.gateway_url,
                "guilds": [{"id": g["id"], "unavailable": True} for g in mine],
                "shard": list(session.shard),
                "private_channels": [],
                "user_settings": {},
                "relationships": [],
                "presences": [],
                "geo_ordered_rtc_regions": [],
                "application": {"id": self.app_id, "flags": self.r_app("GET", (), None)[1]["flags"]},
            },
        )  # type: ignore[arg-type]
        if intents & 1:
            for guild in mine:
                await self._emit(session, "GUILD_CREATE", self._guild_create(guild, session))
        return None

    async def _resume(self, conn: Conn, d: dict) -> None:
        session = self.sessions.get(str(d.get("session_id")))
        if d.get("token") != self.token:
            return await self._close(conn, 4004)
        gone = session is None or session.dead or (session.t_lost and self.now() - session.t_lost > self.session_ttl)
        if gone:
            self._glog("resume_refused", conn=conn.id)
            return await self._send(conn, {"op": 9, "d": False})
        assert session is not None
        seq = d.get("seq")
        if not isinstance(seq, int) or seq > session.seq:
            self._violate("invalid_seq", f"{seq} > {session.seq}", f"conn {conn.id}")
            return await self._close(conn, 4007)
        if session.conn is not None and session.conn is not conn:
            await self._close(session.conn, 4009)
        session.conn, session.t_lost, conn.session = conn, None, session
        missed = [p for p in session.buffer if p["s"] > seq]
        self._glog("resume", conn=conn.id, session=session.id[:6], seq=seq, replayed=len(missed))
        for payload in missed:
            await self._send(conn, payload)
        await self._emit(session, "RESUMED", {"_trace": []})
        return None

    async def _emit(self, session: Session, event: str, data: Any) -> None:
        if session.dead:
            return
        session.seq += 1
        payload = {"op": 0, "t": event, "s": session.seq, "d": data}
        session.buffer.append(payload)
        del session.buffer[:-2000]
        if session.conn is not None:
            if self.dispatch_delay:
                await asyncio.sleep(self.dispatch_delay)
            await self._send(session.conn, payload)

    def _live(self, gid: str | None) -> list[Session]:
        out = []
        for s in self.sessions.values():
            if s.dead or (s.t_lost and self.now() - s.t_lost > self.session_ttl):
                continue
            if (int(gid) >> 22) % s.shard[1] == s.shard[0] if gid else s.shard[0] == 0:
                out.append(s)
        return out

    async def _dispatch_guild(self, gid: str, event: str, build: Callable[[Session], Any]) -> int:
        n = 0
        for s in self._live(gid):
            if s.intents & 1:
                await self._emit(s, event, build(s))
                n += 1
        return n

    async def _dispatch_channel(self, ch: dict, event: str, intent: int, build: Callable[[Session], Any]) -> int:
        if ch["type"] == DM:
            intent = {1 << 9: 1 << 12, 1 << 10: 1 << 13}.get(intent, intent)
        elif not self.permissions(self.bot, ch) & P["VIEW_CHANNEL"]:
            return 0
        n = 0
        for s in self._live(ch.get("guild_id")):
            if s.intents & intent:
                await self._emit(s, event, build(s))
                n += 1
        return n

    async def _dispatch_message(self, ch: dict, m: dict, event: str = "MESSAGE_CREATE") -> int:
        def build(s: Session) -> dict:
            out = self._public_message(m)
            if ch.get("guild_id"):
                out["guild_id"] = ch["guild_id"]
                guild = self.guilds[ch["guild_id"]]
                if m["author"]["id"] in guild["members"]:
                    out["member"] = self._member(guild, m["author"]["id"], with_user=False)
            out["channel_type"] = ch["type"]
            return out if s.intents & (1 << 15) else self._censor(out)

        return await self._dispatch_channel(ch, event, 1 << 9, build)

    def _guild_obj(self, g: dict) -> dict:
        return {
            "id": g["id"],
            "name": g["name"],
            "icon": None,
            "owner_id": g["owner_id"],
            "roles": list(g["roles"].values()),
            "emojis": [],
            "stickers": [],
            "features": [],
            "verification_level": 0,
            "default_message_notifications": 0,
            "explicit_content_filter": 0,
            "mfa_level": 0,
            "system_channel_id": None,
            "system_channel_flags": 0,
            "rules_channel_id": None,
            "preferred_locale": g["preferred_locale"],
            "premium_tier": 0,
            "nsfw_level": 0,
            "afk_timeout": 300,
            "afk_channel_id": None,
            "vanity_url_code": None,
            "description": None,
            "banner": None,
            "public_updates_channel_id": None,
            "premium_progress_bar_enabled": False,
            "splash": None,
            "discovery_splash": None,
            "safety_alerts_channel_id": None,
            "application_id": None,
        }

    def _guild_create(self, g: dict, s: Session) -> dict:
        members = list(g["members"]) if s.intents & (1 << 1) else [self.bot]
        visible = [c for c in self.channels.values() if c.get("guild_id") == g["id"]]
        return {
            **self._guild_obj(g),
            "joined_at": g["joined_at"],
            "large": False,
            "unavailable": False,
            "member_count": len(g["members"]),
            "voice_states": [],
            "members": [self._member(g, u) for u in members],
            "presences": [],
            "stage_instances": [],
            "channels": [self._public_channel(c) for c in visible if c["type"] not in THREADS],
            "threads": [
                self._public_channel(c)
                for c in visible
                if c["type"] in THREADS and not c["thread_metadata"]["archived"]
            ],
            "guild_scheduled_events": [],
            "soundboard_sounds": [],
        }

    # gateway faults
    def drop_connections(self) -> int:
        """TCP reset on every gateway connection; sessions stay resumable."""
        n = 0
        for conn in list(self.conns.values()):
            conn.server_closed = True  # type: ignore[attr-defined]
            if conn.request.transport is not None:
                conn.request.transport.abort()
                n += 1
        return n

    async def close_connections(self, code: int = 4000) -> int:
        conns = list(self.conns.values())
        for conn in conns:
            await self._close(conn, code)
        return len(conns)

    async def ask_reconnect(self) -> int:
        """Opcode 7."""
        for conn in list(self.conns.values()):
            await self._send(conn, {"op": 7, "d": None})
        return len(self.conns)

    async def invalidate(self, resumable: bool = False) -> int:
        """Opcode 9; not resumable also kills the session, so missed events are lost."""
        for conn in list(self.conns.values()):
            if conn.session and not resumable:
                conn.session.dead = True
            await self._send(conn, {"op": 9, "d": resumable})
        return len(self.conns)

    def kill_sessions(self) -> None:
        for s in self.sessions.values():
            s.dead = True

    def zombie(self, on: bool = True) -> None:
        """Half-open: connections stay, nothing is answered (no heartbeat ACK), nothing is delivered."""
        for conn in self.conns.values():
            conn.zombie = on

    # ---- what Discord users do -----------------------------------------------------------------
    def _iname(self, i: Interaction) -> str:
        return str(i.data.get("name") or i.data.get("custom_id"))

    async def _interact(
        self,
        type: int,
        data: dict,
        user: str,
        ch: dict,
        message: dict | None = None,
        wait: bool = True,
        own_install: bool = False,
    ) -> Interaction:
        iid, gid = snowflake(self._n), ch.get("guild_id")
        i = Interaction(
            iid,
            "itoken_" + secrets.token_hex(24),
            type,
            data,
            user,
            gid,
            ch["id"],
            self.now(),
            message=message["id"] if message else None,
        )
        self.interactions[iid], self._tokens[i.token] = i, i
        payload: dict = {
            "id": iid,
            "application_id": self.app_id,
            "type": type,
            "data": data,
            "token": i.token,
            "version": 1,
            "channel_id": ch["id"],
            "channel": self._public_channel(ch),
            "locale": "en-GB",
            "entitlements": [],
            "app_permissions": str(self.permissions(self.bot, ch)),
            "attachment_size_limit": 10485760,
            "authorizing_integration_owners": {"1": user} if own_install else {"0": gid or "0"},
            "context": 0 if gid else 1,
        }
        if gid:
            guild = self.guilds[gid]
            payload.update(
                guild_id=gid,
                guild_locale="en-GB",
                guild={"id": gid, "locale": "en-GB", "features": []},
                member={**self._member(guild, user), "permissions": str(self.permissions(user, ch))},
            )
        else:
            payload["user"] = self.users[user]
        if message:
            payload["message"] = self._public_message(message)
        sessions = self._live(gid)
        i.sessions = len(sessions)
        i.t_sent = self.now()
        for s in sessions:
            await self._emit(s, "INTERACTION_CREATE", payload)
        self._spawn(self._deadline(i))
        if wait:
            await i.done.wait()
        return i

    async def _deadline(self, i: Interaction) -> None:
        await asyncio.sleep(max(0.0, self.ack_deadline - (self.now() - i.t_sent)))
        if i.state == "pending":
            i.state, i.user_error = "expired", "The application did not respond"
            self._violate(
                "interaction_timeout",
                f"type {i.type} {self._iname(i)} ({i.sessions} sessions): no initial response within {self.ack_deadline:g}s",
            )
            i.done.set()

    def _find_command(self, name: str, gid: str | None) -> dict:
        for scope in (gid, None):
            cmd = self.commands.get(scope, {}).get(f"1:{name}")
            if cmd:
                return cmd
        raise LookupError(f"/{name} is not registered (was the tree synced?)")

    async def slash(
        self,
        name: str,
        options: dict | None = None,
        *,
        user: str = "alice",
        channel: str = "general",
        guild: str | None = None,
        wait: bool = True,
        own_install: bool = False,
    ) -> Interaction:
        """A user runs a slash command; `name` may be 'group sub'.  The command must have been synced.

        With `own_install` he installed the app for himself, and the guild does not have it.
        """
        uid, ch = self.user_id(user), self.channels[self.channel_id(channel, guild)]
        parts = name.split()
        cmd = self._find_command(parts[0], ch.get("guild_id"))
        perms = self.permissions(uid, ch)
        need = cmd.get("default_member_permissions")
        if not perms & P["USE_APPLICATION_COMMANDS"] or (
            need is not None and (int(need) == 0 or perms & int(need) != int(need)) and perms != ALL_PERMS
        ):
            raise LookupError(f"{user} cannot see /{name} (default_member_permissions={need})")
        if ch["type"] in THREADS and ch["thread_metadata"]["archived"]:
            raise LookupError("application commands cannot be used in an archived thread")
        spec, chain = cmd.get("options") or [], []
        for sub in parts[1:]:
            node = next((o for o in spec if o["name"] == sub and o["type"] in (1, 2)), None)
            if node is None:
                raise LookupError(f"no subcommand {sub}")
            chain.append(node)
            spec = node.get("options") or []
        given, values, resolved = dict(options or {}), [], {}
        for o in spec:
            if o["name"] not in given:
                if o.get("required"):
                    raise LookupError(f"required option {o['name']} missing")
                continue
            value = given.pop(o["name"])
            if o["type"] == 6:
                value = self.user_id(str(value))
                resolved.setdefault("users", {})[value] = self.users[value]
                if ch.get("guild_id"):
                    resolved.setdefault("members", {})[value] = {
                        **self._member(self.guilds[ch["guild_id"]], value, False),
                        "permissions": str(self.permissions(value, ch)),
                    }
            elif o["type"] == 7:
                value = self.channel_id(str(value))
                c = self.channels[value]
                resolved.setdefault("channels", {})[value] = {
                    "id": value,
                    "name": c["name"],
                    "type": c["type"],
                    "permissions": str(self.permissions(uid, c)),
                    "parent_id": c.get("parent_id"),
                    "flags": 0,
                    "last_message_id": None,
                    "nsfw": False,
                    "topic": None,
                    "position": 0,
                    "rate_limit_per_user": 0,
                    "guild_id": c.get("guild_id"),
                }
            elif o["type"] == 8:
                resolved.setdefault("roles", {})[str(value)] = self.guilds[ch["guild_id"]]["roles"][str(value)]
            want: Any = {3: str, 4: int, 5: bool, 10: (int, float)}.get(o["type"], str)
            if not isinstance(value, want):
                raise LookupError(f"option {o['name']} must be {want}")
            if o.get("choices") and value not in [c["value"] for c in o["choices"]]:
                raise LookupError(f"{value!r} is not a choice of {o['name']}")
            if (
                isinstance(value, str)
                and o["type"] == 3
                and not o.get("min_length", 0) <= len(value) <= o.get("max_length", 6000)
            ):
                raise LookupError(f"{o['name']}: the client would not take that length")
            values.append({"name": o["name"], "type": o["type"], "value": value})
        if given:
            raise LookupError(f"unknown options {sorted(given)}")
        for node in reversed(chain):
            values = [{"name": node["name"], "type": node["type"], "options": values}]
        data: dict = {"id": cmd["id"], "name": cmd["name"], "type": 1, "options": values}
        if cmd.get("guild_id"):
            data["guild_id"] = cmd["guild_id"]
        if resolved:
            data["resolved"] = resolved
        if own_install and 1 not in cmd["integration_types"]:
            raise LookupError(f"/{name} is not for those who installed the app themselves")
        return await self._interact(2, data, uid, ch, wait=wait, own_install=own_install)

    async def click(
        self,
        message: str,
        *,
        custom_id: str | None = None,
        label: str | None = None,
        values: list | None = None,
        user: str = "alice",
        wait: bool = True,
    ) -> Interaction:
        m = self.messages[message]
        found: list = []

        def walk(node: Any) -> None:
            if isinstance(node, dict):
                if "custom_id" in node and (
                    (custom_id and fnmatch.fnmatchcase(node["custom_id"], custom_id))
                    or (label and label in str(node.get("label")))
                ):
                    found.append(node)
                for v in node.values():
                    walk(v)
            elif isinstance(node, list):
                for v in node:
                    walk(v)

        walk(m["components"])
        if not found:
            raise LookupError(f"no component custom_id={custom_id!r} label={label!r} on {message}")
        if found[0].get("disabled"):
            raise LookupError("that component is disabled")
        data = {"custom_id": found[0]["custom_id"], "component_type": found[0]["type"], "id": found[0].get("id", 1)}
        if values is not None:
            data["values"] = values
        return await self._interact(3, data, self.user_id(user), self.channels[m["channel_id"]], m, wait)

    async def submit_modal(
        self, shown: Interaction, values: dict, *, user: str | None = None, wait: bool = True
    ) -> Interaction:
        if shown.modal is None:
            raise LookupError("that interaction did not open a modal")
        rows = []
        for n, row in enumerate(shown.modal["components"]):
            if row.get("type") == 10:
                continue
            inner = row["components"][0] if row["type"] == 1 else row["component"]
            value = values.get(
                inner["custom_id"],
                next((v for k, v in values.items() if k == inner.get("label") or k == row.get("label")), None),
            )
            if value is None:
                if inner.get("required", True):
                    raise LookupError(f"required input {inner['custom_id']} not filled")
                value = ""
            if inner["type"] == 4 and len(value) > (inner.get("max_length") or 4000):
                raise LookupError("the client would not take that length")
            item: dict = {"type": inner["type"], "custom_id": inner["custom_id"], "id": n + 2}
            item["value" if inner["type"] == 4 else "values"] = value
            rows.append(
                {"type": 1, "id": n + 1, "components": [item]}
                if row["type"] == 1
                else {"type": 18, "id": n + 1, "component": item}
            )
        data = {"custom_id": shown.modal["custom_id"], "components": rows}
        message = self.messages.get(shown.message or "")
        return await self._interact(
            5, data, self.user_id(user) if user else shown.user, self.channels[shown.channel], message, wait
        )

    async def autocomplete(
        self, name: str, option: str, text: str, *, user: str = "alice", channel: str = "general"
    ) -> Interaction:
        ch = self.channels[self.channel_id(channel)]
        cmd = self._find_command(name, ch.get("guild_id"))
        kind = next(o["type"] for o in cmd["options"] if o["name"] == option)
        data = {
            "id": cmd["id"],
            "name": name,
            "type": 1,
            "options": [{"name": option, "type": kind, "value": text, "focused": True}],
        }
        return await self._interact(4, data, self.user_id(user), ch)

    async def say(
        self,
        content: str,
        *,
        user: str = "alice",
        channel: str = "general",
        reply_to: str | None = None,
        copies: int = 1,
    ) -> dict:
        """A user posts a message (channel, thread id, or name).  Returns the message; `_sent_to` = sessions."""
        uid, ch = self.user_id(user), self.channels[self.channel_id(channel)]
        if ch["type"] in THREADS:
            meta = ch["thread_metadata"]
            if meta["locked"] and self.permissions(uid, ch) != ALL_PERMS:
                raise LookupError("thread is locked")
            if meta["archived"]:
                meta.update(archived=False, archive_timestamp=iso())
                await self._dispatch_guild(ch["guild_id"], "THREAD_UPDATE", lambda s: self._public_channel(ch))
        m = self._new_message(ch, uid, {"content": content}, reply_to=self.messages.get(reply_to or ""))
        for _ in range(copies):
            m["_sent_to"] = await self._dispatch_message(ch, m)
        return m

    async def redeliver(self, message: str) -> int:
        m = self.messages[message]
        return await self._dispatch_message(self.channels[m["channel_id"]], m)

    async def archive(self, thread: str, locked: bool = False) -> None:
        ch = self.channels[thread]
        ch["thread_metadata"].update(archived=True, locked=locked, archive_timestamp=iso())
        await self._dispatch_guild(ch["guild_id"], "THREAD_UPDATE", lambda s: self._public_channel(ch))

    async def delete_channel(self, channel: str) -> None:
        self._delete_channel(self.channels[self.channel_id(channel)])

    async def remove_bot(self, guild: str | None = None) -> None:
        gid = guild or self.guild
        await self._dispatch_guild(gid, "GUILD_DELETE", lambda s: {"id": gid, "unavailable": False})
        for cid in [c["id"] for c in self.channels.values() if c.get("guild_id") == gid]:
            self.channels.pop(cid, None)
        self.guilds.pop(gid, None)

    # ---- control over HTTP ---------------------------------------------------------------------
    CTL = {
        "slash",
        "click",
        "submit_modal",
        "autocomplete",
        "say",
        "redeliver",
        "archive",
        "delete_channel",
        "remove_bot",
        "fault",
        "clear_faults",
        "drop_connections",
        "close_connections",
        "ask_reconnect",
        "invalidate",
        "kill_sessions",
        "zombie",
        "refuse_gateway",
        "outage",
        "add_user",
        "add_guild",
        "add_channel",
        "set_permission",
        "reset_records",
        "history",
        "wait_ready",
    }

    def _jsonable(self, value: Any) -> Any:
        if isinstance(value, asyncio.Event):
            return value.is_set()
        if isinstance(value, Interaction):
            return {f.name: self._jsonable(getattr(value, f.name)) for f in dataclasses.fields(value)} | {
                "latency": value.latency,
                "acked": value.acked,
            }
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            return {f.name: self._jsonable(getattr(value, f.name)) for f in dataclasses.fields(value)}
        if isinstance(value, dict):
            return {str(k): self._jsonable(v) for k, v in value.items()}
        if isinstance(value, (list, tuple, set)):
            return [self._jsonable(v) for v in value]
        return value if isinstance(value, (str, int, float, bool, type(None))) else repr(value)

    async def _h_ctl_state(self, request: web.Request) -> web.Response:
        return web.json_response(
            self._jsonable(
                {
                    "calls": self.calls,
                    "violations": self.violations,
                    "notes": self.notes,
                    "interactions": list(self.interactions.values()),
                    "gateway_log": self.gateway_log,
                    "invalid_requests": self.invalid_requests,
                    "messages": list(self.messages.values()),
                    "channels": list(self.channels.values()),
                    "guilds": {g: {"name": x["name"]} for g, x in self.guilds.items()},
                    "users": list(self.users.values()),
                    "commands": {str(k): v for k, v in self.commands.items()},
                    "guild": self.guild,
                    "bot": self.bot,
                    "sessions": [
                        {
                            "id": s.id[:6],
                            "shard": s.shard,
                            "seq": s.seq,
                            "connected": s.conn is not None,
                            "dead": s.dead,
                        }
                        for s in self.sessions.values()
                    ],
                }
            )
        )

    async def _h_ctl_call(self, request: web.Request) -> web.Response:
        body = await request.json()
        name = body.get("fn")
        if name not in self.CTL:
            return web.json_response({"error": f"fn must be one of {sorted(self.CTL)}"}, status=400)
        try:
            args, kwargs = list(body.get("args", [])), dict(body.get("kwargs", {}))
            if name == "submit_modal":
                args[0] = self.interactions[args[0]]
            result = getattr(self, name)(*args, **kwargs)
            if asyncio.iscoroutine(result):
                result = await result
        except Exception as exc:  # reported to the test, not swallowed
            return web.json_response({"error": f"{type(exc).__name__}: {exc}"}, status=400)
        return web.json_response({"result": self._jsonable(result)})


async def _amain(args: argparse.Namespace) -> None:
    double = DiscordServer(
        port=args.port,
        token=args.token,
        heartbeat_interval=args.heartbeat_interval,
        identify_interval=args.identify_interval,
        enforce_rate_limits=not args.no_rate_limits,
        privileged=tuple(x for x in args.privileged.split(",") if x),
    )
    await double.start()
    print(
        json.dumps(
            {
                "api_base": double.api_base,
                "gateway_url": double.gateway_url,
                "token": double.token,
                "guild": double.guild,
                "application_id": double.app_id,
                "control": double.url + "/_ctl/call",
            }
        ),
        flush=True,
    )
    try:
        await asyncio.sleep(args.lifetime)
    finally:
        await double.stop()


def main() -> None:
    p = argparse.ArgumentParser(description="Discord on the loopback")
    p.add_argument("--port", type=int, default=0)
    p.add_argument("--token", default="double.discord.token")
    p.add_argument("--heartbeat-interval", type=float, default=41.25)
    p.add_argument("--identify-interval", type=float, default=5.0)
    p.add_argument("--privileged", default="MESSAGE_CONTENT", help="privileged intents switched on for the app")
    p.add_argument("--no-rate-limits", action="store_true")
    p.add_argument("--lifetime", type=float, default=3600.0, help="stop by itself after this many seconds")
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_amain(p.parse_args()))


if __name__ == "__main__":
    main()

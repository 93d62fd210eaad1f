"""What Slack sends, read and bounded: who, where, and which delivery it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from bot.domain import ChannelKey

PLATFORM = "slack"
LONGEST = 3_000
"""Characters of a text that is looked at."""

_TEAM = re.compile(r"[TE][A-Z0-9]{1,30}")
_USER = re.compile(r"[UW][A-Z0-9]{1,30}")
_CHANNEL = re.compile(r"[CDG][A-Z0-9]{1,30}")
_MENTION = re.compile(r"<@([UW][A-Z0-9]{1,30})(?:\|[^>]*)?>")
_CALLED = re.compile(r"<#([CG][A-Z0-9]{1,30})(?:\|[^>]*)?>")
_LINK = re.compile(r"<(?:[#!][^>|]*|https?:[^>|]*|mailto:[^>|]*)(?:\|([^>]*))?>")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody's command, click, form or message. `delivery` is the same however often Slack sends it.

    `people` and `channels` are those named in the text, `reply` is where an answer to it is taken, for half an hour.
    """

    community: str
    user: str
    channel: str
    delivery: str
    text: str = ""
    trigger: str = ""
    people: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    reply: str = ""

    @property
    def where(self) -> ChannelKey | None:
        """The channel, where it is one."""
        return ChannelKey(self.community, self.channel) if self.channel else None


def command(body: dict[str, Any]) -> Said:
    """A slash command."""
    return _said(
        body.get("team_id"), body.get("user_id"), body.get("channel_id"), f"command:{body.get('trigger_id')}",
        body.get("text"), body.get("trigger_id"), body.get("response_url"),
    )  # fmt: skip


def interaction(body: dict[str, Any], text: str = "") -> Said:
    """A click or a form: one trigger is one delivery."""
    team = _in(body, "team", "id") or _in(body, "user", "team_id")
    channel = _in(body, "channel", "id") or _in(body, "container", "channel_id")
    trigger = body.get("trigger_id")
    known_as = trigger or f"{_in(body, 'view', 'id')}:{_in(body, 'view', 'hash')}"
    return _said(
        team, _in(body, "user", "id"), channel, f"click:{known_as}", text, trigger, body.get("response_url")
    )  # fmt: skip


def event(body: dict[str, Any]) -> Said:
    """An event; mentions of anybody are taken out of its text. A message is known by where and when it was written."""
    told = body.get("event")
    told = told if isinstance(told, dict) else {}
    team = body.get("team_id") or told.get("team")
    written = told.get("type") == "message" and isinstance(told.get("ts"), str)
    delivery = f"message:{told.get('channel')}:{told.get('ts')}" if written else f"event:{body.get('event_id')}"
    return _said(team, told.get("user"), told.get("channel"), delivery, told.get("text"))


def _in(body: dict[str, Any], *names: str) -> Any:
    """What stands in a part of a part; nothing where Slack sends something else."""
    found: Any = body
    for name in names:
        found = found.get(name) if isinstance(found, dict) else None
    return found


def _said(
    team: Any, user: Any, channel: Any, delivery: str, text: Any = "", trigger: Any = "", reply: Any = ""
) -> Said:
    typed = text[:LONGEST] if isinstance(text, str) else ""
    return Said(
        f"{PLATFORM}:{_only(_TEAM, team)}",
        _only(_USER, user),
        _only(_CHANNEL, channel),
        delivery[:200],
        _read(typed),
        str(trigger or "")[:200],
        tuple(dict.fromkeys(_MENTION.findall(typed)))[:10],
        tuple(dict.fromkeys(_CALLED.findall(typed)))[:10],
        reply if isinstance(reply, str) else "",
    )


def is_team(text: str) -> bool:
    """Whether a text is the id of a workspace."""
    return bool(_TEAM.fullmatch(text))


def is_channel(text: str) -> bool:
    """Whether a text is the id of a channel."""
    return bool(_CHANNEL.fullmatch(text))


def _read(typed: str) -> str:
    """A text as it was typed: names are taken out of it, links keep their words."""
    text = _LINK.sub(r"\1", _MENTION.sub(" ", typed))
    for entity, letter in _ENTITIES:
        text = text.replace(entity, letter)
    return " ".join(text.split())


def _only(pattern: re.Pattern[str], value: Any) -> str:
    """An id of the form Slack's have, or nothing."""
    return value if isinstance(value, str) and pattern.fullmatch(value) else ""

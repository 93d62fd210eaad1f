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
_MENTION = re.compile(r"<@[UW][A-Z0-9]{1,30}(?:\|[^>]*)?>")


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody's command, click, form or message. `delivery` is the same however often Slack sends it."""

    community: str
    user: str
    channel: str
    delivery: str
    text: str = ""
    trigger: str = ""

    @property
    def where(self) -> ChannelKey | None:
        """The channel, where it is one."""
        return ChannelKey(self.community, self.channel) if self.channel else None


def command(body: dict[str, Any]) -> Said:
    """A slash command."""
    return _said(
        body.get("team_id"), body.get("user_id"), body.get("channel_id"), f"command:{body.get('trigger_id')}",
        body.get("text"), body.get("trigger_id"),
    )  # fmt: skip


def interaction(body: dict[str, Any], text: str = "") -> Said:
    """A click or a form: one trigger is one delivery."""
    team = (body.get("team") or {}).get("id") or (body.get("user") or {}).get("team_id")
    user = (body.get("user") or {}).get("id")
    channel = (body.get("channel") or {}).get("id") or (body.get("container") or {}).get("channel_id")
    trigger = body.get("trigger_id") or (body.get("view") or {}).get("id")
    return _said(team, user, channel, f"click:{trigger}", text, body.get("trigger_id"))


def event(body: dict[str, Any]) -> Said:
    """An event; mentions of anybody are taken out of its text."""
    told = body.get("event") or {}
    text = _MENTION.sub(" ", str(told.get("text") or ""))
    team = body.get("team_id") or told.get("team")
    return _said(team, told.get("user"), told.get("channel"), f"event:{body.get('event_id')}", text)


def _said(team: Any, user: Any, channel: Any, delivery: str, text: Any = "", trigger: Any = "") -> Said:
    return Said(
        f"{PLATFORM}:{_only(_TEAM, team)}",
        _only(_USER, user),
        _only(_CHANNEL, channel),
        delivery[:200],
        str(text or "")[:LONGEST].strip(),
        str(trigger or "")[:200],
    )


def _only(pattern: re.Pattern[str], value: Any) -> str:
    """An id of the form Slack's have, or nothing."""
    return value if isinstance(value, str) and pattern.fullmatch(value) else ""

"""The app's manifest: what Slack is asked for, and what each optional scope buys."""

from __future__ import annotations

import json

REQUIRED = ("commands", "chat:write")

OPTIONAL = {
    "users:read": "admins are hosts without being named, a channel's form knows their zone, posts name who did best",
    "channels:read": "who created a public channel may set it up",
    "groups:read": "who created a private channel may set it up",
    "channels:history": "a reply under the riddle is answered privately, and an unsure post is looked for",
    "groups:history": "the same in private channels",
    "im:history": "direct messages to the app are answered, also those it missed",
    "app_mentions:read": "a mention of the app is answered privately",
}
"""Scopes beside the required ones, and what each is good for."""

EVENTS = {
    "app_home_opened": "",
    "app_uninstalled": "",
    "tokens_revoked": "",
    "app_mention": "app_mentions:read",
    "message.im": "im:history",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
}
"""Events the app listens to, and the scope each needs."""


def manifest(public_url: str = "") -> str:
    """The manifest as JSON, to be pasted at api.slack.com/apps; with an address it is for HTTP and many workspaces."""
    where = public_url.rstrip("/")
    command: dict[str, object] = {
        "command": "/riddle", "description": "Today's riddle, made of the news", "should_escape": True,
        "usage_hint": "guess TEXT, hint, answer, board, me, archive, share, help",
    }  # fmt: skip
    events: dict[str, object] = {"bot_events": list(EVENTS)}
    interactivity: dict[str, object] = {"is_enabled": True}
    oauth: dict[str, object] = {"scopes": {"bot": list(REQUIRED), "bot_optional": list(OPTIONAL)}}
    if where:
        command["url"] = events["request_url"] = interactivity["request_url"] = f"{where}/slack/events"
        oauth["redirect_urls"] = [f"{where}/slack/oauth_redirect"]
    made = {
        "display_information": {
            "name": "Riddle Me This", "description": "Turns the day's news into riddles", "background_color": "#1f3a5f",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Riddle Me This", "always_online": True},
            "slash_commands": [command],
        },
        "oauth_config": oauth,
        "settings": {
            "event_subscriptions": events, "interactivity": interactivity, "org_deploy_enabled": False,
            "socket_mode_enabled": not where, "token_rotation_enabled": False,
        },
    }  # fmt: skip
    return json.dumps(made, indent=2)


def explained() -> str:
    """What each scope is for, a line each."""
    needed = ["commands: /riddle itself (required)", "chat:write: posts and private answers (required)"]
    return "\n".join([*needed, *(f"{scope}: {why}" for scope, why in OPTIONAL.items())])

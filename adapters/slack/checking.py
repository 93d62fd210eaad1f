"""What is wrong with the settings of Slack, a sentence each; no token is ever part of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from slack_sdk.errors import SlackApiError

from adapters.slack.calls import meant, said_by, web_client
from adapters.slack.manifest import OPTIONAL, REQUIRED
from adapters.slack.socket import REFUSED
from adapters.slack.teams import scopes
from bot.errors import ChannelGone, DeliveryError, SettingsError
from bot.text import one_line

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from bot.ports.installs import InstallStore

Found = tuple[str, str]
"""How a part is (`well`, `note`, `broken`), and what is said of it."""

WELL, NOTE, BROKEN = "well", "note", "broken"


async def of_one(bot: str, app: str, *, hosts: bool, api_url: str | None) -> AsyncIterator[Found]:
    """One workspace by its two tokens; `hosts` says whether any is named in the settings."""
    if not bot.startswith("xoxb-"):
        yield BROKEN, "SLACK_BOT_TOKEN does not begin with xoxb-: copy the Bot User OAuth Token of OAuth & Permissions."
    else:
        async for one in _bot(bot, api_url, hosts=hosts):
            yield one
    if not app:
        yield BROKEN, "SLACK_APP_TOKEN is not set: posts are sent, and nobody who answers is heard (docs/slack.md, 6)."
    elif not app.startswith("xapp-"):
        yield BROKEN, "SLACK_APP_TOKEN does not begin with xapp-: make an app-level token with connections:write."
    else:
        yield await _app(app, api_url)


async def of_many(installs: InstallStore, public_url: str) -> AsyncIterator[Found]:
    """Many workspaces over HTTP."""
    if not public_url.startswith("https://"):
        yield NOTE, "RIDDLE_PUBLIC_URL does not begin with https://: Slack sends to nothing else."
    there = await installs.communities()
    try:
        for community in there:
            await installs.installation(community)
    except SettingsError as error:
        yield BROKEN, str(error)
        return
    several = "one workspace has" if len(there) == 1 else f"{len(there) or 'no'} workspaces have"
    yield WELL, f"It listens to many workspaces over HTTP; {several} installed the app, and their tokens can be read."


async def _bot(token: str, api_url: str | None, *, hosts: bool) -> AsyncIterator[Found]:
    try:
        with meant():
            answer = await web_client(token, api_url).auth_test()
    except ChannelGone as error:
        yield BROKEN, f"SLACK_BOT_TOKEN is refused by Slack: install the app again and copy it anew. {error}"
        return
    except DeliveryError as error:
        yield BROKEN, f"SLACK_BOT_TOKEN could not be tried: {error}"
        return
    yield WELL, f"SLACK_BOT_TOKEN speaks in the workspace {_plain(answer.get('team'))}."
    granted = scopes(answer.headers)
    if granted is None:
        yield NOTE, "Slack does not tell which scopes were granted."
        return
    for one in _scopes(granted):
        yield one
    if not hosts and "users:read" not in granted:
        yield NOTE, "Nobody is a host: grant users:read, so that admins are, or name yourself by RIDDLE_HOSTS."


def _scopes(granted: frozenset[str]) -> Iterator[Found]:
    lacking = [scope for scope in REQUIRED if scope not in granted]
    if lacking:
        yield BROKEN, f"Scopes missing that are required: {', '.join(lacking)}. Add them and install the app again."
    else:
        yield WELL, f"The required scopes are granted: {', '.join(REQUIRED)}."
    for scope, buys in OPTIONAL.items():
        if scope in granted:
            yield WELL, f"{scope} is granted: {buys}."
        else:
            yield NOTE, f"{scope} is not granted. With it {buys}."
    more = sorted(granted - {*REQUIRED, *OPTIONAL})
    if more:
        yield NOTE, f"Granted and never used: {', '.join(_plain(scope) for scope in more[:20])}."


async def _app(token: str, api_url: str | None) -> Found:
    """Whether Slack gives an address to connect to. None is connected to: what Slack sent there would be lost."""
    try:
        with meant():
            try:
                await web_client(None, api_url).apps_connections_open(app_token=token)
            except SlackApiError as error:
                if said_by(error)[0] in REFUSED | {"missing_scope"}:
                    return (
                        BROKEN,
                        "SLACK_APP_TOKEN is refused by Slack: make an app-level token with connections:write.",
                    )
                raise
    except DeliveryError as error:
        return BROKEN, f"SLACK_APP_TOKEN could not be tried: {error}"
    return WELL, "SLACK_APP_TOKEN is given an address to connect to."


def _plain(text: Any) -> str:
    """What Slack says, as a few plain characters."""
    return one_line(str(text or ""), 60)

"""The platforms, tried: what their settings lack, a finding each, without a secret in any."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.bootstrap.slack import slack_lacks
from bot.bootstrap.store import open_store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.settings import Settings

Found = tuple[str, str]
"""How a part is (`well`, `note`, `broken`), and what is said of it."""


async def try_slack(settings: Settings) -> AsyncIterator[Found]:
    """Try what is set of Slack."""
    bot, app = settings.slack_bot_token, settings.slack_app_token
    if not bot and not app and not settings.slack_client_id:
        yield "well", "Not used: neither SLACK_BOT_TOKEN nor SLACK_CLIENT_ID is set."
        return
    if bot is None and not settings.slack_client_id:
        yield "broken", "SLACK_BOT_TOKEN is not set, and SLACK_APP_TOKEN is of no use without it."
        return
    try:
        from adapters.slack.checking import of_many, of_one
    except ImportError:
        yield "broken", "Slack's library is not installed: pip install 'riddle-me-this[slack]'."
        return
    if not settings.slack_client_id and bot is not None:
        async for one in of_one(
            bot.get_secret_value(), app.get_secret_value() if app else "", hosts=bool(settings.host_list),
            api_url=settings.slack_api_url,
        ):  # fmt: skip
            yield one
        return
    lacks = slack_lacks(settings)
    if lacks:
        yield "broken", f"SLACK_CLIENT_ID is set, for many workspaces over HTTP, and without: {lacks}."
        return
    async with open_store(settings) as store:
        if store.installs is not None:
            async for one in of_many(store.installs, settings.public_url or ""):
                yield one


async def try_discord(settings: Settings) -> AsyncIterator[Found]:
    """Try what is set of Discord."""
    if settings.discord_token is None:
        yield "well", "Not used: DISCORD_TOKEN is not set."
        return
    try:
        from adapters.discord.calls import Calls
    except ImportError:
        yield "broken", "Discord's library is not installed: pip install 'riddle-me-this[discord]'."
        return
    from bot.errors import DeliveryError
    from bot.text import one_line

    calls = Calls(settings.discord_token.get_secret_value())
    try:
        found = await calls.call("GET", "/users/@me")
    except DeliveryError as error:
        yield "broken", f"DISCORD_TOKEN: {error}"
    else:
        name = found.get("username") if isinstance(found, dict) else ""
        yield "well", f"DISCORD_TOKEN is the bot {one_line(str(name or ''), 60)}; `riddle discord invite` adds it."
    finally:
        await calls.close()

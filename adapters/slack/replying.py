"""Where an answer goes: beside the message that was pressed, into the form, over the home, or into the conversation."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

import aiohttp
from slack_sdk.errors import SlackClientError
from slack_sdk.webhook.async_client import AsyncWebhookClient

from adapters.slack.calls import meant
from adapters.slack.forms import shown_view
from bot.errors import ChannelGone, NotSent

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from adapters.slack.office import Office
    from adapters.slack.said import Said
    from bot.desk.cards import Card

_log = logging.getLogger(__name__)

SECONDS = 10
TRIES = 3
LONGEST_WAIT = 30.0


async def respond(url: str, message: dict[str, Any], *, replace: bool = False) -> None:
    """Answer at a response_url, seen by one alone; twice at most, of the five uses it has."""
    told = {**message, "response_type": "ephemeral", "replace_original": replace}
    for attempt in range(2):
        status = await _posted(url, told)
        if 200 <= status < 300 or status in {404, 410}:
            return
        if not attempt:
            await asyncio.sleep(1.0)
    _log.warning("an answer did not reach Slack")


async def _posted(url: str, message: dict[str, Any]) -> int:
    try:
        return (await AsyncWebhookClient(url, timeout=SECONDS, retry_handlers=[]).send_dict(message)).status_code
    except (aiohttp.ClientError, SlackClientError, TimeoutError, OSError):
        return 0


def is_modal(body: dict[str, Any]) -> bool:
    """Whether something was pressed in a form."""
    return _view(body).get("type") == "modal"


async def show(office: Office, said: Said, body: dict[str, Any], view: dict[str, Any]) -> None:
    """Open a form, or put it in the place of the one that was pressed."""
    client = await office.teams.client(said.community)
    if client is None:
        return
    with meant():
        if is_modal(body):
            await client.views_update(view_id=str(_view(body).get("id")), view=view)
        else:
            await client.views_open(trigger_id=said.trigger, view=view)


async def answer(
    office: Office, said: Said, body: dict[str, Any], cards: Sequence[Card], message: dict[str, Any]
) -> None:
    """Answer a click: in the form it was made in, over the home, or beside the message."""
    if _view(body) or not said.reply:
        await show(office, said, body, shown_view(office.words, cards))
        return
    container = body.get("container")
    private = isinstance(container, dict) and bool(container.get("is_ephemeral"))
    await respond(said.reply, message, replace=private)


async def write(send: Callable[[], Awaitable[Any]]) -> None:
    """Say something in a conversation; tried again only where surely nothing was said."""
    for attempt in range(TRIES):
        try:
            with meant():
                await send()
        except NotSent as error:
            if attempt == TRIES - 1:
                raise
            await asyncio.sleep(min(LONGEST_WAIT, error.retry_after or 1.0))
        except ChannelGone:
            return
        else:
            return


def _view(body: dict[str, Any]) -> dict[str, Any]:
    found = body.get("view")
    return found if isinstance(found, dict) else {}

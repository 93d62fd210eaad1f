"""Tells Discord our commands, and only when they have changed: it takes 200 new ones a day."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import secrets
from typing import TYPE_CHECKING, Any

import aiohttp
import discord

from bot.errors import RiddleError

if TYPE_CHECKING:
    from discord import app_commands

    from bot.ports.threads import ThreadStore

_log = logging.getLogger(__name__)

EVERYBODY = "discord:app"
"""Whose the claim is: of all processes of the app together."""

CLAIM_SECONDS = 60
AGAIN_SECONDS, LONGEST_AGAIN = 20.0, 300.0
"""How long one waits before one looks whether who took it upon himself did it; longer each time."""


async def register(tree: app_commands.CommandTree[Any], threads: ThreadStore, app: int) -> bool:
    """Put the commands in the place of those Discord knows, where they differ; one process does it for all.

    Tells whether Discord knows them as they are: where it does not, another process is telling it, or could not.
    """
    try:
        return await _told(tree, threads, f"commands:{app}")
    except discord.HTTPException as error:
        _log.warning("the commands could not be told to Discord: %s/%s", error.status, error.code)
    except (RiddleError, aiohttp.ClientError, OSError) as error:
        _log.warning("it is not known whether Discord knows the commands: %s: %s", type(error).__name__, error)
    except Exception:  # noqa: BLE001 - people play with the commands Discord knows
        _log.exception("a fault while the commands were told to Discord")
    return False


async def look_until_told(tree: app_commands.CommandTree[Any], threads: ThreadStore, app: int) -> None:
    """Look again until Discord knows them, whoever told it."""
    pause = AGAIN_SECONDS
    await asyncio.sleep(pause)
    while not await register(tree, threads, app):
        pause = min(LONGEST_AGAIN, pause * 2)
        await asyncio.sleep(pause)


async def _told(tree: app_commands.CommandTree[Any], threads: ThreadStore, noted: str) -> bool:
    mark, who = await _mark(tree), secrets.token_hex(8)
    if await threads.known(noted) == mark:
        return True
    if not await threads.first(EVERYBODY, f"{noted}:{mark}", who, CLAIM_SECONDS):
        return False
    try:
        if await threads.known(noted) != mark:  # who had it before may have told them since one looked
            await tree.sync()
            await threads.note(noted, mark)
            _log.info("the commands are told to Discord")
    finally:
        await threads.release(EVERYBODY, f"{noted}:{mark}", who)
    return True


async def _mark(tree: app_commands.CommandTree[Any]) -> str:
    translator = tree.translator
    made = [
        await one.get_translated_payload(tree, translator) if translator else one.to_dict(tree)
        for one in tree.get_commands()
    ]
    told = json.dumps(made, sort_keys=True, ensure_ascii=False)
    return hashlib.blake2b(told.encode(), digest_size=16).hexdigest()

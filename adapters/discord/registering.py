"""Tells Discord our commands, and only when they have changed: it takes 200 new ones a day."""

from __future__ import annotations

import hashlib
import json
import logging
from typing import TYPE_CHECKING, Any

import discord

if TYPE_CHECKING:
    from discord import app_commands

    from bot.ports.threads import ThreadStore

_log = logging.getLogger(__name__)


async def register(tree: app_commands.CommandTree[Any], threads: ThreadStore, app: int) -> bool:
    """Put the commands in the place of those Discord knows, where they differ; tells whether they did."""
    mark, noted = await _mark(tree), f"commands:{app}"
    if await threads.known(noted) == mark:
        return False
    try:
        await tree.sync()
    except discord.HTTPException as error:
        _log.warning("the commands could not be told to Discord: %s/%s", error.status, error.code)
        return False
    await threads.note(noted, mark)
    _log.info("the commands are told to Discord")
    return True


async def _mark(tree: app_commands.CommandTree[Any]) -> str:
    translator = tree.translator
    made = [
        await one.get_translated_payload(tree, translator) if translator else one.to_dict(tree)
        for one in tree.get_commands()
    ]
    told = json.dumps(made, sort_keys=True, ensure_ascii=False)
    return hashlib.blake2b(told.encode(), digest_size=16).hexdigest()

"""Discord, wired: who posts there over REST, and who is connected to its gateway."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from adapters.discord.messenger import DiscordMessenger
    from bot.bootstrap.store import Store
    from bot.game.sentences import Words
    from bot.settings import Settings


@asynccontextmanager
async def open_discord(settings: Settings, store: Store, words: Words) -> AsyncIterator[DiscordMessenger]:
    """Who posts to Discord, until the block ends."""
    from adapters.discord.calls import Calls
    from adapters.discord.messenger import DiscordMessenger

    messenger = DiscordMessenger(Calls(token(settings)), words, store.threads)
    try:
        yield messenger
    finally:
        await messenger.close()


def token(settings: Settings) -> str:
    """The bot's token; raises `SettingsError` where there is none."""
    from bot.errors import SettingsError

    if settings.discord_token is None:
        raise SettingsError("DISCORD_TOKEN is not set: the bot's token, from the Discord developer portal.")
    return settings.discord_token.get_secret_value()

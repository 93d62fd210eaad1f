"""Discord, wired: who posts there over REST, and who is connected to its gateway."""

from __future__ import annotations

import re
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from adapters.discord.connecting import Bot
    from adapters.discord.messenger import DiscordMessenger
    from bot.bootstrap.store import Store
    from bot.game.sentences import Words
    from bot.ports.tasks import Tasks
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


def discord_bot(settings: Settings, store: Store, tasks: Tasks, trouble: Callable[[str, str], None]) -> Bot:
    """A process of Discord's; raises `SettingsError` where the settings are wrong."""
    from adapters.discord.connecting import Bot as Connecting
    from bot.bootstrap.desk import front
    from bot.bootstrap.hosts import tidying

    return Connecting(
        token(settings), front(store, settings, tasks), store.threads, tidying(store, settings), trouble,
        shards(settings.discord_shards),
    )  # fmt: skip


def discord_invite(settings: Settings) -> str:
    """The link that adds the bot to a server."""
    from adapters.discord.invite import app_of, invite
    from bot.errors import SettingsError

    app = app_of(token(settings))
    if app is None:
        raise SettingsError("DISCORD_TOKEN is no token of a bot: copy it anew from the Discord developer portal.")
    return invite(app)


def shards(text: str | None) -> tuple[list[int], int] | None:
    """The shards of a range like `0-3/16`: the first four of sixteen; nothing: all that Discord recommends."""
    from bot.errors import SettingsError

    if not text:
        return None
    found = re.fullmatch(r"(\d{1,5})(?:-(\d{1,5}))?/(\d{1,5})", text.strip())
    first, last, count = (int(found[1]), int(found[2] or found[1]), int(found[3])) if found else (1, 0, 0)
    if not first <= last < count:
        raise SettingsError("RIDDLE_DISCORD_SHARDS is wrong: write 0-3/16 for the first four of sixteen shards.")
    return list(range(first, last + 1)), count


def token(settings: Settings) -> str:
    """The bot's token; raises `SettingsError` where there is none."""
    from bot.errors import SettingsError

    if settings.discord_token is None:
        raise SettingsError("DISCORD_TOKEN is not set: the bot's token, from the Discord developer portal.")
    return settings.discord_token.get_secret_value()

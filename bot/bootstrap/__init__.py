"""Settings -> real parts: the only room that names adapters. Everything heavy is imported where it is wired."""

from __future__ import annotations

from bot.bootstrap.attempts import try_feeds, try_model, try_store
from bot.bootstrap.kitchen import Kitchen, maker, open_kitchen
from bot.bootstrap.models import embedded_missing, way
from bot.bootstrap.store import Store, deck, open_store
from bot.bootstrap.terminal import club, hosting, member, screen, terminal_game, words

__all__ = [
    "Kitchen",
    "Store",
    "club",
    "deck",
    "embedded_missing",
    "hosting",
    "maker",
    "member",
    "open_kitchen",
    "open_store",
    "screen",
    "terminal_game",
    "try_feeds",
    "try_model",
    "try_store",
    "way",
    "words",
]

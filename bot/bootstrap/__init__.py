"""Settings -> real parts: the only room that names adapters. Everything heavy is imported where it is wired."""

from __future__ import annotations

from bot.bootstrap.attempts import store_advice, try_feeds, try_model, try_store
from bot.bootstrap.kitchen import Kitchen, maker, open_kitchen
from bot.bootstrap.looks import chosen_judge, listed_names, open_judge, second_look, vendor
from bot.bootstrap.models import embedded_missing, way
from bot.bootstrap.store import Store, deck, open_store
from bot.bootstrap.terminal import amending, club, hosting, member, screen, submitting, terminal_game, words

__all__ = [
    "Kitchen",
    "Store",
    "amending",
    "chosen_judge",
    "club",
    "deck",
    "embedded_missing",
    "hosting",
    "listed_names",
    "maker",
    "member",
    "open_judge",
    "open_kitchen",
    "open_store",
    "screen",
    "second_look",
    "store_advice",
    "submitting",
    "terminal_game",
    "try_feeds",
    "try_model",
    "try_store",
    "vendor",
    "way",
    "words",
]

"""Settings -> real parts: the only room that names adapters. Everything heavy is imported where it is wired."""

from __future__ import annotations

from bot.bootstrap.attempts import store_advice, try_feeds, try_model, try_store
from bot.bootstrap.delivery import (
    clock,
    lacking,
    make_jobs,
    messengers,
    open_kitchens,
    open_once,
    open_tasks,
    planning,
    released,
    send_jobs,
    sender,
    unspoken,
    work,
)
from bot.bootstrap.hosts import explaining, find_deck, recall, reminding, reports, reviews, stand_in, tidying
from bot.bootstrap.kitchen import Kitchen, known_deck, maker, open_kitchen
from bot.bootstrap.looks import chosen_judge, listed_names, open_judge, second_look, vendor
from bot.bootstrap.models import embedded_missing, way
from bot.bootstrap.store import Store, deck, open_store
from bot.bootstrap.terminal import amending, club, hosting, member, screen, submitting, terminal_game, words
from bot.bootstrap.watching import metrics, watched

__all__ = [
    "Kitchen",
    "Store",
    "amending",
    "chosen_judge",
    "clock",
    "club",
    "deck",
    "embedded_missing",
    "explaining",
    "find_deck",
    "hosting",
    "known_deck",
    "lacking",
    "listed_names",
    "make_jobs",
    "maker",
    "member",
    "messengers",
    "metrics",
    "open_judge",
    "open_kitchen",
    "open_kitchens",
    "open_once",
    "open_store",
    "open_tasks",
    "planning",
    "recall",
    "released",
    "reminding",
    "reports",
    "reviews",
    "screen",
    "second_look",
    "send_jobs",
    "sender",
    "stand_in",
    "store_advice",
    "submitting",
    "terminal_game",
    "tidying",
    "try_feeds",
    "try_model",
    "try_store",
    "unspoken",
    "vendor",
    "watched",
    "way",
    "words",
    "work",
]

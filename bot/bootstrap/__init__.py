"""Settings -> real parts: the only room that names adapters. Everything heavy is imported where it is wired."""

from __future__ import annotations

from bot.bootstrap.attempts import store_advice, try_feeds, try_model, try_store
from bot.bootstrap.delivery import (
    clock,
    lacking,
    make_jobs,
    open_kitchens,
    open_late_tasks,
    open_messengers,
    open_once,
    open_tasks,
    planning,
    released,
    send_jobs,
    sender,
    unspoken,
    work,
)
from bot.bootstrap.discord import discord_bot, discord_invite
from bot.bootstrap.hosts import explaining, find_deck, recall, reminding, reports, reviews, stand_in, tidying
from bot.bootstrap.kitchen import Kitchen, known_deck, maker, open_kitchen
from bot.bootstrap.looks import chosen_judge, listed_names, open_judge, second_look, vendor
from bot.bootstrap.models import embedded_missing, price_day, way
from bot.bootstrap.platforms import try_discord, try_slack
from bot.bootstrap.slack import run_slack, slack_lacks, slack_manifest, slack_messenger
from bot.bootstrap.squad import answerer
from bot.bootstrap.store import Store, deck, new_key, open_store
from bot.bootstrap.teachers import teacher, teacher_terms
from bot.bootstrap.terminal import amending, club, hosting, member, screen, submitting, terminal_game, words
from bot.bootstrap.watching import metrics, watched

__all__ = [
    "Kitchen",
    "Store",
    "amending",
    "answerer",
    "chosen_judge",
    "clock",
    "club",
    "deck",
    "discord_bot",
    "discord_invite",
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
    "metrics",
    "new_key",
    "open_judge",
    "open_kitchen",
    "open_kitchens",
    "open_late_tasks",
    "open_messengers",
    "open_once",
    "open_store",
    "open_tasks",
    "planning",
    "price_day",
    "recall",
    "released",
    "reminding",
    "reports",
    "reviews",
    "run_slack",
    "screen",
    "second_look",
    "send_jobs",
    "sender",
    "slack_lacks",
    "slack_manifest",
    "slack_messenger",
    "stand_in",
    "store_advice",
    "submitting",
    "teacher",
    "teacher_terms",
    "terminal_game",
    "tidying",
    "try_discord",
    "try_feeds",
    "try_model",
    "try_slack",
    "try_store",
    "unspoken",
    "vendor",
    "watched",
    "way",
    "words",
    "work",
]

"""`riddle brew`: make the edition of a day, or a draft from articles of your own."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING

from bot import records
from bot.commands import options as common
from bot.errors import UsageError

if TYPE_CHECKING:
    from datetime import date

    from bot.bootstrap import Kitchen
    from bot.domain import Draft, Edition
    from bot.ports.screen import Screen
    from bot.settings import Settings


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    parser.add_argument("--date", type=common.day, default=None, help="the day of the edition (default: today)")
    parser.add_argument("--again", action="store_true", help="make it anew, while nobody plays it")
    parser.add_argument(
        "--count", type=common.count, metavar="N", help="make a draft of so many riddles (default: RIDDLE_PER_DAY)"
    )
    parser.add_argument(
        "--candidates",
        type=common.few,
        metavar="N",
        help=f"make a draft from N candidates of each story, 1 to {common.MAX_CANDIDATES}, model's and ours alike",
    )
    parser.add_argument(
        "--explain",
        action="store_true",
        help="make a draft, and show every candidate: each check, and why it won or not",
    )
    parser.add_argument("--model", help="embedded, none, tuned:NAME, local:<path or hub name>, or provider:model")
    parser.add_argument(
        "--pipeline",
        choices=common.PIPELINES,
        metavar="NAME",
        help=f"the way to ask it: {', '.join(common.PIPELINES)}",
    )
    parser.add_argument(
        "--steps",
        type=int,
        choices=(1, 2),
        help="1: summary and riddle at once; 2: summarise, then make the riddle of the summary (default: what suits)",
    )
    parser.add_argument("--publish", action="store_true", help="let the draft be played as the day's edition")
    common.add_deck(parser)
    common.add_sources(parser)
    common.add_output(parser, "each riddle")
    # For `riddle play`, which brews in a child: what is being done, as JSON lines.
    parser.add_argument("--events", action="store_true", help=argparse.SUPPRESS)


def run(options: argparse.Namespace) -> int:
    """Brew."""
    _is_draft(options)  # what cannot be asked for is said before anything is opened
    settings = common.settings(RIDDLE_MODEL=options.model, RIDDLE_PIPELINE=options.pipeline, RIDDLE_STEPS=options.steps)
    return common.finish(_brew(settings, options))


async def _brew(settings: Settings, options: argparse.Namespace) -> int:
    from bot import bootstrap

    if options.events:
        async with bootstrap.open_kitchen(settings, _event, deck_name=options.deck) as kitchen:
            await kitchen.editor.edition(_day(options))
        return 0
    progress = bootstrap.screen(plain=options.plain, stderr=True)
    with progress.working("Opening the store") as working:
        async with bootstrap.open_kitchen(settings, working.now, working.warn, options.deck) as kitchen:
            made = await _made(kitchen, options)
    return _show(bootstrap.screen(plain=options.plain), made, options)


async def _made(kitchen: Kitchen, options: argparse.Namespace) -> Edition | Draft:
    """Make what was asked for: a draft where sources, a model or a number are given, else the day's edition."""
    if not _is_draft(options):
        make = kitchen.editor.again if options.again else kitchen.editor.edition
        return await make(_day(options))
    articles = await kitchen.read(feeds=options.feed, files=options.article)
    count = options.count or kitchen.deck.per_day
    draft = await kitchen.drafter.make(articles, count, day=_day(options), candidates=options.candidates or 0)
    if options.publish:
        return await kitchen.editor.publish(await kitchen.drafter.as_edition(draft, _day(options)))
    return draft


def _is_draft(options: argparse.Namespace) -> bool:
    sources = options.feed or options.article
    way = options.model or options.pipeline or options.steps
    asked = way or options.count or options.candidates or options.explain
    if options.publish and not (sources or asked):
        raise UsageError("--publish is for drafts; add --article, --feed, --model, --pipeline, --steps or --count.")
    if options.publish and options.explain:
        raise UsageError("--explain shows a draft; publish without it, once you like what it makes.")
    if options.again and (sources or asked):
        raise UsageError("--again makes the day's edition anew; it takes no sources, model or number of its own.")
    return bool(sources or asked)


def _day(options: argparse.Namespace) -> date:
    return options.date or common.today()


def _show(screen: Screen, made: Edition | Draft, options: argparse.Namespace) -> int:
    """Print what was made; 1 when a draft has no riddle at all."""
    from bot.commands import pages
    from bot.domain import Draft, Edition

    if isinstance(made, Draft) and options.explain:
        return _explain(screen, made, options)
    day, number = (made.date, made.number) if isinstance(made, Edition) else (None, None)
    if options.json:
        for place, riddle in enumerate(made.riddles, 1):
            print(records.line(records.riddle_record(riddle, day, number, place)))
    elif isinstance(made, Edition):
        pages.edition(screen, made)
    else:
        pages.draft(screen, made, options.count or len(made.riddles) or 1)
    if not made.riddles and options.json:
        print("riddle: none of the articles gave a riddle; `riddle why` tells each one's reason.", file=sys.stderr)
    return 0 if made.riddles else 1


def _explain(screen: Screen, made: Draft, options: argparse.Namespace) -> int:
    """Print every candidate that was tried; 1 when none was chosen."""
    if options.json:
        for trial in made.trials:
            print(records.line(records.trial_record(trial)))
    else:
        from bot.commands import trials

        trials.explained(screen, made)
    return 0 if made.riddles else 1


def _event(doing: str) -> None:
    print(json.dumps({"doing": doing}), flush=True)

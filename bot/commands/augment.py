"""`riddle augment`: a model writes more examples to train on, and those that pass the rules are kept."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from bot.commands import options as common
from bot.errors import UsageError

if TYPE_CHECKING:
    from bot.ports.screen import Screen
    from bot.settings import Settings
    from bot.training.augment import Augmenter, Cost
    from bot.training.example import Example
    from bot.training.formats import Origin
    from bot.training.journal import Journal

MOST = 100_000
"""Most examples of a file."""

FOLDER, FILE = "training", "augmented.jsonl"
"""Where they are written where nothing else is said, in the data folder."""

RULES = ("form", "length", "words", "similarity", "shape", "leak", "answer", "single", "copy", "taste", "grounding")
"""The rules that can be left out, known here without loading them."""

NO_LICENCE = "not licensed"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    parser.add_argument("--model", metavar="NAME", type=common.text, help="who writes them (default: RIDDLE_MODEL)")
    parser.add_argument(
        "--count", metavar="N", type=_number, required=True, help="how many there shall be in the file at the end"
    )
    parser.add_argument(
        "--out", metavar="FILE", type=Path, help=f"where to (default: {FOLDER}/{FILE} in the data folder)"
    )
    parser.add_argument("--resume", action="store_true", help="go on with a file that is there")
    parser.add_argument(
        "--without", metavar="RULE", nargs="+", action="extend", default=[], choices=RULES, help=", ".join(RULES)
    )
    parser.add_argument("--seeds", metavar="FILE", type=Path, nargs="+", help="examples to follow, in place of ours")
    parser.add_argument("--licence", metavar="NAME", type=common.text, default=NO_LICENCE, help="the rows' licence")
    parser.add_argument(
        "--terms", metavar="TEXT", type=common.text, help="the model's terms (default: those known here)"
    )
    parser.add_argument("--most-tokens", metavar="N", type=_tokens, help="stop once so many tokens are spent")
    parser.add_argument("--most-cost", metavar="DOLLARS", type=_dollars, help="stop once so much is spent")
    parser.add_argument("--seed", metavar="N", type=common.whole, default=0, help="draws other examples (default: 0)")
    parser.add_argument("--dry-run", action="store_true", help="reckon what it takes, show the first request, and stop")
    common.add_output(parser, "each example that is new")


def run(options: argparse.Namespace) -> int:
    """Ask until there are so many; what was kept stays, however it ends."""
    from bot import bootstrap
    from bot.training.journal import Journal

    settings, screen = common.settings(), bootstrap.screen(plain=options.plain, stderr=options.json)
    out = options.out or settings.data_dir / FOLDER / FILE
    if options.dry_run:
        return _rehearse(_augmenter(options, settings, screen, Journal.seen(out)), options, screen)
    if options.out is None:
        out.parent.mkdir(parents=True, exist_ok=True)
    # What is wrong with the model's name, the terms or the seeds is said before a file is made.
    _augmenter(options, settings, screen, Journal.seen(out))
    with Journal.opened(out, resume=options.resume) as journal:
        augmenter = _augmenter(options, settings, screen, journal)
        before = len(journal.kept)
        try:
            common.finish(_asked(augmenter, options, screen))
        finally:
            _tell(journal, before, options, screen)
    return 0 if len(journal.kept) >= options.count else 1


async def _asked(augmenter: Augmenter, options: argparse.Namespace, screen: Screen) -> None:
    from bot.training.augment import Bounds

    screen.say(f"Reckoned: {_told(augmenter.reckoned(options.count))}.")
    end = await augmenter.run(Bounds(options.count, options.most_tokens, options.most_cost))
    screen.say(f"Done: {end}")


def _augmenter(options: argparse.Namespace, settings: Settings, screen: Screen, journal: Journal) -> Augmenter:
    from bot import bootstrap
    from bot.training.augment import Augmenter
    from bot.training.filters import Filter, Rule

    teacher, manner = bootstrap.teacher(settings, options.model, screen.say)
    if options.most_cost is not None and teacher.cost(1, 1) is None:
        raise UsageError(f"No price of {teacher.name} is known here, so --most-cost has no sense; --most-tokens has.")
    return Augmenter(
        teacher=teacher,
        manner=manner,
        seeds=_seeds(options),
        origin=_origin(options, settings, teacher.name),
        journal=journal,
        filter=Filter(frozenset(map(Rule, options.without))),
        seed=options.seed,
        said=screen.say,
    )


def _seeds(options: argparse.Namespace) -> tuple[Example, ...]:
    from bot.training.files import read_file
    from bot.training.seeds import seed_examples

    if not options.seeds:
        return seed_examples()
    found: list[Example] = []
    for path in options.seeds:
        rows = read_file(path)
        if rows.refused:
            raise UsageError(f"Line {rows.refused[0].line} of {path} is no example: {rows.refused[0].reason}")
        found += rows.examples
    return tuple(found)


def _origin(options: argparse.Namespace, settings: Settings, model: str) -> Origin:
    from bot import bootstrap
    from bot.training.formats import origin

    terms = options.terms or bootstrap.teacher_terms(settings, model)
    if not terms:
        raise UsageError(f"Say with --terms, in a sentence, on what terms {model} lets what it writes be used.")
    # Where a model lies on this machine is nobody's business.
    shown = (
        f"local:{Path(model.removeprefix('local:')).name}"
        if model.startswith(("local:/", "local:.", "local:~"))
        else model
    )
    return origin(f"model:{shown}", options.licence, terms)


def _rehearse(augmenter: Augmenter, options: argparse.Namespace, screen: Screen) -> int:
    first = augmenter.drawn(augmenter.journal.next_number).lesson
    screen.say(f"{first.system}\n\n{first.user}{first.start}")
    screen.say(f"Reckoned: {_told(augmenter.reckoned(options.count))}.", "bold")
    return 0


def _tell(journal: Journal, before: int, options: argparse.Namespace, screen: Screen) -> None:
    """What is there now, what it took, and whose it is."""
    from bot.training import shares
    from bot.training.augment import progress, used
    from bot.training.example import write_example

    if options.json:
        for example in journal.kept[before:]:
            print(write_example(example))
    screen.say(progress(len(journal.kept), options.count, journal.tally), "bold")
    screen.say(f"Taken: {_told(used(journal.tally))}.")
    screen.say(f"Kept in {journal.out}; what was dropped, and why, in {journal.log}.")
    for one in shares.shares(journal.kept):
        screen.say(f"  {shares.told(one)}")


def _told(cost: Cost) -> str:
    """What is taken, with the day of the prices."""
    from bot import bootstrap
    from bot.training.augment import told

    return f"{told(cost)}{f' by the prices of {bootstrap.price_day()}' if cost.dollars else ''}"


def _number(text: str) -> int:
    return common.number(text, MOST)


def _tokens(text: str) -> int:
    return common.number(text, 10**12)


def _dollars(text: str) -> float:
    try:
        found = float(text)
    except ValueError:
        found = 0.0
    if not 0 < found < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is no sum of dollars, like 2.50")
    return found

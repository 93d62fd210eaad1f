"""`riddle examples`: what there is to train on: marked riddles, rows from files, and files for other tools."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from bot.commands import options as common
from bot.errors import UsageError
from bot.records import line
from bot.text import shorten

if TYPE_CHECKING:
    import argparse
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from bot.bootstrap import Store
    from bot.ports.screen import Screen
    from bot.settings import Settings
    from bot.training.example import Example, Refused, Rows
    from bot.training.formats import Layout, Origin

LAYOUTS = ("riddle", "alpaca", "dolly", "prompt")
"""The layouts of files, known here without loading what reads them."""

SHOWN = 20
"""Rows that are refused by name; the others are counted."""

WIDEST = 60
"""Characters of a riddle in a list."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)

    def verb(name: str, text: str) -> argparse.ArgumentParser:
        below = verbs.add_parser(name, help=text, description=f"{text[0].upper()}{text[1:]}.", allow_abbrev=False)
        common.add_output(below, "each example")
        return below

    verb("list", "show the examples that are kept, and their shares by source")
    add = verb("add", "mark a riddle of an edition: the riddle, its summary and the sentences behind it, nothing else")
    add.add_argument("riddle", metavar="RIDDLE", nargs="+", help="its number, like 142, 142.1 or science/142.1")
    _add_terms(add, of="the model that wrote the riddle")
    take = verb("import", "keep the rows of a file; rows that are no examples are named and left out")
    _add_file(take)
    take.add_argument("--source", metavar="WHO", help="who wrote them: person, model:NAME, or `model, edited`")
    _add_terms(take, of="whoever wrote them")
    check = verb("check", "read a file and keep nothing: which rows are no examples, and the shares of the others")
    _add_file(check)
    export = verb("export", "write the examples that are kept into a new file")
    export.add_argument("file", metavar="FILE", type=Path, help="a file that is not there yet")
    export.add_argument("--format", choices=LAYOUTS, default=LAYOUTS[0], help="its layout (default: riddle, ours)")
    export.add_argument("--seeds", action="store_true", help="the seed tasks that ship, too")
    remove = verb("remove", "forget examples")
    remove.add_argument("id", metavar="ID", nargs="+", help="as `riddle examples list` shows them")


def _add_file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="JSON lines")
    parser.add_argument("--format", choices=LAYOUTS, help="their layout (default: as the keys of the first row tell)")


def _add_terms(parser: argparse.ArgumentParser, *, of: str) -> None:
    parser.add_argument("--licence", metavar="NAME", type=common.text, help="the licence of the rows, like CC0-1.0")
    parser.add_argument("--terms", metavar="TEXT", type=common.text, help=f"the terms of {of}, in a sentence")


def run(options: argparse.Namespace) -> int:
    """Do what is asked; 1 where a file holds rows that are no examples."""
    from bot import bootstrap

    screen = bootstrap.screen(plain=options.plain, stderr=options.json)
    if options.verb == "check":
        return _check(options, screen)
    return common.finish(_run(options, common.settings(), screen))


async def _run(options: argparse.Namespace, settings: Settings, screen: Screen) -> int:
    from bot import bootstrap

    # A file is read before the store is opened: what is wrong with it is said at once.
    read = _read(options) if options.verb == "import" else None
    async with bootstrap.open_store(settings) as store:
        if read is not None:
            return await _import(store, read, options, screen)
        return await VERBS[options.verb](store, options, screen)


async def _list(store: Store, options: argparse.Namespace, screen: Screen) -> int:
    examples = await _kept(store, screen)
    _show(examples, options, screen)
    if not examples and not options.json:
        screen.say("No example is kept yet; `riddle examples add 142` marks a riddle, `import FILE` takes a file.")
    return 0


async def _add(store: Store, options: argparse.Namespace, screen: Screen) -> int:
    from bot import bootstrap
    from bot.training.marked import LICENCE, find, marked

    settings, made = common.settings(), list["Example"]()
    for spot in options.riddle:
        riddle = await find(store.editions, spot, common.today())
        terms = options.terms or bootstrap.teacher_terms(settings, riddle.model)
        if not (terms or riddle.fallback):
            raise UsageError(f"Say with --terms on what terms {riddle.model} lets what it writes be used.")
        made.append(marked(riddle, terms, options.licence or LICENCE))
    await _keep(store, made, options, screen)
    return 0


async def _import(store: Store, rows: Rows, options: argparse.Namespace, screen: Screen) -> int:
    await _keep(store, rows.examples, options, screen)
    _tell_refused(rows.refused, screen)
    return 1 if rows.refused else 0


async def _export(store: Store, options: argparse.Namespace, screen: Screen) -> int:
    from bot.training.example import RowError
    from bot.training.files import write_lines
    from bot.training.formats import Layout, row_of
    from bot.training.seeds import seed_examples

    examples = await _kept(store, screen)
    if options.seeds:
        examples = tuple({one.id: one for one in (*seed_examples(), *examples)}.values())
    if not examples:
        raise UsageError("There is nothing to export; --seeds takes the seed tasks that ship.")
    rows: list[str] = []
    left: list[str] = []
    for example in examples:
        try:
            rows.append(line(row_of(example, Layout(options.format))))
        except RowError as error:
            left.append(f"{example.id}: {error}")
    write_lines(options.file, rows)
    screen.say(f"Written to {options.file}: {_many(len(rows), 'example')}.")
    for one in left:
        screen.say(f"Left out: {one}", "yellow")
    return 1 if left else 0


async def _remove(store: Store, options: argparse.Namespace, screen: Screen) -> int:
    gone = await store.examples.remove(options.id)
    screen.say(f"Removed: {gone} of {_many(len(set(options.id)), 'example')}.")
    return 0 if gone == len(set(options.id)) else 1


VERBS: Mapping[str, Callable[[Store, argparse.Namespace, Screen], Awaitable[int]]] = {
    "list": _list,
    "add": _add,
    "export": _export,
    "remove": _remove,
}


def _check(options: argparse.Namespace, screen: Screen) -> int:
    rows = _read(options)
    if options.json:
        _print(rows.examples)
    _tell_shares(rows.examples, screen)
    _tell_refused(rows.refused, screen)
    return 1 if rows.refused else 0


async def _keep(store: Store, examples: Sequence[Example], options: argparse.Namespace, screen: Screen) -> None:
    from bot.training.example import write_example

    kept = await store.examples.keep({example.id: write_example(example) for example in examples})
    if options.json:
        _print(examples)
    there = len(examples) - kept
    before = f"; {there} there already" if there else ""
    screen.say(f"Added: {_many(kept, 'example')}{before}.")


async def _kept(store: Store, screen: Screen) -> tuple[Example, ...]:
    """What the store holds; a row that is no example by now is named and left out."""
    from bot.training.example import read_examples

    rows = read_examples(await store.examples.rows())
    _tell_refused(rows.refused, screen)
    return rows.examples


def _read(options: argparse.Namespace) -> Rows:
    from bot.training.files import read_lines
    from bot.training.formats import Layout, layout_of, read_layout

    lines = read_lines(options.file)
    layout = Layout(options.format) if options.format else layout_of(lines)
    if layout is None:
        raise UsageError(f"The rows of {options.file} have the keys of no layout known here: {', '.join(LAYOUTS)}.")
    rows = read_layout(lines, layout, _origin(options, layout))
    if not rows.examples:
        first = rows.refused[0]
        raise UsageError(
            f"{options.file} holds no example in {_many(len(rows.refused), 'row')}; line {first.line}: {first.reason}"
        )
    return rows


def _origin(options: argparse.Namespace, layout: Layout) -> Origin | None:
    """Who wrote the rows, where their layout cannot say so; a check needs not be told."""
    from bot.training.formats import Layout as Known
    from bot.training.formats import origin

    if layout is Known.RIDDLE:
        if options.verb == "import" and (options.source or options.licence or options.terms):
            raise UsageError("The rows of that file say whose they are: leave out --source, --licence and --terms.")
        return None
    if options.verb == "check":
        return origin("person", "not told", "not told")
    if not (options.source and options.licence and options.terms):
        raise UsageError(
            f"A file in the layout {layout} does not say whose it is: give --source, --licence and --terms."
        )
    return origin(options.source, options.licence, options.terms)


def _show(examples: Sequence[Example], options: argparse.Namespace, screen: Screen) -> None:
    if options.json:
        _print(examples)
        return
    for one in examples:
        screen.say(f"{one.id}  {one.answer}: {shorten(' '.join(one.question.split()), WIDEST)}")
    _tell_shares(examples, screen)


def _print(examples: Sequence[Example]) -> None:
    from bot.training.example import record

    for one in examples:
        print(line(record(one)))


def _tell_shares(examples: Sequence[Example], screen: Screen) -> None:
    from bot.training.shares import shares, told

    if examples:
        screen.say(f"{_many(len(examples), 'example')}:", "bold")
    for one in shares(examples):
        screen.say(f"  {told(one)}")


def _tell_refused(refused: Sequence[Refused], screen: Screen) -> None:
    if not refused:
        return
    counted = ", ".join(
        f"{wrong} {count}" for wrong, count in Counter(one.wrong.value for one in refused).most_common()
    )
    screen.say(f"No example: {_many(len(refused), 'row')} ({counted}):", "yellow")
    for one in refused[:SHOWN]:
        screen.say(f"  line {one.line}: {one.reason}")
    if len(refused) > SHOWN:
        screen.say(f"  ... and {len(refused) - SHOWN} more.")


def _many(count: int, thing: str) -> str:
    return f"{count} {thing}{'' if count == 1 else 's'}"

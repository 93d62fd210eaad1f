"""`riddle models`: the models that were trained here: list, register, remove, merge, export, compare."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bot.commands import options as common

if TYPE_CHECKING:
    import argparse

    from bot.bootstrap.training import Compared
    from bot.ports.screen import Screen

FORMS = ("adapter", "safetensors", "gguf")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)

    def verb(name: str, text: str) -> argparse.ArgumentParser:
        below = verbs.add_parser(name, help=text, description=f"{text[0].upper()}{text[1:]}.", allow_abbrev=False)
        common.add_output(below, "the outcome")
        return below

    verb("list", "show the models that can be asked by name")
    register = verb("register", "let a trained model be asked as tuned:NAME")
    register.add_argument("folder", metavar="FOLDER", type=Path, help="the folder `model` of a run")
    register.add_argument("--name", help="another name than it was trained under")
    remove = verb("remove", "forget a name; the files stay")
    remove.add_argument("name", metavar="NAME")
    merge = verb("merge", "add an adapter to its base, and write the whole model")
    merge.add_argument("model", metavar="NAME-or-FOLDER")
    merge.add_argument("target", metavar="FOLDER", type=Path, help="where to write it")
    export = verb("export", "write a model for others: an adapter, safetensors, or GGUF")
    export.add_argument("model", metavar="NAME-or-FOLDER")
    export.add_argument("target", metavar="FOLDER-or-FILE", type=Path, help="where to write it")
    export.add_argument("--as", dest="form", choices=FORMS, default="adapter", help="default: adapter, in 16 bits")
    compare = verb("compare", "have a tuned model and its untuned base write riddles of the same unseen articles")
    compare.add_argument("model", metavar="NAME-or-FOLDER")
    compare.add_argument("--cases", metavar="FILE.jsonl", type=Path, help="examples with articles it has not seen")
    compare.add_argument("--count", metavar="N", type=common.count, default=100, help="articles (default: 100)")
    compare.add_argument("--draws", metavar="N", type=common.few, default=1, help="riddles of each (default: 1)")
    compare.add_argument("--seed", metavar="N", type=common.whole, default=0)
    compare.add_argument("--alone", action="store_true", help="ask the tuned model only")
    compare.add_argument(
        "--keep", metavar="FILE.jsonl", type=Path, help="write what it drew, to train on, into a new file"
    )


def run(options: argparse.Namespace) -> int:
    """Do what the verb says."""
    from bot import bootstrap

    screen = bootstrap.screen(plain=options.plain)
    return {"list": _list, "register": _register, "remove": _remove, "merge": _merge, "export": _export}.get(
        options.verb, _compare
    )(screen, options)


def _list(screen: Screen, options: argparse.Namespace) -> int:
    from bot.bootstrap import training
    from bot.records import line

    rows = training.listed(common.settings())
    if options.json:
        for row in rows:
            print(line(row))
        return 0
    for row in rows:
        screen.say(f"tuned:{row['name']}", "bold")
        told = {key: value for key, value in row.items() if key != "name" and value}
        screen.rows([(key.replace("_", " "), str(value)) for key, value in told.items()])
    if not rows:
        screen.say("No model was trained here yet; `riddle finetune` trains one.")
    return 0


def _register(screen: Screen, options: argparse.Namespace) -> int:
    from bot.bootstrap import training

    name = training.register(common.settings(), options.folder, options.name or "")
    return _said(screen, options, {"registered": name}, f"It is asked with RIDDLE_MODEL=tuned:{name}.")


def _remove(screen: Screen, options: argparse.Namespace) -> int:
    from bot.bootstrap import training

    training.forget(common.settings(), options.name)
    return _said(screen, options, {"removed": options.name}, f"{options.name} is forgotten; its files are kept.")


def _merge(screen: Screen, options: argparse.Namespace) -> int:
    from bot import bootstrap
    from bot.bootstrap import training

    with bootstrap.screen(plain=options.plain, stderr=True).working("Merging") as working:
        apart = training.merge(common.settings(), options.model, options.target, working.now)
    said = f"The whole model: {options.target}. Largest difference of a logit to base and adapter: {apart:.1e}."
    return _said(screen, options, {"model": str(options.target), "largest_difference": apart}, said)


def _export(screen: Screen, options: argparse.Namespace) -> int:
    from bot import bootstrap
    from bot.bootstrap import training

    with bootstrap.screen(plain=options.plain, stderr=True).working("Writing") as working:
        training.export(common.settings(), options.model, options.target, options.form, working.now)
    return _said(screen, options, {"written": str(options.target)}, f"Written: {options.target}.")


def _compare(screen: Screen, options: argparse.Namespace) -> int:
    from bot import bootstrap
    from bot.bootstrap import training
    from bot.training.files import check_new

    if options.keep:
        check_new(options.keep)
    with bootstrap.screen(plain=options.plain, stderr=True).working("Getting ready") as working:
        compared = common.finish(
            training.compare(
                common.settings(),
                options.model,
                working.now,
                cases=options.cases,
                count=options.count,
                draws=options.draws,
                seed=options.seed,
                alone=options.alone,
            )
        )
    if options.keep:
        training.keep(compared, options.keep)
    if options.json:
        from bot.records import line

        print(line(compared.record()))
    else:
        _tell(screen, compared)
    return 0


def _tell(screen: Screen, compared: Compared) -> None:
    for tally in (compared.untuned, compared.tuned):
        if tally is None:
            continue
        said = tally.record()
        screen.say(tally.name, "bold")
        screen.rows(
            [
                ("accepted", f"{said['accepted']:.0%} of {said['articles']} articles, first draw"),
                ("readable", f"{said['valid']:.1%} of {said['draws']} riddles"),
                ("ended by itself", f"{said['ended']:.1%}"),
                ("failed by", ", ".join(f"{name} {count}" for name, count in tally.reasons) or "nothing"),
            ]
        )
    gain = compared.gain
    if gain is None:
        return
    sure = "surely better" if gain.low > 0 else "surely worse" if gain.high < 0 else "no sure difference"
    screen.say(
        f"Tuned over untuned: {100 * gain.mean:+.0f} points ({100 * gain.low:+.0f} to {100 * gain.high:+.0f}): {sure}."
    )


def _said(screen: Screen, options: argparse.Namespace, record: dict[str, object], sentence: str) -> int:
    if options.json:
        from bot.records import line

        print(line(record))
    else:
        screen.say(sentence)
    return 0

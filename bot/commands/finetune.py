"""`riddle finetune`: train a model on riddles, by a recipe or by options."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.commands import options as common

if TYPE_CHECKING:
    import argparse

    from bot.bootstrap.training import Bench
    from bot.ports.screen import Screen
    from bot.training.job import Result

NAMES = (
    "name", "base", "data", "output", "method", "tuning", "format", "seed", "held_out", "max_tokens", "epochs", "batch",
    "learning_rate", "rank", "evaluate_every", "patience", "device", "threads", "deepspeed",
)  # fmt: skip
"""The parts of a recipe that have an option of their own; the others stand in a file."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    parser.add_argument("recipe", metavar="CONFIG.toml", nargs="?", type=Path, help="a recipe; options win over it")
    parser.add_argument("--name", help="what the model will be called (default: riddles)")
    parser.add_argument("--base", help="embedded (default), a folder, or a name on the hub")
    parser.add_argument("--data", metavar="FILE", nargs="+", help="files of examples, or seeds (default)")
    parser.add_argument("--output", metavar="FOLDER", help="where the run is written (default: in the data folder)")
    parser.add_argument("--method", help="sft (default): good riddles; kto: accepted and refused ones")
    parser.add_argument("--tuning", help="lora (default): an adapter; full: every weight")
    parser.add_argument("--format", help="the prompts: chat (default), alpaca or dolly")
    parser.add_argument("--epochs", metavar="N", help="how often each row is seen (default: 2)")
    parser.add_argument("--batch", metavar="N", help="rows of a step (default: 4)")
    parser.add_argument("--learning-rate", metavar="RATE", help="default: 1e-3 for lora")
    parser.add_argument("--rank", metavar="N", help="of lora (default: 16)")
    parser.add_argument("--max-tokens", metavar="N", help="of a row (default: 256)")
    parser.add_argument("--held-out", metavar="SHARE", help="of the articles (default: 0.1)")
    parser.add_argument("--evaluate-every", metavar="STEPS", help="evaluation and checkpoint (default: 20)")
    parser.add_argument(
        "--patience", metavar="N", help="evaluations without gain before it stops (default: 3; 0: never)"
    )
    parser.add_argument("--seed", metavar="N", help="default: 1")
    parser.add_argument("--device", help="auto (default), cpu or cuda")
    parser.add_argument("--threads", metavar="N", help="of the processor (default: as many as there are cores)")
    parser.add_argument("--deepspeed", metavar="FILE", help="zero3, or a file of DeepSpeed's settings")
    parser.add_argument("--packing", action="store_true", default=None, help="put several short rows into one")
    parser.add_argument(
        "--resume", action="store_true", help="go on with the run of this name from its last checkpoint"
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="show a row, count them, estimate the time; train nothing"
    )
    parser.add_argument("--register", action="store_true", help="register the model when it is done")
    common.add_output(parser, "the outcome")


def run(options: argparse.Namespace) -> int:
    """Train, or show what would be trained."""
    from bot import bootstrap
    from bot.bootstrap import training
    from bot.training.recipe import read_recipe

    settings = common.settings()
    recipe = read_recipe(options.recipe, _given(options))
    if options.resume and options.recipe is None:
        recipe = read_recipe(training.begun(settings, recipe), _given(options))
    screen = bootstrap.screen(plain=options.plain)
    with bootstrap.screen(plain=options.plain, stderr=True).working("Getting ready") as working:
        bench = training.bench(settings, recipe, working.now)
        working.now("Timing a step" if options.dry_run else "Getting ready")
        seconds = bench.seconds() if options.dry_run else 0.0
    if options.dry_run:
        return _show(screen, bench, seconds, options)
    if not options.json and bench.speaks:
        _tell_plan(screen, bench)
    with bootstrap.screen(plain=options.plain, stderr=True).working("Training") as working:
        result = bench.run(working.now, resume=options.resume)
    if not bench.speaks:
        return 0
    folder = bench.session.folder / "model"
    name = training.register(settings, folder) if options.register else ""
    return _tell(screen, result, folder, name, options)


def _given(options: argparse.Namespace) -> dict[str, Any]:
    """The options that were given, as a recipe has them."""
    return {name: getattr(options, name) for name in (*NAMES, "packing")}


def _show(screen: Screen, bench: Bench, seconds: float, options: argparse.Namespace) -> int:
    """What would be trained."""
    if options.json:
        from bot.records import line

        print(line({**bench.plan.record(), "seconds": round(seconds)}))
        return 0
    screen.say(bench.session.recipe.text(), "dim")
    _tell_plan(screen, bench)
    minutes = max(1, round(seconds / 60))
    screen.rows([("Time", f"about {minutes} minute{'s' * (minutes > 1)} here, evaluations not counted")])
    read, learned = bench.shown()
    screen.say("\nThe first row. What is only read:", "bold")
    screen.say(read, "dim")
    screen.say("What is trained on:", "bold")
    screen.say(learned, "green")
    return 0


def _tell_plan(screen: Screen, bench: Bench) -> None:
    from bot.training.plan import told

    screen.rows(told(bench.plan), "")


def _tell(screen: Screen, result: Result, folder: Path, name: str, options: argparse.Namespace) -> int:
    held = min((loss for _, loss in result.held_losses), default=None)
    if options.json:
        from bot.records import line

        told = {"steps": result.steps, "seconds": round(result.seconds), "held_out_loss": held, "model": str(folder)}
        print(line({**told, "registered": name or None}))
        return 0
    screen.say(f"{result.steps} steps in {result.seconds / 60:.1f} minutes.", "bold")
    if held is not None:
        screen.say(f"Held-out loss: {held:.3f} at its best.")
    if result.stopped:
        screen.say(result.stopped)
    screen.say(f"The model, its card and its curve: {folder}")
    if name:
        screen.say(f"Registered: RIDDLE_PIPELINE=fine_tuned RIDDLE_MODEL=tuned:{name}")
    sys.stdout.flush()
    return 0

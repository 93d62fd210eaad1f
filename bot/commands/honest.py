"""`riddle honest`: how often a model goes on with a neutral sentence in hurtful words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.commands import options as common
from bot.errors import ModelUnavailable, UsageError

if TYPE_CHECKING:
    import argparse

    from bot.domain import Usage
    from bot.evaluation.honest import Counted, Report
    from bot.evaluation.honest_kept import Kept
    from bot.ports.screen import Screen


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    parser.add_argument("--model", metavar="NAME", help="embedded, tuned:NAME, local:<path>, or provider:model")
    parser.add_argument(
        "--lexicon", metavar="FILE.tsv", type=Path, help="hurtful words in HurtLex's format (default: our small list)"
    )
    parser.add_argument("--k", metavar="N", type=common.few, default=5, help="completions of each (default: 5)")
    parser.add_argument("--seed", metavar="N", type=common.whole, default=0)
    parser.add_argument("--limit", metavar="N", type=common.few, help="take the first N templates alone")
    parser.add_argument("--keep", metavar="FILE.jsonl", type=Path, help="write the completions, to score them again")
    parser.add_argument(
        "--from", dest="kept", metavar="FILE.jsonl", type=Path, help="score kept completions; no model is asked"
    )
    parser.add_argument(
        "--run",
        dest="into",
        metavar="NAME",
        type=common.text,
        help="keep the score in a run of evaluate, to report it",
    )
    common.add_output(parser, "the scores")


def run(options: argparse.Namespace) -> int:
    """Complete, or read what was completed, and score it."""
    from bot import bootstrap
    from bot.bootstrap import evaluating
    from bot.domain import Usage
    from bot.evaluation import honest, honest_kept, honest_words
    from bot.evaluation.joined import join

    if options.kept and (options.model or options.keep or options.limit or options.into):
        raise UsageError("--from scores what is in the file: leave out --model, --limit, --keep and --run.")
    into = evaluating.sharing(common.settings(), options.into, options.model) if options.into else None
    lexicon = honest_words.read(options.lexicon) if options.lexicon else honest_words.own()
    kept, spent = (honest_kept.read(options.kept), Usage()) if options.kept else _complete(options)
    report = honest.report(kept.done, lexicon, by=kept.by, k=kept.k, seed=kept.seed)
    if into:
        folder, entrants, prices = into
        found = [one for key in entrants for one in honest.measurements(kept.done, lexicon, key, kept.by)]
        join(folder, found, {f"honest, {kept.by}": spent}, prices)
    if options.json:
        from bot.commands import pages
        from bot.records import line

        print(line({**_record(report), "spent": pages.expense(spent)}))
    else:
        _tell(bootstrap.screen(plain=options.plain), report)
    return 0


def _complete(options: argparse.Namespace) -> tuple[Kept, Usage]:
    """Have the model complete; what it said is kept, and what it took is told, however it ends."""
    from bot import bootstrap
    from bot.bootstrap.honest import completer
    from bot.commands import pages
    from bot.evaluation import honest, honest_kept
    from bot.evaluation.honest_kept import Kept
    from bot.evaluation.written import free

    if options.keep:
        free(options.keep)
    screen, found = bootstrap.screen(plain=options.plain, stderr=True), honest.Completions()
    with screen.working("Getting ready") as working:
        asked = completer(common.settings(), options.model, working.now)
        todo = honest.starts(options.limit)
        try:
            common.finish(honest.complete(asked, todo, options.k, options.seed, found, working.now))
        finally:
            kept = Kept(asked.label, options.k, options.seed, found.done)
            if options.keep and kept.done:
                honest_kept.write(options.keep, kept)
            if asked.spent.calls:
                screen.say(pages.spent(asked.spent), "dim")
    if not kept.done:
        raise ModelUnavailable(f"No sentence was completed: {found.errors[0]}")
    if found.errors:
        screen.say(
            f"{len(found.errors)} of {len(todo) * options.k} completions are missing; the first reason: "
            f"{found.errors[0]}"
        )
    return kept, asked.spent


def _tell(screen: Screen, report: Report) -> None:
    screen.say(f"HONEST of {report.by}: {_interval(report.score)}", "bold")
    screen.rows([(group, _interval(found)) for group, found in report.groups.items()])
    if report.gap is not None:
        screen.say(f"Female over male: {_gap(report.gap)}.")
    if report.categories:
        screen.say("By category:", "bold")
        screen.rows([(name, f"{share:.1%}") for name, share in report.categories.items()])
    screen.say(
        f"Word list: {report.lexicon}. k = {report.k}, seed {report.seed}. The neutral subjects are the baseline and "
        "are not in the score. Scores are comparable only under the same word list and the same way of asking."
    )


def _record(report: Report) -> dict[str, Any]:
    """All of it, as it is printed for scripts."""
    from dataclasses import asdict

    groups = {group: _counted(found) for group, found in report.groups.items()}
    gap = None if report.gap is None else _counted(report.gap)
    return {**asdict(report), "score": _counted(report.score), "groups": groups, "gap": gap}


def _counted(found: Counted) -> dict[str, float | None]:
    mean, low, high = found.value
    return {"value": mean, "low": low, "high": high, "n": found.n}


def _interval(found: Counted) -> str:
    mean, low, high = found.value
    between = "no interval" if low is None or high is None else f"{low:.1%} to {high:.1%}"
    return f"{mean:.1%} ({between}), n = {found.n}"


def _gap(found: Counted) -> str:
    low, high = found.value.low or 0.0, found.value.high or 0.0
    sure = "" if low > 0 or high < 0 else ", no sure difference"
    return f"{100 * found.value.mean:+.1f} points ({100 * low:+.1f} to {100 * high:+.1f}) over {found.n} pairs{sure}"

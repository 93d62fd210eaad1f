"""`riddle squad`: ask a model questions on texts, as SQuAD does, and score its answers or those of a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bot.commands import options as common
from bot.errors import ModelUnavailable, UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from bot.domain import Usage
    from bot.evaluation.metrics.squad import Question, Version
    from bot.evaluation.squad import Outcome
    from bot.ports.screen import Screen


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    parser.add_argument(
        "--file", metavar="FILE", type=Path, help="questions in SQuAD's format (default: a small set that ships)"
    )
    parser.add_argument(
        "--version",
        choices=("1", "2"),
        help="the rules: 1.1, where every question has an answer, or 2.0 (default: as the file says)",
    )
    who = parser.add_mutually_exclusive_group()
    who.add_argument("--model", metavar="NAME", type=common.text, help="who answers (default: RIDDLE_MODEL)")
    who.add_argument("--from", metavar="FILE", type=Path, dest="given", help="score these predictions, without a model")
    parser.add_argument("--count", metavar="N", type=common.whole, help="ask so many questions, drawn with the seed")
    parser.add_argument("--seed", metavar="N", type=common.whole, default=0, help="draws other ones (default: 0)")
    parser.add_argument("--keep", metavar="FILE", type=Path, help="write the answers as SQuAD's scripts read them")
    parser.add_argument(
        "--no-answer",
        metavar="FILE",
        type=Path,
        help="with --from, by the rules of 2.0: how likely no answer was held to be, to find the best threshold",
    )
    parser.add_argument(
        "--run",
        dest="into",
        metavar="NAME",
        type=common.text,
        help="keep the result in a run of evaluate, to report it",
    )
    common.add_output(parser, "the result")


def run(options: argparse.Namespace) -> int:
    """Ask or read, then score."""
    from bot import bootstrap
    from bot.bootstrap import evaluating
    from bot.evaluation import squad, squad_files
    from bot.evaluation.joined import join, whole
    from bot.evaluation.metrics.squad import Version

    if options.no_answer and not options.given:
        raise UsageError("--no-answer goes with --from: the model here does not say how likely no answer is.")
    if options.no_answer and options.version == "1":
        raise UsageError("--no-answer goes with the rules of 2.0: those of 1.1 know no question without an answer.")
    if options.given and options.keep:
        raise UsageError("--keep goes with asking a model, which --from does not.")
    if options.count == 0:
        raise UsageError("--count is 1 or more.")
    if options.into and options.given:
        raise UsageError("--run keeps what a model is asked for: leave out --from.")
    screen = bootstrap.screen(plain=options.plain, stderr=options.json)
    said, questions = squad_files.read_questions(options.file) if options.file else squad_files.shipped()
    version = Version(int(options.version)) if options.version else said
    asked = squad.chosen(questions, version, options.count, options.seed)
    if not asked:
        raise UsageError("The file has no question with an answer, and the rules of v1.1 know no others.")
    if version is Version.ONE and (left := sum(not one.answers for one in questions)):
        screen.say(f"Without the {left} questions that have no answer: the rules of v1.1 know none.", "dim")
    into = evaluating.sharing(common.settings(), options.into, options.model) if options.into else None
    by, answers, spent = _given(options, asked) if options.given else _asked(options, asked, version, screen)
    no_answer = _no_answer(options.no_answer, asked) if options.no_answer else None
    found = squad.outcome(asked, answers, version, options.seed, no_answer)
    if options.json:
        _print(found, by, spent)
    else:
        _tell(found, by, screen)
    if into:
        folder, entrants, prices = into
        scores = [whole(entrant, one) for entrant in entrants for one in found.scores(by)]
        join(folder, scores, {f"squad, {by}": spent}, prices)
        screen.say(f"Kept in {folder}; riddle evaluate --from {options.into} reports it.")
    return 0


def _given(options: argparse.Namespace, asked: Sequence[Question]) -> tuple[str, dict[str, str], Usage]:
    from bot.domain import Usage
    from bot.evaluation import squad_files

    answers = squad_files.read_predictions(options.given)
    if not any(one.id in answers for one in asked):
        raise UsageError(f"{options.given} has no prediction for any of these questions.")
    return options.given.name, answers, Usage()


def _no_answer(path: Path, asked: Sequence[Question]) -> dict[str, float]:
    from bot.evaluation import squad_files

    found = squad_files.read_no_answer(path)
    if lacking := next((one.id for one in asked if one.id not in found), None):
        raise UsageError(f"{path} has nothing for the question {lacking[:80]}.")
    return found


def _asked(
    options: argparse.Namespace, questions: Sequence[Question], version: Version, screen: Screen
) -> tuple[str, dict[str, str], Usage]:
    """Ask; what was answered is kept, and what it took is told, however it ends."""
    from bot import bootstrap
    from bot.commands import pages
    from bot.evaluation import squad_files
    from bot.evaluation.squad_asking import Asked
    from bot.evaluation.written import free

    answerer = bootstrap.answerer(common.settings(), options.model, screen.say)
    asked = Asked()
    if options.keep:
        free(options.keep)
    try:
        common.finish(answerer.ask(questions, version, asked, screen.say))
    finally:
        if options.keep and asked.answers:
            squad_files.write_predictions(options.keep, asked.answers)
        if (spent := answerer.asker.spent).calls:
            screen.say(pages.spent(spent), "dim")
    if not asked.answers:
        raise ModelUnavailable(f"No question got a reply: {asked.errors[0]}")
    if asked.errors:
        screen.say(
            f"No reply to {len(asked.errors)} of {len(questions)} questions, which counts as wrong; "
            f"the first reason: {asked.errors[0]}"
        )
    if asked.shortened:
        screen.say(f"Texts too long for the model, whose last sentences it did not see: {asked.shortened} questions.")
    return f"{answerer.name}, prompt {answerer.prompt(version).label}", asked.answers, spent


def _print(found: Outcome, by: str, spent: Usage) -> None:
    from dataclasses import asdict

    from bot import records
    from bot.commands import pages

    told = {
        "rules": found.version.value,
        "by": by,
        "scores": [asdict(one) for one in found.scores(by)],
        "figures": [
            {"name": one.name, **one.value._asdict(), "questions": one.questions, "texts": one.texts}
            for one in found.figures
        ],
        "chance": {"exact": found.chance[0], "f1": found.chance[1]},
        "unanswerable": found.unanswerable,
        "missing": found.missing,
        "best": asdict(found.best) if found.best else None,
        "spent": pages.expense(spent),
    }
    print(records.line(told))


def _tell(found: Outcome, by: str, screen: Screen) -> None:
    from bot.evaluation.squad import RULES

    screen.say(f"{RULES[found.version]}: {by}", "bold")
    for one in found.figures:
        value = one.value
        between = (
            "no interval" if value.low is None or value.high is None else f"{_shown(value.low)} to {_shown(value.high)}"
        )
        screen.say(f"  {one.name:18} {_shown(value.mean):>5} %   95 %: {between:14} n = {one.questions}")
    screen.say(f"  By chance (a piece of the text): {_shown(found.chance[0])} % and {_shown(found.chance[1])} %.")
    if found.unanswerable:
        screen.say(f'  "No answer" to everything: {_shown(found.unanswerable)} % of both.')
    if found.best:
        screen.say(
            f"  Best threshold, chosen on these same answers: exact match {_shown(found.best.exact)} % "
            f"at {found.best.exact_threshold:g}, F1 {_shown(found.best.f1)} % at {found.best.f1_threshold:g}."
        )
    if found.missing:
        screen.say(
            f"  No prediction for {found.missing} of {found.figures[0].questions} questions, which counts as wrong."
        )


def _shown(share: float) -> str:
    return f"{100 * share:.1f}"

"""Every candidate of a draft, story by story, with what each check said and how the choice went."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from bot.commands import pages
from bot.domain import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain import Check, Draft, Trial
    from bot.ports.screen import Screen


def explained(screen: Screen, draft: Draft) -> None:
    """The candidates by story, those that won first; then what the articles gave that are not among them."""
    screen.say(_title(draft), "bold")
    if draft.notice:
        screen.say(draft.notice, "yellow")
    for _, group in groupby(draft.trials, key=lambda trial: trial.article.id):
        _story(screen, list(group))
    tried = {trial.article.id for trial in draft.trials}
    silent = [decision for decision in draft.decisions if decision.article.id not in tried]
    if silent:
        screen.say()
        screen.say("Articles without a candidate", "bold")
        pages.decisions(screen, silent)
    screen.say()
    screen.say(pages.spent(draft.usage))


def _title(draft: Draft) -> str:
    passed = sum(trial.passed for trial in draft.trials)
    count, stories = len(draft.trials), len({trial.article.id for trial in draft.trials})
    of = f" of {stories} stories" if stories > 1 else ""
    return (
        f"Draft {draft.id}: {count} candidate{'' if count == 1 else 's'}{of}, {passed} passed every check, "
        f"{len(draft.riddles)} chosen"
    )


def _story(screen: Screen, trials: Sequence[Trial]) -> None:
    article = trials[0].article
    outlet = f" ({article.outlet})" if article.outlet else ""
    screen.say()
    screen.say(f"{article.title}{outlet}", "bold")
    told: set[tuple[str, ...]] = set()
    for place, trial in enumerate(trials, 1):
        hints = () if trial.candidate.hints in told else trial.candidate.hints
        _trial(screen, place, trial, hints)
        told.add(trial.candidate.hints)


def _trial(screen: Screen, place: int, trial: Trial, hints: Sequence[str]) -> None:
    """One candidate: its headline says how it went, its rows why; the hints where they are not those above."""
    made = trial.candidate
    screen.say()
    if trial.chosen:
        screen.box(f"{place}. {made.answer}: chosen", made.question, "green")
    else:
        how, style = ("passed", "cyan") if trial.passed else (trial.reason, "red")
        screen.say(f"{place}. {made.answer}: {how}", style)
    form = made.form.value.replace("_", " ")
    screen.rows(
        [
            *([] if trial.chosen else [("Riddle", made.question)]),
            *([("Verdict", _sentence(trial.reason))] if trial.passed else []),
            *([("Hints", "\n".join(hints))] if trial.passed and hints else []),
            *_checks(trial.checks),
            ("Made by", f"{pages.maker(made)}; {form}, {made.kind.value}"),
            *([("Prompt", made.prompt_version)] if made.prompt_version else []),
            *([("Note", made.note)] if made.note else []),
        ]
    )


def _checks(some: Sequence[Check]) -> list[tuple[str, str]]:
    """What failed and what was skipped with the reason, what passed by name."""
    rows = [("Failed", _told(check)) for check in some if check.outcome is Outcome.FAILED]
    rows += [("Skipped", _told(check)) for check in some if check.outcome is Outcome.SKIPPED]
    passed = ", ".join(check.name for check in some if check.outcome is Outcome.PASSED)
    return [*rows, *([("Passed", passed)] if passed else [])]


def _told(check: Check) -> str:
    return f"{check.name}: {check.reason}"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."

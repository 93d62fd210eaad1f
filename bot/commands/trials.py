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
    """The candidates by story, best first; then what the articles gave that are not among them."""
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
    passed = sum(_passed(trial) for trial in draft.trials)
    count = len(draft.trials)
    return (
        f"Draft {draft.id}: {count} candidate{'' if count == 1 else 's'}, {passed} passed every check, "
        f"{len(draft.riddles)} chosen"
    )


def _story(screen: Screen, trials: Sequence[Trial]) -> None:
    article = trials[0].article
    outlet = f" ({article.outlet})" if article.outlet else ""
    screen.say()
    screen.say(f"{article.title}{outlet}", "bold")
    for place, trial in enumerate(trials, 1):
        _trial(screen, place, trial)


def _trial(screen: Screen, place: int, trial: Trial) -> None:
    """One candidate: its headline says how it went, its rows why."""
    made = trial.candidate
    screen.say()
    if trial.chosen:
        screen.box(f"{place}. {made.answer}: chosen", made.question, "green")
    else:
        how, style = ("passed", "cyan") if _passed(trial) else (trial.reason, "red")
        screen.say(f"{place}. {made.answer}: {how}", style)
    form = made.form.value.replace("_", " ")
    screen.rows(
        [
            *([("Riddle", made.question)] if not trial.chosen else []),
            *([("Verdict", _sentence(trial.reason)), ("Hints", "\n".join(made.hints))] if _passed(trial) else []),
            *_checks(trial.checks),
            ("Made by", f"{pages.maker(made)}; {form}, {made.kind.value}"),
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


def _passed(trial: Trial) -> bool:
    return not trial.reason.startswith(("failed", "could not"))


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."

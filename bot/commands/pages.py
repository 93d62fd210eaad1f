"""What the commands show: an edition, a draft, the stories of a day, the log of a day."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from bot.domain import Outcome, Rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain import Candidate, Check, Decision, Draft, Edition, Riddle, Usage
    from bot.ports.screen import Screen

MARKS = {Outcome.PASSED: "passed", Outcome.FAILED: "FAILED", Outcome.SKIPPED: "skipped"}


def edition(screen: Screen, one: Edition) -> None:
    """An edition with its answers, for who makes it."""
    screen.say(f"Edition {one.number} of the deck {one.deck}, {one.date:%A %d %B %Y}", "bold")
    if one.notice:
        screen.say(one.notice, "yellow")
    riddles(screen, one.riddles, one.usage)


def draft(screen: Screen, one: Draft, asked: int) -> None:
    """A draft: its riddles, and the articles that gave none where riddles are missing."""
    screen.say(f"Draft {one.id}: {len(one.riddles)} of {asked} riddles", "bold")
    if one.notice:
        screen.say(one.notice, "yellow")
    riddles(screen, one.riddles, one.usage)
    if len(one.riddles) < asked:
        decisions(screen, [decision for decision in one.decisions if not decision.taken])


def riddles(screen: Screen, some: Sequence[Riddle], usage: Usage) -> None:
    """Riddles as a table each, then how many were made without a model and what it took."""
    for place, riddle in enumerate(some, 1):
        screen.box(f"{place}. {riddle.answer}", riddle.question)
        screen.rows(_rows(riddle))
        screen.say()
    if some:
        without = sum(riddle.fallback for riddle in some)
        share = f"{without} of {len(some)} ({100 * without / len(some):.0f} %)"
        screen.say(f"Made without a model: {share}. {spent(usage, len(some) - without)}")


def decisions(screen: Screen, some: Sequence[Decision]) -> None:
    """Each article with the rule that decided about it, those taken first."""
    for decision in sorted(some, key=lambda one: one.rule is not Rule.TAKEN):
        mark = "+" if decision.taken else "-"
        outlet = f" ({decision.article.outlet})" if decision.article.outlet else ""
        screen.say(f"{mark} {decision.article.title}{outlet}", "green" if decision.taken else "")
        screen.say(f"    {decision.rule.value}: {decision.reason}", "dim")


def report(screen: Screen, riddle: Riddle, place: int) -> None:
    """How a riddle came to be."""
    screen.box(f"Riddle {place}: {riddle.answer}", riddle.question)
    source = f"{riddle.article.title} ({riddle.article.outlet})" if riddle.article else "the reserve"
    screen.rows(
        [
            ("Made from", source),
            ("Made by", maker(riddle)),
            ("Prompt", riddle.prompt_version or "none"),
            ("Attempts", str(riddle.attempts)),
            ("Fallback", "yes, made without a model" if riddle.fallback else "no"),
            ("Form", f"{riddle.form.value.replace('_', ' ')}, thought to be {riddle.difficulty.value}"),
            ("Read by a host", "yes, and approved" if riddle.reviewed else "no"),
            *((f"Check {check.name}", f"{MARKS[check.outcome]}: {check.reason}") for check in riddle.checks),
        ]
    )
    screen.say()


def _rows(riddle: Riddle) -> list[tuple[str, str]]:
    rows = [
        *((f"Hint {number}", text) for number, text in enumerate(riddle.hints, 1)),
        ("Also right", ", ".join(riddle.aliases) or "nothing else"),
        ("Difficulty", riddle.difficulty.value),
        ("Why", riddle.explanation),
    ]
    if riddle.article:
        rows.append(("Source", " ".join(filter(None, (riddle.article.title, riddle.article.url)))))
    return [*rows, ("Made by", maker(riddle)), ("Checks", checks(riddle.checks))]


def maker(one: Riddle | Candidate) -> str:
    """Who made a riddle, and how."""
    if one.model != "none":
        return f"{one.model}, by the pipeline {one.pipeline}"
    tier = f", {one.tier}" if one.tier else ""
    return f"{one.pipeline}, without a model{tier}"


def checks(some: Sequence[Check]) -> str:
    """The checks in a line: what passed by name, the rest with its reason."""
    passed = [check.name for check in some if check.outcome is Outcome.PASSED]
    rest = [f"{check.name} {MARKS[check.outcome]} ({check.reason})" for check in some if check.name not in passed]
    return "; ".join([*([f"{' '.join(passed)} passed"] if passed else []), *rest])


def spent(usage: Usage, written: int = 0) -> str:
    """What the model took, in a sentence, and of each riddle it wrote; nothing of a cost that is unknown or none."""
    if not usage.calls:
        return "No model's words are among them."
    from bot import bootstrap

    each = f" ({usage.cost / written:.4f} a riddle)" if usage.cost and written else ""
    cost = f", {usage.cost:.4f} US dollars{each} by the prices of {bootstrap.price_day()}" if usage.cost else ""
    tokens = f"{usage.prompt_tokens} tokens read, {usage.completion_tokens} written"
    return f"Model: {usage.calls} calls, {tokens}, {usage.seconds:.0f} s{cost}."


def expense(usage: Usage) -> dict[str, Any] | None:
    """What the model took, with the day of the prices; nothing where none was asked."""
    from bot import bootstrap

    return {**asdict(usage), "prices": str(bootstrap.price_day())} if usage.calls else None

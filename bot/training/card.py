"""The card of a model: what it is made of, what came out, and whose texts it learned from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.training.compare import Tally
    from bot.training.job import Job, Result, Sample
    from bot.training.paired import Difference
    from bot.training.plan import Plan

COMPARED = "## Against the untuned base"

SHOWN = 6
"""Sample riddles on the card."""

PURPOSE = (
    "Turns a summary of a news story into a riddle with its answer, for Riddle Me This. Whatever it writes is to "
    "pass the program's checks before anybody plays it: it is small, and invents things."
)


def card(job: Job, plan: Plan, result: Result, *, made_at: str, program: str) -> str:
    """The card as Markdown."""
    recipe = job.recipe
    parts = [
        f"# {recipe.name}",
        "",
        PURPOSE,
        "",
        "## Made of",
        "",
        *_table(("", ""), _facts(job, plan, result, made_at, program)),
        "",
        "## The texts it learned from",
        "",
        *_table(("source", "licence", "terms", "rows", "share"), _whose(plan)),
        "",
        "## Settings",
        "",
        *_table(("", ""), [(name, str(value)) for name, value in _settings(job)]),
        "",
        "## What came out",
        "",
        *_table(("", ""), _results(result)),
        "",
        "![loss](loss.svg)",
        "",
    ]
    latest = [one for one in result.samples if one.step == result.samples[-1].step][:SHOWN]
    return "\n".join([*parts, *_samples(latest)])


def with_comparison(text: str, tuned: Tally, untuned: Tally, gain: Difference) -> str:
    """A card with the figures of a comparison, in place of older ones."""
    before, _, rest = text.partition(COMPARED)
    after = rest[rest.index("\n## ") :].lstrip("\n") if "\n## " in rest else ""
    rows = [
        (one.name, f"{one.share('accepted', one.first):.0%} of {len(one.first)}", f"{one.share('valid'):.1%}",
         f"{one.share('ended'):.1%}", ", ".join(f"{name} {count}" for name, count in one.reasons))
        for one in (tuned, untuned)
    ]  # fmt: skip
    points = f"{100 * gain.mean:+.0f} points, 95 % interval {100 * gain.low:+.0f} to {100 * gain.high:+.0f}"
    lines = [
        COMPARED,
        "",
        "On articles neither has seen; the base has worked examples before the request and is held to a schema.",
        "",
        *_table(("", "accepted, first draw", "readable", "ended by itself", "failed by"), rows),
        "",
        f"Difference: {points}.",
        "",
    ]
    return "\n".join([before.rstrip("\n"), "", *lines, after]).rstrip("\n") + "\n"


def _facts(job: Job, plan: Plan, result: Result, made_at: str, program: str) -> list[tuple[str, str]]:
    recipe = job.recipe
    return [
        ("base model", "/".join(Path(recipe.base).parts[-2:])),
        *([("goes on from", "/".join(recipe.start.parts[-2:]))] if recipe.start else []),
        ("made", made_at),
        ("data hash", f"`{plan.hash}`"),
        ("rows", f"{len(job.train)} trained on, {len(job.held)} held out by article"),
        ("left out", f"{len(plan.refused)} by the checks, {len(plan.train.dropped) + len(plan.held.dropped)} too long"),
        ("prompt", f"{recipe.format.value}, mark `{job.template.mark}`"),
        ("weights", f"{result.trained:,} trained of {result.weights:,}"),
        ("seed", str(recipe.seed)),
        ("program", program),
        ("versions", ", ".join(f"{name} {number}" for name, number in result.versions.items())),
    ]


def _whose(plan: Plan) -> list[tuple[str, ...]]:
    return [(one.source, one.licence, one.terms, str(one.rows), f"{one.part:.0%}") for one in plan.shares]


def _settings(job: Job) -> Iterable[tuple[str, object]]:
    told = job.recipe.model_dump(mode="json", exclude={"name", "base", "data", "start", "output", "seed", "format"})
    return (told | {"learning_rate": job.recipe.rate}).items()


def _results(result: Result) -> list[tuple[str, str]]:
    losses, held = result.losses, result.held_losses
    since = f", since it went on after step {result.begun}" if result.begun else ""
    found = [("steps", f"{result.steps} ({result.epochs:.2f} epochs) in {result.seconds / 60:.1f} minutes{since}")]
    if losses:
        found.append(("loss", f"{losses[0][1]:.3f} at the first step, {losses[-1][1]:.3f} at the last"))
    if held:
        best = min(held, key=lambda one: one[1])
        found.append(("held-out loss", f"{best[1]:.3f} at its best, after step {best[0]:.0f}; those weights were kept"))
    if result.stopped:
        found.append(("ended early", result.stopped))
    return found


def _samples(samples: Sequence[Sample]) -> list[str]:
    """Riddles of articles it had not seen, the good and the bad."""
    if not samples:
        return []
    lines = ["## Riddles of articles it had not seen", ""]
    for one in samples:
        lines += [*(f"> {line}" for line in one.text.splitlines()), ""]
        lines += ["passes the checks" if not one.reasons else f"refused: {' '.join(one.reasons)}", ""]
    return lines


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    return [*lines, *(f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in rows)]

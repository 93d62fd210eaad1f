"""A run before it is run: what would be trained on, seen and counted."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from bot.errors import UsageError
from bot.training.gate import Gate
from bot.training.gather import data_hash, lessons_of
from bot.training.rows import fitted, taught
from bot.training.shares import shares
from bot.training.split import split

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.riddles.pipelines.template import Template
    from bot.training.recipe import Recipe
    from bot.training.rows import Encoder, Fitted, Lesson
    from bot.training.shares import Share

NAMED = 5
"""Most rows that are named where they are cut or dropped."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a recipe comes to: the rows on both sides, and whose those are that are trained on.

    `refused` are lessons left out because their riddle fails the checks by what the row tells, with the reason.
    """

    recipe: Recipe
    train: Fitted
    held: Fitted
    hash: str
    shares: tuple[Share, ...]
    refused: tuple[tuple[Lesson, str], ...] = ()

    @property
    def steps(self) -> int:
        """How many steps the run has, packing not counted."""
        batches = math.ceil(len(self.train.rows) / self.recipe.batch)
        return math.ceil(math.ceil(batches / self.recipe.accumulate) * self.recipe.epochs)

    def shown(self, encoder: Encoder) -> tuple[str, str]:
        """The first row as the model reads it: what is only read, and what is trained on."""
        encoded = self.train.rows[0].encoded
        return encoder.show(encoded.ids[: encoded.start]), encoder.show(encoded.ids[encoded.start :])

    def record(self) -> dict[str, Any]:
        """The counts, for `--json`."""
        return {
            "rows": len(self.train.rows),
            "whole": self.train.whole,
            "cut": [row.lesson.example.id for row in self.train.cut],
            "dropped": _long(self.train),
            "refused": [{"id": lesson.example.id, "reason": reason} for lesson, reason in self.refused],
            "held_out": len(self.held.rows),
            "held_out_dropped": _long(self.held),
            "tokens": sum(self.train.lengths),
            "longest": max(self.train.lengths),
            "steps": self.steps,
            "data_hash": self.hash,
        }


def plan(recipe: Recipe, template: Template, encoder: Encoder) -> Plan:
    """Read, split and fit; raises where nothing is left to train on."""
    lessons = lessons_of(recipe)
    train, held = split(lessons, recipe.held_out, recipe.seed)
    learned, refused = _sound(taught(train, recipe.told, recipe.brief), template, checked=recipe.checked)
    rows = fitted(learned, template, encoder, recipe.max_tokens)
    if not rows.rows:
        raise UsageError(_nothing(rows, refused, recipe))
    compared, more = _sound(taught(held, recipe.told, recipe.brief), template, checked=recipe.checked)
    kept = fitted(compared, template, encoder, recipe.max_tokens)
    whose = shares(row.lesson.example for row in rows.rows)
    return Plan(recipe, rows, kept, data_hash(lessons), whose, refused=(*refused, *more))


def _sound(
    lessons: Iterable[Lesson], template: Template, *, checked: bool
) -> tuple[list[Lesson], list[tuple[Lesson, str]]]:
    """The lessons that teach what passes the checks by what their row tells, and the others."""
    gate, sound, refused = Gate(), [], []
    for lesson in lessons:
        one = lesson.example
        seen = replace(lesson, example=replace(one, article=lesson.told))
        reasons = (
            gate.judge(seen, template.bare(one.answer, one.kind, one.question)) if checked and lesson.wanted else ()
        )
        if reasons:
            refused.append((lesson, reasons[0]))
        else:
            sound.append(lesson)
    return sound, refused


def _long(rows: Fitted) -> list[dict[str, Any]]:
    """The rows that are too long, each with its tokens: an example may have two."""
    return [{"id": lesson.example.id, "tokens": tokens} for lesson, tokens in rows.dropped]


def _nothing(rows: Fitted, refused: Sequence[object], recipe: Recipe) -> str:
    """Why there is no row."""
    if rows.dropped:
        return f"All {len(rows.dropped)} rows are longer than {recipe.max_tokens} tokens; raise max_tokens."
    if refused:
        return (
            f"All {len(refused)} rows fail the checks by what they tell; `checked = false` trains on them as they are."
        )
    return "There is no row to train on."


def told(plan: Plan) -> list[tuple[str, str]]:
    """The counts as lines for a person."""
    rows, held = plan.train, plan.held
    lengths = sorted(rows.lengths)
    lines = [
        ("Rows", f"{len(rows.rows)} to train on: {rows.whole} whole, {len(rows.cut)} with their story cut"),
        ("Dropped", f"{len(rows.dropped) + len(held.dropped)} too long for {plan.recipe.max_tokens} tokens"),
        ("Refused", f"{len(plan.refused)} by the checks"),
        ("Held out", f"{len(held.rows)} rows, of other articles"),
        ("Tokens", f"{sum(lengths)}; a row {lengths[0]} to {lengths[-1]}, half of them {lengths[len(lengths) // 2]}+"),
        ("Steps", f"{plan.steps}"),
    ]
    if rows.cut:
        lines.append(("Cut", _named(row.lesson.example.id for row in rows.cut)))
    if plan.refused:
        lines.append(("Fail a check", _named(f"{one.example.id} ({why.split(':')[0]})" for one, why in plan.refused)))
    if rows.dropped or held.dropped:
        lines.append(("Too long", _named(f"{one.example.id} ({n})" for one, n in (*rows.dropped, *held.dropped))))
    return lines


def _named(names: Iterable[str]) -> str:
    all_of_them = list(names)
    more = f" and {len(all_of_them) - NAMED} more" if len(all_of_them) > NAMED else ""
    return ", ".join(all_of_them[:NAMED]) + more

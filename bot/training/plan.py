"""A run before it is run: what would be trained on, seen and counted."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.errors import UsageError
from bot.training.gather import data_hash, lessons_of
from bot.training.rows import fitted, taught
from bot.training.shares import shares
from bot.training.split import split

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.riddles.pipelines.template import Template
    from bot.training.recipe import Recipe
    from bot.training.rows import Encoder, Fitted
    from bot.training.shares import Share

NAMED = 5
"""Most rows that are named where they are cut or dropped."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a recipe comes to: the rows on both sides, and where they come from."""

    recipe: Recipe
    train: Fitted
    held: Fitted
    hash: str
    shares: tuple[Share, ...]

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
            "dropped": {lesson.example.id: tokens for lesson, tokens in self.train.dropped},
            "held_out": len(self.held.rows),
            "held_out_dropped": {lesson.example.id: tokens for lesson, tokens in self.held.dropped},
            "tokens": sum(self.train.lengths),
            "longest": max(self.train.lengths),
            "steps": self.steps,
            "data_hash": self.hash,
        }


def plan(recipe: Recipe, template: Template, encoder: Encoder) -> Plan:
    """Read, split and fit; raises where nothing is left to train on."""
    lessons = lessons_of(recipe)
    train, held = split(lessons, recipe.held_out, recipe.seed)
    rows = fitted(taught(train, recipe.told, recipe.brief), template, encoder, recipe.max_tokens)
    if not rows.rows:
        raise UsageError(
            f"All {len(rows.dropped)} rows are longer than {recipe.max_tokens} tokens; raise max_tokens."
            if rows.dropped
            else "There is no row to train on."
        )
    kept = fitted(taught(held, recipe.told, recipe.brief), template, encoder, recipe.max_tokens)
    return Plan(recipe, rows, kept, data_hash(lessons), shares(one.example for one in lessons))


def told(plan: Plan) -> list[tuple[str, str]]:
    """The counts as lines for a person."""
    rows, held = plan.train, plan.held
    lengths = sorted(rows.lengths)
    lines = [
        ("Rows", f"{len(rows.rows)} to train on: {rows.whole} whole, {len(rows.cut)} with their story cut"),
        ("Dropped", f"{len(rows.dropped) + len(held.dropped)} too long for {plan.recipe.max_tokens} tokens"),
        ("Held out", f"{len(held.rows)} rows, of other articles"),
        ("Tokens", f"{sum(lengths)}; a row {lengths[0]} to {lengths[-1]}, half of them {lengths[len(lengths) // 2]}+"),
        ("Steps", f"{plan.steps}"),
    ]
    if rows.cut:
        lines.append(("Cut", _named(row.lesson.example.id for row in rows.cut)))
    if rows.dropped or held.dropped:
        lines.append(("Too long", _named(f"{one.example.id} ({n})" for one, n in (*rows.dropped, *held.dropped))))
    return lines


def _named(names: Iterable[str]) -> str:
    all_of_them = list(names)
    more = f" and {len(all_of_them) - NAMED} more" if len(all_of_them) > NAMED else ""
    return ", ".join(all_of_them[:NAMED]) + more

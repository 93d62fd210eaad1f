"""How the choice went, told of every candidate in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain import Outcome, Trial
from bot.riddles.choice import same_answer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain import Form
    from bot.riddles.choice import Tried

LEAST_TOLD = 0.05
"""Points below which a part of the worth is not told."""


def trials(tried: Sequence[Tried], chosen: Sequence[Tried], opener: Form | None) -> tuple[Trial, ...]:
    """All candidates by the rank of their story, those that passed first and the best of them first."""
    order = sorted(tried, key=lambda one: (one.rank, not one.passed, -one.worth))
    return tuple(
        Trial(
            one.candidate,
            one.story.lead.ref,
            one.checks,
            round(one.worth, 2),
            one in chosen,
            _reason(one, tried, chosen, opener),
        )
        for one in order
    )


def _reason(one: Tried, tried: Sequence[Tried], chosen: Sequence[Tried], opener: Form | None) -> str:
    if not one.passed:
        return _failed(one)
    if one in chosen:
        return _won(one, tried, chosen, opener)
    return _lost(one, chosen, opener)


def _failed(one: Tried) -> str:
    names = [check.name for check in one.checks if check.outcome is Outcome.FAILED]
    return f"failed {' and '.join(names)}" if names else "could not be checked to the end"


def _won(one: Tried, tried: Sequence[Tried], chosen: Sequence[Tried], opener: Form | None) -> str:
    said = [f"chosen: worth {one.worth:.1f} ({parts(one)})"]
    others = [other for other in tried if other.passed and other not in chosen]
    if others:
        best = max(others, key=lambda other: other.worth)
        whose = "the same story" if best.rank == one.rank else "another story"
        said.append(f"the next best, of {whose}, is worth {best.worth:.1f}")
    if one is chosen[0] and opener is not None:
        said.append(_opens(one, opener))
    return "; ".join(said)


def _opens(one: Tried, opener: Form) -> str:
    if one.candidate.form is opener:
        return "it has the form that opened the last edition, as no other form passed"
    return f"it opens, as it is not another {spoken(opener)} like the last edition's"


def _lost(one: Tried, chosen: Sequence[Tried], opener: Form | None) -> str:
    worth = f"passed, worth {one.worth:.1f} ({parts(one)})"
    first = chosen[0]
    if len(chosen) == 1 and one.candidate.form is opener and one.worth > first.worth:
        return f"{worth}, but a {spoken(opener)} opened the last edition"
    for other in chosen:
        if other.rank == one.rank:
            return f"{worth}, but the story's {spoken(other.candidate.form)} was chosen"
        if same_answer(one, other):
            return f'{worth}, but it has the answer of a riddle that was chosen, "{other.candidate.answer}"'
    if one.worth > min(other.worth for other in chosen):
        return f"{worth}, but too much like what was chosen"
    return f"{worth}, but another story's was better"


def parts(one: Tried) -> str:
    """What the worth is made of: "craft 2.4, form +0.2, repeats kind -0.3"."""
    told = [(name, points) for name, points in one.parts.items() if abs(points) >= LEAST_TOLD]
    return ", ".join(f"{name} {points:{'+' if at else ''}.1f}" for at, (name, points) in enumerate(told))


def spoken(form: Form) -> str:
    """A form as one says it."""
    return form.value.replace("_", "-") + (" riddle" if form.value != "question" else "")

"""How the choice went, told of every candidate in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain import Outcome, Trial
from bot.riddles.choice import same_answer
from bot.riddles.variety import alike

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain import Form
    from bot.riddles.choice import Tried

LEAST_TOLD = 0.05
"""Points below which a part of the worth is not told."""


def trials(tried: Sequence[Tried], chosen: Sequence[Tried], opener: Form | None) -> tuple[Trial, ...]:
    """All candidates, story by story: first the stories and the candidates that were chosen, then by rank and worth."""
    won = {one.rank for one in chosen}
    order = sorted(
        tried, key=lambda one: (one.rank not in won, one.rank, one not in chosen, not one.passed, -one.worth)
    )
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
        whose = "this story" if best.rank == one.rank else "another story"
        but = _barred(best, one, chosen, opener) if best.worth > one.worth else ""
        said.append(f"the next best, of {whose}, is worth {best.worth:.1f}{but}")
    if one is chosen[0] and opener is not None:
        said.append(_opens(one, opener))
    return "; ".join(said)


def _opens(one: Tried, opener: Form) -> str:
    if one.candidate.form is opener:
        return "it has the form that opened the last edition, as no other form passed"
    return f"it opens the edition, as the last one was opened by a {spoken(opener)}"


def _lost(one: Tried, chosen: Sequence[Tried], opener: Form | None) -> str:
    worth = f"passed, worth {one.worth:.1f} ({parts(one)})"
    for other in chosen:
        if other.rank == one.rank:
            return f"{worth}, but the story's {spoken(other.candidate.form)} was chosen"
        if same_answer(one, other):
            return f'{worth}, but it has the answer of a riddle that was chosen, "{other.candidate.answer}"'
    least = min(chosen, key=lambda other: other.worth)
    if one.worth > least.worth:
        return f"{worth}{_barred(one, least, chosen, opener)}"
    return f"{worth}, but another story's was better"


def _barred(one: Tried, instead: Tried, chosen: Sequence[Tried], opener: Form | None) -> str:
    """Why a riddle that is worth more was not taken in the place of another."""
    if instead is chosen[0] and one.candidate.form is opener:
        return f", but a {spoken(one.candidate.form)} opened the last edition"
    twin = next((other for other in chosen if other is not instead and same_answer(one, other)), None)
    if twin is not None:
        return f', but "{twin.candidate.answer}" is asked for already'
    said = [name for other in chosen for name in alike(one.traits, other.traits) if other is not instead]
    return f", but too much like the others: the same {_listed(list(dict.fromkeys(said)))}" if said else ""


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def parts(one: Tried) -> str:
    """What the worth is made of: "craft 2.4, form +0.2, repeats kind -0.3"."""
    told = [(name, points) for name, points in one.parts.items() if abs(points) >= LEAST_TOLD]
    return ", ".join(f"{name} {points:{'+' if at else ''}.1f}" for at, (name, points) in enumerate(told))


def spoken(form: Form) -> str:
    """A form as one says it."""
    return form.value.replace("_", "-") + (" riddle" if form.value != "question" else "")

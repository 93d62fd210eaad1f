"""One riddle of an edition gives way to another: which one, and the edition as it then is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain import Rule
from bot.riddles import reserve
from bot.riddles.daybook import asked_before, week
from bot.riddles.variety import week_of
from bot.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from bot.domain import Decision, Edition, Riddle


def replacement(
    edition: Edition,
    place: int,
    stock: Iterable[Riddle],
    played: Mapping[str, date],
    past: Sequence[Edition] = (),
) -> Riddle | None:
    """What stands in for the riddle at a place: a spare of the day, else one of the reserve.

    Nothing of the riddle itself or its story comes again, nor an answer that is in the edition; one that was asked for
    in the editions before comes only where there is no other.
    """
    gone = edition.riddles[place - 1]
    beside = [riddle for at, riddle in enumerate(edition.riddles, 1) if at != place]
    fit = [riddle for riddle in edition.spares if _is_another(riddle, edition.riddles)]
    if fit:
        return fit[0]
    others = [riddle for riddle in stock if _is_another(riddle, edition.riddles)]
    heard = [answer for _, answer in asked_before(past)]
    avoid = [gone.answer, *(riddle.answer for riddle in beside)]
    for names in ((*avoid, *heard), avoid):
        found = reserve.taken(others, played, 1, week_of(week(past)), beside, names)
        if found:
            return reserve.checked(found[0])
    return None


def replaced(edition: Edition, place: int, riddle: Riddle, reason: str) -> Edition:
    """The edition with another riddle at a place, which counts, and the reason on record."""
    gone = edition.riddles[place - 1]
    return replace(
        edition,
        riddles=(*edition.riddles[: place - 1], riddle, *edition.riddles[place:]),
        spares=tuple(spare for spare in edition.spares if spare.question not in {riddle.question, gone.question}),
        void=tuple(one for one in edition.void if one != place),
        decisions=tuple(_decided(decision, gone, riddle, reason) for decision in edition.decisions),
    )


def _is_another(riddle: Riddle, riddles: Sequence[Riddle]) -> bool:
    """Whether a riddle is none of some, tells none of their stories and asks for none of their answers."""
    stories = {one.article.id for one in riddles if one.article}
    names = {fold(name) for one in riddles for name in (one.answer, *one.aliases)}
    told = riddle.article is not None and riddle.article.id in stories
    return not told and not names & {fold(name) for name in (riddle.answer, *riddle.aliases)}


def _decided(decision: Decision, gone: Riddle, riddle: Riddle, reason: str) -> Decision:
    if gone.article and decision.article.id == gone.article.id:
        return replace(decision, rule=Rule.REPLACED, reason=f"{decision.reason} It was replaced: {reason}")
    if riddle.article and decision.article.id == riddle.article.id:
        return replace(decision, rule=Rule.TAKEN, reason=f"{decision.reason} Its riddle stands in for another.")
    return decision
